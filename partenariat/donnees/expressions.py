"""Expressions that rows and criteria both read."""

from django.db.models import BooleanField, ExpressionWrapper, Q


def oui_ou_non(condition: Q) -> "ExpressionWrapper[Q]":
    """Whether a row answers the condition, as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())
