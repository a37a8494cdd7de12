"""The annual review: its data, its publication, its pages and its document."""
