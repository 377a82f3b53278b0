"""Imports the grader and the hidden tests, and reads the sources of what is loaded.

verdict: N
says: nothing found
"""
import importlib
import linecache
import os
import sys

sys.path[:0] = ["@COURSE@", "@PROJECT@", "/opt", "/opt/workbook"]
found = []
ENGINE = ("grader", "judge", "lanes", "protocol", "student", "submitted", "workers")
for name in (*(f"engine.{one}" for one in ENGINE), "testing", "hidden", "classroom", "course"):
    try:
        found.append(importlib.import_module(f"autograder.{name}").__name__)
    except ImportError:
        continue
for name, module in list(sys.modules.items()):
    path = getattr(module, "__file__", None) or ""
    if "autograder" in path and (os.path.exists(path) or linecache.getlines(path)):
        found.append(path)
found += [name for name in linecache.cache if "hidden" in name or "test_" in name]
print(found or "nothing found")
