"""The dashboard: modules made of figures, charts, tables and their explanation."""
