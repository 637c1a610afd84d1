"""The documents: table, filter bar, detail, used as people use them."""
