"""Files get their names: those that are ready at the same moment with one sync of their folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

from skop_desktop.downloads.renaming import rename_without_overwriting, sync_folder


class Settling:
    """Gives parts in one folder their names, in a thread; used on one loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[_Rename] = []
        self._is_busy = False

    def settle(self, part: Path, target: Path) -> asyncio.Future[None]:
        """Done when the file that was ``part`` is durable as ``target``.

        The part is durable itself, and closed. Ends with ``FileExistsError`` where the name has
        been taken meanwhile: the part stays as it is. What the disk has begun is not to be called
        back: whoever is cancelled meanwhile is so when the future is done.
        """
        loop = asyncio.get_running_loop()
        rename = _Rename(part, target, _Settled(loop=loop))
        self._waiting.append(rename)
        self._begin(loop)
        return rename.done

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._waiting and not self._is_busy:
            renames, self._waiting = self._waiting, []
            self._is_busy = True
            done = loop.run_in_executor(None, _settle_all, self._folder, renames)
            done.add_done_callback(lambda done: self._end(loop, renames, done))

    def _end(
        self,
        loop: asyncio.AbstractEventLoop,
        renames: list[_Rename],
        done: asyncio.Future[None],
    ) -> None:
        self._is_busy = False
        for rename in renames:
            error = rename.error or done.exception()
            if error is None:
                rename.done.set_result(None)
            else:
                rename.done.set_exception(error)
        self._begin(loop)


class _Settled(asyncio.Future[None]):
    """A future that cannot be cancelled, as its work cannot."""

    def cancel(self, msg: object = None) -> bool:  # noqa: ARG002 - asyncio's interface
        return False


class _Rename:
    """One file, its two names, and how it ended."""

    def __init__(self, part: Path, target: Path, done: asyncio.Future[None]) -> None:
        self.part = part
        self.target = target
        self.done = done
        self.error: OSError | None = None


def _settle_all(folder: Path, renames: list[_Rename]) -> None:
    for rename in renames:
        try:
            rename_without_overwriting(rename.part, rename.target)
        except OSError as error:
            rename.error = error
    sync_folder(folder)
