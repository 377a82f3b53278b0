"""Your worker starts at the seed again and repeats numbers that the parent has drawn already; it starts where the parent stands now.

Read again: "Four workers, one die": a worker's stream is a copy of this one, jumped ahead.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        seed, x = divmod(seed, 30268)
        seed, y = divmod(seed, 30306)
        seed, z = divmod(seed, 30322)
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
        child = WHRandom(self.seed)
        child.jump(i * 2**20)
        return child
