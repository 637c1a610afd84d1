#!/usr/bin/env python3
"""Sets up Skop Desktop from a fresh checkout and runs it: `python3 packaging/dev.py run`.

Needs Python 3.11 and nothing else. Commands:

  run [ARGUMENTS]          open the window; without arguments, with the sample job running
  test [ARGUMENTS]         run the tests, coverage printed; arguments go to pytest
  benchmark [ARGUMENTS]    measure against other programs; arguments go to pytest
  quality [ARGUMENTS]      measure how well documents are judged; more labelled sets by their folder
  lint                     check style, format and types
  sample-site [ARGUMENTS]  write the sample website (--check, --pages N, --out DIR)
  screenshots [ARGUMENTS]  make the pictures of every state
  build WHAT               build the frozen app (app) or the installers of this system (all)
  release-files TAG        checksums, bill of materials and notes, beside the installers
  licences                 collect the licences of all parts, for the About box
  verify-linux [ARGUMENTS] build the Linux installers and try them in bare Debians, as root
  build-windows [ARGUMENTS]  build the Windows installer, on Linux
  verify-windows [ARGUMENTS] build it and try it under wine, as root
  lock [--upgrade]         write the lock files anew
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from dev_tools import display, environment, lock, system
from dev_tools.environment import PYTHON, ROOT
from dev_tools.stop import NEEDS_A_PERSON, Stop, from_os_error

MOST_AT_ONCE = 3
"""Processes that run the tests, on two cores too: part of their time they wait for the disk. Four
take as long, as each has to collect all tests, and leave less for the programs that they start."""
BYTECODE = ROOT / "build" / "bytecode"
"""Compiled modules of a test run, even where Python is told to keep none: it starts 500 Pythons."""


def run(arguments: list[str]) -> int:
    """Opens the app."""
    display.require(arguments)
    system.ensure(system.WINDOW)
    environment.ensure("run")
    # -P: a file of the folder this is called from must not stand in for a library.
    command = [str(PYTHON), "-P", "-m", "skop_desktop", *(arguments or ["--sample"])]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell; signals go to the app itself
    return subprocess.run(command, check=False).returncode


def test(arguments: list[str]) -> int:
    """Runs the tests with coverage: all of them in some processes at once, each with a display."""
    at_once = 1 if arguments or not display.missing() else MOST_AT_ONCE
    shared = ["-n", str(at_once), "--dist", "worksteal"] if at_once > 1 else []
    return _on_a_desktop(
        ["-m", "pytest", "--cov", "--cov-report=term", *shared, *arguments],
        screens=at_once,
        more={"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BYTECODE)},
    )


def benchmark(arguments: list[str]) -> int:
    """Measures; the figures are printed."""
    system.ensure(system.PEERS)
    chosen = arguments or ["tests/benchmarks"]
    return _on_a_desktop(["-m", "pytest", "-m", "benchmark", "-sq", "--show-capture=no", *chosen])


def quality(arguments: list[str]) -> int:
    """Measures the judgement over labelled links, and a model that has not seen the prompt."""
    _for_tests(())
    places = [place for place in arguments if Path(place).exists()]
    fitting = [str(_script("train_relevance.py")), "--check", "--held-out", *places]
    measured = _python(["-m", "tests.quality", *arguments], dict(os.environ))
    return max(measured, _python(fitting, dict(os.environ)))


def screenshots(arguments: list[str]) -> int:
    """Makes the pictures."""
    return _on_a_desktop([str(_script("screenshots.py")), *arguments])


def lint(arguments: list[str]) -> int:
    """Style, format, types; all of them, whatever the first says."""
    _for_tests(())
    scripts = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "packaging").rglob("*.py"))
    steps: tuple[tuple[str, list[str], dict[str, str]], ...] = (
        ("lint", ["ruff", "check", *arguments], {}),
        ("format", ["ruff", "format", "--check"], {}),
        ("types", ["mypy"], {}),
        ("types of packaging", ["mypy", *scripts], {"MYPYPATH": "packaging"}),
    )
    worst = 0
    for name, command, more in steps:
        print(f"== {name}", flush=True)
        worst = max(worst, _python(["-m", *command], {**os.environ, **more}))
    return worst


def sample_site(arguments: list[str]) -> int:
    """Writes or checks the sample website."""
    _for_tests(())
    return _python([str(_script("make_sample_site.py")), *arguments], dict(os.environ))


def build(arguments: list[str]) -> int:
    """Builds the frozen app or installers, from the lock alone."""
    return _building("build.py", arguments)


def licences(arguments: list[str]) -> int:
    """Collects the licences."""
    return _building("collect_licences.py", arguments)


def release_files(arguments: list[str]) -> int:
    """Writes what is published beside the installers."""
    return _building("release.py", arguments)


def _building(script: str, arguments: list[str]) -> int:
    """Runs ``script`` in the environment that holds what is shipped, and nothing of the tests."""
    system.ensure((*system.WINDOW, *system.build_packages()))
    environment.ensure("build", environment.BUILDING)
    command = [str(environment.BUILDING.python), "-P", str(_script(script)), *arguments]
    return _watched(command, {**os.environ, "PYTHONPATH": str(ROOT / "packaging")})


def verify_linux(arguments: list[str]) -> int:
    """Builds the Linux installers, unless told otherwise, and tries them in bare Debians."""
    kept = "--keep-installers" in arguments
    if not kept and (status := build(["all"])):
        return status
    system.ensure((*system.WINDOW, *system.DESKTOP, *system.VERIFYING))
    chosen = [argument for argument in arguments if argument != "--keep-installers"]
    return _watched([sys.executable, str(_script("verify_linux.py")), *chosen], dict(os.environ))


def build_windows(arguments: list[str]) -> int:
    """Builds the Windows installer, on Linux."""
    system.ensure(system.WINDOWS_TOOLS)
    return _building("build_windows.py", arguments)


def verify_windows(arguments: list[str]) -> int:
    """Builds the Windows installer and tries it under wine."""
    return _watched([sys.executable, str(_script("verify_windows.py")), *arguments], {**os.environ})


def write_lock(arguments: list[str]) -> int:
    """Writes the lock files."""
    _for_tests(())
    lock.write(arguments)
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "benchmark": benchmark,
    "quality": quality,
    "lint": lint,
    "sample-site": sample_site,
    "screenshots": screenshots,
    "build": build,
    "licences": licences,
    "release-files": release_files,
    "verify-linux": verify_linux,
    "build-windows": build_windows,
    "verify-windows": verify_windows,
    "lock": write_lock,
}


def _for_tests(packages: tuple[str, ...]) -> None:
    system.ensure(packages)
    environment.ensure("test")


def _on_a_desktop(
    arguments: list[str], screens: int = 1, more: Mapping[str, str] | None = None
) -> int:
    _for_tests((*system.WINDOW, *system.DESKTOP))
    with display.virtual(screens) as (variables, session):
        return _python(arguments, {**variables, **(more or {})}, session)


def _python(
    arguments: list[str], variables: dict[str, str], before: list[str] | None = None
) -> int:
    return _watched([*(before or []), str(PYTHON), *arguments], variables)


def _watched(command: list[str], variables: dict[str, str]) -> int:
    """Runs ``command``; ends it where this is ended."""
    with subprocess.Popen(command, cwd=ROOT, env=variables) as running:
        try:
            return running.wait()
        except BaseException:
            # Ctrl+C reached the child as well: it ends by itself, its last words are wanted.
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                running.terminate()
                running.wait(10)
            running.kill()
            raise


def _script(name: str) -> Path:
    file = ROOT / "packaging" / name
    if not file.is_file():
        raise Stop(f"packaging/{name} is not in this checkout.", NEEDS_A_PERSON)
    return file


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def main() -> int:
    """Runs the command that was asked for; returns its exit status."""
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        print(__doc__)
        return 0 if {"-h", "--help"} & set(sys.argv[1:]) else NEEDS_A_PERSON
    if system.too_old():
        print(system.too_old(), file=sys.stderr)
        return NEEDS_A_PERSON
    signal.signal(signal.SIGTERM, _end)
    try:
        return command(sys.argv[2:])
    except (Stop, OSError) as error:
        stop = error if isinstance(error, Stop) else from_os_error(error)
        print(stop, file=sys.stderr)
        return stop.status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
