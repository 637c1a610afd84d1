"""The middle and the right of the window: the documents of a job, and one of them in full."""
