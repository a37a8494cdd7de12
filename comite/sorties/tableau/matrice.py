"""Axes against states: as many marks as actions, and their count, which leads to its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actions.models.etats import Echeancier, Statut
from actions.portraits import Compte, Portrait, PortraitAxe
from comite.mesures.perimetre import Perimetre
from partenariat.presentation.etats import marque
from partenariat.presentation.formats import nombre, pourcent
from partenariat.presentation.texte import champ_en_langue

ETATS = (
    Echeancier.EN_RETARD,
    Echeancier.A_SURVEILLER,
    Echeancier.DANS_LES_TEMPS,
    Echeancier.SANS_ECHEANCE,
    Statut.REALISEE,
    Statut.SUSPENDUE,
    Statut.ABANDONNEE,
)
"""The columns: what is to be looked at, what goes well, what is over or set aside. Every action is in one."""
MARQUES = 12
"""Marks that a cell repeats; beyond, one stands for all and the count says how many."""


@dataclass(frozen=True)
class Rangee:
    nom: SafeString | str
    cases: list[tuple[str, str, SafeString]]
    """Each state: its class, the name of its column, what is written there."""
    total: SafeString
    avancement: SafeString | str
    mesurees: str


@dataclass(frozen=True)
class Matrice:
    colonnes: list[str]
    rangees: list[Rangee]
    tout: Rangee

    @classmethod
    def de(cls, perimetre: Perimetre, portraits: Sequence[PortraitAxe], ensemble: Portrait) -> "Matrice":
        """Those of its columns where something stands."""
        presents = [etat for etat in ETATS if _comptes(ensemble)[etat.value].nombre]
        return cls(
            [str(etat.label) for etat in presents],
            [_rangee(perimetre, p, presents, _nom(p), marquee=True, axe=p.axe.numero) for p in portraits],
            _rangee(perimetre, ensemble, presents, _("Tout"), marquee=False),
        )


def _nom(portrait: PortraitAxe) -> SafeString:
    """As the drawings name it (« Axe 1 »), then its short title."""
    axe = portrait.axe
    return format_html(
        '<span class="numero axe-{}">{}</span> {}',
        (axe.numero - 1) % 5 + 1,
        _("Axe %(n)s") % {"n": axe.numero},
        champ_en_langue(axe, axe.champ_court),
    )


def _comptes(portrait: Portrait) -> dict[str, Compte]:
    return {c.etat: c for c in (*portrait.statuts, *portrait.echeanciers)}


def _rangee(
    p: Perimetre, portrait: Portrait, presents: Sequence, nom: SafeString | str, *, marquee: bool, **axe: Any
) -> Rangee:
    comptes, groupe = _comptes(portrait), portrait.avancement
    cases = []
    for etat in presents:
        compte = comptes[etat.value]
        adresse = p.adresse(**axe, **{compte.lecture: etat.value})
        cases.append((etat.value, str(compte.nom), _case(compte, adresse, marquee)))
    return Rangee(
        nom,
        cases,
        format_html('<a href="{}">{}</a>', p.adresse(**axe), nombre(portrait.total)),
        pourcent(groupe.avancement) if marquee else _explique(pourcent(groupe.avancement)),
        _("%(m)d mesurées sur %(s)d") % {"m": groupe.mesurees, "s": groupe.suivies},
    )


def _explique(taux: str) -> SafeString:
    """The mean of all, which leads to what it is made of."""
    return format_html('<a href="#parts-axes-mesurees">{}</a>', taux)


def _case(compte: Compte, adresse: str, marquee: bool) -> SafeString:
    if not compte.nombre:
        return format_html('<span class="invisible">{}</span>', 0)
    lien = format_html('<a href="{}">{}</a>', adresse, nombre(compte.nombre))
    combien = 1 if compte.nombre > MARQUES else compte.nombre
    if not marquee:
        return lien
    marques = SafeString(marque(compte.etat) * combien)
    return format_html('<span class="marques">{}</span>{}', marques, lien)
