"""Leaves files that a later Python, IPython, shell or Jupyter would run.

verdict: N
says: 0 from before
"""
import os

HOME = os.path.expanduser("~")
NAMES = (".bashrc", ".profile", ".pythonrc", ".ipython/profile_default/startup/00.py")
NAMES += (".ipython/profile_default/ipython_config.py", ".jupyter/jupyter_config.py", ".pdbrc")
NAMES += (".config/matplotlib/matplotlibrc", ".local/lib/python3.11/site-packages/sitecustomize.py")
before = 0
for folder in {HOME, "/root", "/tmp/ipython", "/tmp", "@SENTINEL@"}:
    for name in NAMES:
        path = os.path.join(folder, name)
        before += os.path.exists(path)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write("open('@SENTINEL@/left-by-an-attack', 'w')\n")
        except OSError:
            continue
print(before, "from before")
