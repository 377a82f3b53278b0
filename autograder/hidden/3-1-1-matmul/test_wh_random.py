"""Hidden tests of `WHRandom`: seeding, drawing, jumping, and one stream for each worker."""

from autograder.testing import assert_close, diagnose, exercise, probe

MULTIPLIERS = 171, 172, 170
PRIMES = 30269, 30307, 30323
WORKER = 2**20  # how many draws a worker's stream has for itself


def advance(state, n=1):
    """What the state becomes after n draws."""
    return [pow(m, n, p) * s % p for m, p, s in zip(MULTIPLIERS, PRIMES, state, strict=True)]


def is_state(state):
    """Whether three numbers can be a state: none is 0, which would stay 0 for ever."""
    return len(state) == 3 and all(0 < s < p for s, p in zip(state, PRIMES, strict=True))


def seeded(seed):
    """The state that a seed stands for."""
    state = []
    for size in (30268, 30306, 30322):
        seed, rest = divmod(seed, size)
        state.append(rest + 1)
    return state


@exercise("wh-random", points=0.5)
@diagnose("divide three times, each time go on with the quotient, and keep every remainder + 1")
def test_seed_is_spread_over_three_numbers(student):
    "Spreads the seed over the three numbers of `state`."
    edges = (30268, 30268 * 30306 * 7 + 30269, 30268 * 30306 * 30321, 30268 * 30306 * 30322)
    for seed in (0, 41, *edges, 457428938475, 987654321987):
        assert list(student.WHRandom(seed).state) == seeded(seed)


@probe
def drawn(student, seed, n):
    rng = student.WHRandom(seed)
    return [rng.random() for _ in range(n)]


@exercise("wh-random", points=1)
@diagnose("advance all three numbers, keep them, add up the fractions, drop the whole part")
def test_draws_follow_the_formula(student):
    "Draws the numbers of the formula, all in [0, 1)."
    state, expected = [1, 1, 1], []
    for _ in range(23):
        state = advance(state)
        expected.append(sum(s / p for s, p in zip(state, PRIMES, strict=True)) % 1)
    draws = student.run(drawn, 0, 23)
    assert_close(draws, expected, rtol=0, atol=1e-7)  # the sum may be taken in any order
    assert all(0 <= draw < 1 for draw in draws)


@probe
def states_after_jumps(student, seed, jumps, most_lines):
    import sys

    class LoopsTooLong(Exception):
        pass

    lines = 0

    def watch(frame, event, arg):
        nonlocal lines
        lines += 1
        if lines > most_lines:
            raise LoopsTooLong
        return watch

    rng = student.WHRandom(seed)
    states = [list(rng.state)]
    sys.settrace(watch)
    try:
        for n in jumps:
            rng.jump(n)
            states.append(list(rng.state))
    except LoopsTooLong:
        return []
    finally:
        sys.settrace(None)
    return states


@exercise("wh-random", points=1)
@diagnose("n steps multiply n times by the same number: that is a power; a loop never ends")
def test_jump_equals_many_draws(student):
    "Jumps n steps at once, also when n is a million millions."
    jumps = [1, 0, 5, 1009, 10**12 + 39, 2**61 - 1]
    states = student.run(states_after_jumps, 246813578642097, jumps, 20_000)  # lines, not seconds
    assert len(states) == len(jumps) + 1
    assert is_state(states[0])
    for before, n, after in zip(states, jumps, states[1:], strict=False):
        assert after == advance(before, n)


@probe
def state_and_copy(student, seed):
    rng = student.WHRandom(seed)
    start = list(rng.state)
    for _ in range(5):
        rng.random()
    return start, list(rng.state), list(rng.for_worker(0).state)


@exercise("wh-random", points=0.5)
@diagnose("the parent may have drawn already: copy its state as it is now instead of seeding again")
def test_worker_starts_where_the_parent_stands(student):
    "Starts a worker's stream at the parent's present state."
    start, parent, child = student.run(state_and_copy, 1357924680)
    assert is_state(start)
    assert parent != start
    assert child == parent


@probe
def states_around_a_worker(student, seed):
    rng = student.WHRandom(seed)
    before = list(rng.state)
    child = rng.for_worker(1)
    child.random()
    child.jump(3)
    student.WHRandom(seed + 1).random()
    return before, list(rng.state), list(child.state)


@exercise("wh-random", points=0.5)
@diagnose("make a new object with a state of its own: nothing that it does may move the parent")
def test_parent_stays_where_it_is(student):
    "Leaves the parent alone when a worker's stream is made and drawn from."
    before, after, child = student.run(states_around_a_worker, 777666555444)
    assert child != before
    assert after == before


@probe
def forked_states(student, seed, workers):
    import json
    import os

    rng = student.WHRandom(seed)
    found = []
    for i in range(workers):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                child = rng.for_worker(i)
                child.random()
                child.random()
                os.write(writer, json.dumps([int(part) for part in child.state]).encode())
            finally:
                os._exit(0)
        os.close(writer)
        with open(reader) as answer:
            found.append(json.loads(answer.read() or "null"))
        os.waitpid(pid, 0)
    return list(rng.state), found


@exercise("wh-random", points=0.5)
@diagnose("worker i jumps i * 2**20 draws ahead, so that no two workers ever draw the same numbers")
def test_forked_workers_draw_apart(student):
    "Gives each of three forked processes a stream of its own, 2**20 draws from the next."
    start, found = student.run(forked_states, 314159265358, 3)
    assert is_state(start)
    assert found == [advance(start, i * WORKER + 2) for i in range(3)]
