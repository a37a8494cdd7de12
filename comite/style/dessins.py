"""The drawings of figures that the dashboard, the packet and the review share, each with its words."""

from datetime import date

from django.utils.translation import gettext as _

from actions.models.etats import Echeancier, Statut
from comite.sorties.tableau.pieces import Chiffre, Module, Tableau, cellules
from comite.style.exemples import dans
from partenariat.presentation.dessins.barres import Barres, Ligne, Part
from partenariat.presentation.dessins.cibles import Chemin, Cibles
from partenariat.presentation.dessins.courbes import Courbe, Etincelle, Point
from partenariat.presentation.dessins.poses import Figure

ETATS = (Statut.REALISEE, Echeancier.DANS_LES_TEMPS, Echeancier.A_SURVEILLER, Echeancier.EN_RETARD)
MOIS = 14


def barres() -> Figure:
    """A bar with room for each number, one with thin parts, one with nothing."""
    combien = ((3, 12, 4, 2), (1, 40, 1, 1), (0, 0, 0, 0))
    lignes = []
    for rang, uns in enumerate(combien, 1):
        parts = [Part(etat.value, str(etat.label), n) for etat, n in zip(ETATS, uns, strict=True)]
        lignes.append(Ligne(_("Axe %(n)s") % {"n": rang}, parts))
    return Figure(Barres(lignes), _("Barres empilées : des actions par état, un axe par ligne."))


def courbe() -> Figure:
    """What was planned, what was reached, the gap; four months are to come."""
    points = []
    for rang in range(MOIS):
        fin = date(dans(0).year - 1 + rang // 12, rang % 12 + 1, 28)
        atteints = 20 + rang * 2 if rang < MOIS - 4 else None
        points.append(Point(fin, 20 + rang * 3, atteints))
    return Figure(
        Courbe(points, _("Prévus"), _("Atteints")), _("Courbe : jalons prévus et atteints, mois par mois.")
    )


def cibles() -> Figure:
    """Before the baseline, on the way, at the target, far beyond."""
    noms = [("non_atteinte", _("Cible non atteinte")), ("a_venir", _("À venir")), ("atteinte", _("Atteinte"))]
    chemins = [
        Chemin("1.1 · Entreprises", 0.6, "a_venir", "60 % · 36, cible 60"),
        Chemin("1.2 · Emplois", -0.1, "non_atteinte", "−10 % · 90, cible 200"),
        Chemin("2.1 · Achats", 1.0, "atteinte", "100 % · 12, cible 12"),
        Chemin("3.1 · Visites", 2.4, "atteinte", "240 % · 4 800, cible 2 000"),
    ]
    return Figure(Cibles(chemins, noms), _("Chemin parcouru vers chaque cible."))


def etincelle() -> Figure:
    return Figure(Etincelle((3, 4, 4, 6, 9, 9, 12), (3, 5, 7, 9, 11, 13, 15)), _("Une série, sans un mot."))


def modules() -> list[Module]:
    """One with a figure, a table and how it is made; one that has nothing to show."""
    tableau = Tableau(
        _("Actions par axe"),
        [_("Axe"), _("Actions"), _("En retard")],
        [cellules("Axe 1", 21, 2), cellules("Axe 2", 43, 1)],
    )
    formule = _("Chaque action compte une fois, dans son axe.")
    plein = Module(
        "exemple",
        _("Un module"),
        [Chiffre(_("actions"), "44", "#module-exemple"), Chiffre(_("en retard"), "3")],
        graphique=barres(),
        tableaux=[tableau],
        formule=formule,
    )
    return [plein, Module("vide", _("Un module vide"), vide=_("Rien à montrer."))]
