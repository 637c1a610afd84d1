"""What a site sends becomes a plain file that nothing runs, and nothing else is touched by it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skop_desktop.downloads.snapshot import TransferState
from tests.support.file_server import FileServer, good
from tests.support.transfers import Watched, wanted

MAY_RUN = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="looks at POSIX modes")


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@posix_only
@pytest.mark.usefixtures("no_umask")
def test_no_file_that_was_saved_may_be_executed(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(b"%PDF-1.7 minutes\n%%EOF\n")
    site.answers["/b"] = good(b"#!/bin/sh\ntrue\n", "application/x-sh", X_Mode="0777")
    documents = [wanted(site.url("/a")), wanted(site.url("/b"), "setup.sh", "")]
    watched.worker.start(folder, documents)
    for document in documents:
        saved = watched.wait_for(document.key, TransferState.SAVED)
        assert saved.path is not None
        mode = saved.path.stat().st_mode
        assert stat.S_ISREG(mode)
        assert mode & (MAY_RUN | stat.S_ISUID | stat.S_ISGID) == 0


@posix_only
def test_links_that_wait_under_the_names_of_a_document_lead_nothing_out_of_the_folder(
    site: FileServer, watched: Watched, folder: Path, tmp_path: Path
) -> None:
    treasure, missing = tmp_path / "treasure", tmp_path / "not there"
    treasure.write_bytes(b"precious")
    folder.mkdir(parents=True)
    (folder / "Minutes.pdf").symlink_to(treasure)
    (folder / "Minutes (2).pdf.part").symlink_to(treasure)
    (folder / "Minutes (3).pdf").symlink_to(missing)
    site.answers["/a.pdf"] = good(b"%PDF-1.7 minutes\n%%EOF\n")
    document = wanted(site.url("/a.pdf"))
    watched.worker.start(folder, [document])
    saved = watched.wait_for(document.key, TransferState.SAVED)
    assert saved.path == folder / "Minutes (4).pdf"
    assert not saved.path.is_symlink()
    assert treasure.read_bytes() == b"precious"
    assert not missing.exists()
