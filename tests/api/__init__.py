"""The contract: its objects, its client, its errors, its pacing."""
