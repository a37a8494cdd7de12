"""How a party answers for its commitments, in short steps; and what a partner is told the first time."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from engagements.gestes_du_poste import GESTES
from partenariat.aide.marches import Marche, Pas, inscrire, inscrire_premiere_fois
from partenariat.aide.premiere_fois import inscrire_gestes

OUVRIR = Pas(_("Ouvrez votre espace, puis l'engagement dont il s'agit."), "espace")

MARCHES = (
    Marche(
        _("Signer un engagement"),
        ("partenaire",),
        (
            OUVRIR,
            Pas(_("Relisez le texte exact : c'est lui que votre organisation signe, et il ne change plus.")),
            Pas(_("Signez avec votre nom et votre fonction, ou demandez un changement en disant lequel.")),
        ),
        ("espace-engagement", "espace-signer", "espace-refuser"),
    ),
    Marche(
        _("Déclarer où l'on en est"),
        ("partenaire",),
        (
            OUVRIR,
            Pas(_("Dites ce qui est fait; une preuve se dépose sur la page de l'engagement.")),
            Pas(_("L'autre partie confirme, ou conteste en disant pourquoi. Tout cela est public.")),
        ),
        ("espace-engagement", "espace-declarer", "espace-preuve"),
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
