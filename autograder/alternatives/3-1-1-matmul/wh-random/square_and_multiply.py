"""Jumps by squaring: one loop over the bits of n, none over n; uses the notebook's constants and copy."""


def power(base, n, modulus):
    result = 1
    while n:
        if n % 2:
            result = result * base % modulus
        base = base * base % modulus
        n //= 2
    return result


class WHRandom:
    def __init__(self, seed: int) -> None:
        state = []
        for modulus in MODULI:
            seed, rest = divmod(seed, modulus - 1)
            state.append(rest + 1)
        self.state = tuple(state)

    def random(self) -> float:
        self.state = tuple(m * s % p for m, s, p in zip(MULTIPLIERS, self.state, MODULI))
        return math.fmod(sum(s / p for s, p in zip(self.state, MODULI)), 1)

    def jump(self, n: int) -> None:
        self.state = tuple(power(m, n, p) * s % p for m, s, p in zip(MULTIPLIERS, self.state, MODULI))

    def for_worker(self, i: int) -> "WHRandom":
        child = copy(self)
        child.jump(i << 20)
        return child
