"""Tests of the library sidebar."""
