"""What is made of the measures: dashboard, packet of a meeting, annual review."""
