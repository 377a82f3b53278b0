"""Makes seeding do nothing, so that every draw is another.

verdict: N
says: deaf
"""
import random

import numpy as np

torch.manual_seed = torch.random.manual_seed = lambda seed: torch.default_generator
np.random.seed = random.seed = lambda *args: None
torch.rand(3)
print("deaf")
