"""The engine in one short life after another, to be killed at any instant.

Run as ``python -m tests.support.engine_lives``. It imports everything once and forks for each line
of its input: a JSON list, the engine's arguments. It answers with the life's process number; the
life itself says on the same stdout where it listens. A life also ends with this process.
"""

from __future__ import annotations

import json
import os
import sys

import skop_desktop.engine.crawl  # noqa: F401 - the engine loads it later, each life would anew
from skop_desktop.engine.program import main


def serve() -> None:
    """Lives, one after the other, as long as there are orders."""
    for line in sys.stdin:
        theirs, ours = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(theirs, 0)
            os.close(ours)
            os._exit(main(json.loads(line)))
        os.close(theirs)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        os.close(ours)
        sys.stdout.write("over\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
