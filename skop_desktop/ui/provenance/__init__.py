"""Checking saved files against their list, and saving them as an archive."""
