"""The parts of the app that run as processes of their own, and how each is started.

From a checkout or a wheel a child is this Python with a module. An installed app has no Python
beside it that could be named: it starts itself, with a switch as first argument.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Final, cast

_OWN_NAME: Final = "skopdesktop"
"""The launcher that the Windows installer brings; there Python does not call itself frozen."""


class ChildProgram(Enum):
    """A child and its module, which has ``main(arguments) -> exit status``."""

    ENGINE = "skop_desktop.engine.__main__"
    PREVIEW = "skop_desktop.documents.preview_child"
    FILE_READER = "skop_desktop.engine.extraction.__main__"
    TRANSFERS = "skop_desktop.downloads.__main__"

    @property
    def switch(self) -> str:
        """First argument by which an installed app becomes this child: ``--engine``."""
        return f"--{self.name.lower().replace('_', '-')}"

    @property
    def module(self) -> str:
        """What ``python -m`` is told."""
        return self.value.removesuffix(".__main__")


def is_installed_program() -> bool:
    """Whether this process is an installed app and not a Python that runs our package."""
    return getattr(sys, "frozen", False) or Path(sys.executable).stem.lower() == _OWN_NAME


def child_command(child: ChildProgram) -> tuple[str, ...]:
    """The beginning of the command line that starts ``child``; its own arguments follow."""
    if is_installed_program():
        return (sys.executable, child.switch)
    return (sys.executable, "-m", child.module)


def child_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """``environ`` for a child: it finds this very package, and nothing of the current folder."""
    folders = [str(Path(__file__).resolve().parent.parent), environ.get("PYTHONPATH", "")]
    path = os.pathsep.join(folder for folder in folders if folder)
    return {**environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def child_asked_for(arguments: Sequence[str]) -> ChildProgram | None:
    """The child that the first argument names."""
    return next((child for child in ChildProgram if [child.switch] == [*arguments[:1]]), None)


def run_child(child: ChildProgram, arguments: Sequence[str]) -> int:
    """Be ``child`` in this process. Only its own modules are loaded. The exit status."""
    main = cast("Callable[[Sequence[str]], int]", import_module(child.value).main)
    return main(arguments)
