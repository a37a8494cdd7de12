"""A meeting, from its proposed agenda to its approved minutes; what is public of it."""
