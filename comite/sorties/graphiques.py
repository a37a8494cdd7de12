"""The charts of the dashboard and of the packet, from what `mesures` counts: as data, drawn by `dessiner`."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from actions.models import Indicateur, Mesure
from actions.models.etats import Echeancier, Statut
from actions.portraits import PortraitAxe
from comite.mesures.indicateurs import Constat, constat, parcours
from comite.mesures.jalons import Mois
from comite.mesures.perimetre import Promesses
from engagements.lectures import CompteEtat
from engagements.models.etats import AppuiDuTenu, Etat
from partenariat.presentation.formats import arrondi, mesure, nombre, pourcent
from partenariat.presentation.graphiques import Spec

LARGEUR = 620
CHIFFRE = 9
"""Room that one digit takes inside a bar, in pixels."""
LETTRE = 8
"""Room that one letter of a name takes, at most."""
COULEURS_ECHEANCIER = {
    Statut.REALISEE: "#075b4f",
    Echeancier.SANS_ECHEANCE: "#7fb2d6",
    Echeancier.DANS_LES_TEMPS: "#35a794",
    Echeancier.A_SURVEILLER: "#e5b53a",
    Echeancier.EN_RETARD: "#c0391b",
    Statut.SUSPENDUE: "#8f7a4d",
    Statut.ABANDONNEE: "#97a3ad",
}
COULEURS_ETAT = {
    Etat.PROPOSE: "#97a3ad",
    Etat.SIGNE: "#7fb2d6",
    Etat.EN_COURS: "#35a794",
    Etat.TENU_EN_PARTIE: "#e5b53a",
    Etat.NON_TENU: "#c0391b",
    Etat.RETIRE: "#5b4a6b",
}
COULEURS_TENU = {
    AppuiDuTenu.VERIFIEE: "#075b4f",
    AppuiDuTenu.DEPOSEE: "#4c8a3c",
    AppuiDuTenu.SANS: "#a8cf9a",
}
COULEURS_CONSTAT = {
    Constat.NON_ATTEINTE: "#c0391b",
    Constat.A_VENIR: "#4a8fc0",
    Constat.ATTEINTE: "#075b4f",
}
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
TEXTE = {"field": "t", "type": "nominal"}
PREVUS, ATTEINTS, ECART = "#56616b", "#075b4f", "#f3dfae"


def axes(portraits: list[PortraitAxe]) -> Spec:
    """Stacked bars: where each axis stands."""
    valeurs, noms = [], {}
    for portrait in portraits:
        for segment in portrait.barre:
            compte = segment.compte
            noms[compte.etat] = str(compte.nom)
            valeurs.append({"l": _axe(portrait), "s": str(compte.nom), "n": compte.nombre})
    return _empilees(
        valeurs,
        [_axe(b) for b in portraits],
        {noms[etat]: couleur for etat, couleur in COULEURS_ECHEANCIER.items() if etat in noms},
        _("Nombre d'actions"),
    )


def _axe(portrait: PortraitAxe) -> str:
    return _("Axe %(n)s") % {"n": portrait.axe.numero}


def engagements(promesses: list[Promesses]) -> Spec:
    """Stacked bars: states of the commitments, by side."""
    valeurs = [
        {"l": str(p.partie.label), "s": compte.nom, "n": compte.nombre}
        for p in promesses
        for compte in p.etats
        if compte.nombre
    ]
    presents = {v["s"] for v in valeurs}
    comptes = [compte for p in promesses for compte in p.etats if compte.nom in presents]
    couleurs = {compte.nom: _couleur(compte) for compte in comptes}
    return _empilees(valeurs, [str(p.partie.label) for p in promesses], couleurs, _("Nombre d'engagements"))


def _couleur(compte: CompteEtat) -> str:
    return COULEURS_TENU[AppuiDuTenu(compte.appui)] if compte.appui else COULEURS_ETAT[Etat(compte.etat)]


def _encre(fond: str) -> str:
    """Black or white, whichever is read best on this colour."""
    canaux = [int(fond[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    clarte = 0.2126 * r + 0.7152 * v + 0.0722 * b
    return "#ffffff" if 1.05 / (clarte + 0.05) > (clarte + 0.05) / 0.05 else "#000000"


def _empilees(valeurs: list[dict], lignes: list[str], couleurs: dict[str, str], titre: str) -> Spec:
    """Stacked bars that say their numbers: in each part, and the sum at the end of the bar.

    Args:
        couleurs: by part, in the order of the parts and of the legend.
    """
    rangs = {nom: rang for rang, nom in enumerate(couleurs)}
    totaux: dict[str, int] = defaultdict(int)
    for valeur in valeurs:
        totaux[valeur["l"]] += valeur["n"]
    echelle = LARGEUR / max(totaux.values(), default=1)
    etroits: dict[str, list[str]] = defaultdict(list)
    for valeur in sorted(valeurs, key=lambda v: rangs[v["s"]]):
        texte = nombre(valeur["n"])
        if valeur["n"] * echelle < CHIFFRE * len(texte) + 4:
            # Too thin for its number: it is said beside the bar.
            etroits[valeur["l"]].append(_("%(nom)s %(n)s") % {"nom": valeur["s"].lower(), "n": texte})
            texte = ""
        valeur |= {"r": rangs[valeur["s"]], "t": texte, "c": _encre(couleurs[valeur["s"]])}
    # From the left: in a font wider than the one measured, a name runs towards its bar, not out of sight.
    place = {"labelAlign": "left", "labelPadding": LETTRE * max(map(len, lignes), default=0) + 4}
    ligne = {"field": "l", "type": "nominal", "title": None, "sort": lignes, "axis": place}
    rang = {"field": "r", "type": "quantitative", "sort": "ascending"}
    compte = {"field": "n", "type": "quantitative"}
    barres = {
        "data": {"values": valeurs},
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1.5},
        "encoding": {
            "y": ligne,
            "order": rang,
            "x": compte
            | {
                "title": titre,
                "stack": "zero",
                "axis": {"tickMinStep": 1, "tickCount": 10, "format": ",d"},
            },
            "color": {
                "field": "s",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(couleurs), "range": list(couleurs.values())},
                "legend": {"orient": "bottom", "columns": 3, "columnPadding": 28},
            },
        },
    }
    chiffres = {
        "data": {"values": valeurs},
        "mark": {"type": "text", "fontWeight": "bold"},
        "encoding": {
            "y": ligne,
            "order": rang,
            "x": compte | {"stack": "zero", "bandPosition": 0.5},
            "text": TEXTE,
            "color": {"field": "c", "type": "nominal", "scale": None, "legend": None},
        },
    }
    bouts = [
        {"l": nom, "n": total, "t": nombre(total) + "".join(f" · {dit}" for dit in etroits[nom])}
        for nom, total in totaux.items()
    ]
    sommes = {
        "data": {"values": bouts},
        "mark": {"type": "text", "align": "left", "dx": 7},
        "encoding": {"y": ligne, "x": compte, "text": TEXTE},
    }
    separees = {"scale": {"color": "independent"}}
    return _couches(barres, chiffres, sommes, width=LARGEUR, height={"step": 34}) | {"resolve": separees}


def _couches(*couches: Spec, width: int, height: Any) -> Spec:
    return {"$schema": SCHEMA, "layer": list(couches), "width": width, "height": height}


def jalons(mois: Iterable[Mois]) -> Spec:
    """Two steps, milestones planned and reached, over time, and the gap between them.

    Told apart by dashes and by their numbers, not by colour alone.
    """
    lus = [(m.fin.isoformat(), m.prevus, m.atteints) for m in mois]
    return _marches(lus, _("Prévus"), _("Atteints"), _("Jalons, en cumulé"))


def _marches(mois: list[tuple[str, int, int | None]], prevus: str, atteints: str, titre: str) -> Spec:
    valeurs: list[dict[str, Any]] = []
    for fin, dus, faits in mois:
        valeurs.append({"d": fin, "n": dus, "s": prevus})
        if faits is not None:
            valeurs.append({"d": fin, "n": faits, "s": atteints})
    passes = [{"d": fin, "p": dus, "a": faits} for fin, dus, faits in mois if faits is not None]
    axe = {"format": "%Y", "tickCount": "year"}
    temps = {"field": "d", "type": "temporal", "title": None, "axis": axe}
    # A cumulated count begins where the window does, not at zero: the gap is what is to be seen.
    hauteur = {"type": "quantitative", "scale": {"zero": False, "nice": True}}
    ecart = {
        "data": {"values": passes},
        "mark": {"type": "area", "interpolate": "step-after", "color": ECART},
        "encoding": {"x": temps, "y": hauteur | {"field": "p"}, "y2": {"field": "a"}},
    }
    serie = {"field": "s", "type": "nominal", "title": None}
    noms = [prevus, atteints]
    lignes = {
        "data": {"values": valeurs},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": temps,
            "y": hauteur | {"field": "n", "title": titre, "axis": {"tickMinStep": 1, "format": ",d"}},
            "color": serie
            | {
                "scale": {"domain": noms, "range": [PREVUS, ATTEINTS]},
                # Wide enough for its dashes to be seen.
                "legend": {
                    "orient": "bottom",
                    "symbolType": "stroke",
                    "symbolSize": 1600,
                    "symbolStrokeWidth": 2.5,
                },
            },
            "strokeDash": serie | {"scale": {"domain": noms, "range": [[6, 4], [1, 0]]}},
        },
    }
    couches: list[Spec] = [ecart, lignes]
    if passes:
        ici = passes[-1]
        places: tuple[tuple[str, str, str, Spec], ...] = (
            ("p", prevus, PREVUS, {"align": "right", "dx": -6, "dy": -10}),
            ("a", atteints, ATTEINTS, {"align": "left", "dx": 8, "dy": 8}),
        )
        for cle, nom, couleur, place in places:
            dit = [{"d": ici["d"], "n": ici[cle], "t": f"{nom} {nombre(cast(int, ici[cle]))}"}]
            ou = {"x": temps, "y": hauteur | {"field": "n"}}
            point = {"type": "point", "filled": True, "size": 55, "color": couleur, "opacity": 1}
            couches.append({"data": {"values": dit}, "mark": point, "encoding": ou})
            mot = {"type": "text", "fontWeight": "bold", **place}
            couches.append({"data": {"values": dit}, "mark": mot, "encoding": ou | {"text": TEXTE}})
    return _couches(*couches, width=LARGEUR, height=240)


BORNES = (-0.25, 1.25)
"""How far a bar goes before the baseline and beyond the target; its number says the rest."""


def cibles(indicateurs: list[Indicateur]) -> Spec:
    """Bars: the share of the way from baseline to target; the rule is the target, whichever way it lies.

    Args:
        indicateurs: only those whose way is known (`cibles.parcours`).
    """
    valeurs = []
    for rang, indicateur in enumerate(indicateurs):
        # Known, or it would not be here: the way, hence the measurement.
        chemin, lu = cast(Decimal, parcours(indicateur)), constat(indicateur)
        derniere = cast(Mesure, indicateur.derniere_mesure)
        dit = _("%(taux)s · %(valeur)s, cible %(cible)s en %(annee)s") % {
            "taux": pourcent(int(arrondi(100 * chemin))),
            "valeur": nombre(derniere.valeur),
            "cible": mesure(indicateur.cible_valeur, indicateur.unite),
            "annee": indicateur.cible_annee,
        }
        borne = max(BORNES[0], min(BORNES[1], float(chemin)))
        nom = f"{indicateur.action.code} · {indicateur}"
        valeurs.append(
            {"r": f"{rang:04d} {nom}", "p": borne, "b": max(borne, 1.0), "t": dit, "s": str(lu.label)}
        )
    couleurs = {str(c.label): couleur for c, couleur in COULEURS_CONSTAT.items()}
    return _parcours(valeurs, couleurs, _("Chemin parcouru, de la référence à la cible"))


def _parcours(valeurs: list[dict], couleurs: dict[str, str], titre: str) -> Spec:
    presents = [nom for nom in couleurs if nom in {v["s"] for v in valeurs}]
    place = {
        "labelExpr": "slice(datum.label, 5)",
        "labelAlign": "left",
        "labelLimit": 260,
        "labelPadding": 310,
        "domain": False,
        "ticks": False,
    }
    ligne = {"field": "r", "type": "nominal", "title": None, "sort": None, "axis": place}
    bornes = [min(0.0, *(v["p"] for v in valeurs)), max(v["b"] for v in valeurs)]
    chemin = {"type": "quantitative", "scale": {"domain": bornes, "nice": False}}
    barres = {
        "data": {"values": valeurs},
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "y": ligne,
            "x": chemin
            | {"field": "p", "title": titre, "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}},
            "color": {
                "field": "s",
                "type": "nominal",
                "title": None,
                "scale": {"domain": presents, "range": [couleurs[nom] for nom in presents]},
                "legend": {"orient": "bottom", "columnPadding": 28},
            },
        },
    }
    but = {
        "data": {"values": [{"x": 1}]},
        "mark": {"type": "rule", "strokeWidth": 2, "color": "#101820"},
        "encoding": {"x": chemin | {"field": "x"}},
    }
    mots = {
        "data": {"values": valeurs},
        "mark": {"type": "text", "align": "left", "dx": 7},
        "encoding": {"y": ligne, "x": chemin | {"field": "b"}, "text": TEXTE},
    }
    return _couches(barres, but, mots, width=LARGEUR // 2, height={"step": 26})


def axes_du_bilan(axes: list[dict[str, Any]]) -> Spec:
    """Stacked bars of a review's frozen figures: the living actions of each axis by schedule."""
    noms = {e["etat"]: e["nom"] for axe in axes for e in axe["echeanciers"]}
    valeurs = [
        {"l": _("Axe %(n)s") % {"n": axe["numero"]}, "s": e["nom"], "n": e["nombre"]}
        for axe in axes
        for e in axe["echeanciers"]
        if e["nombre"]
    ]
    return _empilees(
        valeurs,
        [_("Axe %(n)s") % {"n": axe["numero"]} for axe in axes],
        {nom: COULEURS_ECHEANCIER[etat] for etat, nom in noms.items()},
        _("Nombre d'actions"),
    )
