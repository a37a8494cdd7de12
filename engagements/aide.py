"""How a party answers for its commitments, in short steps; and what a partner is told the first time."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.gestes_du_poste import GESTES
from partenariat.aide.marches import Marche, Pas, inscrire, inscrire_premiere_fois
from partenariat.aide.premiere_fois import inscrire_gestes

EQUIPE = ("redaction", "coordination")
"""They answer for the units of the City."""
LE_SIEN = "espace-engagement"

MARCHES = (
    Marche(
        _("Signer un engagement"),
        ("partenaire",),
        (
            Pas(
                _("Sur votre poste, choisissez « Lire et signer » à côté de l'engagement."),
                "espace",
                ecran="espace",
            ),
            Pas(_("Relisez le texte exact : c'est lui que votre organisation signe, et il ne change plus.")),
            Pas(
                _("Écrivez « Votre nom » et « Votre fonction », ou choisissez « Demander un changement »."),
                ecran="espace-signer",
            ),
        ),
        (LE_SIEN, "espace-signer", "espace-refuser"),
        EQUIPE,
    ),
    Marche(
        _("Déclarer où l'on en est"),
        ("partenaire",),
        (
            Pas(
                _("Sur votre poste, choisissez « Déclarer » à côté de l'engagement."),
                "espace",
                ecran="espace",
            ),
            Pas(
                _("Dites ce qui est fait, puis « Inscrire ma déclaration »; une preuve peut s'y joindre."),
                ecran="espace-declarer",
            ),
            Pas(_("L'autre partie confirme, ou conteste en disant pourquoi. Tout cela est public.")),
        ),
        (LE_SIEN, "espace-declarer", "espace-preuve"),
        EQUIPE,
    ),
    Marche(
        _("Confirmer ou contester une déclaration"),
        ("partenaire",),
        (
            Pas(
                _("Sur votre poste, choisissez « Confirmer ou contester » à côté de l'engagement."),
                "espace",
                ecran="espace",
            ),
            Pas(
                _("Choisissez « Confirmer » ou « Contester »; une contestation dit pourquoi."),
                ecran="espace-verifier",
            ),
            Pas(
                _("Finissez par « Inscrire ma vérification » : elle est publique; l'autre peut y répondre."),
                ecran="espace-verifier",
            ),
        ),
        (LE_SIEN, "espace-verifier", "espace-verifier-preuve", "espace-repondre"),
        EQUIPE,
    ),
)


def inscrire_l_aide() -> None:
    """Called once, when the application is ready."""
    inscrire(20, *MARCHES)
    inscrire_premiere_fois(
        "coordination",
        (
            3,
            Pas(
                _("Vous proposez les engagements aux deux parties, et suivez qui signe."),
                "admin:engagements_engagement_changelist",
            ),
        ),
    )
    inscrire_premiere_fois(
        "partenaire",
        (1, Pas(_("Votre espace dit ce qui attend votre organisation."), "espace")),
        (2, Pas(_("Vous signez les engagements de votre organisation, ou demandez un changement."))),
        (3, Pas(_("Vous déclarez où l'on en est, et déposez vos preuves."))),
        (
            4,
            Pas(_("Vous confirmez ce que l'autre partie déclare, ou le contestez en disant pourquoi.")),
        ),
        (5, Pas(_("Ce que vous dites est public, au nom de votre organisation."), "engagements")),
    )
    inscrire_gestes(_a_parle)


def _a_parle(personne: Any) -> list[QuerySet[Any]]:
    modeles = dict.fromkeys(modele for modele, _chemin, _quoi in GESTES)
    return [modele._default_manager.filter(par=personne) for modele in modeles]
