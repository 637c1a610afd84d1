"""Where searches run, the key, the download folder, light or dark."""
