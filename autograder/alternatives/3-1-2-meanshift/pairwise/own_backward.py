"""An autograd function with a slope of its own."""


class SafeRoot(torch.autograd.Function):
    @staticmethod
    def forward(ctx, s):
        root = s.sqrt()
        ctx.save_for_backward(root)
        return root

    @staticmethod
    def backward(ctx, grad):
        (root,) = ctx.saved_tensors
        return torch.where(root > 0, grad / (2 * root), torch.zeros_like(root))


def pairwise(a, b):
    return SafeRoot.apply((a[:, None] - b).square().sum(-1))
