"""Job IDs, out of whatever a person pasted."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.errors import InvalidInput

PATTERN: Final = r"^job_[a-z0-9]+$"
"""The form of a job ID (contract, "Job ids match")."""

LINK_SCHEME: Final = "skop"

_LONGEST: Final = 200
_WITHIN: Final = re.compile(r"(?<![A-Za-z0-9_])job_[a-z0-9]+(?![A-Za-z0-9_])")


def parse_job_id(pasted: str) -> str:
    """The job ID in ``pasted``: bare, quoted, in a status or results URL, or in a ``skop://`` link.

    Raises ``InvalidInput`` where there is none, or more than one.
    """
    found = set(_WITHIN.findall(pasted.strip().replace("%5F", "_").replace("%5f", "_")))
    if len(found) > 1:
        raise InvalidInput(
            "There is more than one job ID in that text.",
            advice="Paste one job ID at a time.",
            field_name="job_id",
        )
    job_id = found.pop() if found else _forgiven(pasted)
    if not job_id or len(job_id) > _LONGEST:
        raise InvalidInput(
            "That does not hold a job ID.",
            advice="A job ID looks like job_4fc79a89797e. A whole link around it is fine.",
            field_name="job_id",
        )
    return job_id


def _forgiven(pasted: str) -> str | None:
    """A job ID that a mail program capitalised or broke with spaces."""
    squeezed = re.sub(r"[\s\u200b\u00a0]+", "", pasted).strip("\"'<>()[].,;“”‘’«»").lower()
    return squeezed if re.fullmatch(r"job_[a-z0-9]+", squeezed) else None
