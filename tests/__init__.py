"""The tests of Skop Desktop, one folder for each folder of the code."""
