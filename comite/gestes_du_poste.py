"""On the desk: what one did for the committee: meetings, minutes, rounds, follow-ups, and answers to them."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from comite.models import (
    Bilan,
    Decision,
    Deplacement,
    Membre,
    Point,
    Presence,
    ReponseDeSuite,
    Ronde,
    Seance,
    Suite,
)
from comite.models.deroulement import ROLES
from engagements.acteur import acteur_de
from partenariat.poste import sources
from partenariat.poste.attentes import Fait
from partenariat.poste.sources import inscrire_lisibles, inscrire_suivi, selon_les_droits

FAITS = 10


def faits(request: HttpRequest) -> Iterator[Fait]:
    """The answers of this account, or of this signed link, to follow-ups of its body. One query."""
    if not (qui := acteur_de(request)):
        return
    siennes = ReponseDeSuite.objects.filter(**{"lien": qui.lien} if qui.lien else {"par": qui.utilisateur})
    lues = siennes.filter(suite__in=Suite.objects.de(qui)).select_related("suite").order_by("-le", "-pk")
    for reponse in lues[:FAITS]:
        adresse = reverse("espace-suite", args=[reponse.suite_id])
        yield Fait(reponse.le, gettext("Réponse à une suite"), str(reponse.suite), adresse)


def du_comite(personne: Any) -> bool:
    return bool(personne.a_role(*ROLES))


def _au_comite(objets: Any) -> sources.Lisibles:
    return lambda personne: objets if du_comite(personne) else objets.none()


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(faits=faits)
    inscrire_suivi(Seance, champs=("etat", "etat_pv"))
    for partie in (Point, Decision, Presence, Deplacement):
        inscrire_suivi(partie, Seance, chemin="seance")
    # The body that answers one writes it too: its answer is told.
    inscrire_suivi(Suite, champs=("etat",), pour=du_comite)
    inscrire_suivi(Ronde, champs=("ouverte_le",))
    inscrire_suivi(Bilan, champs=("publication",))
    inscrire_suivi(Membre)
    seances, rondes = Seance.objects.select_related("plan"), Ronde.objects.select_related("plan")
    suites = Suite.objects.select_related("seance__plan")
    inscrire_lisibles(Seance, _au_comite(seances), lambda seance: seance.adresse("preparation"))
    inscrire_lisibles(Ronde, _au_comite(rondes))
    inscrire_lisibles(
        Suite, _au_comite(suites), lambda suite: f"{suite.seance.adresse('preparation')}#suites"
    )
    inscrire_lisibles(Bilan, selon_les_droits(Bilan))
    droit = selon_les_droits(Membre)
    inscrire_lisibles(Membre, lambda personne: droit(personne).select_related("organisation"))
