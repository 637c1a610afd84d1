"""What may stand in no file of the project, and what the lock files hold."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
TEST_LOCK = ROOT / "packaging" / "requirements-test.lock"
# Put together here, so that this file does not hold them.
REGISTRIES = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("python" + "hosted", "org"), ("registry", "npmjs", "org"))
]


def committed() -> list[Path]:
    if not shutil.which("git"):
        pytest.skip("there is no git here")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def pins(lock: Path) -> dict[str, str]:
    text = lock.read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "needle", [*REGISTRIES, f"{ROOT.as_posix()}/", f"{Path.home().as_posix()}/"]
)
def test_no_file_carries_a_registry_address_or_a_path_of_a_machine(needle: str) -> None:
    found = [
        str(file.relative_to(ROOT)) for file in committed() if needle.encode() in file.read_bytes()
    ]
    assert found == []


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK], ids=lambda lock: lock.name)
def test_every_pin_has_hashes_and_nothing_else(lock: Path) -> None:
    lines = [line for line in lock.read_text("utf-8").splitlines() if not line.startswith("#")]
    heads = [line for line in lines if not line.startswith("    ")]
    assert all(re.match(r"[a-z0-9-]+==\S+( ; .+)? \\$", line) for line in heads)
    for head in heads:
        assert re.match(r"    --hash=sha256:[0-9a-f]{64}", lines[lines.index(head) + 1])


def test_tests_run_on_the_versions_that_people_get() -> None:
    run, test = pins(RUN_LOCK), pins(TEST_LOCK)
    assert run.items() <= test.items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for asked, lock in (
        (project["dependencies"], RUN_LOCK),
        (project["optional-dependencies"]["test"], TEST_LOCK),
    ):
        held = pins(lock)
        for requirement in map(Requirement, asked):
            version = held[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement
