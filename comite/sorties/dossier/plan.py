"""The plan in the packet, as it stood at the cut-off: the dashboard's figures, what moved, its pages."""

from typing import Any

from django.utils.translation import gettext as _

from actions.models import Axe
from actions.portraits import PortraitAxe
from comite.mesures.comite import reponses
from comite.mesures.depuis import depuis
from comite.mesures.engagements import couverture, engagements
from comite.mesures.faits import Fait
from comite.mesures.indicateurs import indicateurs
from comite.mesures.jalons import Mois, jalons, recents
from comite.mesures.lectures import axes, ensemble, retards
from comite.mesures.perimetre import Perimetre, Promesses
from comite.models import Point, Seance
from comite.mots.engagements import couverture as couverture_dite
from comite.mots.engagements import promesses
from comite.mots.indicateurs import indicateur
from comite.mots.jalons import lignes_de_jalons
from comite.mots.lectures import groupe
from comite.sorties import dessins
from comite.sorties.dossier.actions import pages_d_actions
from comite.sorties.dossier.engagements import attention, pages_d_engagements
from partenariat.histoire.temps import jours_depuis
from partenariat.models import Organisation
from partenariat.presentation.dessins.papier import document
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.formats import date_longue, jours
from partenariat.retraits.citations import abreger

Figures = dict[str, dict[str, str]]
DERNIERS = 7
"""Facts that the first page tells; how many there are is said."""


def du_plan(seance: Seance, points: list[Point], precedente: Seance | None) -> tuple[dict[str, Any], Figures]:
    """The data, and the charts. To be called within `au(arret)`."""
    perimetre = Perimetre.du_plan(seance.plan, precedente.vu_jusqu_a if precedente else None)
    portraits = [b for b in axes(perimetre) if b.total]
    cotes, mois, lus = engagements(perimetre), jalons(perimetre), retards(perimetre)
    concernees = {p.action_id for p in points if p.action_id}
    concernees |= {a.pk for a in (*lus.en_retard, *lus.reportees_depuis)}
    donnees = {
        "depuis": _depuis(seance, precedente),
        "axes": [groupe(b) for b in portraits],
        "ensemble": groupe(ensemble(portraits)) if portraits else None,
        "retards": {
            "en_retard": _nommees(lus.en_retard),
            "les_plus_longs": [_en_retard(a) for a in _par_retard(lus.en_retard)],
            "nouveaux": None if lus.nouveaux is None else _nommees(lus.nouveaux),
            "reportees": _nommees(lus.reportees),
            "reportees_depuis": _nommees(lus.reportees_depuis) if lus.depuis_mesure else None,
        },
        "actions": pages_d_actions(seance, concernees),
        "engagements": [promesses(p) for p in cotes],
        "couverture": couverture_dite(*couverture(perimetre)),
        "reponses": _reponses(perimetre),
        "attention": attention(seance),
        "pages_engagements": pages_d_engagements(
            seance, {p.engagement_id for p in points if p.engagement_id}
        ),
        "jalons": [{"fin": m.fin.isoformat(), "prevus": m.prevus, "atteints": m.atteints} for m in mois],
        "jalons_dits": lignes_de_jalons(recents(mois)),
        "indicateurs": [indicateur(i) for i in indicateurs(perimetre)],
    }
    return donnees, _figures(portraits, mois, cotes)


def _figures(portraits: list[PortraitAxe], mois: list[Mois], cotes: list[Promesses]) -> Figures:
    """Each drawing with the words that replace it."""
    voulues = {}
    if portraits:
        mots = _("Répartition des actions de chaque axe selon leur état; le tableau donne les nombres.")
        voulues["axes"] = Figure(dessins.axes(portraits), mots)
    if mois:
        mots = _("Jalons prévus et jalons atteints, en cumulé, mois par mois; le tableau donne les nombres.")
        voulues["jalons"] = Figure(dessins.jalons(recents(mois)), mots)
    if any(p.total for p in cotes):
        mots = _(
            "Répartition des engagements de chaque partie selon leur état; le tableau donne les nombres."
        )
        voulues["engagements"] = Figure(dessins.engagements(cotes), mots)
    return {nom: {"svg": document(figure), "mots": figure.mots} for nom, figure in voulues.items()}


def _nommee(objet) -> dict[str, str]:
    return {"code": objet.code, "titre": objet.titre, "provenance": objet.provenance}


def _nommees(objets) -> list[dict[str, str]]:
    # In full order: two codes may share a key (« 1.1 », « 01.1 »).
    return [_nommee(o) for o in sorted(objets, key=lambda o: (o.cle_code, o.pk))]


def _par_retard(actions: list[Any]) -> list[Any]:
    """The longest late first."""
    return sorted(actions, key=lambda a: (a.prochaine_echeance, a.cle_code, a.pk))


def _en_retard(action: Any) -> dict[str, str]:
    dit = jours(jours_depuis(action.prochaine_echeance))
    return _nommee(action) | {"echeance": date_longue(action.prochaine_echeance), "retard": dit}


def _depuis(seance: Seance, precedente: Seance | None) -> dict[str, Any] | None:
    if precedente is None:
        return None
    lu = depuis(seance.plan, precedente.vu_jusqu_a)
    return {
        "date": date_longue(lu.date),
        "histoire": date_longue(lu.histoire),
        "derniers": [_fait(f) | {"texte": abreger(f.texte, 90)} for f in lu.faits[:DERNIERS]],
        "combien": len(lu.faits),
        "axes": [_groupe_de_faits(g) for g in lu.axes],
        "organisations": [_groupe_de_faits(g) for g in lu.organisations],
    }


def _fait(lu: Fait) -> dict[str, str]:
    return {
        "le": date_longue(lu.le),
        **_nommee(lu.objet),
        "quoi": lu.quoi,
        "texte": abreger(lu.texte, 400),
    }


def _groupe_de_faits(lu) -> dict[str, Any]:
    return {
        "nom": f"{lu.objet.numero}. {lu.nom}" if isinstance(lu.objet, Axe) else lu.nom,
        "faits": [_fait(f) for f in lu.faits],
        "immobiles": [_nommee(o) for o in lu.immobiles],
        "ecartes": [_nommee(o) for o in lu.ecartes],
    }


def _reponses(perimetre: Perimetre) -> dict[str, Any] | None:
    """The latest round: asked and answered, by body. None where there was none."""
    ronde, taux = reponses(perimetre)
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
