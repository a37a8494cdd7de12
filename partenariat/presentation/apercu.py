"""The card of a page: a picture that shows what it is about where its address is shared.

Drawn from what the page itself shows (each noun gives its own: `actions.apercus`, `engagements.apercus`), on
the day that it says: who shares it keeps it for months.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.donnees.processus import Indisponible, Programme
from partenariat.histoire.temps import jour, moment_courant
from partenariat.presentation import etats
from partenariat.presentation.atelier import REFUS, Refuse
from partenariat.presentation.en_bref import couper
from partenariat.presentation.fabrique import ATELIER
from partenariat.presentation.formats import date_longue, pourcent
from partenariat.presentation.imprimable import composable

GABARIT = Path(__file__).with_name("apercu.typ")
PRESENTES = 2
"""Requests that may be after a card at once, of the places that visitors share: one is drawn, one waits. The
others are asked to come back: nobody who reads a page needs one."""
ENCRE = "#212529"
AXES = ("#2b4c8c", "#8d5f06", "#7b3f7d", "#14697a", "#58681b")
"""The colours of axes, in their order; a plan with more begins again."""
CORPS = ((60, 60), (110, 52), (170, 44), (240, 37))
"""Sizes of a title: up to how many characters, how large. A longer one is cut."""
LIGNES_MAX, LIGNE_MAX, AVIS_MAX = 2, 76, 250

_dessin = Programme("aperçus", ATELIER.fichier, {REFUS: Refuse}, a_la_fois=1)
_presentes = BoundedSemaphore(PRESENTES)


@dataclass(frozen=True)
class Apercu:
    surtitre: str
    titre: str
    etats: Sequence[tuple[str, str]] = ()
    """States in force, and their words."""
    avancement: int | None = None
    mesure: bool = False
    """Whether its progress is told, measured or not."""
    lignes: Sequence[str] = ()
    avis: str = ""
    """Of the plan: that its data are invented, where they are."""
    axe: int | None = None
    """Number of the axis whose colour leads it."""

    def png(self) -> bytes:
        """1200 × 630; kept by what it shows, so that a page that was made again has the same. That of a past
        day is kept for nobody: there are as many days as one likes.

        Raises:
            Indisponible: too many are asked for, or it could not be drawn now.
        """
        donnees = json.dumps(composable(self._donnees()), ensure_ascii=False, sort_keys=True)
        texte = GABARIT.read_text(encoding="utf-8")
        cle = f"apercu:{empreinte_texte(texte + donnees)}"
        connu: bytes | None = caches["apercus"].get(cle)
        if connu is None:
            connu = _dessiner(texte, donnees)
            if moment_courant() is None:
                caches["apercus"].set(cle, connu)
        return connu

    def _donnees(self) -> dict:
        titre = couper(self.titre, CORPS[-1][0])
        marques = [(etats.dessin(etat), mot) for etat, mot in self.etats[:3]]
        return {
            "surtitre": couper(self.surtitre, LIGNE_MAX),
            "titre": titre,
            "corps": next(corps for longueur, corps in CORPS if len(titre) <= longueur),
            "etats": [{"mot": str(mot), "forme": forme, "ton": ton} for (forme, ton), mot in marques],
            "mesure": self.mesure,
            "avancement": self.avancement,
            "dit": _("Avancement : %(taux)s") % {"taux": pourcent(self.avancement)},
            "lignes": [couper(ligne, LIGNE_MAX) for ligne in self.lignes[:LIGNES_MAX]],
            "pied": _("Partenariat · Économie sociale · Montréal"),
            "jour": _("État au %(date)s") % {"date": date_longue(jour())},
            "avis": couper(self.avis, AVIS_MAX),
            "couleur": AXES[(self.axe - 1) % len(AXES)] if self.axe else ENCRE,
            "langue": (get_language() or "fr")[:2],
        }

    def reponse(self) -> HttpResponse:
        reponse = HttpResponse(self.png(), content_type="image/png")
        # Made to be shown elsewhere.
        reponse["Cross-Origin-Resource-Policy"] = "cross-origin"
        return reponse


def _dessiner(texte: str, donnees: str) -> bytes:
    if not _presentes.acquire(blocking=False):
        raise Indisponible("d'autres aperçus attendent")
    try:
        travail = json.dumps({"texte": texte, "donnees": donnees}, ensure_ascii=False)
        return _dessin.faire("image", travail.encode())
    finally:
        _presentes.release()
