"""The whole app, driven from outside or as a person does."""
