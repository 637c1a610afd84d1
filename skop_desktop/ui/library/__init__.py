"""The library: every search so far, the way to a new one, and where searches run."""
