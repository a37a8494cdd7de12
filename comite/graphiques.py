"""The charts of the dashboard and of the packet, from what `mesures` counts."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from actions.bilans import Bilan
from comite.mesures import Mois, Promesses
from engagements.models.etats import Etat
from partenariat.presentation.graphiques import svg

LARGEUR = 620
# Dark to light is also ordered to light to dark: the order of the parts is read without colour.
COULEURS_ECHEANCIER = {
    "realisee": "#075b4f",
    "dans_les_temps": "#35a794",
    "a_surveiller": "#e5b53a",
    "en_retard": "#c0391b",
    "suspendue": "#8f7a4d",
    "abandonnee": "#97a3ad",
}
COULEURS_ETAT = {
    Etat.PROPOSE: "#97a3ad",
    Etat.SIGNE: "#7fb2d6",
    Etat.EN_COURS: "#35a794",
    Etat.TENU: "#075b4f",
    Etat.TENU_EN_PARTIE: "#e5b53a",
    Etat.NON_TENU: "#c0391b",
    Etat.RETIRE: "#5b4a6b",
}


def axes(bilans: list[Bilan]) -> str:
    """Stacked bars: where each axis stands."""
    valeurs, noms = [], {}
    for bilan in bilans:
        for rang, segment in enumerate(bilan.barre):
            compte = segment.compte
            noms[compte.etat] = str(compte.nom)
            valeurs.append(
                {"l": _axe(bilan), "s": str(compte.nom), "n": compte.nombre, "r": rang, "e": compte.etat}
            )
    ordre = [etat for etat in COULEURS_ECHEANCIER if etat in noms]
    return _empilees(
        valeurs,
        [_axe(b) for b in bilans],
        {noms[etat]: COULEURS_ECHEANCIER[etat] for etat in ordre},
        _("Nombre d'actions"),
    )


def _axe(bilan: Bilan) -> str:
    return _("Axe %(n)s") % {"n": bilan.axe.numero}


def engagements(promesses: list[Promesses]) -> str:
    """Stacked bars: states of the commitments, by side."""
    valeurs = [
        {"l": str(p.partie.label), "s": str(etat.label), "n": p.etats[etat], "r": rang}
        for p in promesses
        for rang, etat in enumerate(Etat)
        if p.etats[etat]
    ]
    presents = {v["s"] for v in valeurs}
    couleurs = {str(etat.label): COULEURS_ETAT[etat] for etat in Etat if str(etat.label) in presents}
    return _empilees(valeurs, [str(p.partie.label) for p in promesses], couleurs, _("Nombre d'engagements"))


def _empilees(valeurs: list[dict], lignes: list[str], couleurs: dict[str, str], titre: str) -> str:
    import altair as alt

    graphique = (
        alt.Chart(alt.Data(values=valeurs), width=LARGEUR, height={"step": 30})
        .mark_bar(stroke="white", strokeWidth=1.5)
        .encode(
            x=alt.X("n:Q", title=titre, axis=alt.Axis(tickMinStep=1, format=",d")),
            y=alt.Y("l:N", title=None, sort=lignes),
            color=alt.Color(
                "s:N",
                title=None,
                scale=alt.Scale(domain=list(couleurs), range=list(couleurs.values())),
                legend=alt.Legend(orient="bottom", columns=3),
            ),
            order=alt.Order("r:Q"),
        )
    )
    return svg(graphique)


def jalons(mois: Iterable[Mois]) -> str:
    """Two steps: milestones planned, and reached, over time; told apart by dashes, not colour alone."""
    import altair as alt

    prevus, atteints = _("Prévus"), _("Atteints")
    valeurs: list[dict[str, Any]] = []
    for un in mois:
        valeurs.append({"d": un.fin.isoformat(), "n": un.prevus, "s": prevus})
        if un.atteints is not None:
            valeurs.append({"d": un.fin.isoformat(), "n": un.atteints, "s": atteints})
    graphique = (
        alt.Chart(alt.Data(values=valeurs), width=LARGEUR, height=220)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X("d:T", title=None, axis=alt.Axis(format="%Y", tickCount="year")),
            y=alt.Y("n:Q", title=_("Jalons, en cumulé"), axis=alt.Axis(tickMinStep=1, format=",d")),
            color=alt.Color(
                "s:N",
                title=None,
                scale=alt.Scale(domain=[prevus, atteints], range=["#56616b", "#075b4f"]),
                legend=alt.Legend(orient="bottom"),
            ),
            strokeDash=alt.StrokeDash(
                "s:N", title=None, scale=alt.Scale(domain=[prevus, atteints], range=[[6, 4], [1, 0]])
            ),
        )
    )
    return svg(graphique)


def axes_du_bilan(axes: list[dict[str, Any]]) -> str:
    """Stacked bars of a review's frozen figures: the living actions of each axis by schedule."""
    noms = {e["etat"]: e["nom"] for axe in axes for e in axe["echeanciers"]}
    valeurs = [
        {"l": _("Axe %(n)s") % {"n": axe["numero"]}, "s": e["nom"], "n": e["nombre"], "r": rang}
        for axe in axes
        for rang, e in enumerate(axe["echeanciers"])
        if e["nombre"]
    ]
    return _empilees(
        valeurs,
        [_("Axe %(n)s") % {"n": axe["numero"]} for axe in axes],
        {nom: COULEURS_ECHEANCIER[etat] for etat, nom in noms.items()},
        _("Nombre d'actions"),
    )
