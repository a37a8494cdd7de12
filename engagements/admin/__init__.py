"""Commitments in the back office: the coordination's."""

from engagements.admin import engagement, lien_signe, taches  # noqa: F401  # registered by their import
