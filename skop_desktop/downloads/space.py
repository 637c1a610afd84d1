"""Whether what is wanted fits on the disk it is to go to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skop_desktop.downloads.snapshot import WantedDocument


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that are needed and free. ``unknown``: documents whose size nobody knows."""

    needed: int
    unknown: int
    free: int

    @property
    def is_enough(self) -> bool:
        """Whether what is known to be needed fits."""
        return self.needed <= self.free


def room_for(folder: Path, wanted: Sequence[WantedDocument], in_hand: int) -> Room:
    """The room for ``wanted`` on the disk of ``folder``, which need not exist yet.

    ``in_hand``: bytes that transfers under way still need there. Blocks on the disk; raises
    ``OSError`` where the disk does not say.
    """
    sizes = [document.size for document in wanted]
    known = sum(size for size in sizes if size is not None)
    return Room(
        needed=known + in_hand, unknown=sum(size is None for size in sizes), free=free_space(folder)
    )


def free_space(folder: Path) -> int:
    """Bytes that this person may still write where ``folder`` is, or is to be made.

    Blocks on the disk; raises ``OSError``.
    """
    here = Path(os.path.realpath(folder))
    while not here.exists() and here != here.parent:
        here = here.parent
    return shutil.disk_usage(here).free
