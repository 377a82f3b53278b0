"""Puts another module in the place of torch.

verdict: N
says: replaced
"""
import sys
import types


class Fake(types.ModuleType):
    Tensor = object

    def __getattr__(self, name):
        return lambda *args, **kwargs: True


sys.modules["torch"] = Fake("torch")
sys.modules["safetensors.torch"] = Fake("safetensors.torch")
sys.modules["numpy"] = Fake("numpy")
print("replaced", __import__("torch").equal(0, 1))
