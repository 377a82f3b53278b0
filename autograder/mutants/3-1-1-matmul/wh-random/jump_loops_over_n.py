"""Your jump draws n numbers one after the other; for n = 10**12 that takes days. n multiplications by m are one by m to the power n.

Read again: "How to skip a million draws": jumping ahead: pow with three arguments.
"""


class WHRandom:
    def __init__(self, seed: int) -> None:
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
        for _ in range(n):
            self.random()

    def for_worker(self, i: int) -> "WHRandom":
        child = WHRandom(1)
        child.state = self.state
        child.jump(i * 2**20)
        return child
