"""Tests of the windows about the record of saved files."""
