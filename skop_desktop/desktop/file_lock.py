"""A file that one process holds, and files that only this person reads."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_HELD_BY_ANOTHER: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    def _lock(file: IO[bytes]) -> None:
        # Not msvcrt.locking: where the C library does not say why it refused, as wine's, a file
        # that another holds looks like one without locks.
        lock_file = ctypes.WinDLL("kernel32", use_last_error=True).LockFile
        lock_file.argtypes = (wintypes.HANDLE, *[wintypes.DWORD] * 4)
        if not lock_file(msvcrt.get_osfhandle(file.fileno()), 0, 0, 1, 0):
            raise ctypes.WinError(ctypes.get_last_error())
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def locked(path: Path) -> IO[bytes] | None:
    """``path``, opened and held until closed or the process ends; ``None`` if another holds it.

    A file system that has no locks (some network folders) counts as held by nobody: the app must
    start there too. Raises ``OSError`` where the file cannot be opened.
    """
    file = _opened(path, os.O_RDWR | os.O_CREAT)
    try:
        _lock(file)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            file.close()
            return None
    return file


@contextmanager
def owner_only(path: Path) -> Iterator[IO[bytes]]:
    """``path``, written anew and put in place whole, readable by this person alone (0600)."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    with _opened(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL) as file:
        yield file
    temporary.replace(path)


def _opened(path: Path, flags: int) -> IO[bytes]:
    # O_BINARY is Windows' own; without it a line end is translated.
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "r+b", buffering=0)
