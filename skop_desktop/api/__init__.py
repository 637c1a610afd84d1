"""The Skop contract: its objects, its client, its errors and the pacing of requests."""
