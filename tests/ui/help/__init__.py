"""Keyboard shortcuts, and what this app is."""
