"""The module on indicators: where each stands against its target."""

from decimal import Decimal

from django.utils.translation import gettext as _

from actions.models import Indicateur
from comite.mesures import indicateurs as mesures
from comite.mesures.indicateurs import Constat, constat, parcours
from comite.mots.indicateurs import ecart_dit
from comite.sorties import dessins
from comite.sorties.tableau.pieces import (
    PAR_LISTE,
    Cellule,
    Chiffre,
    Liste,
    Lues,
    Module,
    Parts,
    Tableau,
    cellules,
)
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import date_longue, mesure, nombre
from partenariat.presentation.texte import francais_de

AU_PLUS = 12
"""Bars that a chart may have: beyond, the table is read better."""


def indicateurs(lues: Lues) -> Module:
    lus = mesures.indicateurs(lues.perimetre)
    if not lus:
        return Module(
            "indicateurs", _("Indicateurs et cibles"), vide=_("Ces actions n'ont pas d'indicateur.")
        )
    par_constat: dict[Constat, list[Indicateur]] = {c: [] for c in Constat}
    for indicateur in lus:
        par_constat[constat(indicateur)].append(indicateur)
    comparables = [
        i for c in (Constat.NON_ATTEINTE, Constat.A_VENIR, Constat.ATTEINTE) for i in par_constat[c]
    ]
    dessines = sorted(
        (i for i in comparables if parcours(i) is not None), key=lambda i: (_rang(i), parcours(i))
    )
    return Module(
        "indicateurs",
        _("Indicateurs et cibles"),
        [
            Chiffre(str(c.label), nombre(len(par_constat[c])), f"#parts-indicateurs-{c.value}")
            for c in (Constat.ATTEINTE, Constat.A_VENIR, Constat.NON_ATTEINTE)
        ],
        _figure(dessines),
        _legende(dessines),
        [_tableau(lues, lus, bool(dessines))],
        _(
            "La dernière mesure est comparée à la cible dans le sens souhaité. Une cible vaut pour "
            "toute son "
            "année : tant que cette année n'est pas finie, elle n'est pas échue. Comparables : %(c)d "
            "indicateurs "
            "sur %(t)d; ceux qui n'ont pas de mesure ou de cible ne sont pas comptés, et sont dits non "
            "mesurés, "
            "jamais zéro. Chemin parcouru : (mesure − référence) ÷ (cible − référence); il est connu de "
            "%(d)d "
            "indicateurs, ceux qui ont une valeur de référence et dont la série n'est pas rompue depuis."
        )
        % {"c": len(comparables), "t": len(lus), "d": len(dessines)},
        [
            Parts.de(
                Liste(
                    str(c.label),
                    lues.tables.page(
                        f"parts-indicateurs-{c.value}", par_constat[c], str(c.label), par_page=PAR_LISTE
                    ),
                    _part,
                )
            )
            for c in Constat
            if par_constat[c] or c in (Constat.ATTEINTE, Constat.A_VENIR, Constat.NON_ATTEINTE)
        ],
    )


def _rang(indicateur: Indicateur) -> int:
    return list(Constat).index(constat(indicateur))


def _figure(dessines: list[Indicateur]) -> Figure | None:
    if not dessines:
        return None
    mots = _("Part du chemin parcouru de la valeur de référence à la cible, indicateur par indicateur.")
    return Figure(dessins.cibles(dessines[:AU_PLUS]), mots)


def _legende(dessines: list[Indicateur]) -> str:
    if len(dessines) <= AU_PLUS:
        return ""
    return _(
        "Les %(n)d plus loin de leur cible, sur %(t)d : d'abord les cibles non atteintes, puis celles qui ne "
        "sont pas échues. Le tableau les a tous."
    ) % {"n": AU_PLUS, "t": len(dessines)}


def _part(indicateur: Indicateur, *, noter: bool = True) -> Cellule:
    action = indicateur.action
    return Cellule(
        f"{action.code} · {indicateur}",
        action.get_absolute_url(),
        ecart_dit(indicateur) if noter else "",
        francais_de(indicateur, "nom"),
    )


def _tableau(lues: Lues, lus: list[Indicateur], replie: bool) -> Tableau:
    page = lues.tables.page("indicateurs-cibles", lus, _("Dernière mesure et cible"), par_page=PAR_LISTE)

    def datee(valeur: Decimal | None, unite: str, quand) -> Cellule | str:
        # A unit is never translated.
        return Cellule(f"{mesure(valeur, unite)} ({quand})", francais=(unite,)) if valeur is not None else "–"

    lignes = [
        cellules(
            _part(i, noter=False),
            datee(i.reference_valeur, i.unite, i.reference_annee),
            datee(i.derniere_mesure.valeur, i.unite, date_longue(i.derniere_mesure.date))
            if i.derniere_mesure
            else _("non mesuré"),
            datee(i.cible_valeur, i.unite, i.cible_annee),
            str(constat(i).label),
            ecart_dit(i) or "–",
        )
        for i in page
    ]
    return Tableau(
        page.titre,
        [_("Indicateur"), _("Référence"), _("Dernière mesure"), _("Cible"), _("Constat"), _("Écart")],
        lignes,
        cle=page.ancre,
        replie=replie,
        page=page,
    )
