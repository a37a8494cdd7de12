"""A milestone as a mark: its state in a drawing, and what is said of it in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models.etats import REPORTE, EtatJalon, Statut
from partenariat.presentation.dessins.temps import marque
from partenariat.presentation.formats import date_longue, nombre
from partenariat.presentation.texte import passages

RANGS = {
    EtatJalon.ATTEINT.value: 0,
    EtatJalon.ANNULE.value: 1,
    EtatJalon.NON_ATTEINT.value: 1,
    Statut.SUSPENDUE.value: 1,
    Statut.ABANDONNEE.value: 1,
    EtatJalon.PREVU.value: 2,
    REPORTE: 2,
    EtatJalon.EN_RETARD.value: 3,
}
"""The states of a mark, and which part of a sentence counts it; the last are on top of a stack."""
A_VENIR = (EtatJalon.PREVU.value, REPORTE)


@dataclass(frozen=True)
class Marque:
    """One mark: a milestone, or several of one span (`nombre`).

    Attributes:
        x, y: as SVG writes them: in %, in px.
        nom: what it is, in words.
        adresse: where it leads, today's.
        le: the day at which it stands, or the first of those of the span.
        code: of its action, where it is one.
        francais: what in `nom` is French on an English page.
    """

    etat: str
    x: str
    y: int
    nom: str
    adresse: str
    le: date
    code: str = ""
    nombre: int = 1
    francais: str = ""

    @property
    def nom_lu(self) -> SafeString:
        """What it is, with what is French in it told apart."""
        return passages(self.nom, [self.francais])

    @property
    def dessin(self) -> SafeString:
        return marque(self.etat, self.x, str(self.y))

    @property
    def attention(self) -> bool:
        """Whether it calls for a look: the keyboard stops there; the others are reached by the table."""
        return self.etat in (EtatJalon.EN_RETARD, REPORTE)

    @property
    def y_compte(self) -> int:
        return self.y - 10


def dit_du_jalon(etat: str, code: str, titre: str, le: date, depuis: date | None = None) -> str:
    """« 1.7, Trousse d'accueil : en retard, attendu le 31 octobre 2026 »."""
    dits = {"code": code, "titre": titre, "le": date_longue(le), "depuis": date_longue(depuis)}
    phrases = {
        EtatJalon.ATTEINT.value: _("%(code)s, %(titre)s : atteint le %(le)s"),
        EtatJalon.ANNULE.value: _("%(code)s, %(titre)s : annulé, était attendu le %(le)s"),
        EtatJalon.NON_ATTEINT.value: _("%(code)s, %(titre)s : non atteint, était attendu le %(le)s"),
        Statut.SUSPENDUE.value: _("%(code)s, %(titre)s : suspendu, était attendu le %(le)s"),
        Statut.ABANDONNEE.value: _("%(code)s, %(titre)s : abandonné, était attendu le %(le)s"),
        EtatJalon.PREVU.value: _("%(code)s, %(titre)s : prévu le %(le)s"),
        REPORTE: _("%(code)s, %(titre)s : reporté du %(depuis)s au %(le)s"),
        EtatJalon.EN_RETARD.value: _("%(code)s, %(titre)s : en retard, attendu le %(le)s"),
    }
    return phrases[etat] % dits


def part_de(etat: str, combien: int) -> str:
    """« 61 atteints »: a number of milestones of a state, or of those counted with it (`RANGS`)."""
    phrase = {
        0: ngettext("%(n)s atteint", "%(n)s atteints", combien),
        1: ngettext(
            "%(n)s suspendu, annulé ou non atteint", "%(n)s suspendus, annulés ou non atteints", combien
        ),
        2: ngettext("%(n)s à venir", "%(n)s à venir", combien),
        3: ngettext("%(n)s en retard", "%(n)s en retard", combien),
    }
    return phrase[RANGS[etat]] % {"n": nombre(combien)}


@dataclass(frozen=True)
class Sujet:
    """What one row of a drawing is of, and in which words it is told.

    Attributes:
        nom: what a stack says first: an axis, what a body does.
        adresse: where a stack leads, today's.
        page: the page of the plan where one mark leads, by its `code`.
        dire: one mark in words (`dit_du_jalon`).
        part: so many of one state (`part_de`).
    """

    nom: str
    adresse: str
    page: str = "action"
    dire: Callable[[str, str, str, date, date | None], str] = dit_du_jalon
    part: Callable[[str, int], str] = part_de
