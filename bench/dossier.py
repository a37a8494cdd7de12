"""How long does a packet take, with 200 actions of which half are on the agenda or late?

The first one of a process also loads the compiler and the drawing engine; the next ones are what people wait
for. Making it again from history is what a verification costs.
"""

import statistics
import time
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from actions.models import Action, Jalon, Plan
from bench.pages import peupler
from comite.models import Point, Seance
from comite.sorties.dossier import fabrication as regles

TAILLE = 200
ESSAIS = 5


def preparer_la_seance() -> Seance:
    """A meeting after an earlier one; a quarter of the actions on its agenda, another quarter late."""
    peupler(TAILLE)
    plan, aujourd_hui = Plan.objects.get(slug=f"mesures-{TAILLE}"), timezone.localdate()
    Seance.objects.create(plan=plan, numero="B-1", date=aujourd_hui - timedelta(days=30), etat="tenue")
    seance = Seance.objects.create(plan=plan, numero="B-2", date=aujourd_hui + timedelta(days=7))
    actions = list(Action.objects.filter(plan=plan).par_code())
    Point.objects.bulk_create(
        Point(seance=seance, rang=rang, titre=f"Action {a.code}", nature="action", action=a)
        for rang, a in enumerate(actions[: TAILLE // 4], 1)
    )
    tardives = [a.pk for a in actions[TAILLE // 4 : TAILLE // 2]]
    Action.objects.filter(plan=plan).update(statut="en_cours")
    Jalon.objects.bulk_create(
        Jalon(
            action_id=pk,
            titre="Échu",
            echeance=aujourd_hui - timedelta(days=9),
            echeance_initiale=aujourd_hui - timedelta(days=9),
        )
        for pk in tardives
    )
    return seance


def chronometrer(faire) -> float:
    """Seconds."""
    debut = time.perf_counter()
    faire()
    return time.perf_counter() - debut


def mesurer() -> None:
    seance = preparer_la_seance()
    premier = chronometrer(lambda: regles.preparer(seance))
    durees = []
    for _ in range(ESSAIS):
        # No chart kept: a plan that moved draws its own.
        cache.clear()
        durees.append(chronometrer(lambda: regles.preparer(seance)))
    dossier = seance.dossiers.last()
    refait = chronometrer(lambda: regles.refaire(dossier))
    print(f"dossier de {TAILLE} actions, {len(dossier.pdf) // 1024} Kio")  # noqa: T201
    print(f"  le premier du processus  {premier:.2f} s")  # noqa: T201
    print(f"  les suivants (médiane)   {statistics.median(durees):.2f} s")  # noqa: T201
    print(f"  refait de l'historique   {refait:.2f} s")  # noqa: T201
