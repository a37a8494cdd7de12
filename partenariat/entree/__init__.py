"""Who comes in: the visitor's address, the tries of a secret, how often the same address asks."""
