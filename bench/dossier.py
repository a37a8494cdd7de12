"""How long does a packet take, with 200 actions of which a quarter are on the agenda?

The first one of a process also loads the compiler and the drawing engine; the next ones are what people wait
for. Making it again from history is what a verification costs.
"""

import statistics
import time
from datetime import timedelta

import pghistory
from django.core.cache import cache
from django.utils import timezone

from actions.models import Action, Plan
from bench.generateur import peupler
from bench.serveur import proprietaire
from comite.models import Point, Seance
from comite.sorties.dossier import fabrication as regles

TAILLE = 200
ESSAIS = 5


def inscrire_la_seance(plan: Plan) -> Seance:
    """A meeting to come, a quarter of a plan of `TAILLE` actions on its agenda."""
    seance = Seance.objects.create(plan=plan, numero="B-1", date=timezone.localdate() + timedelta(days=60))
    actions = Action.objects.publiques().filter(plan=plan).par_code()[: TAILLE // 4]
    Point.objects.bulk_create(
        Point(seance=seance, rang=rang, titre=f"Action {a.code}", nature="action", action=a)
        for rang, a in enumerate(actions, 1)
    )
    return seance


def chronometrer(faire) -> float:
    """Seconds."""
    debut = time.perf_counter()
    faire()
    return time.perf_counter() - debut


def mesurer() -> None:
    with proprietaire():
        seance = inscrire_la_seance(peupler(TAILLE).plan)
    durees = []
    # As the site does: it writes nothing outside of a request.
    with pghistory.context(user=None):
        premier = chronometrer(lambda: regles.preparer(seance))
        for _ in range(ESSAIS):
            # No chart kept: a plan that moved draws its own.
            cache.clear()
            durees.append(chronometrer(lambda: regles.preparer(seance)))
    dossier = seance.dossiers.last()
    refait = chronometrer(lambda: regles.refaire(dossier))
    tardives = Action.objects.publiques().avec_lectures().filter(echeancier="en_retard").count()
    print(f"\ndossier de {TAILLE} actions, dont {tardives} en retard : {len(dossier.pdf) // 1024} Kio")
    print(f"  le premier du processus  {premier:.2f} s")
    print(f"  les suivants (médiane)   {statistics.median(durees):.2f} s")
    print(f"  refait de l'historique   {refait:.2f} s")
