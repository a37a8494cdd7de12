"""Drawings of time, of the actions: where each milestone stands, in what shape, under what name."""
