"""How actions are kept up to date, in short steps; and what one who keeps them is told the first time."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Nouvelle, Report
from partenariat.aide.marches import Marche, Pas, inscrire, inscrire_premiere_fois
from partenariat.aide.premiere_fois import inscrire_gestes

EQUIPE = ("redaction", "coordination")
FICHE = ("actions_action_change", "actions_action_add", "actions_action_changelist")
LISTE = "admin:actions_action_changelist"
OUVRIR = Pas(_("Ouvrez la liste des actions, puis celle dont il s'agit."), LISTE)
A_VALIDER = "?publication__exact=a_valider"

MARCHES = (
    Marche(
        _("Donner une nouvelle"),
        EQUIPE,
        (
            Pas(_("Ouvrez ce qui vous attend, puis « Donner des nouvelles » à côté de l'action."), "espace"),
            Pas(_("Écrivez ce que vous avez fait, et choisissez qui le lira.")),
            Pas(_("Cochez ce qui est atteint, entrez vos mesures, puis publiez.")),
        ),
        FICHE,
    ),
    Marche(
        _("Cocher un jalon"),
        EQUIPE,
        (
            OUVRIR,
            Pas(_("Sous « Jalons », écrivez le jour où il est atteint, puis enregistrez.")),
            Pas(_("En retard, changez son échéance et dites pourquoi : le motif est public.")),
        ),
        FICHE,
    ),
    Marche(
        _("Entrer une mesure"),
        EQUIPE,
        (
            OUVRIR,
            Pas(_("Sous « Indicateurs et mesures », écrivez la valeur, sa date et sa source.")),
            Pas(_("Enregistrez : l'avancement vers la cible suit de lui-même.")),
        ),
        (*FICHE, "actions_indicateur_change"),
    ),
    Marche(
        _("Soumettre une action"),
        ("redaction",),
        (
            OUVRIR,
            Pas(_("Au bas de la fiche, choisissez « Enregistrer et soumettre à la validation ».")),
            Pas(_("La coordination la publie, ou la renvoie en brouillon avec une note que vous lirez ici.")),
        ),
        FICHE,
    ),
    Marche(
        _("Valider une action"),
        ("coordination",),
        (
            Pas(_("Ouvrez les actions qui attendent d'être validées."), LISTE, A_VALIDER),
            Pas(_("Relisez, puis « Enregistrer et publier », ou renvoyez en brouillon avec une note.")),
            Pas(_("Qui soumet ne valide pas : une autre personne publie ce que vous avez écrit.")),
        ),
        FICHE,
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
        (3, Pas(_("Une nouvelle, un jalon atteint ou une mesure s'écrit sur la fiche de l'action."))),
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
