"""The ways of typing an hour that are read in every language."""

LUES = ["%H:%M", "%H h %M", "%Hh%M", "%Hh %M", "%H h", "%Hh", "%H:%M:%S", "%H:%M:%S.%f"]
