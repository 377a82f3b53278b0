"""Hidden tests of `DataLoader`: the same batches in the same order, whoever fetches them."""

from autograder.testing import diagnose, exercise, probe

NAMES = ["coat", "bag", "dress", "shirt", "boot", "sandal", "pullover"]
BATCHES = [[3, 0, 5], [6], [1, 4], [2, 2]]
EXPECTED = [[NAMES[i] for i in batch] for batch in BATCHES]


@probe
def epochs(student, names, batches, n_workers, n):
    dl = student.DataLoader(names, batches, collate_fn=list, n_workers=n_workers)
    return len(dl), [[list(batch) for batch in dl] for _ in range(n)]


@exercise("dataloader", points=0.75)
@diagnose("each loop asks `batches` anew and fetches ds[i] for every number of every list")
def test_batches_in_every_epoch(student):
    "Gives the batches that were asked for, in every epoch, and knows their number."
    assert student.run(epochs, NAMES, BATCHES, 0, 3) == (4, [EXPECTED] * 3)


@probe
def collated(student, n_workers):
    import torch

    pairs = [(torch.tensor([float(i), 0.5]), i) for i in range(5)]

    def total(samples):
        samples = list(samples)
        return sum(x.sum() for x, _ in samples), [y for _, y in samples]

    dl = student.DataLoader(pairs, [[4, 1], [2]], collate_fn=total, n_workers=n_workers)
    return [[float(s), list(ys)] for s, ys in dl]


@exercise("dataloader", points=0.5)
@diagnose("hand the samples of each batch to self.collate_fn, and give what it returns")
def test_collate_fn_makes_the_batch(student):
    "Lets `collate_fn` make each batch, with and without workers."
    for n_workers in (0, 2):
        assert student.run(collated, n_workers) == [[6.0, [4, 1]], [2.5, [2]]]


@probe
def fetched_so_far(student):
    fetched = []

    class Watched:
        def __getitem__(self, i):
            fetched.append(i)
            return i

        def __len__(self):
            return 100

    stream = iter(student.DataLoader(Watched(), [[5, 6], [7, 8], [9, 1], [2, 3]], collate_fn=list))
    seen = []
    for _ in range(2):
        next(stream)
        seen.append(len(fetched))
    return seen


@exercise("dataloader", points=0.25)
@diagnose("without workers, fetch a batch when it is asked for: not the whole epoch at once")
def test_fetches_when_asked(student):
    "Without workers, fetches a batch no sooner than it is asked for."
    first, second = student.run(fetched_so_far)
    assert first <= 4  # one batch ahead is fine
    assert second <= 6


@probe
def slow_epoch(student, names, batches, n_workers):
    import time

    class Slow:
        def __len__(self):
            return len(names)

        def __getitem__(self, i):
            time.sleep(0.06 if i in (0, 1) else 0)  # workers with these overtake nobody
            return names[i]

    dl = student.DataLoader(Slow(), batches, collate_fn=list, n_workers=n_workers)
    return [list(batch) for batch in dl]


@exercise("dataloader", points=0.5)
@diagnose("hand out the batches in the order of `batches`, not in the order of arrival")
def test_order_does_not_depend_on_workers(student):
    "Gives the same batches in the same order with 1, 3 and 5 workers, slow samples or not."
    for n_workers in (1, 3, 5):
        assert student.run(slow_epoch, NAMES, BATCHES, n_workers) == EXPECTED


@probe
def processes(student, n_workers):
    import os

    class Who:
        def __len__(self):
            return 8

        def __getitem__(self, i):
            import time

            time.sleep(0.02)
            return os.getpid()

    dl = student.DataLoader(Who(), [[0, 1], [2], [3], [4], [5]], list, n_workers=n_workers)
    pids = {pid for batch in dl for pid in batch}
    return os.getpid() in pids, len(pids)


@exercise("dataloader", points=0.5)
@diagnose("with n_workers > 0, in_workers(self.load, …, self.n_workers) fetches in forked copies")
def test_workers_do_the_fetching(student):
    "Fetches in other processes where workers are asked for, here where not."
    assert student.run(processes, 0) == (True, 1)
    here, several = student.run(processes, 3)
    assert not here
    assert 2 <= several <= 3  # a pool may leave one of three idle


@probe
def shuffled_epochs(student, n_workers, seed):
    import torch

    generator = torch.Generator().manual_seed(seed)

    class Shuffled:
        asked = 0

        def __len__(self):
            return 4

        def __iter__(self):
            self.asked += 1
            return iter(torch.randperm(8, generator=generator).view(4, 2).tolist())

    batches = Shuffled()
    dl = student.DataLoader(list(range(100, 108)), batches, list, n_workers=n_workers)
    seen = [[list(batch) for batch in dl] for _ in range(3)]
    return seen, batches.asked


@exercise("dataloader", points=0.5)
@diagnose("ask `batches` once in each loop, in the parent: chance must not depend on the workers")
def test_chance_is_drawn_in_the_parent(student):
    "Draws the order of each epoch once, here, so that workers change nothing."
    alone, asked = student.run(shuffled_epochs, 0, 24)
    assert asked == 3
    assert all(
        sorted(i for batch in epoch for i in batch) == list(range(100, 108)) for epoch in alone
    )
    assert alone[0] != alone[1]
    assert student.run(shuffled_epochs, 2, 24) == (alone, 3)
