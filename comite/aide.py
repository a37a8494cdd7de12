"""How a meeting is prepared, in short steps; and what one of the committee is told the first time."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comite.models import Presence, ReponseDeSuite
from comite.models.etats import EtatSeance
from partenariat.aide.marches import Marche, Pas, inscrire, inscrire_premiere_fois
from partenariat.aide.premiere_fois import inscrire_gestes

SEANCES = "admin:comite_seance_changelist"
TABLEAU = "tableau-de-bord"

MARCHES = (
    Marche(
        _("Préparer une séance"),
        ("coordination",),
        (
            Pas(_("Ouvrez la liste des séances, puis « Préparer » à côté de la prochaine."), SEANCES),
            Pas(_("Ajoutez les points, et mettez-les en ordre.")),
            Pas(_("Convoquez : l'ordre du jour se publie, et le dossier se télécharge de la même page.")),
        ),
        ("comite_seance_changelist", "comite_seance_change", "comite_seance_add", "seance-preparation"),
    ),
)


def inscrire_l_aide() -> None:
    """Called once, when the application is ready."""
    inscrire(30, *MARCHES)
    inscrire_premiere_fois(
        "coordination",
        (4, Pas(_("Vous préparez les séances du comité et en tenez le procès-verbal."), SEANCES)),
    )
    inscrire_premiere_fois(
        "comite",
        (1, Pas(_("Le tableau de bord dit où en est le plan, et ce qui demande une décision."), TABLEAU)),
        (2, Pas(_("La page du comité donne la prochaine séance et son ordre du jour."), "comite")),
        (3, Pas(_("Avant une séance, vous lisez son dossier, notes internes comprises."))),
        (4, Pas(_("Les décisions prises se lisent au registre, avec leurs suites."), "decisions")),
        (
            5,
            Pas(_("Les notes et les projets de procès-verbal restent entre vous.")),
        ),
    )
    inscrire_gestes(_a_siege)


def _a_siege(personne: Any) -> list[QuerySet[Any]]:
    """The meetings at which it sat, the follow-ups that it answered."""
    return [
        Presence.objects.filter(membre__utilisateur=personne, present=True, seance__etat=EtatSeance.TENUE),
        ReponseDeSuite.objects.filter(par=personne),
    ]
