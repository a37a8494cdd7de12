"""The drawings of the dashboard, of the packet and of the review, from what `mesures` counts."""

from collections.abc import Iterable, Sequence
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
from partenariat.presentation.dessins.barres import Barres, Ligne, Part
from partenariat.presentation.dessins.cibles import Chemin, Cibles
from partenariat.presentation.dessins.courbes import Courbe, Point
from partenariat.presentation.formats import arrondi, mesure, nombre, pourcent

ORDRE: Sequence[str] = (
    Statut.REALISEE,
    Echeancier.SANS_ECHEANCE,
    Echeancier.DANS_LES_TEMPS,
    Echeancier.A_SURVEILLER,
    Echeancier.EN_RETARD,
    Statut.SUSPENDUE,
    Statut.ABANDONNEE,
)
"""From what is over to what is set aside: the parts of a bar of actions, and the lines of its legend."""


def _nom_de_l_axe(numero: int) -> str:
    return _("Axe %(n)s") % {"n": numero}


def axes(portraits: Iterable[PortraitAxe]) -> Barres:
    """Where each axis stands."""
    return _axes(
        (p.axe.numero, [(c.etat, str(c.nom), c.nombre) for c in (*p.statuts, *p.echeanciers)])
        for p in portraits
    )


def axes_du_bilan(axes: Iterable[dict[str, Any]]) -> Barres:
    """Likewise, of a review's frozen figures (`comite.mots.lectures.groupe`)."""
    return _axes(
        (axe["numero"], [(c["etat"], c["nom"], c["nombre"]) for c in axe["lectures"]]) for axe in axes
    )


def _axes(lues: Iterable[tuple[int, list[tuple[str, str, int]]]]) -> Barres:
    lignes = []
    for numero, comptes in lues:
        parts = [Part(etat, nom, combien) for etat, nom, combien in comptes if etat in ORDRE]
        lignes.append(Ligne(_nom_de_l_axe(numero), sorted(parts, key=lambda p: ORDRE.index(p.etat))))
    return Barres(lignes)


def engagements(promesses: Iterable[Promesses]) -> Barres:
    """States of the commitments, by side; those that are kept by what that rests on."""
    return Barres(
        [Ligne(str(p.partie.label), [Part(_classe(c), c.nom, c.nombre) for c in p.etats]) for p in promesses]
    )


def _classe(compte: CompteEtat) -> str:
    return f"tenu_{compte.appui}" if compte.appui else compte.etat


def jalons(mois: Iterable[Mois]) -> Courbe:
    """Milestones planned and reached, over time, and the gap between them.

    Args:
        mois: one at least.
    """
    return Courbe([Point(m.fin, m.prevus, m.atteints) for m in mois], _("Prévus"), _("Atteints"))


def cibles(indicateurs: Iterable[Indicateur]) -> Cibles:
    """The share of the way from baseline to target.

    Args:
        indicateurs: only those whose way is known (`mesures.indicateurs.parcours`).
    """
    noms = [(c.value, str(c.label)) for c in (Constat.NON_ATTEINTE, Constat.A_VENIR, Constat.ATTEINTE)]
    return Cibles([_chemin(i) for i in indicateurs], noms)


def _chemin(indicateur: Indicateur) -> Chemin:
    # Known, or it would not be here: the way, hence the measurement.
    chemin = cast(Decimal, parcours(indicateur))
    derniere = cast(Mesure, indicateur.derniere_mesure)
    dit = _("%(taux)s · %(valeur)s, cible %(cible)s en %(annee)s") % {
        "taux": pourcent(int(arrondi(100 * chemin))),
        "valeur": nombre(derniere.valeur),
        "cible": mesure(indicateur.cible_valeur, indicateur.unite),
        "annee": indicateur.cible_annee,
    }
    nom = f"{indicateur.action.code} · {indicateur}"
    return Chemin(nom, float(chemin), constat(indicateur).value, dit)
