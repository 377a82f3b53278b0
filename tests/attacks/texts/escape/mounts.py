"""Mounts, unmounts, pivots and changes its root, by old and new calls.

verdict: N
says: denied
"""
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BIND, REMOUNT = 4096, 32
FSOPEN, FSMOUNT, OPEN_TREE, MOVE_MOUNT, FSPICK, MOUNT_SETATTR = 430, 432, 428, 429, 433, 442
tried = {
    "tmpfs": libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "proc": libc.mount(b"proc", b"/home/student", b"proc", 0, None),
    "bind": libc.mount(b"/", b"/tmp", None, BIND, None),
    "remount": libc.mount(None, b"/usr", None, REMOUNT | BIND, None),
    "unmount": libc.umount2(b"/tmp", 2),
    "chroot": libc.chroot(b"/tmp"),
    "pivot": libc.syscall(155, b"/tmp", b"/tmp"),
    "fsopen": libc.syscall(FSOPEN, b"tmpfs", 0),
    "open_tree": libc.syscall(OPEN_TREE, -100, b"/", 1),
    "fspick": libc.syscall(FSPICK, -100, b"/", 0),
    "move": libc.syscall(MOVE_MOUNT, -100, b"/", -100, b"/tmp", 0),
    "setattr": libc.syscall(MOUNT_SETATTR, -100, b"/", 0, b"\0" * 32, 32),
    "swap": libc.swapon(b"/tmp/x", 0),
    "host name": libc.sethostname(b"mine", 4),
}
print([name for name, result in tried.items() if result != -1] or "denied")
