"""The job at the top of the window: what it is, where it stands, what can be done."""
