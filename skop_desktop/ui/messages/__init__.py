"""The quiet bar that tells a person what happened."""
