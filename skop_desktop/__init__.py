"""Skop Desktop: the documents you need out of a website, found, checked and saved."""

__version__ = "0.1.0"
