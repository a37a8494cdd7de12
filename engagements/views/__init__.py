"""Public pages and the partner's space: thin; what they show is asked of models and querysets."""
