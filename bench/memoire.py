"""What does a worker hold after it has served everything?

A worker of the real site, by what the system says of its memory: after one page, then after five
dashboards, twenty packets and every file, as someone signed in, whose pages are not kept; then after every
public page, as a visitor, whose pages are kept (64 MB at most: that part is chosen, and said apart). What a
worker takes for a moment it gives back at its next looks (`partenariat/menage.py`): both figures are said.
"""

import itertools
import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from actions.models import Action, Plan
from bench import adresses
from bench.dossier import chronometrer, inscrire_la_seance
from bench.ouvrier import Ouvrier, ouvrier
from bench.serveur import proprietaire
from bench.visiteur import Visiteur
from comite.models import Bilan, Seance
from engagements.models import Engagement, Preuve
from partenariat.donnees.sorties import FORMATS
from partenariat.menage import PERIODE
from partenariat.postgres import Grappe

DOSSIERS, TABLEAUX = 20, 5
JEUX = ("actions", "engagements", "preuves", "decisions")


def fichiers(seance: Seance) -> list[str]:
    """Every address that answers a file: the datasets, of today and of a year ago, and documents."""
    plan, jour = seance.plan, timezone.localdate() - timedelta(days=365)
    jeux = [
        plan.adresse(f"donnees-{jeu}", format_=format_) for jeu, format_ in itertools.product(JEUX, FORMATS)
    ]
    engagement, preuve = Engagement.objects.publics().first(), Preuve.objects.publiques().exclude(fichier="")
    seances = [
        plan.adresse(nom, numero=seance.numero) for nom in ("seance-dossier-pdf", "seance-dossier-json")
    ]
    documents = [
        *seances,
        plan.adresse("comite-calendrier"),
        plan.adresse("bilan-pdf", annee=Bilan.objects.get().annee),
        plan.adresse("engagement-texte", code=engagement.code),
        *(plan.adresse("engagement-preuve", code=p.engagement.code, pk=p.pk) for p in preuve[:1]),
    ]
    return [*jeux, *(f"{jeu}?au={jour}" for jeu in jeux), *documents]


def mesurer(grappe: Grappe, base: str) -> None:
    """Args:
    base: a database that a plan fills, and to which Django is connected.
    """
    with proprietaire():
        plan = Plan.objects.get()
        seance = Seance.objects.filter(numero="B-1").first() or inscrire_la_seance(plan)
    taille = Action.objects.count()
    with ouvrier(grappe, base) as celui:
        membre, public = celui.membre(), celui.visiteur()
        lire(membre, [plan.adresse("actions")])
        fraiche = _rangee(celui)
        print(f"\nmémoire d'un ouvrier, {taille} actions : {fraiche:.0f} Mo après une page")
        tableau = plan.adresse("tableau-de-bord")
        preparation = plan.adresse("seance-preparation", numero=seance.numero)
        dossier = plan.adresse("seance-dossier", numero=seance.numero)

        def dossiers() -> None:
            for _ in range(DOSSIERS):
                reponse = membre.envoyer(preparation, dossier)
                assert reponse.statut == 302, reponse.statut  # noqa: S101

        pages = [adresses.de_ce_plan(a, plan.slug) for a in adresses.adresses(Bilan.objects.get().annee)]
        for nom, faire in (
            (f"{TABLEAUX} tableaux de bord", lambda: lire(membre, [tableau] * TABLEAUX)),
            (f"{DOSSIERS} dossiers", dossiers),
            ("tous les fichiers", lambda: lire(membre, fichiers(seance))),
            ("encore", lambda: lire(membre, fichiers(seance))),
            ("toutes les pages", lambda: lire(membre, pages)),
            ("les mêmes, gardées", lambda: lire(public, pages)),
        ):
            _dire(celui, fraiche, nom, faire)


def lire(visiteur: Visiteur, demandees: list[str] | tuple[str, ...]) -> None:
    for adresse in demandees:
        reponse = visiteur.demander(adresse)
        if reponse.statut != 200:
            print(f"  {adresse} répond {reponse.statut}")


def _rangee(celui: Ouvrier) -> float:
    """MB, once the worker has looked twice."""
    time.sleep(2 * PERIODE + 1)
    return celui.memoire


def _dire(celui: Ouvrier, fraiche: float, nom: str, faire: Callable[[], None]) -> None:
    duree, haute = chronometrer(faire), celui.memoire
    rangee = _rangee(celui)
    print(
        f"  après {nom:<20} {rangee:4.0f} Mo ({rangee - fraiche:+.0f}; sitôt fait {haute:.0f}), "
        f"en {duree:.1f} s",
        flush=True,
    )
