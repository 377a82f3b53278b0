"""Changes settings of Python, numpy and torch that hold for the whole process.

verdict: N
says: changed
"""
import gc
import locale
import os
import sys
import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(all="raise")
torch.set_grad_enabled(False)
torch.set_flush_denormal(True)
gc.disable()
os.environ.clear()
os.chdir("/")
locale.setlocale(locale.LC_ALL, "C")
sys.path.clear()
print("changed")
