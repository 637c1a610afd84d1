"""What can be done with a list of documents with no screen."""
