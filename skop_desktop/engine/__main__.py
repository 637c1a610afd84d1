"""``python -m skop_desktop.engine``."""

from __future__ import annotations

import sys

from skop_desktop.engine.program import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
