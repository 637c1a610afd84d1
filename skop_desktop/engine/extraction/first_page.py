"""What was read of a file's beginning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_CHARACTERS: Final = 6_000
"""Of the first page; more would say nothing new of what a document is."""
LONGEST_TITLE: Final = 300


class Obstacle(StrEnum):
    """Why there is no text, or none of a file at all."""

    NONE = ""
    NO_TEXT = "no_text"
    """A picture of a page, or an empty one."""
    LOCKED = "locked"
    """Nothing of it can be read without a password."""
    UNREADABLE = "unreadable"
    """Damaged, or not what it says it is."""
    UNKNOWN = "unknown"
    """Of a kind whose text is not read."""
    TOO_LARGE = "too_large"
    """It would unpack to more than is read."""
    TOO_SLOW = "too_slow"
    BROKE_READER = "broke_reader"
    """The process that read it ended over it."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """``title`` as the file's own properties have it. Both empty where the file says nothing."""

    text: str = ""
    title: str = ""
    obstacle: Obstacle = Obstacle.NONE


class FileUnreadable(Exception):
    """The file cannot be read; ``obstacle`` says why."""

    def __init__(self, obstacle: Obstacle = Obstacle.UNREADABLE) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


def tidied(text: str, longest: int = MOST_CHARACTERS) -> str:
    """``text`` with its lines, without the rest of its white space and control characters."""
    text = re.sub(r"[^\S\n]+", " ", re.sub(r"\r\n?|[\v\f\u2028\u2029]", "\n", text[: longest * 4]))
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)
    return re.sub(r" ?\n[ \n]*", "\n", text).strip()[:longest]


def titled(title: str) -> str:
    """A title on one line."""
    return tidied(title, LONGEST_TITLE).replace("\n", " ")
