"""The sample website as the script writes it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "make_sample_site.py"
COMMITTED = ROOT / "resources" / "sample_site"


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
        timeout=100,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_committed_site_is_what_the_script_writes_on_any_day_in_any_place() -> None:
    checked = make("--check", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    assert checked.returncode == 0, checked.stdout


def test_the_site_is_large_enough_to_be_real_and_small_enough_to_ship() -> None:
    made = files(COMMITTED)
    endings = [Path(name).suffix for name in made]
    assert endings.count(".html") >= 25
    documents = {kind: endings.count(kind) for kind in (".pdf", ".docx", ".xlsx", ".txt")}
    assert sum(documents.values()) >= 60
    assert all(documents.values())
    assert sum(map(len, made.values())) < 1_500_000


def test_a_changed_a_missing_and_a_foreign_file_are_each_named(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(COMMITTED, site)
    (site / "www" / "index.html").write_text("changed", "utf-8")
    (site / "www" / "robots.txt").unlink()
    (site / "www" / "left.pdf").touch()
    checked = make("--check", "--out", str(site))
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == [
        "missing: www/robots.txt",
        "not made by the script: www/left.pdf",
        "differs: www/index.html",
    ]


def test_writing_again_mends_the_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(COMMITTED, site)
    (site / "www" / "index.html").write_text("changed", "utf-8")
    (site / "www" / "left.pdf").touch()
    assert make("--out", str(site), PYTHONHASHSEED="8").returncode == 0
    assert files(site) == files(COMMITTED)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    refused = make("--out", str(tmp_path))
    assert refused.returncode == 2
    assert "holds other files" in refused.stderr
    assert files(tmp_path) == {"thesis.txt": b"years of work"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A site of 2,000 pages, written once."""
    folder = tmp_path_factory.mktemp("large")
    assert make("--out", str(folder), "--pages", "2000").returncode == 0
    return files(folder)


def has_grown_to(pages: int, site: dict[str, bytes]) -> bool:
    return (
        sum(name.endswith("index.html") for name in site) == pages
        and b"/news/archive/" in site["www/news/index.html"]
    )


def test_the_site_grows_to_the_number_of_pages_asked_for(
    tmp_path: Path, large: dict[str, bytes]
) -> None:
    assert make("--out", str(tmp_path / "site"), "--pages", "60").returncode == 0
    assert has_grown_to(60, files(tmp_path / "site"))
    assert has_grown_to(2_000, large)


def test_the_large_site_says_which_of_its_documents_answer_its_prompt(
    large: dict[str, bytes],
) -> None:
    asked = json.loads(large["asked.json"])
    assert asked["prompt"] == "Planning Board minutes from 2015 to 2019"
    assert len(asked["documents"]) == 60
    assert all(large[f"www{path}"].startswith(b"%PDF") for path in asked["documents"])


def test_each_link_of_the_large_site_leads_somewhere_but_the_few_that_are_meant_not_to(
    large: dict[str, bytes],
) -> None:
    links = {
        unquote(address)
        for name, content in large.items()
        if name.endswith(".html")
        for address in re.findall(r'href="(/[^"?]*)"', content.decode())
    }
    places = {name.removeprefix("www").removesuffix("index.html") for name in large}
    assert sorted(links - places - {"/staff/", "/archive/microfilm/"}) == [
        "/files/board/minutes/2024/2024-07-09-board-minutes-corrected.pdf",
        "/files/media/council-video-transcripts.pdf",
        "/staff/closed-session-minutes-2024-06-18.pdf",
    ]
    closed = [name for name in large if re.match(r"www/internal/.*index\.html", name)]
    assert len(closed) == 20
