"""The plan in the packet, as it stood at the cut-off: the dashboard's figures, what moved, its pages."""

from typing import Any

from django.utils.translation import gettext as _

from actions.models import Axe
from comite import graphiques, mesures
from comite.cumul import recents
from comite.depuis import depuis
from comite.documents import (
    couverture,
    figure,
    groupe,
    indicateur,
    lignes_de_jalons,
    promesses,
)
from comite.dossier.actions import pages_d_actions
from comite.dossier.engagements import attention, pages_d_engagements
from comite.mesures import Perimetre
from comite.models import Point, Seance
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue

Figures = dict[str, dict[str, str]]


def du_plan(seance: Seance, points: list[Point], precedente: Seance | None) -> tuple[dict[str, Any], Figures]:
    """The data, and the charts. To be called within `au(arret)`."""
    perimetre = Perimetre.du_plan(seance.plan, precedente.date if precedente else None)
    portraits = [b for b in mesures.axes(perimetre) if b.total]
    cotes, mois, retards = (
        mesures.engagements(perimetre),
        mesures.jalons(perimetre),
        mesures.retards(perimetre),
    )
    concernees = {p.action_id for p in points if p.action_id}
    concernees |= {a.pk for a in (*retards.en_retard, *retards.reportees_depuis)}
    donnees = {
        "depuis": _depuis(seance, precedente),
        "axes": [groupe(b) for b in portraits],
        "ensemble": groupe(mesures.ensemble(portraits)) if portraits else None,
        "retards": {
            "en_retard": _nommees(retards.en_retard),
            "nouveaux": None if retards.nouveaux is None else _nommees(retards.nouveaux),
            "reportees": _nommees(retards.reportees),
            "reportees_depuis": _nommees(retards.reportees_depuis) if retards.depuis_mesure else None,
        },
        "actions": pages_d_actions(seance, concernees),
        "engagements": [promesses(p) for p in cotes],
        "couverture": couverture(*mesures.couverture(perimetre)),
        "reponses": _reponses(perimetre),
        "attention": attention(seance),
        "pages_engagements": pages_d_engagements(
            seance, {p.engagement_id for p in points if p.engagement_id}
        ),
        "jalons": [{"fin": m.fin.isoformat(), "prevus": m.prevus, "atteints": m.atteints} for m in mois],
        "jalons_dits": lignes_de_jalons(recents(mois)),
        "indicateurs": [indicateur(i) for i in mesures.indicateurs(perimetre)],
    }
    figures = {}
    if portraits:
        mots = _("Répartition des actions de chaque axe selon leur état; le tableau donne les nombres.")
        figures["axes"] = figure(lambda: graphiques.axes(portraits), mots)
    if mois:
        mots = _("Jalons prévus et jalons atteints, en cumulé, mois par mois; le tableau donne les nombres.")
        figures["jalons"] = figure(lambda: graphiques.jalons(recents(mois)), mots)
    if any(p.total for p in cotes):
        mots = _(
            "Répartition des engagements de chaque partie selon leur état; le tableau donne les nombres."
        )
        figures["engagements"] = figure(lambda: graphiques.engagements(cotes), mots)
    return donnees, figures


def _nommees(objets) -> list[dict[str, str]]:
    # In full order: two codes may share a key (« 1.1 », « 01.1 »).
    return [{"code": o.code, "titre": o.titre} for o in sorted(objets, key=lambda o: (o.cle_code, o.pk))]


def _depuis(seance: Seance, precedente: Seance | None) -> dict[str, Any] | None:
    if precedente is None:
        return None
    lu = depuis(seance.plan, precedente.date)
    return {
        "date": date_longue(lu.date),
        "histoire": date_longue(lu.histoire),
        "axes": [_groupe_de_faits(g) for g in lu.axes],
        "organisations": [_groupe_de_faits(g) for g in lu.organisations],
    }


def _groupe_de_faits(lu) -> dict[str, Any]:
    return {
        "nom": f"{lu.objet.numero}. {lu.nom}" if isinstance(lu.objet, Axe) else lu.nom,
        "faits": [
            {
                "le": date_longue(f.le),
                "code": f.objet.code,
                "titre": f.objet.titre,
                "quoi": f.quoi,
                "texte": f.texte if len(f.texte) <= 400 else f"{f.texte[:399]}…",
            }
            for f in lu.faits
        ],
        "immobiles": [{"code": o.code, "titre": o.titre} for o in lu.immobiles],
        "ecartes": [{"code": o.code, "titre": o.titre} for o in lu.ecartes],
    }


def _reponses(perimetre: Perimetre) -> dict[str, Any] | None:
    """The latest round: asked and answered, by body. None where there was none."""
    ronde, taux = mesures.reponses(perimetre)
    if ronde is None:
        return None
    return {
        "ronde": ronde.titre,
        "ouvre": date_longue(ronde.ouvre_le),
        "ferme": date_longue(ronde.ferme_le),
        "demandes": sum(t["demandes"] for t in taux),
        "reponses": sum(t["reponses"] for t in taux),
        "organisations": [
            {
                "nom": Organisation(nom=t["nom"], sigle=t["sigle"]).nom_court,
                "demandes": t["demandes"],
                "reponses": t["reponses"],
            }
            for t in sorted(taux, key=lambda t: (t["cle"], t["organisation"]))
        ],
    }
