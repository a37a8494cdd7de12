"""The packet of a meeting: its data, then its document, frozen together."""
