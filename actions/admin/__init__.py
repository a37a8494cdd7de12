"""The back office of the plan: one file an aggregate."""

from actions.admin import action, image, indicateur, plan, report

__all__ = ["action", "image", "indicateur", "plan", "report"]
