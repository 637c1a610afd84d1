"""Tests of the record, its check and archives."""
