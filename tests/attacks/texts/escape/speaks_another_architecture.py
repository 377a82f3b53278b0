"""Makes a system call of 32-bit x86, which a filter for 64 bits would not recognise.

verdict: Z
ends: crashed, SystemExit
"""
import ctypes
import mmap
import platform

if platform.machine() == "x86_64":
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    rights = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    page = mmap.mmap(-1, 4096, flags=flags, prot=rights)
    # mov eax, 20 (getpid); int 0x80; ret
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    code = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    code()
raise SystemExit("not this machine's")
