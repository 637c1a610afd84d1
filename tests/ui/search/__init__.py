"""The form that starts a search."""
