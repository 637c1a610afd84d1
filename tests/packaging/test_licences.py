"""The list of licences in the resources holds every part of the lock, as it is there."""

import json
import re
from pathlib import Path

from skop_desktop import __version__
from skop_desktop.licences import read_parts

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
AGAIN = "run: python3 packaging/dev.py licences"


def test_every_part_of_the_lock_is_listed_in_its_version() -> None:
    listed = {(part.name, part.version) for part in read_parts()}
    pinned = set(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, flags=re.MULTILINE))
    assert pinned - listed == set(), AGAIN


def test_the_app_itself_is_listed_first_in_this_version() -> None:
    own = read_parts()[0]
    assert (own.name, own.version) == ("Skop Desktop", __version__), AGAIN
    assert own.text == (ROOT / "LICENSE").read_text("utf-8")


def test_each_names_its_licence_and_has_a_text() -> None:
    assert [part.name for part in read_parts() if not part.licence or len(part.text) < 60] == []


def test_no_text_is_kept_that_nobody_refers_to() -> None:
    file = json.loads((ROOT / "resources" / "licences" / "parts.json").read_text("utf-8"))
    used = {text for part in file["parts"] for text in part["texts"]}
    assert file["texts"].keys() == used, AGAIN
