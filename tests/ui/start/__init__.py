"""Tests of the first-start screen."""
