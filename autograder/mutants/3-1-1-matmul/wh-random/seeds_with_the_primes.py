"""You divide the seed by the primes of the steps; seeding divides by one less, so that remainder + 1 stays below the prime.

Read again: "Chance from a clock": spreading the seed: 30268, 30306, 30322.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
        seed, x = divmod(seed, 30269)
        seed, y = divmod(seed, 30307)
        seed, z = divmod(seed, 30323)
        self.state = x + 1, y + 1, z + 1

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
