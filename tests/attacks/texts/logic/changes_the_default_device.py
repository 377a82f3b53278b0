"""Makes `meta` the default device, where tensors have no data.

verdict: N
says: meta
"""
torch.set_default_device("meta")
print(torch.zeros(1).device)
