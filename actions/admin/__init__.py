"""The back office of the plan: one file an aggregate."""

from actions.admin import action, histoire, image, indicateur, plan, report, taches

__all__ = ["action", "histoire", "image", "indicateur", "plan", "report", "taches"]
