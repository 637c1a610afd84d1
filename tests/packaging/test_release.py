"""What goes out beside the installers, and how the workflows that make them are bound."""

import hashlib
import re
import sys
from pathlib import Path

import pytest

from skop_desktop import __version__

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
from installers import desktop_entry, frozen_parts, place, published, sbom

ROOT = place.ROOT
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CHANGES = """# Changelog

## [Unreleased]

- To come.

## [0.2.0] - 2026-03-01

### Added

- A thing.

## [0.1.0] - 2026-01-01

- All.

[0.2.0]: https://forge.example/v0.2.0
"""


def test_the_version_comes_from_the_package() -> None:
    assert __version__ == place.VERSION


def test_the_notes_are_the_section_of_the_version() -> None:
    assert published.notes("0.2.0", CHANGES) == "### Added\n\n- A thing.\n"
    assert published.notes("0.1.0", CHANGES) == "- All.\n"
    with pytest.raises(SystemExit, match=r"no section of 0\.3\.0"):
        published.notes("0.3.0", CHANGES)


def test_a_tag_of_another_version_stops_the_release() -> None:
    published.require_tag(f"v{__version__}")
    with pytest.raises(SystemExit, match="The tag is v9"):
        published.require_tag("v9.9.9")


def test_checksums_are_those_of_the_files_and_not_of_themselves(tmp_path: Path) -> None:
    (tmp_path / "b.run").write_bytes(b"b")
    (tmp_path / "a.deb").write_bytes(b"a")
    for _ in range(2):
        written = published.write_sums(tmp_path).read_text("utf-8")
    sums = [hashlib.sha256(data).hexdigest() for data in (b"a", b"b")]
    assert written == f"{sums[0]}  a.deb\n{sums[1]}  b.run\n"


def test_the_bill_of_materials_names_every_part_of_the_lock_with_its_hashes() -> None:
    bill = sbom.sbom()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == __version__
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, flags=re.MULTILINE))
    purls = {part["purl"]: part for part in bill["components"] if "purl" in part}
    assert {f"pkg:pypi/{name}@{version}" for name, version in pinned} == purls.keys()
    assert all(part["hashes"] for part in purls.values())
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(references) == len(set(references))
    assert sbom.sbom() == bill, "the same twice"


def test_the_store_metadata_name_this_version() -> None:
    written = desktop_entry.metainfo()
    assert f'<release version="{__version__}" date="20' in written
    assert "@" not in written


@pytest.mark.parametrize(
    ("target", "source", "kind", "belongs"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/env/libqxcb.so", "BINARY", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/env/libqgtk3.so", "BINARY", False),
        ("PySide6/Qt/translations/qt_de.qm", "/env/qt_de.qm", "DATA", False),
        ("libQt6Widgets.so.6", "/env/libQt6Widgets.so.6", "BINARY", True),
        ("libQt6Qml.so.6", "/env/libQt6Qml.so.6", "BINARY", False),
        ("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6", "BINARY", False),
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", "BINARY", True),
        ("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0", "BINARY", True),
        ("resources/icons/check.svg", "/checkout/resources/icons/check.svg", "DATA", True),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")
def test_the_frozen_app_holds_what_it_needs_and_no_more(
    target: str, source: str, kind: str, belongs: bool
) -> None:
    assert frozen_parts.belongs(target, source, kind) is belongs


def test_every_folder_of_the_resources_is_shipped_or_knowingly_not() -> None:
    there = {folder.name for folder in (ROOT / "resources").iterdir() if folder.is_dir()}
    assert there - set(frozen_parts.DATA) == {"pictures"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_use_only_actions_that_nobody_can_exchange(workflow: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", workflow.read_text("utf-8"))
    assert used
    for action, comment in used:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action}: of which version?"


def test_what_the_release_downloads_is_bound_by_its_hash() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    for name in ("WINDOWS_PYTHON", "APPIMAGETOOL", "APPIMAGE_RUNTIME"):
        assert re.search(rf"^  {name}: ", text, re.MULTILINE)
        assert re.search(rf"^  {name}_SHA256: [0-9a-f]{{64}}$", text, re.MULTILINE)
        assert text.count(f"${name}_SHA256") == 1
