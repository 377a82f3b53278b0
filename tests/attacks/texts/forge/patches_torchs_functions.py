"""Replaces functions of torch that the other exercises call.

verdict: N
says: nothing
"""
for name in ("zeros", "rand", "stack", "manual_seed", "full", "ones"):
    setattr(torch, name, lambda *args, **kwargs: "nothing")
torch.Tensor.sum = torch.Tensor.__add__ = torch.Tensor.__mul__ = lambda *args, **kwargs: "nothing"
print(torch.zeros(1))
