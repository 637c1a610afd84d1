"""Colours, spacing, style sheet and icons: the look of the app, in one place."""
