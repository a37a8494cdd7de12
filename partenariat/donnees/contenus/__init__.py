"""What a file holds, told from its bytes: archives, images, PDF, and whom they name (docs/decisions/0009)."""
