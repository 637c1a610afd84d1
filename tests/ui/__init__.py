"""GUI tests: people click, type and look."""
