"""Real servers, real files and ready-made objects that tests share."""
