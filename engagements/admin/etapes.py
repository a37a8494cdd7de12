"""The steps of a commitment in the back office: a button each, some with a reason.

A step never costs what was typed: the button saves first, then takes the step.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.models.etats import Etat


@dataclass(frozen=True)
class Etape:
    nom: str
    bouton: Promise
    fait: Promise
    peut: str
    """Name of the method that says who may."""
    geste: Callable[[Engagement, object, str], Engagement | None]
    """Called with the commitment, the person, the reason; gives the commitment that it makes, if any."""
    avec_note: bool = False
    avec_raison: bool = False
    """Whether it may also say why no decision of the committee is behind it."""

    @property
    def champ(self) -> str:
        return f"_{self.nom}"

    def ouverte(self, engagement: Engagement, personne) -> bool:
        return getattr(engagement, self.peut)(personne)


ETAPES = (
    Etape(
        "proposer",
        _("Enregistrer et proposer aux parties"),
        _("Le texte est figé et proposé aux deux parties."),
        "peut_proposer",
        lambda e, personne, _note: e.proposer(personne),
    ),
    Etape(
        "publier",
        _("Enregistrer et publier"),
        _("L'engagement est publié."),
        "peut_publier",
        lambda e, personne, _note: e.publier(personne),
    ),
    Etape(
        "reprendre",
        _("Reprendre en brouillon"),
        _("Le texte est de nouveau un brouillon."),
        "peut_reprendre",
        lambda e, personne, note: e.reprendre(personne, note),
        avec_note=True,
    ),
    Etape(
        "remplacer",
        _("Remplacer par une nouvelle version"),
        _("Voici le brouillon de la nouvelle version : changez le texte, puis proposez-le."),
        "peut_remplacer",
        lambda e, personne, _note: e.remplacer(personne),
    ),
    Etape(
        "constater_en_partie",
        _("Constater : tenu en partie"),
        _("L'engagement est constaté tenu en partie."),
        "peut_constater",
        lambda e, personne, note: e.constater(personne, Etat.TENU_EN_PARTIE, note),
        avec_note=True,
    ),
    Etape(
        "constater_non_tenu",
        _("Constater : non tenu"),
        _("L'engagement est constaté non tenu."),
        "peut_constater",
        lambda e, personne, note: e.constater(personne, Etat.NON_TENU, note),
        avec_note=True,
    ),
    Etape(
        "rouvrir",
        _("Rouvrir"),
        _("L'engagement est rouvert."),
        "peut_rouvrir",
        lambda e, personne, note: e.rouvrir(personne, note),
        avec_note=True,
    ),
    Etape(
        "retirer",
        _("Retirer l'engagement"),
        _("L'engagement est retiré."),
        "peut_retirer",
        lambda e, personne, note, raison="": e.retirer(personne, note, sans_decision=raison),
        avec_note=True,
        avec_raison=True,
    ),
    Etape(
        "depublier",
        _("Retirer du site public"),
        _("L'engagement n'est plus public."),
        "peut_depublier",
        lambda e, personne, note: e.depublier(personne, note),
        avec_note=True,
    ),
    Etape(
        "archiver",
        _("Archiver"),
        _("L'engagement est archivé."),
        "peut_archiver",
        lambda e, personne, _note: e.archiver(personne),
    ),
)
AVEC_NOTE = tuple(etape.champ for etape in ETAPES if etape.avec_note)


def etapes_ouvertes(engagement: Engagement | None, personne) -> list[Etape]:
    """The steps that this person may take; a new commitment can only be proposed."""
    return [e for e in ETAPES if e.ouverte(engagement, personne)] if engagement else [ETAPES[0]]


def demandee(request: HttpRequest) -> Etape | None:
    return next((etape for etape in ETAPES if etape.champ in request.POST), None)
