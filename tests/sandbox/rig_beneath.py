"""Enter a jail that shows a folder with a mount beneath it; print what a worker can do there."""

import errno
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder import sandbox
from autograder.sandbox import mounts

folder, inner, *old = [*sys.argv[1:], "b"][: max(2, len(sys.argv) - 1)]


def refuse(*_):
    raise OSError(errno.ENOSYS, "Function not implemented")


if old:
    mounts.mount_setattr = refuse
bind = sandbox.Bind(Path(folder), Path("/opt/x"))
sandbox.enter_jail(sandbox.JailPlan(sandbox.default_binds([bind])))
out, inside = os.pipe()


def main():
    for path in ("/opt/x/new", f"/opt/x/{inner}/new"):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        except OSError as error:
            # Landlock speaks first where there is one; ask the mount itself
            readonly = os.statvfs(os.path.dirname(path)).f_flag & os.ST_RDONLY
            name = "EROFS" if readonly else errno.errorcode[error.errno]
            os.write(inside, name.encode() + b"\n")
    os.write(inside, "\n".join(os.listdir(f"/opt/x/{inner}")).encode())


pid = sandbox.spawn(main, sandbox.WorkerLimits(), (inside,))
os.close(inside)
os.waitpid(pid, 0)
print(os.read(out, 1000).decode())
