"""State kept in a numpy array, read as a tuple of ints; draws are numpy scalars; exponents cut by Fermat's little theorem."""


class WHRandom:
    primes = np.array([30269, 30307, 30323])
    factors = np.array([171, 172, 170])

    def __init__(self, seed):
        found = []
        for p in (30268, 30306, 30322):
            found.append(seed % p + 1)
            seed //= p
        self.numbers = np.array(found)

    @property
    def state(self):
        return tuple(self.numbers.tolist())

    def random(self):
        self.numbers = self.numbers * self.factors % self.primes
        return (self.numbers / self.primes).sum() % 1.0

    def jump(self, n):
        powers = [pow(int(f), n % (int(p) - 1), int(p)) for f, p in zip(self.factors, self.primes)]
        self.numbers = self.numbers * np.array(powers) % self.primes

    def for_worker(self, i):
        child = WHRandom(0)
        child.numbers = self.numbers.copy()
        child.jump(i * 2**20)
        return child
