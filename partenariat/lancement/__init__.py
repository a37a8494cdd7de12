"""`make run`: everything between a bare clone and a site that answers, in one process."""
