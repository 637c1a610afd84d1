"""Between the window and the services."""
