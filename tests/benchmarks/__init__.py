"""How quick it is where people would wait; run with ``pytest -m benchmark -s tests/benchmarks``."""
