"""What transfers and the engine both know of the web: whose addresses are whose, what TLS says."""
