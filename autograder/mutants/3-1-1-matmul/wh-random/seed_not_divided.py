"""You take all three remainders of the same seed; after each division the next one goes on with the quotient.

Read again: "Chance from a clock": spreading the seed: divmod gives the quotient and the remainder.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
        self.state = seed % 30268 + 1, seed % 30306 + 1, seed % 30322 + 1

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
