"""Both by the maximum, without any logsumexp."""


def log_softmax(x, dim=-1):
    shifted = x - x.max(dim, keepdim=True)[0]
    return shifted - shifted.exp().sum(dim, keepdim=True).log()


def softmax(x, dim=-1):
    shifted = x - x.max(dim, keepdim=True)[0]
    energies = shifted.exp()
    return energies / energies.sum(dim, keepdim=True)
