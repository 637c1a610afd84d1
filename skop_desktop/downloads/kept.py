"""Documents that the engine on this computer has fetched already: copied, not asked for again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from skop_desktop.downloads import faults
from skop_desktop.downloads.fetchable import why_not_fetchable
from skop_desktop.downloads.file_types import ending_of_type, known_ending
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.saving import Saving, Source
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.sniff import (
    HEAD,
    ending_of_head,
    is_page_instead,
    is_program_instead,
)
from skop_desktop.downloads.steps import Answered, Rules, Steps
from skop_desktop.downloads.transfer import blocks_of

_NAME: Final = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,8})?")
_SHA256: Final = 64


def kept_path(kept_folder: Path | None, wanted: WantedDocument) -> Path | None:
    """The file that the engine keeps for ``wanted``: ``<folder>/<job id>/<SHA-256>.<ending>``.

    ``None`` for every other path: nothing else on this computer is for downloads to take.
    """
    if kept_folder is None or not wanted.kept_file:
        return None
    path = Path(wanted.kept_file)
    job_id = wanted.key.job.partition(" ")[2]
    is_own = path == kept_folder / job_id / path.name and path.parent.parent == kept_folder
    if not is_own or not _NAME.fullmatch(path.name) or ".." in path.parts:
        return None
    return None if path.is_symlink() or path.parent.is_symlink() else path


async def copy_kept(
    path: Path, wanted: WantedDocument, folder: TargetFolder, steps: Steps, rules: Rules
) -> bool:
    """Copies the engine's file, with the checks of what arrives from a site.

    ``False``, and nothing left behind, where it is gone, cannot be read, is not what was fetched
    (its name says what that was) or not what was wanted: then the site is asked. Raises
    ``TransferError`` where ``folder`` does not take it or it is larger than allowed.
    """
    if why_not_fetchable(wanted) is not None:
        return False
    url = wanted.key.url
    ending = ending_of_type(wanted.document_type) or known_ending(url) or path.suffix[1:]
    source = Source(faults.shown_address(url), expected=ending)
    async with Saving(wanted, folder, steps, rules) as here:
        part = None
        async for block in blocks_of(path):
            if part is None:
                if _is_something_else(ending, block[:HEAD]):
                    return False
                part = await here.begin(source, block[:HEAD], Answered(source.url))
            await part.append(block)
            if rules.largest is not None and part.size > rules.largest:
                raise faults.too_large(wanted, url, None, rules.largest)
            steps.progressed(part.size, None)
        if part is not None:
            return await here.finish(source, path.name[:_SHA256])
        return False


def _is_something_else(expected: str, head: bytes) -> bool:
    return is_page_instead(expected, head) or is_program_instead(expected, ending_of_head(head))
