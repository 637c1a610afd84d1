"""Deleting the folder of a bare system never reaches through a mount."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
DISCARD = (
    "import sys; from pathlib import Path; from verification.chroot import discard;"
    "discard(Path(sys.argv[1]))"
)
MOUNTED = f'mount --bind "$1" "$2/dev" && exec "{sys.executable}" -c "{DISCARD}" "$2"'


def discard(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(PACKAGING)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about mounts of Linux")
def test_nothing_is_deleted_while_something_is_mounted_in_it(tmp_path: Path) -> None:
    precious, root = tmp_path / "precious", tmp_path / "root with space"
    precious.mkdir()
    (precious / "file").touch()
    (root / "dev").mkdir(parents=True)
    (root / "own").touch()
    own_mounts = ["unshare", "--mount", "--propagation", "private", "--"]
    if subprocess.run([*own_mounts, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine refuses a mount namespace")
    ended = discard(*own_mounts, "sh", "-c", MOUNTED, "-", str(precious), str(root))
    assert ended.returncode != 0
    assert "something is mounted there" in ended.stderr
    assert (precious / "file").exists()
    assert (root / "own").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about mounts of Linux")
def test_without_mounts_it_is_deleted_whole(tmp_path: Path) -> None:
    (tmp_path / "root" / "dev").mkdir(parents=True)
    assert discard(sys.executable, "-c", DISCARD, str(tmp_path / "root")).returncode == 0
    assert not (tmp_path / "root").exists()
