"""Where saved files came from: the record beside them, its check, and archives of both."""
