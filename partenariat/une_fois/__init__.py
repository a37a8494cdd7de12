"""What a person sends is done once, however many times the browser sends it (docs/decisions/0017)."""
