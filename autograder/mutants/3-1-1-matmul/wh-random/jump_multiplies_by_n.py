"""You multiply by n * 171 where n steps multiply by 171 n times, which is 171 to the power n.

Read again: "How to skip a million draws": jumping ahead: a step multiplies, so n steps are a power.
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
        if n > 0:
            x, y, z = self.state
            self.state = n * 171 * x % 30269, n * 172 * y % 30307, n * 170 * z % 30323

    def for_worker(self, i: int) -> "WHRandom":
        child = WHRandom(1)
        child.state = self.state
        child.jump(i * 2**20)
        return child
