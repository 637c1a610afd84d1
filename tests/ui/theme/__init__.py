"""The look of the app."""
