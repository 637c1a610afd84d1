"""Who may name a file on this computer: the engine that runs on it, and no other server."""

from __future__ import annotations

from skop_desktop.api.models import JobResultsResponse
from skop_desktop.api.server import THIS_COMPUTER


def without_foreign_paths(server: str, results: JobResultsResponse) -> JobResultsResponse:
    """``results`` of ``server`` (``Server.identity``); paths in them count from this computer only.

    A hosted service that could name a path would have the app copy any file of the person's.
    """
    if server == THIS_COMPUTER.identity or not any(one.kept_file for one in results.documents):
        return results
    documents = tuple(
        one.model_copy(update={"kept_file": None}) if one.kept_file else one
        for one in results.documents
    )
    return results.model_copy(update={"documents": documents})
