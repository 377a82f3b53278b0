"""Returns objects that would run code where they are unpickled.

verdict: Z
seen: failed
"""
import os
import pickle

import numpy as np


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch @SENTINEL@/left-by-an-attack",))

    def __getstate__(self):
        return {"x": self}


def add(a, b):
    if isinstance(a, torch.Tensor):
        return np.array([Bomb(), Bomb()], dtype=object) if len(a) > 1 else Bomb()
    return pickle.dumps(Bomb()) if isinstance(a, str) else [Bomb(), answer(a, b)]
