"""Tests of the job header."""
