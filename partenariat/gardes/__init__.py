"""Guards that PostgreSQL keeps for us: what a form refuses, an import, SQL or the shell cannot do either.

Each kind of rule is written once (`regles`); a model lists those that it keeps in its `Meta.triggers`. They
name fields: tables and columns follow from the models, so nothing here knows who uses it.
"""
