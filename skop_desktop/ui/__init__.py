"""Every widget; one folder a region of the window."""
