"""Tests of drags out of the window and into it."""
