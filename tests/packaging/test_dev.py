"""`packaging/dev.py` as a person meets it: real processes, a real environment, no network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNREACHABLE = "http://127.0.0.1:9/simple/"
ONE_PACKAGE = "nothing-of-the-kind==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about X servers")


class Checkout:
    """A small checkout: the real set-up scripts, an app that says how it was started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tools = folder / "tools"
        shutil.copytree(
            ROOT / "packaging",
            folder / "packaging",
            ignore=shutil.ignore_patterns("sample_site", "__pycache__"),
        )
        self.lock("")
        app = folder / "skop_desktop" / "__main__.py"
        app.parent.mkdir()
        app.write_text(
            "import sys, colorsys\nprint('started with', sys.argv[1:])\nsys.exit(3)\n", "utf-8"
        )
        self.tools.mkdir()

    def lock(self, text: str) -> None:
        for name in ("requirements.lock", "requirements-test.lock"):
            (self.folder / "packaging" / name).write_text(text, "utf-8")

    def tool(self, name: str, script: str) -> None:
        file = self.tools / name
        file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        file.chmod(0o755)

    def dev(
        self, *arguments: str, user: int = 0, python: str = sys.executable, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs dev.py; only ``tools`` is on the path, so no package of this system is looked at.

        An environment is made by ``python``.
        """
        start = (
            f"import os, runpy, sys; os.geteuid = lambda: {user};"
            f"sys._base_executable = {python!r};"
            f"sys.argv = ['dev.py', *{arguments!r}]; sys.path[0] = 'packaging';"
            "runpy.run_path('packaging/dev.py', run_name='__main__')"
        )
        variables = {
            "PATH": str(self.tools),
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": UNREACHABLE,
            "PIP_RETRIES": "1",
            **more,
        }
        return subprocess.run(
            [sys.executable, "-c", start],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose environment was made once; making it takes seconds."""
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    started = checkout.dev("run", "first", QT_QPA_PLATFORM="offscreen")
    assert "Making the environment" in started.stdout, started.stderr
    return checkout


@pytest.fixture
def made(made_once: Checkout) -> Checkout:
    """The same, ready to start whatever an earlier test did to it."""
    made_once.lock("")
    assert made_once.dev("run", QT_QPA_PLATFORM="offscreen").returncode == 3
    return made_once


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Without an environment."""
    return Checkout(tmp_path / "checkout")


@LINUX
def test_without_a_display_one_line_says_how_to_go_on(checkout: Checkout) -> None:
    checkout.tool("xvfb-run", "exit 9")
    ended = checkout.dev("run")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == (
        "There is no display here. With a virtual one: "
        'xvfb-run -a -s "-screen 0 1400x900x24" python3 packaging/dev.py run\n'
    )
    assert not (checkout.folder / ".venv").exists()


@LINUX
def test_the_way_on_names_the_virtual_display_where_it_is_not_installed(
    checkout: Checkout,
) -> None:
    checkout.tool("apt-get", "exit 9")
    ended = checkout.dev("run", "job_1", user=1000)
    assert "sudo apt-get install -y xvfb xauth && xvfb-run" in ended.stderr
    assert ended.stderr.endswith("packaging/dev.py run job_1\n")


def test_the_app_starts_with_the_sample_job_or_with_what_was_asked(made: Checkout) -> None:
    for asked, given in (((), ["--sample"]), (("job_1", "--x"), ["job_1", "--x"])):
        ended = made.dev("run", *asked, QT_QPA_PLATFORM="offscreen")
        assert ended.stdout == f"started with {given}\n"
        assert ended.returncode == 3


def test_a_file_in_the_folder_of_the_call_does_not_stand_in_for_a_library(made: Checkout) -> None:
    trap = made.folder / "colorsys.py"
    trap.write_text("raise SystemExit('shadowed')\n", "utf-8")
    try:
        ended = made.dev("run", QT_QPA_PLATFORM="offscreen")
    finally:
        trap.unlink()
    assert ended.stdout.startswith("started with")


@pytest.mark.skipif(os.name == "nt", reason="the venv has no symlinks there")
def test_a_broken_environment_is_made_anew(made: Checkout) -> None:
    python = made.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(made.folder / "no-such-python")
    ended = made.dev("run", QT_QPA_PLATFORM="offscreen")
    assert ended.stdout.splitlines()[0] == "Making the environment in .venv …"
    assert ended.stdout.endswith("started with ['--sample']\n")


def test_an_environment_of_another_python_is_made_anew(made: Checkout) -> None:
    stamp = made.folder / ".venv" / "skop-desktop.stamp"
    lines = stamp.read_text("utf-8").splitlines()
    stamp.write_text("\n".join(["CPython 3.4.0 elsewhere", *lines[1:]]), "utf-8")
    # A test above waits until one is made; that takes seconds.
    made.tool("python", 'echo "$@"; exit 9')
    ended = made.dev("run", python=str(made.tools / "python"), QT_QPA_PLATFORM="offscreen")
    assert ended.stdout == "Making the environment in .venv …\n"
    assert ended.stderr.endswith(f"-m venv --clear {made.folder / '.venv'}\n")
    stamp.write_text("\n".join(lines) + "\n", "utf-8")


def test_no_network_is_said_in_one_line_as_often_as_it_is_tried(made: Checkout) -> None:
    made.lock(ONE_PACKAGE)
    for _ in range(2):
        ended = made.dev("run", QT_QPA_PLATFORM="offscreen")
        assert ended.returncode == 1
        assert ended.stderr == (
            "No network: the packages could not be downloaded. Run the command again later.\n"
        )
    made.lock("")
    again = made.dev("run", QT_QPA_PLATFORM="offscreen")
    assert "Getting the Python packages" in again.stdout, "half an installation is not trusted"
    assert again.returncode == 3


@LINUX
def test_a_full_disk_is_said_in_one_line_and_the_next_try_goes_on(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    # In a mount namespace of its own: the small disk goes with the process, however it ends.
    script = (
        'mount -t tmpfs -o size=2m tmpfs "$1" && cd "$1" && mkdir -p packaging skop_desktop &&'
        'cp -r "$2"/packaging/dev.py "$2"/packaging/dev_tools packaging/ &&'
        "touch packaging/requirements.lock packaging/requirements-test.lock &&"
        'exec "$3" packaging/dev.py run'
    )
    command = ["unshare", "--mount", "--propagation", "private", "--", "sh", "-c", script, "-"]
    if subprocess.run([*command[:5], "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine refuses a mount namespace")
    ended = subprocess.run(
        [*command, str(disk), str(ROOT), sys.executable],
        env={
            "PATH": f"{os.defpath}:/usr/sbin",
            "HOME": str(tmp_path),
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 1
    assert ended.stderr == "The disk is full. Free about 1 GB and run the same command again.\n"


def test_what_pip_said_last_is_shown_when_it_fails_otherwise(made: Checkout) -> None:
    made.lock("this is no requirement\n")
    ended = made.dev("run", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The Python packages could not be installed. The last lines")
    assert "Invalid requirement" in ended.stderr
    assert "Traceback" not in ended.stderr


@LINUX
def test_missing_system_libraries_are_named_in_one_sudo_line(checkout: Checkout) -> None:
    checkout.tool("dpkg-query", "echo 'libegl1 installed'; echo 'libglib2.0-0t64 installed'")
    checkout.tool("apt-get", "exit 9")
    ended = checkout.dev("run", user=1000, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "sudo apt-get install -y --no-install-recommends fonts-dejavu-core" in ended.stderr
    named = ended.stderr.split()
    assert "libxcb-cursor0" in named
    assert not {"libegl1", "libglib2.0-0", "xvfb"} & set(named)


@LINUX
def test_root_gets_them_installed_and_hears_why_when_that_fails(checkout: Checkout) -> None:
    checkout.tool("dpkg-query", "exit 1")
    checkout.tool("apt-get", 'echo "$@" >> calls; echo E: Unable to locate package; exit 100')
    ended = checkout.dev("run", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 1
    assert ended.stderr == (
        "apt-get could not install the system libraries:\nE: Unable to locate package\n"
    )
    calls = (checkout.folder / "calls").read_text("utf-8").splitlines()
    assert calls[0] == "update"
    assert calls[1].startswith("install -y --no-install-recommends ")


@pytest.mark.parametrize(("asked", "status"), [((), 2), (("wat",), 2), (("--help",), 0)])
def test_the_commands_are_listed_for_who_asks_or_mistypes(
    checkout: Checkout, asked: tuple[str, ...], status: int
) -> None:
    ended = checkout.dev(*asked)
    assert ended.returncode == status
    assert "test [ARGUMENTS]" in ended.stdout


def test_an_old_python_is_told_so(checkout: Checkout) -> None:
    start = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.version = '3.9.2 (x)';"
        "sys.argv = ['packaging/dev.py', 'run']; sys.path[0] = 'packaging';"
        "runpy.run_path('packaging/dev.py', run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", start],
        cwd=checkout.folder,
        env={"PATH": str(checkout.tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr == "Python 3.11 or newer is needed; this is 3.9.2.\n"


def test_pictures_without_their_script_are_refused_in_one_line(made: Checkout) -> None:
    script = made.folder / "packaging" / "screenshots.py"
    script.unlink(missing_ok=True)
    ended = made.dev("screenshots")
    assert ended.returncode == 2
    assert ended.stderr == "packaging/screenshots.py is not in this checkout.\n"
