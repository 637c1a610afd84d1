"""``python -m skop_desktop``: the same as ``skop-desktop``."""

import sys

from skop_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
