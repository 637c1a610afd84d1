"""The menu entries with their keys: the window makes its actions of this, F1 lists it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ShortcutId(StrEnum):
    """What a menu entry asks for."""

    NEW_SEARCH = "new-search"
    OPEN_JOB = "open-job"
    EXPORT = "export"
    SETTINGS = "settings"
    QUIT = "quit"
    REFRESH = "refresh"
    REMOVE = "remove"
    FILTER = "filter"
    DOWNLOAD_SELECTED = "download-selected"
    DOWNLOAD_ALL = "download-all"
    CHECK_FILES = "check-files"
    SAVE_ARCHIVE = "save-archive"
    SAVE_TO = "save-to"
    KEYS = "keys"
    LOG_FOLDER = "log-folder"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One menu entry. ``keys`` in Qt's portable form, empty where there are none."""

    id: ShortcutId
    keys: str
    words: str
    menu: str


@dataclass(frozen=True, slots=True)
class ListKeys:
    """Keys that do the same in every list, without a menu entry."""

    keys: str
    words: str


SHORTCUTS: Final = (
    Shortcut(ShortcutId.NEW_SEARCH, "Ctrl+N", "New search", "File"),
    Shortcut(ShortcutId.OPEN_JOB, "Ctrl+O", "Open a job ID", "File"),
    Shortcut(ShortcutId.EXPORT, "Ctrl+E", "Export the list of documents", "File"),
    Shortcut(ShortcutId.SETTINGS, "Ctrl+,", "Settings", "File"),
    Shortcut(ShortcutId.QUIT, "Ctrl+Q", "Quit", "File"),
    Shortcut(ShortcutId.FILTER, "Ctrl+F", "Filter documents", "Documents"),
    Shortcut(ShortcutId.DOWNLOAD_SELECTED, "Ctrl+D", "Download selected", "Documents"),
    Shortcut(ShortcutId.DOWNLOAD_ALL, "Ctrl+Shift+D", "Download all", "Documents"),
    Shortcut(ShortcutId.SAVE_TO, "Ctrl+Shift+S", "Save selected to…", "Documents"),
    Shortcut(ShortcutId.CHECK_FILES, "", "Check files…", "Documents"),
    Shortcut(ShortcutId.SAVE_ARCHIVE, "", "Save as archive (BagIt)…", "Documents"),
    Shortcut(ShortcutId.REFRESH, "F5", "Look again now", "Search"),
    Shortcut(ShortcutId.REMOVE, "Del", "Remove from library", "Search"),
    Shortcut(ShortcutId.KEYS, "F1", "Keyboard shortcuts", "Help"),
    Shortcut(ShortcutId.LOG_FOLDER, "", "Open the folder with the logs", "Help"),
    Shortcut(ShortcutId.ABOUT, "", "About Skop Desktop", "Help"),
)

LIST_KEYS: Final = (
    ListKeys("Return", "Open what is selected"),
    ListKeys("Ctrl+C", "Copy the selected rows"),
    ListKeys("Ctrl+A", "Select everything"),
    ListKeys("Alt+Up", "Bring a download that waits forward"),
    ListKeys("Alt+Down", "Put a download that waits back"),
    ListKeys("Shift+F10", "Show what can be done with a row"),
)
