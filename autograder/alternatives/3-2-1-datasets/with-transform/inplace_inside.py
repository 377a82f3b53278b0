"""the decorator of before on a function that the object calls"""


def to_tensor(picture):
    w, h = picture.size
    channels = len(picture.getbands())
    pixels = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    return pixels.view(h, w, channels).movedim(-1, 0).to(torch.float32) / 255.0


class on_column:
    def __init__(self, name, f):
        self.name, self.f = name, f

    def __call__(self, batch):
        try:
            column = batch[self.name]
        except KeyError:
            return batch
        new = []
        for value in column:
            new.append(self.f(value))
        batch.update({self.name: new})
        return batch
