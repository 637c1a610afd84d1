"""``python -m skop_desktop``: the app; in an installed app its children too."""

from __future__ import annotations

import sys

from skop_desktop.child_programs import child_asked_for, run_child


def main() -> int:
    """The app, or the child that the first argument asks for, which loads nothing of the app."""
    child = child_asked_for(sys.argv[1:])
    if child is not None:
        return run_child(child, sys.argv[2:])
    from skop_desktop.app import main as app_main  # noqa: PLC0415 - a child needs none of it

    return app_main()


if __name__ == "__main__":
    sys.exit(main())
