"""The back office of the plan: one file an aggregate."""

from actions.admin import action, indicateur, plan, report

__all__ = ["action", "indicateur", "plan", "report"]
