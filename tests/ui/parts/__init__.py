"""Small parts that every region is made of."""
