"""You keep the bare remainders: a remainder of 0 stays 0 for ever, because 0 times anything is 0. That is why 1 is added.

Read again: "Chance from a clock": spreading the seed.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
        seed, x = divmod(seed, 30268)
        seed, y = divmod(seed, 30306)
        seed, z = divmod(seed, 30322)
        self.state = x, y, z

    def random(self) -> float:
        x, y, z = self.state
        self.state = 171 * x % 30269, 172 * y % 30307, 170 * z % 30323
        x, y, z = self.state
        return (x / 30269 + y / 30307 + z / 30323) % 1

    def jump(self, n: int) -> None:
        x, y, z = self.state
        self.state = pow(171, n, 30269) * x % 30269, pow(172, n, 30307) * y % 30307, pow(170, n, 30323) * z % 30323

    def for_worker(self, i: int) -> "WHRandom":
        child = WHRandom(1)
        child.state = self.state
        child.jump(i * 2**20)
        return child
