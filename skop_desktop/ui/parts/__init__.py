"""Small widgets that several regions of the window are made of."""
