"""The composition root: options, parts, window, loop. No logic of its own."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from skop_desktop.desktop.display import display_trouble
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.desktop.single_instance import Instance, claim, hand_over
from skop_desktop.errors import SkopError
from skop_desktop.logs import Logs
from skop_desktop.options import Options, parse_options

_NO_SCREEN: Final = 2
_TROUBLE: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the app. The exit status: 0, 1 where it cannot keep its files or the screen went away
    under it, 2 where no window can open or the command line is wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parse_options(given)
    trouble = display_trouble(os.environ)
    if trouble is not None:
        return _say(trouble, _NO_SCREEN)
    with _folders_of_a_check(options) as chosen:
        return _run(chosen, given)


@contextmanager
def _folders_of_a_check(options: Options) -> Iterator[Options]:
    """A check leaves the person's own searches, settings and documents alone."""
    if not options.check:
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="skop-desktop-check-") as made:
        data = options.data_folder or Path(made) / "data"
        documents = options.download_folder or data / "documents"
        yield replace(options, data_folder=data, download_folder=documents)


def _run(options: Options, given: Sequence[str]) -> int:
    folder = (
        DataFolder.at(options.data_folder) if options.data_folder else DataFolder.of_the_system()
    )
    try:
        folder.make()
        instance = claim(folder.root)
        if instance is None and options.check:
            return _say(f"Skop Desktop runs already with the files in {folder.root}.", _TROUBLE)
        if instance is None:
            hand_over(folder.root, json.dumps(given))
            return 0
        with instance, Logs(folder.logs) as logs:
            return _open_window(options, folder, instance, logs)
    except SkopError as error:
        return _say(str(error), _TROUBLE)
    except OSError as error:
        return _say(f"Skop Desktop cannot keep its files in {folder.root}: {error}", _TROUBLE)


def _open_window(options: Options, folder: DataFolder, instance: Instance, logs: Logs) -> int:
    # Qt is loaded here, so that --help and a missing screen need none of it.
    from skop_desktop import aio  # noqa: PLC0415
    from skop_desktop.session import make_application, session  # noqa: PLC0415

    app = make_application()
    return aio.run(app, lambda: session(app, options, folder, instance, logs))


def _say(words: str, status: int) -> int:
    sys.stderr.write(f"{words}\n")
    return status
