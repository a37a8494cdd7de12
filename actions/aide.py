"""How actions are kept up to date, in short steps; and what one who keeps them is told the first time."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Nouvelle, Report
from partenariat.aide.marches import Marche, Pas, inscrire, inscrire_premiere_fois
from partenariat.aide.premiere_fois import inscrire_gestes

EQUIPE = ("redaction", "coordination")
MINUTE = "nouvelle-en-une-minute"
FICHE = "admin:actions_action_change"
LISTE = "admin:actions_action_changelist"
JALONS = "admin:actions_jalons"
PLUSIEURS = "admin:actions_plusieurs"
FICHES = ("actions_action_change", "actions_action_add", "actions_action_changelist")
OUVRIR = Pas(_("Ouvrez la liste des actions, puis celle dont il s'agit."), LISTE)
NOUVELLES = Pas(
    _("Sur votre poste, choisissez « Donner des nouvelles » à côté de l'action."),
    "espace",
    ecran="espace",
)
A_VALIDER = "?publication__exact=a_valider"

MARCHES = (
    Marche(
        _("Donner une nouvelle"),
        EQUIPE,
        (
            NOUVELLES,
            Pas(_("Écrivez ce que vous avez fait, puis choisissez « Qui la lira »."), ecran=MINUTE),
            Pas(
                _("Choisissez « Publier », ou « Publier et passer à la suivante »."),
                ecran=MINUTE,
            ),
        ),
        (*FICHES, MINUTE),
    ),
    Marche(
        _("Cocher un jalon"),
        EQUIPE,
        (
            NOUVELLES,
            Pas(
                _(
                    "Sous le jalon, choisissez « Atteint », ou « À déplacer » avec une date et un motif, "
                    "que le public lira."
                ),
                ecran=MINUTE,
            ),
            Pas(
                _(
                    "Pour plusieurs d'un coup, ouvrez « Jalons en liste » : une case ou une date par ligne, "
                    "un seul enregistrement."
                ),
                JALONS,
                ecran=LISTE,
            ),
        ),
        (*FICHES, MINUTE, "actions_jalons"),
    ),
    Marche(
        _("Entrer une mesure"),
        EQUIPE,
        (
            NOUVELLES,
            Pas(
                _("Sous l'indicateur, écrivez la valeur; « Changer la date » ouvre la date et la source."),
                ecran=MINUTE,
            ),
            Pas(_("Choisissez « Publier » : l'avancement vers la cible suit de lui-même."), ecran=MINUTE),
        ),
        (*FICHES, MINUTE, "actions_indicateur_change"),
    ),
    Marche(
        _("Changer plusieurs actions à la fois"),
        EQUIPE,
        (
            Pas(
                _("Filtrez la liste des actions, puis ouvrez « Modifier ces actions en liste »."),
                LISTE,
                ecran=LISTE,
            ),
            Pas(
                _("Changez « Confiance » ou « Statut » à chaque ligne, puis « Enregistrer »."),
                ecran=PLUSIEURS,
            ),
            Pas(_("Une ligne refusée est nommée en haut, et garde ce que vous y avez écrit.")),
        ),
        ("actions_action_changelist", "actions_plusieurs"),
    ),
    Marche(
        _("Soumettre une action"),
        ("redaction",),
        (
            OUVRIR,
            Pas(
                _("Au bas de sa fiche, choisissez « Enregistrer et soumettre à la validation »."),
                ecran=FICHE,
            ),
            Pas(_("La coordination la publie, ou la renvoie en brouillon avec une note que vous lirez ici.")),
        ),
        FICHES,
    ),
    Marche(
        _("Valider une action"),
        ("coordination",),
        (
            Pas(_("Ouvrez les actions qui attendent d'être validées."), LISTE, A_VALIDER),
            Pas(
                _("Relisez, puis choisissez « Enregistrer et publier », ou renvoyez avec une note."),
                ecran=FICHE,
            ),
            Pas(_("Qui soumet ne valide pas : une autre personne publie ce que vous avez écrit.")),
        ),
        FICHES,
    ),
)


def inscrire_l_aide() -> None:
    """Called once, when the application is ready."""
    inscrire(10, *MARCHES)
    inscrire_premiere_fois(
        "coordination",
        (1, Pas(_("Vous tenez tout le plan à jour : les actions, leurs jalons et leurs mesures."), LISTE)),
        (2, Pas(_("Vous publiez ce que les unités vous soumettent."), LISTE, A_VALIDER)),
        (
            5,
            Pas(
                _("Vous tenez la liste des organisations, et ce que le site dit de lui-même."),
                "admin:partenariat_organisation_changelist",
            ),
        ),
    )
    inscrire_premiere_fois(
        "redaction",
        (1, Pas(_("Votre poste dit ce qui attend votre unité, le plus pressé d'abord."), "admin:index")),
        (2, Pas(_("Vous tenez à jour les actions de votre unité, et elles seules."), LISTE)),
        (
            3,
            Pas(
                _("Une nouvelle, un jalon atteint ou une mesure s'écrit en une minute, depuis votre poste."),
                "espace",
            ),
        ),
        (
            4,
            Pas(
                _("Une action nouvelle se soumet à la coordination."),
                "admin:actions_action_add",
            ),
        ),
        (5, Pas(_("Une date déplacée demande un motif : le public lit les deux dates et le motif."))),
    )
    inscrire_gestes(_a_ecrit)


def _a_ecrit(personne: Any) -> list[QuerySet[Any]]:
    siennes = Q(auteur=personne) | Q(soumise_par=personne) | Q(validee_par=personne)
    return [
        Nouvelle.objects.filter(auteur=personne),
        Action.objects.filter(siennes),
        Report.objects.filter(par=personne),
    ]
