"""Documents taken home: chosen ones, cancelled, failed and tried again, known after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from skop_desktop.ui.desk import downloads, opening
from tests.e2e.screen import Screen, Start
from tests.e2e.service_jobs import PDF, completed, results, served, status
from tests.e2e.watching import until
from tests.support.contract_objects import document_json
from tests.support.file_server import FileServer, Held, good, in_turn, refusal
from tests.support.saved_documents import saved_documents
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(60)]

JOB = "job_4fc7"
PROMPT = "Minutes of 2024"


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer() as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "documents"


def files(home: Path) -> dict[str, bytes]:
    """What was saved, by its path; the lists that lie beside it left aside."""
    return {str(path.relative_to(home)): path.read_bytes() for path in saved_documents(home)}


def paths_beside(home: Path) -> set[Path]:
    """What lies elsewhere in the test's own folder, the app's data left aside."""
    outside = {home, home.parent / "data"}
    return {path for path in home.parent.rglob("*") if not outside & {path, *path.parents}}


def only_file(home: Path) -> Path:
    (found,) = home.rglob("*.pdf")
    return found


async def show(screen: Screen, service: ScriptedService, documents: list[object]) -> None:
    """A finished job with ``documents``, on the screen."""
    service.answer("GET", f"/scrape/status/{JOB}", json=status(JOB, "completed"))
    body = results(service, JOB, documents, prompt=PROMPT)
    service.answer("GET", f"/scrape/results/{JOB}", json=body)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == len(documents))


def found_at(site: FileServer, name: str, **changes: object) -> dict[str, object]:
    return document_json(1, name=name, url=site.url(f"/{name}.pdf"), **changes)


async def test_only_what_is_selected_is_fetched(
    screen: Screen, service: ScriptedService, home: Path
) -> None:
    completed(service, JOB, 3, prompt=PROMPT)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == 3)
    screen.choose("Minutes 2")
    await screen.press_button("Download selected")
    await screen.sees_column("Saved", ["", "Saved", ""])
    assert files(home) == {f"127.0.0.1 – {PROMPT}/Minutes 2.pdf": PDF % 2}


async def test_the_end_is_told_and_the_folder_opens(
    screen: Screen, service: ScriptedService, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_folders: list[Path] = []

    async def note(path: Path) -> None:
        opened_folders.append(path)

    # The file manager itself has its own tests.
    monkeypatch.setattr(downloads, "reveal", note)
    completed(service, JOB, 3, prompt=PROMPT)
    screen.open_job(JOB)
    await screen.press_button("Download all (3)")
    await screen.sees("3 of 3 documents saved.")
    await screen.press_button("Open folder")
    await until(lambda: opened_folders == [home / f"127.0.0.1 – {PROMPT}"])
    assert len(files(home)) == 3


async def test_what_failed_says_why_and_comes_when_the_site_has_it_again(
    screen: Screen, service: ScriptedService, site: FileServer, home: Path
) -> None:
    site.answers["/gone.pdf"] = in_turn(refusal(404), good(PDF % 1))
    site.answers["/closed.pdf"] = in_turn(refusal(403), good(PDF % 2))
    site.answers["/fine.pdf"] = good(PDF % 3)
    await show(screen, service, [found_at(site, name) for name in ("gone", "closed", "fine")])
    await screen.press_button("Download all")
    await screen.sees("1 of 3 documents saved. 2 did not arrive; Downloads says why.")
    saved = dict(zip(screen.column("Name"), screen.column("Saved"), strict=True))
    assert saved["fine"] == "Saved"
    assert saved["gone"].startswith("Failed: The site no longer has “gone”")
    assert "asks for a sign-in" in saved["closed"]
    await screen.press_button("Retry failed (2)")
    await screen.sees_column("Saved", ["Saved"] * 3)
    assert sorted(files(home).values()) == [PDF % 1, PDF % 2, PDF % 3]


async def test_cancelled_downloads_leave_nothing_behind(
    screen: Screen, service: ScriptedService, site: FileServer, home: Path
) -> None:
    held = Held(PDF % 1, before=10)
    site.answers["/slow.pdf"] = held
    waits = site.answers["/waits.pdf"] = Held(PDF % 2, before=10)
    await show(screen, service, [found_at(site, "slow"), found_at(site, "waits")])
    await screen.press_button("Download all")
    await until(held.is_waiting.is_set)
    await screen.press_button("Cancel all")
    await screen.sees_column("Saved", ["Cancelled", "Cancelled"])
    await until(lambda: files(home) == {})
    held.go_on.set()
    waits.go_on.set()
    await screen.press_button("Download all")
    await screen.sees_column("Saved", ["Saved", "Saved"])
    assert len(files(home)) == 2


async def test_documents_of_one_name_are_numbered_and_nothing_is_overwritten(
    screen: Screen, service: ScriptedService, site: FileServer, home: Path
) -> None:
    own = home / f"127.0.0.1 – {PROMPT}" / "Minutes.pdf"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"mine")
    documents: list[object] = []
    for n in range(3):
        site.answers[f"/{n}.pdf"] = good(PDF % n)
        documents.append(document_json(n, name="Minutes", url=site.url(f"/{n}.pdf")))
    await show(screen, service, documents)
    await screen.press_button("Download all")
    await screen.sees_column("Saved", ["Saved"] * 3)
    assert own.read_bytes() == b"mine"
    assert {Path(name).name for name in files(home)} == {
        "Minutes.pdf", "Minutes (2).pdf", "Minutes (3).pdf", "Minutes (4).pdf",
    }  # fmt: skip


async def test_names_never_lead_out_of_the_folder(
    screen: Screen, service: ScriptedService, site: FileServer, home: Path
) -> None:
    names = [
        "../../out",
        "/etc/passwd",
        "C:\\Windows\\x",
        "..",
        "CON",
        "a\u202efdp.exe",
        "x\ny",
        "",
    ]
    documents: list[object] = []
    for n, name in enumerate(names):
        site.answers[f"/{n}.pdf"] = good(PDF % n)
        documents.append(document_json(n, name=name, url=site.url(f"/{n}.pdf")))
    before = paths_beside(home)
    await show(screen, service, documents)
    await screen.press_button("Download all")
    await screen.sees_column("Saved", ["Saved"] * len(names))
    saved = [Path(name) for name in files(home)]
    assert len(saved) == len(names)
    assert {path.parent for path in saved} == {Path(f"127.0.0.1 – {PROMPT}")}
    assert all(path.name.isprintable() for path in saved)
    assert paths_beside(home) == before


async def test_a_restart_knows_what_is_saved_and_goes_on_with_the_rest(
    start: Start, service: ScriptedService, site: FileServer, home: Path
) -> None:
    held = Held(PDF % 2, before=10)
    site.answers["/first.pdf"] = good(PDF % 1)
    site.answers["/second.pdf"] = held
    async with start() as screen:
        await show(screen, service, [found_at(site, "first"), found_at(site, "second")])
        await screen.press_button("Download all")
        await until(lambda: held.is_waiting.is_set() and "Saved" in screen.column("Saved"))
    assert [Path(name).name for name in files(home)] == ["first.pdf"]
    held.go_on.set()
    async with start() as screen:
        await screen.sees_column("Saved", ["Saved", "Saved"])
        assert site.asked()["/first.pdf"] == 1
    assert sorted(files(home).values()) == [PDF % 1, PDF % 2]


async def test_a_file_that_was_deleted_can_be_fetched_again(
    screen: Screen, service: ScriptedService, home: Path
) -> None:
    completed(service, JOB, 1, prompt=PROMPT)
    screen.open_job(JOB)
    await screen.press_button("Download all")
    await screen.sees_column("Saved", ["Saved"])
    saved = only_file(home)
    saved.unlink()
    await screen.press_button("Download all")
    await until(saved.exists)


async def test_enter_fetches_a_document_and_opens_it(
    screen: Screen, service: ScriptedService, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_files: list[Path] = []

    async def note(path: Path, *, is_agreed: bool = False) -> None:
        assert not is_agreed
        opened_files.append(path)

    # Which program opens it is the system's business, and has its own tests.
    monkeypatch.setattr(opening, "open_file", note)
    completed(service, JOB, 2, prompt=PROMPT)
    screen.open_job(JOB)
    await until(lambda: len(screen.column("Name")) == 2)
    row = screen.column("Name").index("Minutes 2")
    screen.table.setCurrentIndex(screen.table.model().index(row, 0))
    await screen.keys(Qt.Key.Key_Return, to=screen.table)
    wanted = home / f"127.0.0.1 – {PROMPT}" / "Minutes 2.pdf"
    await until(lambda: opened_files == [wanted])
    await screen.keys(Qt.Key.Key_Return, to=screen.table)
    await until(lambda: opened_files == [wanted, wanted])
    assert list(files(home).values()) == [PDF % 2]


async def test_download_all_while_the_list_is_on_its_way_misses_nothing(
    screen: Screen, service: ScriptedService, home: Path
) -> None:
    running = status(JOB, has_partial_results=True)
    service.answer("GET", f"/scrape/status/{JOB}", json=running)
    documents = served(service, JOB, 3)
    partial = results(service, JOB, documents[:2], is_partial=True)
    service.answer("GET", f"/scrape/results/{JOB}", json=partial)
    screen.open_job(JOB)
    await screen.press_button("Download all (2)")
    await screen.sees_column("Saved", ["Saved", "Saved"])
    go_on = Event()
    whole = results(service, JOB, documents)
    with service.at_once():
        service.forget("GET", f"/scrape/status/{JOB}")
        service.forget("GET", f"/scrape/results/{JOB}")
        service.answer("GET", f"/scrape/status/{JOB}", json=status(JOB, "completed"))
        service.answer("GET", f"/scrape/results/{JOB}", json=whole, delay=go_on)
    await screen.sees_status("Completed")
    go_on.set()
    await screen.press_button("Download all (3)")
    await screen.sees_column("Saved", ["Saved"] * 3)
    assert len(files(home)) == 3


async def test_a_saved_file_is_on_the_clipboard_with_its_row(
    screen: Screen, service: ScriptedService, home: Path
) -> None:
    completed(service, JOB, 1, prompt=PROMPT)
    screen.open_job(JOB)
    await screen.press_button("Download all")
    await screen.sees_column("Saved", ["Saved"])
    screen.choose("Minutes 1")
    await screen.keys(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, to=screen.table)
    saved = only_file(home)
    copied = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in copied.urls()] == [str(saved)]
