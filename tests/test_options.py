"""The command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from skop_desktop import __version__
from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, ServerKind
from skop_desktop.options import Options, parse_options


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
    assert "Traceback" not in capsys.readouterr().err


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Skop Desktop {__version__}\n"
