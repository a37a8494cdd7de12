"""What the desk of the staff says of absences: who replaces them, whom they replace, and where to say so."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from actions import greffes
from partenariat.gardes.comptes import PERSONNEL
from partenariat.parties.suppleances import suppleances_de
from partenariat.poste import sources
from partenariat.poste.attentes import Annonce


def annonces(request: HttpRequest) -> Iterator[Annonce]:
    """One query, for the staff; none for anyone else."""
    for suppleance in suppleances_de(request.user):
        yield Annonce(suppleance.dite(request.user), reverse("espace-absence"))


def de_l_espace(acteur, personne) -> dict:
    return {"du_personnel": personne.is_authenticated and personne.a_role(*PERSONNEL)}


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    greffes.enregistrer("espace", "composants/espace_absences.html", de_l_espace)
    sources.inscrire(annonces=annonces)
