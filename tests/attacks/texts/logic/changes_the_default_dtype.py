"""Makes float64 the default, for every tensor made from here on.

verdict: N
says: float64
"""
torch.set_default_dtype(torch.float64)
print(torch.zeros(1).dtype)
