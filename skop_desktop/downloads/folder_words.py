"""Why a folder does not take a file, said exactly."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Final

_MISSING: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
_LOST: Final = frozenset({errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTCONN, errno.EHOSTDOWN})
_BLOCKED: Final = frozenset({errno.EACCES, errno.EPERM})
_ALLOWED_IN: Final = {
    "win32": "Allow it in Windows Security, under “Controlled folder access”.",
    "darwin": "Allow it in System Settings, under “Privacy & Security”, “Files and Folders”.",
}.get(sys.platform, "Allow writing in the folder's properties.")
_FOLDER_GONE: Final = (
    "the folder {folder} is not there any more.",
    "Choose another folder, then try again.",
)
_FOLDER_BLOCKED: Final = (
    "the system does not let this app write into the folder {folder}.",
    f"{_ALLOWED_IN} Or choose another folder, then try again.",
)
_NO_FILES: Final = (
    "the folder {folder} does not take files.",
    "Choose another folder, or allow writing to this one, then try again.",
)
_FOLDERS: Final = {
    **dict.fromkeys(_MISSING, _FOLDER_GONE),
    **dict.fromkeys(_BLOCKED, _FOLDER_BLOCKED),
    errno.EROFS: (
        "the disk with the folder {folder} is read-only.",
        "Choose a folder on another disk, then try again.",
    ),
    errno.EFBIG: (
        "the disk with the folder {folder} takes no file of this size.",
        "Choose a folder on another disk, then try again.",
    ),
}


def of_folder(error: OSError, folder: Path) -> tuple[str, str]:
    """What is wrong with ``folder``, to be filled in as ``{folder}``, and what helps.

    Looks on the disk whether it is still there.
    """
    code = error.errno
    if code in _LOST or (code in _MISSING | _BLOCKED and not folder.parent.is_dir()):
        return (
            "the disk with the folder {folder} is not there any more.",
            "Connect it again, or choose another folder, then try again.",
        )
    if is_part_gone(error, folder):
        return "another program removed the unfinished file.", "Try again."
    return _FOLDERS.get(code or 0, _NO_FILES)


def is_part_gone(error: OSError, folder: Path) -> bool:
    """Whether the folder is in order and only the unfinished file was removed from it."""
    return error.errno in _MISSING and folder.is_dir()
