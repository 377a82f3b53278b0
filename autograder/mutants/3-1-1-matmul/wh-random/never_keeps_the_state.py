"""You work out the next state but do not store it in self.state, so every draw gives the same number.

Read again: "Chance from a clock": a stream remembers where it stands.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
        seed, x = divmod(seed, 30268)
        seed, y = divmod(seed, 30306)
        seed, z = divmod(seed, 30322)
        self.state = x + 1, y + 1, z + 1

    def random(self) -> float:
        x, y, z = self.state
        x, y, z = 171 * x % 30269, 172 * y % 30307, 170 * z % 30323
        return (x / 30269 + y / 30307 + z / 30323) % 1

    def jump(self, n: int) -> None:
        x, y, z = self.state
        self.state = pow(171, n, 30269) * x % 30269, pow(172, n, 30307) * y % 30307, pow(170, n, 30323) * z % 30323

    def for_worker(self, i: int) -> "WHRandom":
        child = WHRandom(1)
        child.state = self.state
        child.jump(i * 2**20)
        return child
