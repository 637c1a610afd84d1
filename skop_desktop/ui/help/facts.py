"""What a bug report needs to know of this installation; nothing of the person."""

from __future__ import annotations

import platform
from dataclasses import dataclass

import PySide6
from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from skop_desktop import __version__


@dataclass(frozen=True, slots=True)
class AppFacts:
    """Versions, each as its own maker writes it."""

    app: str
    python: str
    qt: str
    system: str
    display: str

    def __str__(self) -> str:
        return "\n".join(
            (
                f"Skop Desktop {self.app}",
                f"Python {self.python}",
                f"Qt {self.qt}",
                f"System: {self.system}",
                f"Display: {self.display}",
            )
        )


def facts_of_this_app() -> AppFacts:
    """The facts of the app that runs."""
    scales = {f"{screen.devicePixelRatio():g}" for screen in QGuiApplication.screens()}
    return AppFacts(
        app=__version__,
        python=f"{platform.python_version()} ({platform.machine()})",
        qt=f"{qVersion()}, PySide6 {PySide6.__version__}",
        system=f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} "
        f"{QSysInfo.kernelVersion()}",
        display=f"{QGuiApplication.platformName()}, scale {' and '.join(sorted(scales))}",
    )
