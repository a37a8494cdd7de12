"""An indicator as a line: from its reference, by its measures, to its target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from actions.models import Action, Indicateur
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.temps import Borne, Echelle, Etiquette, bords, pct, poser
from partenariat.presentation.formats import date_courte, nombre

HAUT, BAS = 34, 112
"""Pixels: where the highest and the lowest values stand."""
LARGEUR = 300
"""Pixels: the least width at which the labels must hold."""
MESURES = 60
"""Measures drawn: the latest ones; the table has them all."""


@dataclass(frozen=True)
class Point:
    le: date
    valeur: Decimal
    x: str
    y: str


@dataclass(frozen=True)
class Segment:
    de: Point
    a: Point


@dataclass(frozen=True)
class Courbe:
    """The drawing of one indicator.

    Attributes:
        segments: between points that compare: none crosses a break of series.
        vers: from where it stands to its target.
    """

    indicateur: Indicateur
    annees: list[Borne]
    points: list[Point]
    segments: list[Segment]
    vers: Segment | None
    cible: Point | None
    aujourd_hui: str
    mots: list[Etiquette]


@dataclass(frozen=True)
class Resultat:
    """An indicator and its line, where it has two dated values to join."""

    indicateur: Indicateur
    courbe: Courbe | None


def resultats(action: Action) -> list[Resultat]:
    """Those of an action read with what hangs from it (`autour.autour_de`). No query then."""
    return [Resultat(indicateur, _courbe(indicateur)) for indicateur in action.indicateurs.all()]


def _courbe(indicateur: Indicateur) -> Courbe | None:
    mesures = sorted(indicateur.mesures.all(), key=lambda m: (m.date, m.pk))[-MESURES:]
    connus: list[tuple[date, Decimal]] = [(m.date, m.valeur) for m in mesures]
    # Of a year, nothing more is known: its middle.
    if indicateur.reference_annee and indicateur.reference_valeur is not None:
        connus.append((date(indicateur.reference_annee, 7, 1), indicateur.reference_valeur))
    connus.sort(key=lambda un: un[0])
    cible = (
        (date(indicateur.cible_annee, 12, 31), indicateur.cible_valeur)
        if indicateur.cible_annee and indicateur.cible_valeur is not None
        else None
    )
    tous = [*connus, *([cible] if cible else [])]
    if not mesures or len(tous) < 2:
        return None
    marge = timedelta(days=30)
    bornes = bords([le for le, _valeur in tous], avant=marge, apres=marge)
    assert bornes is not None  # noqa: S101  # for mypy: there are two at least
    echelle = Echelle(*bornes)
    y = _hauteurs([valeur for _le, valeur in tous])

    def point(le: date, valeur: Decimal) -> Point:
        return Point(le, valeur, pct(echelle.x(le)), f"{y(valeur):.1f}")

    points = [point(*un) for un in connus]
    rupture = indicateur.rupture_le
    segments = [
        Segment(un, autre) for un, autre in pairwise(points) if not (rupture and un.le < rupture <= autre.le)
    ]
    vise = point(*cible) if cible else None
    depart = points[-1] if rupture else points[0]
    vers = Segment(depart, vise) if vise and depart.le < vise.le else None
    ici = echelle.pct(jour()) if echelle.contient(jour()) else ""
    # A year named at the edge would leave the drawing.
    annees = [b for b in echelle.annees if echelle.contient(b.le) and b.x < 90]
    return Courbe(
        indicateur,
        annees[:: len(annees) // 5 + 1],
        points,
        segments,
        vers,
        vise,
        ici,
        _mots(points, vise),
    )


def _hauteurs(valeurs: Iterable[Decimal]):
    """From a value to its height in px. From zero, unless all are far from it and near each other."""
    hautes, basses = max(valeurs), min(valeurs)
    if basses > 0 and (hautes - basses) * 3 > hautes:
        basses = Decimal(0)
    ecart = hautes - basses or Decimal(1)

    def y(valeur: Decimal) -> float:
        return float(BAS - (BAS - HAUT) * (valeur - basses) / ecart)

    return y


def _mots(points: list[Point], cible: Point | None) -> list[Etiquette]:
    """What the latest measure is, then the target, then where it started from, where there is room."""
    dernier, premier = points[-1], points[0]
    dits = {"valeur": nombre(dernier.valeur), "date": date_courte(dernier.le)}
    voulus = [_etiquette(dernier, _("%(valeur)s (%(date)s)") % dits)]
    if cible:
        dits = {"valeur": nombre(cible.valeur), "annee": str(cible.le.year)}
        voulus.append(_etiquette(cible, _("cible : %(valeur)s en %(annee)s") % dits))
    if len(points) > 1:
        voulus.append(_etiquette(premier, nombre(premier.valeur)))
    return [une for une in poser(voulus, LARGEUR) if une]


def _etiquette(un: Point, texte: str) -> Etiquette:
    return Etiquette(float(un.x[:-1]), float(un.y) - 11, texte)
