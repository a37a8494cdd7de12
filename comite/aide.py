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

EQUIPE = ("comite", "coordination")
PREPARATION, TENUE = "seance-preparation", "seance-tenue"

MARCHES = (
    Marche(
        _("Préparer une séance"),
        EQUIPE,
        (
            Pas(
                _("Sur votre poste, choisissez « Préparer la séance » à côté de la prochaine."),
                "espace",
                ecran="espace",
            ),
            Pas(
                _("Choisissez « Ajouter tous les points d'usage », puis les vôtres, et mettez-les en ordre."),
                ecran=PREPARATION,
            ),
            Pas(
                _("Choisissez « Convoquer la séance » : l'ordre du jour devient public."),
                ecran=PREPARATION,
            ),
        ),
        ("comite_seance_changelist", "comite_seance_change", "comite_seance_add", PREPARATION),
    ),
    Marche(
        _("Tenir une séance"),
        EQUIPE,
        (
            Pas(_("Le jour venu, ouvrez « Tenir » au haut de la page de la séance."), ecran=PREPARATION),
            Pas(
                _("Cochez qui est là, puis « Inscrire les présences » : le quorum se compte de lui-même."),
                ecran=TENUE,
            ),
            Pas(
                _("À chaque point, ouvrez « Délibéré » ou « Décider »; à la fin, « Lever la séance »."),
                ecran=TENUE,
            ),
        ),
        (PREPARATION, TENUE),
    ),
    Marche(
        _("Répondre à une suite du comité"),
        ("partenaire", "redaction"),
        (
            Pas(
                _("Sur votre poste, choisissez « Dire où elle en est » à côté de la suite."),
                "espace",
                ecran="espace",
            ),
            Pas(_("Dites où vous en êtes, ou que vous ne le pouvez pas.")),
            Pas(
                _("Choisissez « Inscrire ma réponse » : le comité la lira à sa prochaine séance."),
                ecran="espace-suite",
            ),
        ),
        ("espace-suites", "espace-suite"),
        ("coordination",),
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
        (
            3,
            Pas(
                _("Vous préparez les séances, tenez leur procès-verbal et relancez les suites."),
                "espace",
            ),
        ),
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
