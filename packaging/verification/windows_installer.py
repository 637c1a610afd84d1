"""The Windows installer under wine: installed, used, replaced while it runs, removed."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installers.windows import MOST_BYTES, SOURCES, compile_c

from verification import windows_bad_input as bad_input
from verification.proofs import expect
from verification.windows_machine import WindowsMachine, until
from verification.windows_trial import (
    NAME,
    PROGRAM,
    Trial,
    expect_nothing_left,
    is_over,
    listed,
)

JOB: Final = "job_4fc79a89797e"
_REGISTERED: Final = (
    "Classes\\\\skop\\\\shell\\\\open\\\\command",
    f"Classes\\\\Applications\\\\{PROGRAM}\\\\SupportedTypes",
    "SkopDesktop\\\\Capabilities\\\\URLAssociations",
    "CurrentVersion\\\\Uninstall\\\\SkopDesktop",
)


def verify(trial: Trial) -> None:
    """Everything that needs no mounting; leaves nothing installed."""
    machine, claim = trial.machine, trial.proofs.claim
    before_files, before_registry = machine.files(), machine.registry()
    with claim(f"the installer has at most {MOST_BYTES / 1e6:.0f} MB") as facts:
        size = trial.newer.stat().st_size
        facts.append(f"{size / 1e6:.1f} MB")
        expect(size <= MOST_BYTES, "it is larger")
    with claim("a silent installation for one person ends well") as facts:
        began = time.monotonic()
        expect(trial.install(trial.older) == 0, "exit status is not 0")
        facts.append(f"{time.monotonic() - began:.0f} s")
        expect(trial.version not in listed(machine), "the older one has the newer's version")
    with claim('menu, links, "Open with" and list of apps have it, for this person alone'):
        _registered(trial)
    with claim("the installed app runs the sample job to its end, documents on disk") as facts:
        facts.append(trial.check(trial.folder, "windows-older.png"))
    with claim("without a console too, what it has to say at the start is seen"):
        _said_without_console(trial)
    _reached(trial)
    with claim("where the app is killed, no child of it stays"):
        _killed(trial)
    with claim("a newer one is installed over it while it runs: closed, replaced, data kept"):
        _upgrade(trial)
    with claim("the newer one runs the sample job to its end, documents on disk") as facts:
        facts.append(trial.check(trial.folder, "windows-newer.png"))
    with claim("a person is asked before the running app is closed, and may say no"):
        _asked(trial)
    bad_input.verify_installed(trial)
    with claim("a silent uninstallation leaves nothing but the person's data") as facts:
        began = time.monotonic()
        trial.uninstall()
        facts.append(f"{time.monotonic() - began:.0f} s")
        expect_nothing_left(trial, before_files, before_registry, trial.data)
        expect((trial.data / "library.db").exists(), "the searches are gone")
    bad_input.verify_strange_folder(trial)
    with claim("asked once, the uninstallation takes the data and the service keys too"):
        _all_removed(trial, before_files, before_registry)


def _registered(trial: Trial) -> None:
    machine = trial.machine
    menu = _shortcut(trial)
    expect(menu.exists(), "it is not in the Start menu")
    keys = machine.registry()
    for key in _REGISTERED:
        expect(f"{key}]" in keys, f"{key} is not registered")
    for_all = (machine.prefix / "system.reg").read_text("utf-8", "replace").lower()
    ours = {name for name in ("skopdesktop", NAME.lower(), "classes\\\\skop") if name in for_all}
    expect(not ours, f"registered for everybody: {ours}")


def _shortcut(trial: Trial) -> Path:
    menu = trial.machine.local.parent / "Roaming" / "Microsoft" / "Windows" / "Start Menu"
    return menu / "Programs" / f"{NAME}.lnk"


def _said_without_console(trial: Trial) -> None:
    machine = trial.machine
    with _alone(trial, "no-job-id"):
        machine.window(f"^{NAME}$")
        machine.picture(trial.pictures / "windows-said.png")
        machine.go_through(f"^{NAME}$")


@contextmanager
def _alone(trial: Trial, argument: str) -> Iterator[subprocess.Popen[str]]:
    """The app as Explorer starts it: without a console, and with no handle to write to."""
    machine = trial.machine
    alone = machine.prefix / "alone.exe"
    compile_c(SOURCES / "wine" / "alone.c", alone, "-municode", "-mwindows")
    with machine.running(alone, machine.as_drive(trial.program), argument) as ran:
        yield ran.process


def _reached(trial: Trial) -> None:
    machine, claim = trial.machine, trial.proofs.claim
    with claim("the entry of the Start menu opens the app"):
        _opened_by_shortcut(trial)
    with claim("a skop:// link reaches the app that runs"), trial.opened():
        machine.open_link(f"skop://job/{JOB}", "skop")
        _is_shown_by_the_first(machine, JOB, f"skop://job/{JOB}")
        machine.picture(trial.pictures / "windows-link.png")
    with claim('"Open with" on the job.json beside documents leads to their search') as facts:
        facts.append(_opened_with(trial))


def _opened_by_shortcut(trial: Trial) -> None:
    machine = trial.machine
    # That ends at once: wine's "start /wait" waits for no shortcut.
    machine.run("start", machine.as_drive(_shortcut(trial)))
    try:
        window = machine.window(f"^{NAME}$")
        machine.drawn(trial.pictures / "windows-menu.png")
        machine.close(window)
        until(lambda: not machine.windows(NAME), 30, "its window stays")
        until(lambda: not machine.runs(PROGRAM, "--transfers"), 30, "its transfers stay")
    finally:
        machine.end()  # or a window that stays fails all that comes after


def _opened_with(trial: Trial) -> str:
    machine = trial.machine
    record = machine.as_drive(trial.record)
    job = str(json.loads(trial.record.read_text("utf-8"))["jobs"][0]["job_id"])
    command = machine.registered(f"Applications\\{PROGRAM}")
    expect(command == f'"{machine.as_drive(trial.program)}" "%1"', f"registered is {command}")
    with trial.opened(), _alone(trial, f'"{record}"') as second:
        _is_shown_by_the_first(machine, job, record)
        machine.picture(trial.pictures / "windows-open-with.png")
        until(lambda: is_over(second), 30, "the second one did not end")
    return job


def _is_shown_by_the_first(machine: WindowsMachine, job: str, given: str) -> None:
    machine.window(job)
    until(lambda: not machine.runs(PROGRAM, given), 30, "the second one did not end")
    expect(len(machine.windows(NAME)) == 1, "there is more than one window")


def _killed(trial: Trial) -> None:
    machine = trial.machine
    with trial.opened() as running:
        until(lambda: machine.runs(PROGRAM, "--transfers"), 60, "it has no child")
        running.kill()
        running.wait()
        until(lambda: not machine.runs(PROGRAM, "--transfers"), 30, "the transfers stay")


def _upgrade(trial: Trial) -> None:
    stale = trial.folder / "app" / "packages" / "of_the_older_version.py"
    stale.touch()
    with trial.opened() as running:
        status = trial.install(trial.newer)
        expect(status == 0, f"exit status {status}")
        until(lambda: is_over(running), 30, "the older one still runs")
    expect(not stale.exists(), "files of the older version are left")
    expect({"app"} == {path.name for path in trial.folder.iterdir()}, "more than the app is there")
    expect(trial.version in listed(trial.machine), listed(trial.machine))
    expect((trial.data / "library.db").exists(), "the person's searches are gone")


def _asked(trial: Trial) -> None:
    machine = trial.machine
    with trial.opened() as running, machine.running(trial.newer) as setup:
        machine.focus(machine.window(f"{NAME} Setup"))
        machine.press("Return")
        until(lambda: len(machine.windows(f"{NAME} Setup")) > 1, 60, "nothing was asked")
        machine.picture(trial.pictures / "windows-question.png")
        machine.press("Escape")
        time.sleep(2)
        expect(not is_over(running), "it was closed all the same")
        machine.picture(trial.pictures / "windows-refused.png")
        machine.go_through(f"{NAME} Setup")
        until(lambda: is_over(setup.process), 30, "the installer stays")
        expect(setup.process.returncode == 1, f"exit status {setup.process.returncode}")
    expect(trial.program.exists(), "the app is gone")


def _all_removed(trial: Trial, files: set[str], registry: str) -> None:
    machine = trial.machine
    expect(trial.install(trial.newer) == 0, "exit status is not 0")
    _keep_a_key(trial)
    with machine.running(trial.folder / "app" / "Uninstall.exe"):
        machine.focus(machine.window(f"{NAME} Uninstall"))
        machine.press("Return")
        until(lambda: len(machine.windows(f"{NAME} Uninstall")) > 1, 60, "nothing was asked")
        expect(not (trial.folder / "app").exists(), "the app is still there")
        machine.picture(trial.pictures / "windows-uninstall.png")
        machine.press("alt+y")
        until(lambda: not trial.data.exists(), 30, "the data are still there")
        machine.go_through(f"{NAME} Uninstall")
    expect_nothing_left(trial, files, registry, None)
    expect(NAME not in _credentials(machine), "the key is still kept")


def _keep_a_key(trial: Trial) -> None:
    python = trial.folder / "app" / "python" / "python.exe"
    code = "import keyring as k; k.set_password('Skop Desktop', 'a', 'x'); print(k.get_keyring())"
    status, said = trial.machine.run(python, "-c", code)
    expect(status == 0 and "WinVault" in said, said)
    expect(NAME in _credentials(trial.machine), "the key was not kept")


def _credentials(machine: WindowsMachine) -> str:
    lines = machine.registry().splitlines()
    return "\n".join(line for line in lines if "Credential Manager" in line)
