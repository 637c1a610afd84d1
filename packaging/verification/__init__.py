"""Installing what was built, and looking at what comes of it."""
