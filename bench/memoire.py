"""What does a worker hold after it has served everything?

Its resident memory, fresh, then after five dashboards, twenty packets and every export, in the process that
asks: what is made in a process of its own is not there any more.
"""

import itertools

import psutil
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client

from actions.models import Plan
from bench.dossier import chronometrer, preparer_la_seance
from bench.serveur import proprietaire
from comite.models import Seance
from comite.sorties.dossier import fabrication as regles

DOSSIERS, TABLEAUX = 20, 5
JEUX = ("actions", "engagements", "preuves", "decisions")


def memoire() -> float:
    """MB."""
    return psutil.Process().memory_info().rss / 1e6


def exporter(client: Client, plan: Plan) -> None:
    for jeu, format_ in itertools.product(JEUX, ("csv", "json", "xlsx")):
        reponse = client.get(plan.adresse(f"donnees-{jeu}", format_=format_))
        for _morceau in reponse if reponse.streaming else [reponse.content]:
            pass
        reponse.close()


def mesurer() -> None:
    with proprietaire():
        seance = Seance.objects.filter(numero="B-1").first() or preparer_la_seance()
        membre = get_user_model().objects.create_superuser("memoire", password=None)
    client = Client()
    client.force_login(membre)
    tableau = seance.plan.adresse("tableau-de-bord")
    client.get(seance.plan.adresse("actions"))
    fraiche = memoire()
    print(f"\nmémoire d'un processus web : {fraiche:.0f} Mo après une page")

    def tableaux() -> None:
        for _ in range(TABLEAUX):
            # No chart kept: a plan that moved draws its own.
            caches["default"].clear()
            client.get(tableau)

    def dossiers() -> None:
        for _ in range(DOSSIERS):
            regles.preparer(seance)

    for nom, faire in (
        (f"{TABLEAUX} tableaux de bord", tableaux),
        (f"{DOSSIERS} dossiers", dossiers),
        ("tous les exports", lambda: exporter(client, seance.plan)),
    ):
        duree = chronometrer(faire)
        print(f"  après {nom:<20} {memoire():4.0f} Mo ({memoire() - fraiche:+.0f}), en {duree:.1f} s")
