"""Hidden tests of `Sampler` and `BatchSampler`: every number once an epoch, in spoonfuls."""

from autograder.testing import diagnose, exercise, probe


@probe
def orders(student, n, shuffle, epochs):
    class Sized:
        def __len__(self):
            return n

    sampler = student.Sampler(Sized(), shuffle=shuffle)
    return len(sampler), [[int(i) for i in sampler] for _ in range(epochs)]


@exercise("samplers", points=0.75)
@diagnose("0 to n - 1, each number once in every loop; a dataset is asked for its length only")
def test_every_number_once(student):
    "Gives every number once in each epoch, in order unless it shuffles."
    for n in (0, 1, 7):
        assert student.run(orders, n, False, 2) == (n, [list(range(n))] * 2)
        length, shuffled = student.run(orders, n, True, 3)
        assert length == n
        assert all(sorted(order) == list(range(n)) for order in shuffled)


@probe
def seeded_orders(student, n, seed):
    import torch

    def sampler():
        return student.Sampler(
            range(n), shuffle=True, generator=torch.Generator().manual_seed(seed)
        )

    one, two = sampler(), sampler()
    state = torch.get_rng_state()
    first = [[int(i) for i in one] for _ in range(3)]
    second = [[int(i) for i in two] for _ in range(3)]
    return first, second, torch.equal(state, torch.get_rng_state())


@exercise("samplers", points=0.75)
@diagnose("shuffle in __iter__, by randperm with the generator that was given")
def test_epochs_differ_and_can_be_repeated(student):
    "Shuffles anew in each epoch, by the given generator and nothing else."
    first, second, untouched = student.run(seeded_orders, 31, 1357)
    assert first == second
    assert len({tuple(order) for order in first}) == 3
    assert untouched


@probe
def batches(student, numbers, bs, drop_last):
    class Order:
        def __len__(self):
            return len(numbers)

        def __iter__(self):
            return iter(list(numbers))

    sampler = student.BatchSampler(Order(), bs, drop_last=drop_last)
    return len(sampler), [[[int(i) for i in batch] for batch in sampler] for _ in range(2)]


@exercise("samplers", points=1)
@diagnose("one iterator an epoch, bs numbers at a time; what is left makes a shorter list")
def test_numbers_come_in_lists_of_bs(student):
    "Cuts the sampler's numbers into lists, in its order, anew in each epoch."
    for numbers, bs in (([5, 2, 7, 1, 3], 2), ([3, 1, 2, 0], 2), ([4, 0], 5), ([], 3)):
        expected = [numbers[i : i + bs] for i in range(0, len(numbers), bs)]
        assert student.run(batches, numbers, bs, False)[1] == [expected] * 2


@exercise("samplers", points=0.25)
@diagnose("drop_last leaves out the last list only where it is shorter than bs")
def test_short_list_can_be_dropped(student):
    "Leaves out the short last list where drop_last asks for it, and no full one."
    for numbers, bs in (([5, 2, 7, 1, 3], 2), ([3, 1, 2, 0], 2), ([4, 0], 5)):
        expected = [numbers[i : i + bs] for i in range(0, len(numbers) - bs + 1, bs)]
        assert student.run(batches, numbers, bs, True)[1] == [expected] * 2


@exercise("samplers", points=0.25)
@diagnose("len is rounded up, and with drop_last down")
def test_length_is_the_number_of_lists(student):
    "Knows how many lists one epoch gives."
    for n, bs in ((7, 3), (6, 3), (2, 5), (5, 1), (0, 2)):
        assert student.run(batches, list(range(n)), bs, False)[0] == -(-n // bs)
        assert student.run(batches, list(range(n)), bs, True)[0] == n // bs
