"""The web's connections to PostgreSQL, shared by its threads: a database backend (`base`)."""
