"""Between the window and the services: intents go down, snapshots come up, one desk a concern."""
