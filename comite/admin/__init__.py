"""The committee in the back office: mandates, meetings, follow-ups, rounds, reviews."""

from comite.admin import bilan, comite, ronde, taches  # noqa: F401  # they register themselves
