"""on_column changes the batch and returns nothing: your data is None.

Read again: a function that waits: what comes out where a transform returns nothing.
"""


def to_tensor(picture: Any) -> Tensor:
    """Turn a PIL picture into float32 (c, h, w) in 0..1. Example: grey, 28 wide, 20 high -> (1, 20, 28)"""
    pixels = torch.from_numpy(np.array(picture)).float() / 255
    return pixels[None] if pixels.ndim == 2 else pixels.permute(2, 0, 1)


class on_column:
    """Apply f to each value of a column. Example: dd.with_transform(on_column("image", to_tensor))"""

    def __init__(self, name: str, f: Callable[[Any], Any]) -> None:
        self.name, self.f = name, f

    def __call__(self, batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
        if self.name in batch:
            batch[self.name] = [self.f(value) for value in batch[self.name]]
