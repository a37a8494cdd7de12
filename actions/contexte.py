"""What every template may know of the plan, where the view does not say which one."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from actions.models import Plan


def plan(request: HttpRequest) -> dict:
    """The active plan, asked for only where a template needs it (sign-in, personal pages)."""
    return {"plan": SimpleLazyObject(Plan.objects.actif)}
