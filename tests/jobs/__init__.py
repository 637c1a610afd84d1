"""Following jobs, and the library of every job followed."""
