"""What a page says of itself to who has not opened it: search engines, and who receives its address.

Each noun makes its own beside it (`actions.en_bref`, `engagements.en_bref`, `comite.en_bref`), from what its
page has read already: no query, and nothing that the page does not show.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partenariat.histoire.temps import jour, moment_courant
from partenariat.presentation.formats import date_longue
from partenariat.presentation.texte import passages
from partenariat.presentation.typographie import typographie

LONGUEUR = 160
"""Characters of a sentence: what search engines show of it."""
PLAN_MAX = 60
"""Characters of the name of a plan, where it is said before the rest."""
FIN_DE_PHRASE = re.compile(r"(?<=\w{3}[.!?])\s")
"""After a word of three letters at least: « N. B. » ends none."""
AVIS_MAX = 60
"""Characters of the notice of a plan, likewise."""


@dataclass(frozen=True)
class EnBref:
    titre: str
    """The page's own, without the name of the site."""
    phrase: str
    """At most `LONGUEUR` characters."""
    apercu: str = ""
    """The address of its card, without host nor query; empty where it has none."""
    autre_carte: str = ""
    """What that card is of, where it is not the page's own."""
    donnees: Mapping[str, Any] = field(default_factory=dict)
    """What it is, in the terms of schema.org."""
    avis: str = ""
    """Of the plan: that its data are invented, where they are."""
    francais: tuple[str, ...] = ()
    """What in the title or the notice is French on an English page."""

    @property
    def clos(self) -> str:
        """The title as a sentence, with what follows it."""
        return _close(self.titre)

    @property
    def clos_lu(self) -> SafeString:
        """The same, with what is French in it told apart."""
        return passages(self.clos, self.francais)

    @property
    def avis_lu(self) -> SafeString:
        """The notice, likewise."""
        return passages(self.avis, self.francais)

    @property
    def image(self) -> str:
        """In words, what its card shows."""
        return self.autre_carte or f"{self.titre}. {self.phrase}"


def phrase(*dites: str, plan: str = "", avis: str = "") -> str:
    """Short sentences, one after the other, as many as `LONGUEUR` holds; the last one is cut.

    The day comes first where the page reads a past one. Before any figure or state comes the notice of the
    plan, by its first sentence: that its data are invented is said wherever they go.

    Args:
        dites: each ends with its own full stop; the empty ones are left out.
        plan: the name of the plan, where it is not the active one.
        avis: its notice, whole.
    """
    avant = []
    if moment_courant():
        avant.append(_("État au %(date)s.") % {"date": date_longue(jour())})
    if plan:
        avant.append(_close(couper(plan, PLAN_MAX)))
    if avis := avis.strip():
        avant.append(premiere_phrase(avis))
    return couper(" ".join(filter(None, (*avant, *dites))), LONGUEUR)


def premiere_phrase(avis: str) -> str:
    """What a notice says first, short, as a sentence."""
    return _close(couper(FIN_DE_PHRASE.split(avis.strip())[0], AVIS_MAX))


def _close(dite: str) -> str:
    """With the full stop that it lacks."""
    return dite if dite.endswith((".", "!", "?", "…")) else f"{dite}."


def couper(texte: str, longueur: int) -> str:
    """A text on one line, cut between two words where it is too long, with « … »."""
    # Blanks that do not break stay as they are.
    texte = " ".join(filter(None, typographie(texte).replace("\n", " ").split(" ")))
    if len(texte) <= longueur:
        return texte
    coupe = texte[: longueur - 1].rpartition(" ")[0] or texte[: longueur - 1]
    return coupe.rstrip(" ,;:.·") + "…"


def numero_de_page(numero: int) -> str:
    """« Page 2. » from the second on."""
    return _("Page %(n)s.") % {"n": numero} if numero > 1 else ""


def criteres_en_mots(criteres: Iterable[Any]) -> str:
    """« Axe : 1. Titre; statut : En cours. », of the criteria of a list (`listes.Jeton`)."""
    dits = [_("%(filtre)s : %(raison)s") % {"filtre": un.filtre, "raison": un.nom} for un in criteres]
    return f"{'; '.join(dits)}." if dits else ""
