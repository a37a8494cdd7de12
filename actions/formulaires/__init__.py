"""Forms of the back office: one file an aggregate."""
