"""The first-start screen."""
