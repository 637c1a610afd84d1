"""Documents without a screen: columns, filter, export, preview."""
