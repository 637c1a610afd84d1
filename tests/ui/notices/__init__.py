"""Tests of the pages that stand in for an empty table."""
