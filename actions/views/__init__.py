"""Public pages: thin; what they show is asked of models, querysets and the modules beside them."""
