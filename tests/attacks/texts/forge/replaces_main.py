"""Replaces the namespace that cells run in.

verdict: N
says: replaced
"""
import sys
import types

sys.modules["__main__"] = types.ModuleType("__main__")
__name__ = "autograder.engine.grader"
__builtins__ = {"print": print}
In = Out = _ = None
print("replaced")
