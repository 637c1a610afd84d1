"""What `dev.py` is made of; standard library only, as there is no environment yet."""
