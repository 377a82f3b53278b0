"""Three attributes, and state as a property that only reads."""


class WHRandom:
    def __init__(self, seed: int):
        self.x = seed % 30268 + 1
        self.y = seed // 30268 % 30306 + 1
        self.z = seed // 30268 // 30306 % 30322 + 1

    @property
    def state(self):
        return (self.x, self.y, self.z)

    def random(self):
        self.jump(1)
        u = self.x / 30269 + self.y / 30307 + self.z / 30323
        while u >= 1:
            u -= 1
        return u

    def jump(self, n):
        self.x = self.x * pow(171, n, 30269) % 30269
        self.y = self.y * pow(172, n, 30307) % 30307
        self.z = self.z * pow(170, n, 30323) % 30323

    def for_worker(self, i):
        child = object.__new__(WHRandom)
        child.x, child.y, child.z = self.x, self.y, self.z
        child.jump(i * 1048576)
        return child
