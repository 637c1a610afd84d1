"""The two programs of `verify_windows_drag.py`: who drags, and who takes."""
