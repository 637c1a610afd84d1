"""The local engine: the Skop contract, served on this computer."""
