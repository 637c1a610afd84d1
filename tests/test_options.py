"""The command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from skop_desktop import __version__
from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, ServerKind
from skop_desktop.options import Options, parse_options
from skop_desktop.provenance.jobs_file import JobsFile


def test_nothing_given_opens_the_start_screen() -> None:
    assert parse_options([]) == Options()


@pytest.mark.parametrize(
    "given",
    [
        "job_4fc79a89797e",
        "skop://job/job_4fc79a89797e",
        "https://api.skop.dev/scrape/results/job_4fc79a89797e",
        " 'job_4fc79a89797e' ",
    ],
)
def test_a_job_id_may_come_with_a_link_around_it(given: str) -> None:
    assert parse_options([given]).job_id == "job_4fc79a89797e"


def test_the_record_beside_saved_documents_names_the_newest_job(tmp_path: Path) -> None:
    folder = tmp_path / "Büro & Söhne"
    folder.mkdir()
    record = JobsFile(folder)
    for number in (1, 2):
        record.add({"job": f"cloud job_{number}a", "job_id": f"job_{number}a"})
    for name in ("job.json", "Job 2.JSON"):
        (folder / "job.json").rename(folder / name)
        assert parse_options([str(folder / name)]).job_id == "job_2a"
        (folder / name).rename(folder / "job.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"jobs": [{"job": "x"}, {"job_id": null}, {"job_id": "another\'s"}]}',
        b'{"jobs": ["job_1a"]}',
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_no_record_is_refused_in_words(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "job.json"
    file.write_bytes(content)
    with pytest.raises(SystemExit):
        parse_options([str(file)])
    assert "does not hold a job ID" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["none.json", "folder.json", "nul\0.json"])
def test_so_is_one_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(SystemExit):
        parse_options([str(tmp_path / name)])


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    JobsFile(tmp_path).add({"job": "job_1a", "job_id": "job_1a"})
    with file.open("ab") as opened:
        opened.write(b" " * 17 * 1024 * 1024)
    with pytest.raises(SystemExit):
        parse_options([str(file)])


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("http://127.0.0.1:8000/", Server(ServerKind.OTHER, "http://127.0.0.1:8000")),
        ("https://api.skop.dev", CLOUD),
        ("this-computer", THIS_COMPUTER),
        ("skop.example.org", Server(ServerKind.OTHER, "https://skop.example.org")),
    ],
)
def test_servers_are_named_or_addressed(given: str, server: Server) -> None:
    assert parse_options(["--server", given]).server == server


def test_folders_are_paths(tmp_path: Path) -> None:
    given = ["--data-folder", str(tmp_path), "--download-folder", str(tmp_path / "docs")]
    options = parse_options([*given, "--sample"])
    assert options.data_folder == tmp_path
    assert options.download_folder == tmp_path / "docs"
    assert options.sample


@pytest.mark.parametrize("given", [["job 1 and job 2"], ["--server", "ftp://x"], ["--nonsense"]])
def test_a_mistake_is_one_plain_line_and_status_2(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(given)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("skop-desktop: ")
    assert said.count("\n") == 1


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Skop Desktop {__version__}\n"
