"""The downloads one by one, and all of them in one line."""
