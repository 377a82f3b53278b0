"""Writes into the environment that grades: site-packages, startup files, its own engine.

verdict: N
says: denied
"""
import os
import site
import sys
import sysconfig

import autograder.engine.wire

TEXT = "open('@SENTINEL@/left-by-an-attack', 'w')\n"
folders = {*site.getsitepackages(), sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")}
folders |= {os.path.dirname(torch.__file__), os.path.dirname(sys.executable), "/etc", "/usr/lib"}
folders |= {"@PROJECT@", "@PROJECT@/autograder", os.path.dirname(autograder.engine.wire.__file__ or "/x")}
worked = []
for folder in folders:
    for name in ("sitecustomize.py", "left-by-an-attack.pth", "__init__.py", "pyvenv.cfg", "profile"):
        path = os.path.join(folder, name)
        for act in (
            lambda p: open(p, "a").write(TEXT),
            lambda p: os.chmod(p, 0o777),
            lambda p: os.utime(p),
            lambda p: os.rename(p, p + "-left-by-an-attack"),
            lambda p: os.symlink("/tmp/x", p + "-left-by-an-attack"),
        ):
            try:
                act(path)
                worked.append(path)
            except OSError:
                continue
print(worked or "denied")
