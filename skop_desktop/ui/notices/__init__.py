"""The page in place of the table while there are no documents to show."""
