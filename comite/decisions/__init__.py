"""The register of public decisions: page, filters, files."""
