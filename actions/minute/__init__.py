"""News in a minute: one short screen for all that a month changes of an action."""
