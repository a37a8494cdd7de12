"""What the packet and the annual review write alike: measures as JSON values, in words."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from actions.models import Action, Indicateur, Jalon, Report
from actions.models.etats import AVEC_MOTIF, Statut
from actions.portraits import Compte, Portrait
from comite.cumul import Mois, reperes
from comite.mesures import Promesses
from engagements.models.etats import Etat, LecturePreuve
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue, mesure, nombre, pourcent, proportion

GABARITS = Path(__file__).parent / "gabarits"


def comptes(etats: Iterable[Compte]) -> list[dict[str, Any]]:
    """In the order of the life cycle: an object's keys would be put in alphabetical order."""
    return [{"etat": c.etat, "nom": str(c.nom), "nombre": c.nombre} for c in etats]


def groupe(portrait: Portrait) -> dict[str, Any]:
    """The readings of an axis, or of the whole plan."""
    avancement = portrait.avancement
    return {
        "nom": f"{portrait.axe.numero}. {portrait.axe.titre}" if portrait.axe else _("Tout le plan"),
        "numero": portrait.axe.numero if portrait.axe else None,
        "total": portrait.total,
        "statuts": comptes(portrait.statuts),
        "echeanciers": comptes(portrait.echeanciers),
        # What adds up to the total: a schedule for the living ones, a status for the others.
        "lectures": comptes(
            [
                *portrait.echeanciers,
                *(c for c in portrait.statuts if c.etat in (Statut.REALISEE, *AVEC_MOTIF)),
            ]
        ),
        "fraicheurs": comptes(portrait.fraicheurs),
        "avancement": avancement.avancement,
        "avancement_dit": pourcent(avancement.avancement),
        "mesurees_dit": _("%(m)d sur %(s)d mesurées") % {"m": avancement.mesurees, "s": avancement.suivies},
        "somme": avancement.somme,
        "mesurees": avancement.mesurees,
        "suivies": avancement.suivies,
    }


def promesses(cote: Promesses) -> dict[str, Any]:
    """The commitments of one side, by state and by evidence."""
    return {
        "partie": str(cote.partie.label),
        "cote": cote.partie.value,
        "total": cote.total,
        "etats": [{"etat": e.value, "nom": str(e.label), "nombre": cote.etats[e]} for e in Etat],
        "preuves": [{"etat": p.value, "nom": str(p.label), "nombre": cote.preuves[p]} for p in LecturePreuve],
    }


def couverture(appuyes: int, verifies: int, attendus: int) -> dict[str, Any]:
    """How many commitments of which evidence is expected have some; half-up, « non mesuré » for none."""
    part = proportion(appuyes, attendus)
    return {
        "appuyes": appuyes,
        "verifies": verifies,
        "attendus": attendus,
        "taux": part,
        "taux_dit": pourcent(part),
    }


def indicateur(lu: Indicateur) -> dict[str, Any]:
    derniere = lu.derniere_mesure
    return {
        "code": lu.action.code,
        "nom": lu.nom,
        "mesure": mesure(derniere.valeur, lu.unite) if derniere else _("non mesuré"),
        "le": date_longue(derniere.date) if derniere else "",
        "cible": mesure(lu.cible_valeur, lu.unite),
        "cible_annee": lu.cible_annee,
        "ecart": nombre(lu.ecart) or "–",
    }


def report(lu: Report) -> dict[str, Any]:
    """A date that was moved; the number of a decision is in its reason."""
    return {
        "code": lu.action.code,
        "titre": lu.action.titre,
        "quoi": lu.quoi,
        "avant": date_longue(lu.ancienne_date),
        "apres": date_longue(lu.nouvelle_date) or "–",
        "motif": lu.motif,
        "le": date_longue(lu.le),
    }


def etat_du_jalon(jalon: Jalon, action: Action) -> str:
    """As the public page says it: late only where the action has a schedule to hold (`echeancier`)."""
    if jalon.atteint_le:
        return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
    if jalon.annule:
        return _("annulé")
    if not jalon.en_retard:
        return _("prévu")
    return _("en retard") if action.lectures["echeancier"] else str(action.get_statut_display()).lower()


def lignes_de_jalons(mois: list[Mois]) -> list[dict[str, Any]]:
    """What the chart of milestones says, in a table: the end of each past year, then the last months."""
    return [
        {"fin": date_longue(m.fin), "prevus": m.prevus, "atteints": m.atteints}
        for m in reperes(mois, jour())
        if m.atteints is not None
    ]


def figure(dessiner: Callable[[], str], mots: str) -> dict[str, str]:
    """A chart with the words that replace it."""
    return {"svg": dessiner(), "mots": mots}


def ou_tiret(valeur: date | None) -> str:
    return date_longue(valeur) or "–"
