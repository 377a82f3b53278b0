"""Makes and joins namespaces.

verdict: N
says: denied
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
FLAGS = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000}
FLAGS |= {"pid": 0x20000000, "net": 0x40000000, "cgroup": 0x2000000, "time": 0x80}
worked = []
for name, flag in FLAGS.items():
    if libc.unshare(flag) != -1:
        worked.append(name)
    if name == "time":
        continue  # clone takes this bit for a signal's
    pid = libc.syscall(56 if os.uname().machine == "x86_64" else 220, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        worked.append(f"clone {name}")
for name in ("mnt", "net", "user", "pid"):
    try:
        if libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0) != -1:
            worked.append(f"join {name}")
    except OSError:
        continue
if libc.syscall(435, ctypes.create_string_buffer(88), 88) != -1:
    worked.append("clone3")
print(worked or "denied")
