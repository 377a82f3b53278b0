"""The seccomp filter: classic BPF, assembled by hand once per launcher, loaded last in a worker.

Default allow. What is denied answers with an error, so that honest code that merely tries goes on;
a foreign architecture (32-bit and x32 entry points number their calls differently) is killed.
"""

from __future__ import annotations

import errno
import struct
import sys
from dataclasses import dataclass

from autograder.errors import SandboxError
from autograder.sandbox.syscalls import machine

__all__ = ["Rules", "assemble", "number_of"]

_X86, _ARM = "x86_64", "aarch64"
_ARCHITECTURES = {_X86: 0xC000003E, _ARM: 0xC00000B7}

# opcodes of struct sock_filter: load a word, compare, return
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_NUMBER, _ARCH = 0, 4  # offsets in struct seccomp_data

_NEW_NAMESPACES = 0x7E02_0000  # every CLONE_NEW* flag that fits clone(2)
_ANONYMOUS_SHARED, _HUGE_PAGES = 0x21, 0x4_0000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_AF_UNIX, _STREAM, _SEQPACKET = 1, 1, 5
_PR_SET_DUMPABLE, _RLIMIT_CORE = 4, 4

# name: number on x86_64, number on aarch64 (None: not there). linux/arch/x86/entry/syscalls and
# include/uapi/asm-generic/unistd.h; from 424 on all architectures share their numbers
_DENIED: dict[str, tuple[int | None, int | None]] = {
    # other processes' memory and state
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
    **{"kcmp": (312, 272), "pidfd_getfd": (438, 438), "process_madvise": (440, 440)},
    **{"process_mrelease": (448, 448), "move_pages": (279, 239), "migrate_pages": (256, 238)},
    # mounts, old and new interface
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430)},
    **{"fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433)},
    **{"mount_setattr": (442, 442), "statmount": (457, 457), "listmount": (458, 458)},
    **{"open_tree_attr": (467, 467), "name_to_handle_at": (303, 264)},
    **{"open_by_handle_at": (304, 265), "quotactl": (179, 60), "quotactl_fd": (443, 443)},
    **{"fanotify_init": (300, 262), "fanotify_mark": (301, 263), "lookup_dcookie": (212, 18)},
    # who opens which of the files that all see; watches also take memory of the kernel's
    **{"inotify_init": (253, None), "inotify_init1": (294, 26)},
    # namespaces; clone is looked at below
    **{"unshare": (272, 97), "setns": (308, 268)},
    # large kernel interfaces that no lesson needs
    **{"bpf": (321, 280), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426)},
    **{"io_uring_register": (427, 427), "userfaultfd": (323, 282), "perf_event_open": (298, 241)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    # memory that no tmpfs limit and no resident set shows
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447)},
    # a pipe that holds a piece of a huge page keeps all of it, when nobody maps it any more
    **{"vmsplice": (278, 75)},
    **{"shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "shmdt": (67, 197)},
    **{"msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187)},
    **{"semget": (64, 190), "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192)},
    **{"mq_open": (240, 180), "mq_unlink": (241, 181)},
    # the machine itself
    **{"kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142)},
    **{"init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106)},
    **{"create_module": (174, None), "swapon": (167, 224), "swapoff": (168, 225)},
    **{"acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112)},
    **{"adjtimex": (159, 171), "clock_adjtime": (305, 266), "sethostname": (170, 161)},
    **{"setdomainname": (171, 162), "syslog": (103, 116), "vhangup": (153, 58)},
    **{"iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None)},
    **{"uselib": (134, None), "_sysctl": (156, None), "nfsservctl": (180, 42)},
    **{"sysfs": (139, None), "ustat": (136, None)},
}
# in tier C other processes of the same uid are in sight: neither signals nor priorities may pass
_DENIED_IN_THE_OPEN: dict[str, tuple[int | None, int | None]] = {
    **{"kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131)},
    **{"rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240)},
    **{"pidfd_send_signal": (424, 424), "setpriority": (141, 140), "ioprio_set": (251, 30)},
    **{"sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119)},
    **{"sched_setparam": (142, 118), "sched_setattr": (314, 274)},
    # a path may name a socket of the host; only pairs made here are allowed
    **{"socket": (41, 198)},
}
_EXAMINED: dict[str, tuple[int | None, int | None]] = {
    **{"clone": (56, 220), "clone3": (435, 435), "socket": (41, 198), "socketpair": (53, 199)},
    **{"personality": (135, 92), "prctl": (157, 167), "ioctl": (16, 29), "mmap": (9, 222)},
    **{"prlimit64": (302, 261), "setrlimit": (160, 164)},
}

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True)
class Rules:
    """What varies: `in_the_open` without namespaces (tier C), `gpu` where CUDA must run."""

    in_the_open: bool = False
    gpu: bool = False


def number_of(name: str) -> int | None:
    """Return the number of a system call on this machine, None where there is none."""
    column = (_X86, _ARM).index(machine())
    return {**_DENIED, **_DENIED_IN_THE_OPEN, **_EXAMINED}[name][column]


def assemble(rules: Rules) -> bytes:
    """Return the filter for this machine; raise SandboxError on one that it does not know."""
    if machine() not in _ARCHITECTURES or sys.byteorder != "little" or sys.maxsize < 2**32:
        raise SandboxError(
            f"the sandbox has no system call filter for {machine()}: grade on 64-bit x86 or ARM"
        )
    program: list[Instruction] = [
        _load(_ARCH),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine()]),
        (_RETURN, 0, 0, _KILL),
        _load(_NUMBER),
    ]
    if machine() == _X86:
        program += _unless(_AT_LEAST, 0x4000_0000, (_RETURN, 0, 0, _KILL))  # the x32 entry points
    for name in {**_DENIED, **(_DENIED_IN_THE_OPEN if rules.in_the_open else {})}:
        number = number_of(name)
        if number is not None:
            program += _unless(_EQUAL, number, _deny(errno.EPERM))
    for name, body in _examinations(rules).items():
        number = number_of(name)
        assert number is not None
        program += [(_EQUAL, 0, len(body) + 1, number), *body, _allow()]
    program.append(_allow())
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _argument(index: int) -> Instruction:
    """Load the low half of an argument; every one examined here is an int in the kernel."""
    return _load(16 + 8 * index)


def _allow() -> Instruction:
    return (_RETURN, 0, 0, _ALLOW)


def _deny(code: int) -> Instruction:
    return (_RETURN, 0, 0, _ERROR | code)


def _unless(test: int, value: int, answer: Instruction) -> list[Instruction]:
    """Go on unless the accumulator passes `test`; if it does, answer."""
    return [(test, 0, 1, value), answer]


def _examinations(rules: Rules) -> dict[str, list[Instruction]]:
    """Return, for each call that is allowed or denied by its arguments, what is looked at."""
    eperm, no_family = _deny(errno.EPERM), _deny(errno.EAFNOSUPPORT)
    only_unix = [_argument(0), (_EQUAL, 1, 0, _AF_UNIX), no_family]
    # shared anonymous pages stay when MADV_DONTNEED takes them out of the resident set: no watch
    # would see them. CUDA cannot do without. Huge pages are in no resident set at all
    shared = [(_AND, 0, 0, _ANONYMOUS_SHARED), *_unless(_EQUAL, _ANONYMOUS_SHARED, eperm)]
    pairs = list(only_unix)
    if rules.in_the_open:  # a datagram socket could still be aimed at a path
        kind = [_argument(1), (_AND, 0, 0, 0xF)]
        pairs += [*kind, (_EQUAL, 2, 0, _STREAM), (_EQUAL, 1, 0, _SEQPACKET), eperm]
    examined = {
        # clone3 hides its flags behind a pointer; glibc goes back to clone when it is not there
        "clone3": [_deny(errno.ENOSYS)],
        "clone": [_argument(0), *_unless(_ANY_BIT, _NEW_NAMESPACES, eperm)],
        "socketpair": pairs,
        "socket": only_unix,
        "mmap": [
            _argument(3),
            *_unless(_ANY_BIT, _HUGE_PAGES, eperm),
            *([] if rules.gpu else shared),
        ],
        "prctl": [
            *[_argument(0), (_EQUAL, 0, 2, _PR_SET_DUMPABLE)],
            *[_argument(1), (_EQUAL, 0, 1, 0)],
            *[_allow(), eperm],
        ],
        "personality": [_argument(0), (_EQUAL, 1, 0, 0xFFFF_FFFF), eperm],
        "ioctl": [
            _argument(1),
            *_unless(_EQUAL, _TIOCSTI, eperm),
            *_unless(_EQUAL, _TIOCLINUX, eperm),
        ],
        # limits of another process, which shares the uid; and that on core dumps, see limits.py
        "prlimit64": [
            *[_argument(0), (_EQUAL, 1, 0, 0), eperm],
            # reading the limit is free, setting it (a pointer in either half) is not
            *[_argument(1), (_EQUAL, 1, 0, _RLIMIT_CORE), _allow()],
            *[_argument(2), (_EQUAL, 0, 2, 0), _load(16 + 8 * 2 + 4), (_EQUAL, 1, 0, 0), eperm],
        ],
        "setrlimit": [_argument(0), *_unless(_EQUAL, _RLIMIT_CORE, eperm)],
    }
    if rules.in_the_open:
        del examined["socket"]  # denied altogether above
    return examined
