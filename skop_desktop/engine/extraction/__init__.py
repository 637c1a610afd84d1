"""What the first page of a file says, read in a process of its own."""
