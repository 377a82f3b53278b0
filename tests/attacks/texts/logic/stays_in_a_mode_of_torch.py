"""Enters a mode that answers all of torch's functions, and never leaves it.

verdict: N
says: entered
"""
from torch.overrides import TorchFunctionMode


class Nothing(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return None


print("entered")
Nothing().__enter__()
torch.inference_mode().__enter__()
