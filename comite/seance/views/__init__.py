"""Views of the committee, one file a subject."""
