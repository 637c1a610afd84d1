"""Which of what PyInstaller finds goes into the frozen app."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

DATA: Final = ("icons", "licences", "mark", "relevance", "sample_site")
"""Folders of the resources that the app reads; the pictures are for the README."""

EXCLUDED: Final = [
    "IPython",
    "PIL",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "_pytest",
    "hypothesis",
    "lib2to3",
    "mypy",
    "numpy.distutils",
    "numpy.f2py",
    "numpy.fft",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.testing",
    "pip",
    "pydoc_data",
    "pytest",
    "readline",
    "rich",
    "setuptools",
    "tkinter",
    "uvloop",
    "watchfiles",
    "websockets",
]
"""Imported by a library where it is there, and of no use here."""

_QT_MODULES: Final = (
    "Core",
    "DBus",
    "Gui",
    "Network",
    "OpenGL",
    "Svg",
    "WaylandClient",
    "WaylandEglClientHwIntegration",
    "Widgets",
    "WlShellIntegration",
    "XcbQpa",
)
_UNUSED: Final = (
    "/Qt/translations/",
    "/Qt/qml/",
    "/plugins/egldeviceintegrations/",
    "/plugins/generic/",
    "/plugins/networkinformation/",
    "/plugins/platforms/libqeglfs",
    "/plugins/platforms/libqlinuxfb",
    "/plugins/platforms/libqminimal",
    "/plugins/platforms/libqvkkhrdisplay",
    "/plugins/platforms/libqvnc",
    "/plugins/platformthemes/libqgtk3",
    "/plugins/imageformats/libqgif",
    "/plugins/imageformats/libqicns",
    "/plugins/imageformats/libqjpeg",
    "/plugins/imageformats/libqpdf",
    "/plugins/imageformats/libqtga",
    "/plugins/imageformats/libqtiff",
    "/plugins/imageformats/libqwbmp",
    "/plugins/imageformats/libqwebp",
    "/plugins/sqldrivers/",
    "/plugins/tls/",
    "/plugins/virtualkeyboard/",
    ".dist-info/sboms/",
)
_SOURCES: Final = (".c", ".pyx", ".pxd", ".pyi")
"""Cython's own; some wheels bring them."""
_SYSTEM_FOLDERS: Final = ("/lib/", "/lib64/", "/usr/lib/")
_NOT_ON_EVERY_SYSTEM: Final = (
    "libbz2.",
    "libcrypto.",
    "libffi.",
    "liblzma.",
    "libpython3.",
    "libsqlite3.",
    "libssl.",
    "libuuid.",
    "libxcb-cursor.",
    "libxcb-icccm.",
    "libxcb-image.",
    "libxcb-keysyms.",
    "libxcb-randr.",
    "libxcb-render-util.",
    "libxcb-render.",
    "libxcb-shape.",
    "libxcb-shm.",
    "libxcb-sync.",
    "libxcb-util.",
    "libxcb-xfixes.",
    "libxcb-xkb.",
    "libxkbcommon-x11.",
)
"""Libraries of the building system that go along; every other one is there wherever a desktop is,
and the package names it (``deb.DEPENDS``)."""


def belongs(target: str, source: str, kind: str) -> bool:
    """Whether a file that PyInstaller would put at ``target`` goes into the app.

    ``source``: where it lies on the building system; ``kind``: PyInstaller's word for what it is.
    """
    place = "/" + target.replace("\\", "/")
    if any(unused in place for unused in _UNUSED) or place.endswith(_SOURCES):
        return False
    if _is_unused_qt(place):
        return False
    if sys.platform != "linux" or kind != "BINARY" or not source.startswith(_SYSTEM_FOLDERS):
        return True
    return Path(source).name.startswith(_NOT_ON_EVERY_SYSTEM)


def _is_unused_qt(place: str) -> bool:
    name = place.rpartition("/")[2]
    if not name.startswith("libQt6"):
        return False
    return name.removeprefix("libQt6").partition(".")[0] not in _QT_MODULES
