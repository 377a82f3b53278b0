"""Writes to files of the kernel: sysctl, cgroups, its own limits and scores.

verdict: N
says: denied
"""
import glob
import os
import resource

FILES = ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger"]
FILES += ["/proc/sys/vm/overcommit_memory", "/proc/sys/fs/file-max", "/dev/mem", "/dev/kmsg", "/dev/sda"]
FILES += ["/proc/self/uid_map", "/proc/self/setgroups", "/proc/kcore", "/proc/1/oom_score_adj"]
FILES += ["/sys/kernel/uevent_helper", "/sys/fs/cgroup/cgroup.procs", "/proc/self/exe"]
FILES += glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)
worked = []
for path in FILES:
    try:
        with open(path, "r+b", 0) as file:
            file.write(b"1")
        worked.append(path)
    except OSError:
        continue
for name in ("NPROC", "NOFILE", "FSIZE", "AS", "CPU", "CORE"):
    which = getattr(resource, f"RLIMIT_{name}")
    try:
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        worked.append(name)
    except (ValueError, OSError):
        continue
print(worked or "denied")
