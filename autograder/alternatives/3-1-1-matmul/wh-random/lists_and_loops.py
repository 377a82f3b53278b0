"""The state is a list that is changed in place, multipliers and moduli stand in lists; copies share nothing."""


class WHRandom:
    m = [171, 172, 170]
    p = [30269, 30307, 30323]

    def __init__(self, seed):
        self.state = []
        for p in self.p:
            self.state.append(seed % (p - 1) + 1)
            seed = seed // (p - 1)

    def random(self):
        total = 0
        for i in range(3):
            self.state[i] = self.state[i] * self.m[i] % self.p[i]
            total += self.state[i] / self.p[i]
        return total - int(total)

    def jump(self, n):
        for i in range(3):
            self.state[i] = self.state[i] * pow(self.m[i], n, self.p[i]) % self.p[i]

    def for_worker(self, i):
        other = WHRandom(0)
        other.state = list(self.state)
        other.jump(i * 2**20)
        return other
