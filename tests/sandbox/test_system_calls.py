"""The filter, call by call: made with garbage, so that only the filter can answer as it must."""

import errno
import platform

import pytest

from autograder.sandbox import seccomp

X86 = platform.machine() == "x86_64"
HEAD = """
import ctypes, errno
c = ctypes.CDLL(None, use_errno=True)
c.syscall.restype = ctypes.c_long
def call(number, *args):
    return c.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in args]), ctypes.get_errno()
"""
# what security.md names, and some of each family
NAMED = [
    *("ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root"),
    *("chroot", "unshare", "setns", "bpf", "io_uring_setup", "io_uring_enter", "keyctl"),
    *("add_key", "request_key", "userfaultfd", "perf_event_open", "memfd_create", "memfd_secret"),
    *("shmget", "msgget", "semget", "mq_open", "open_tree", "move_mount", "fsopen", "fsmount"),
    *("mount_setattr", "kexec_load", "init_module", "finit_module", "reboot", "swapon", "acct"),
    *("name_to_handle_at", "open_by_handle_at", "pidfd_getfd", "process_madvise", "kcmp"),
    *("quotactl", "settimeofday", "clock_settime", "sethostname", "syslog", "fanotify_init"),
    *("inotify_init1", "vmsplice"),
]


@pytest.mark.parametrize("name", NAMED)
def test_is_denied(jail, name):
    source = HEAD + "say(*call(number, 0, 0, 0, 0, 0, 0))"
    assert jail.run(source, number=seccomp.number_of(name)).said == [-1, errno.EPERM]


@pytest.mark.parametrize("flag", [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000])
def test_clone_into_a_new_namespace_is_denied(jail, flag):
    source = HEAD + "say(*call(number, flag | 17, 0, 0, 0, 0))"
    said = jail.run(source, number=seccomp.number_of("clone"), flag=flag).said
    assert said == [-1, errno.EPERM]


def test_clone3_is_not_there(jail):
    source = HEAD + "say(*call(number, 0, 0))"
    assert jail.run(source, number=seccomp.number_of("clone3")).said == [-1, errno.ENOSYS]


@pytest.mark.parametrize("kind", [0x5412, 0x541C], ids=["TIOCSTI", "TIOCLINUX"])
def test_typing_into_a_terminal_is_denied(jail, kind):
    source = "import fcntl\nfcntl.ioctl(0, kind, b'x')"
    assert jail.run(source, kind=kind).errno == errno.EPERM


def test_the_personality_can_be_asked_but_not_changed(jail):
    source = HEAD + "say(c.personality(ctypes.c_ulong(0xffffffff)), c.personality(0x0040000))"
    assert jail.run(source).said == [0, -1]


@pytest.mark.parametrize(
    ("flags", "allowed"),
    [(0x22, True), (0x21, False), (0x23, False), (0x40022, False), (0x40021, False)],
    ids=["private", "shared", "shared-validate", "huge-private", "huge-shared"],
)
def test_memory_that_no_watch_sees_is_denied(jail, flags, allowed):
    source = HEAD + "say(call(number, 0, 4096, 3, flags, -1, 0))"
    result, code = jail.run(source, number=seccomp.number_of("mmap"), flags=flags).said
    assert (result > 0) if allowed else ((result, code) == (-1, errno.EPERM))


def test_limits_of_others_are_denied_and_its_own_are_not(jail):
    source = """
import resource
say(resource.getrlimit(resource.RLIMIT_CORE))
if os.fork() == 0:
    try:
        resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (1, 1))
    except PermissionError:
        say('denied')
os.wait()
"""
    lines = jail.run(source).lines
    assert [line["said"] for line in lines] == [[[1, 1]], ["denied"]]


@pytest.mark.skipif(not X86, reason="only x86 has other ways in")
def test_the_32_bit_way_in_kills(jail):
    """int 0x80 numbers calls differently: 20 is getpid there and writev here."""
    code = "b8 14 00 00 00 cd 80 c3"  # mov eax, 20; int 0x80; ret
    source = """
import ctypes, mmap
area = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
area.write(bytes.fromhex(code))
function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))
pid = os.fork()
if pid == 0:
    function()
    os._exit(0)
say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    assert jail.run(source, code=code).said == -31  # SIGSYS


@pytest.mark.skipif(not X86, reason="only x86 has other ways in")
def test_the_x32_way_in_kills(jail):
    source = (
        HEAD
        + """
pid = os.fork()
if pid == 0:
    call(0x40000000 | 39)
    os._exit(0)
say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    )
    assert jail.run(source).said == -31


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("gpu", [False, True])
@pytest.mark.parametrize("in_the_open", [False, True])
def test_jumps_stay_inside_the_program(monkeypatch, machine, gpu, in_the_open):
    """Each path ends in a return, for both machines that are supported."""
    import struct

    monkeypatch.setattr(seccomp, "machine", lambda: machine)
    program = seccomp.assemble(seccomp.Rules(in_the_open=in_the_open, gpu=gpu))
    rows = list(struct.iter_unpack("=HBBI", program))
    assert len(rows) < 4096
    assert rows[-1][0] == 0x06
    for index, (code, yes, no, _) in enumerate(rows):
        if code & 7 == 5:
            assert index + 1 + max(yes, no) < len(rows)


def test_a_machine_without_a_filter_is_refused(monkeypatch):
    from autograder.errors import SandboxError

    monkeypatch.setattr(seccomp, "machine", lambda: "riscv64")
    with pytest.raises(SandboxError, match="riscv64"):
        seccomp.assemble(seccomp.Rules())
