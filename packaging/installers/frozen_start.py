"""Where the frozen app begins: as the app, or as the child that the first argument asks for."""

import sys

from skop_desktop.__main__ import main

sys.exit(main())
