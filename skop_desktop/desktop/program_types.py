"""Files that a system would run, mount or install rather than show, by name and by content."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final

_WINDOWS: Final = (
    "exe com scr pif bat cmd msi msp mst msix msixbundle appx appxbundle appinstaller application "
    "appref-ms cpl dll ocx sys drv xll lnk url website reg inf ins isp job hta chm hlp msc gadget "
    "js jse vb vbs vbe vbscript ws wsf wsh wsc sct shb shs ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 "
    "psd1 msh msh1 msh2 mshxml rdp settingcontent-ms search-ms searchconnector-ms library-ms "
    "theme themepack deskthemepack diagcab diagcfg diagpkg udl iqy dqy oqy slk xbap scf vsix"
)
_MACOS: Final = (
    "app command tool terminal workflow action scpt scptd applescript osax pkg mpkg dmg "
    "sparsebundle sparseimage prefpane kext bundle plugin mobileconfig inetloc fileloc webloc"
)
_LINUX: Final = (
    "desktop sh bash zsh csh ksh fish run bin out elf appimage deb rpm flatpak flatpakref snap"
)
_ANYWHERE: Final = (
    "jar jnlp war class apk xapk py pyw pyc pyz pyzw rb pl php lua air xpi crx "
    "iso img vhd vhdx vmdk udf"
)
_PROGRAMS: Final = frozenset(f"{_WINDOWS} {_MACOS} {_LINUX} {_ANYWHERE}".split())
_MACROS: Final = "docm dotm xlsm xltm xlam xla pptm potm ppsm ppam ppa sldm mdb mde accdb accde"
_WITH_MACROS: Final = frozenset(_MACROS.split())
_HEAD: Final = 512
_SCRIPT: Final = b"#!"
_SHORTCUT: Final = b"L\0\0\0\x01\x14\x02\0"
_DESKTOP_ENTRY: Final = b"[Desktop Entry]"
_MACH_O: Final = frozenset(
    bytes.fromhex(magic)
    for magic in ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "cafebabf")
)


class Danger(StrEnum):
    """What opening a file could do."""

    PROGRAM = "program"
    MACROS = "macros"


@dataclass(frozen=True, slots=True)
class ProgramQuestion:
    """What a person is asked before a file is opened that could do more than show itself.

    ``show`` and ``open`` are the words on the buttons: the first shows the file in its folder, the
    second opens it all the same. Neither is what Enter presses.
    """

    heading: str
    words: str
    show: str = "Show in folder"
    open: str = "Open anyway"


def danger_of(path: Path) -> Danger | None:
    """What opening ``path`` could do, by its name, its content and where it links to; blocks.

    A page (HTML, SVG) is no danger by itself: a browser shows it, and it may do there what every
    page on the web may. A file that cannot be read is judged by its name.
    """
    real = Path(os.path.realpath(path))
    endings = {_ending(path), _ending(real)}
    if endings & _PROGRAMS or _is_run_by_content(real):
        return Danger.PROGRAM
    return Danger.MACROS if endings & _WITH_MACROS else None


def runs_when_opened(path: Path) -> bool:
    """Whether opening ``path`` could run something, so that a person is asked before; blocks."""
    return danger_of(path) is not None


def question_about(path: PurePath, danger: Danger) -> ProgramQuestion:
    """The words of that question."""
    if danger is Danger.MACROS:
        return ProgramQuestion(
            f"{path.name} can contain macros",
            "Macros are small programs inside a document. Do not allow them to run unless you "
            "trust the website it came from.",
        )
    return ProgramQuestion(
        f"{path.name} is a program, not a document",
        "It can read and change what is on this computer. Open it only if you expected a program "
        "and trust the website it came from.",
    )


def _ending(path: PurePath) -> str:
    # Windows opens "a.exe. ." as "a.exe".
    return path.name.rstrip(". ").rpartition(".")[2].lower()


def _is_run_by_content(path: Path) -> bool:
    try:
        # Not a pipe or a device: opening one could wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return (
        head.startswith((b"\x7fELF", _SCRIPT, b"\xef\xbb\xbf" + _SCRIPT, _SHORTCUT))
        or head[:4] in _MACH_O
        or (head.startswith((b"MZ", b"ZM")) and b"\0" in head)
        or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_DESKTOP_ENTRY)
    )
