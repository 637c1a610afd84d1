"""What the process that reads strangers' files takes from itself before it opens the first one."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

MEMORY: Final = 1_000_000_000
"""Bytes of address space on POSIX, of committed memory on Windows."""
SECONDS_A_FILE: Final = 20
"""Of processor time, for when nobody is left who would end this process."""

_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "urllib.",
    "webbrowser.",
)


class Forbidden(BaseException):
    """Reading a file led to the network or to another program. Nothing catches it on purpose."""


def limit_itself() -> None:
    """Limits this process for good: memory, files it may write, network, other programs."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        _join_own_job()
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(OSError, ValueError):  # macOS does not have them all
            resource.setrlimit(limit, (value, value))


def limit_next_file() -> None:
    """Gives the next file a processor time of its own."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - as above

    used = resource.getrusage(resource.RUSAGE_SELF)
    so_far = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (so_far + SECONDS_A_FILE, hard))


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise Forbidden(event)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _BASIC_LIMITS: Final = 9
    """JobObjectExtendedLimitInformation."""
    _PROCESS_MEMORY: Final = 0x100
    _ONE_PROCESS: Final = 0x8
    _DIE_ON_FAULT: Final = 0x400

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", wintypes.LARGE_INTEGER),
            ("per_job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("smallest_working_set", ctypes.c_size_t),
            ("largest_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io_counters", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def _join_own_job() -> None:
        """A job object of one process (Windows, "Job Objects"): limited memory, no children.

        Its handle is left open on purpose: the job lasts as long as the process.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = _Extended()
        limits.basic.flags = _PROCESS_MEMORY | _ONE_PROCESS | _DIE_ON_FAULT
        limits.basic.processes = 1
        limits.process_memory = MEMORY
        kernel.SetInformationJobObject(
            job, _BASIC_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
