"""No list is kept: the layers are found again by their numbers."""


class ModuleList(Module):
    def __init__(self, layers):
        super().__init__()
        self.n = 0
        for layer in layers:
            setattr(self, str(self.n), layer)
            self.n += 1

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if not -self.n <= i < self.n:
            raise IndexError(i)
        return getattr(self, str(i % self.n))


class Sequential(ModuleList):
    def __init__(self, *layers):
        ModuleList.__init__(self, layers)

    def forward(self, x):
        for i in range(len(self)):
            x = self[i](x)
        return x
