"""The parameters that a public view reads, and the query of an address brought back to those.

What a view does not declare is neither in the key of its kept page nor given to the view: the page could not
show it. Any `?zz=N` is the same page. Likewise for a value that says nothing: a day that is none, or is to
come, a number beyond any page. Each kind is brought back to one value, which the view reads as it would have;
what is said several times is said once, and what is chosen among several, in one order.

What only the view can tell (a page beyond the last of its list, a day before history, a value that the plan
does not know) makes a page that is kept for nobody: `publique`. A file of data refuses what it does not
declare (`inconnus`), before the cache.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, get_urlconf, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partenariat.donnees.criteres import VALEUR_MAX
from partenariat.presentation.date_demandee import ORIGINE
from partenariat.presentation.langue import langue_de

ADRESSE_MAX = 300
"""Characters of a path; a longer one is of no public page."""


DERNIERE = 1_000
"""The number of a page: this one and all those beyond are the last, whatever the list."""

CRITERES_MAX = 6_000
"""Characters of what is left of a query: more than every value that a plan gives to choose."""
DITS_MAX, NOM_MAX = 5, 60
"""Unknown parameters that are said, and characters of each."""
DE_TROP = "…"
"""What stands for the values of a criterion where they are too many: none is so named, as the page says."""

Lire = Callable[[Sequence[str]], Sequence[str]]
"""From what an address says of a parameter, without blanks, to what the view is given; nothing where it is
the same as nothing."""


def valeurs(dites: Sequence[str]) -> list[str]:
    """What is chosen among what the plan knows, whatever the order: the view says what it finds."""
    return sorted({_borne(dite) for dite in dites})


def texte(dites: Sequence[str]) -> list[str]:
    """What is searched, or the order asked for. Of several, Django gives the last one."""
    return [_borne(dites[-1].strip())]


def _borne(dite: str) -> str:
    """No more of a value than shows that it is too long: whatever says so of it repeats no more either."""
    return dite[: VALEUR_MAX + 1]


def jour(dites: Sequence[str]) -> list[str]:
    """A past day; else what `lire_date` says the same of: what is no day, and what is to come."""
    try:
        lu = date.fromisoformat(dites[-1].strip())
    except ValueError:
        return ["illisible"]
    aujourdhui = timezone.localdate()
    if lu == aujourdhui:
        return []
    return [(lu if lu < aujourdhui else date.max).isoformat()]


def jour_depuis_l_origine(dites: Sequence[str]) -> list[str]:
    """Likewise, where the days before the origin are all refused in one sentence."""
    return [date.min.isoformat() if lu < ORIGINE.isoformat() else lu for lu in jour(dites)]


def numero_de_page(dit: str) -> int:
    """The page that an address asks for, 1 where that is none; it may be beyond the last of its list."""
    try:
        lu = int(dit)
    except ValueError:
        return 1
    return min(max(lu, 1), DERNIERE)


def numero(dites: Sequence[str]) -> list[str]:
    lu = numero_de_page(dites[-1])
    return [] if lu == 1 else [str(lu)]


def oui(dites: Sequence[str]) -> list[str]:
    """What is asked for by « 1 », and by nothing else."""
    return ["1"] if dites[-1].strip() == "1" else []


USUELS: dict[str, Lire] = {
    "au": jour,
    "le": jour_depuis_l_origine,
    "page": numero,
    "papier": oui,
    "q": texte,
    "tri": texte,
}
"""The parameters that mean the same wherever they are; the others are criteria, of several values."""


class Parametres(dict[str, Lire]):
    """How a view reads each of its parameters, by name."""

    stricts = False
    """Whether the view refuses the others: a program is not given other rows than those it asked for."""


def declarer(noms: Iterable[str], numeros: Iterable[str] = (), *, stricts: bool = False) -> Parametres:
    """How a view reads each of its parameters; `numeros` are those that number the pages of one table."""
    lus = Parametres({nom: USUELS.get(nom, valeurs) for nom in noms})
    lus.update(dict.fromkeys(numeros, numero))
    lus.stricts = stricts
    return lus


def inconnus(request: HttpRequest, connus: Iterable[str]) -> list[str]:
    """What is said of the parameters that the view of a file does not read (`ramener`): each with the nearest
    that it does; some of them, where they are many."""
    connus, dits = list(connus), []
    for nom in getattr(request, "parametres_inconnus", ())[:DITS_MAX]:
        court = nom if len(nom) <= NOM_MAX else f"{nom[:NOM_MAX]}{DE_TROP}"
        proche = get_close_matches(nom[:NOM_MAX].lower(), connus, n=1)
        dits.append(
            _("Paramètre inconnu : « %(nom)s ». Vouliez-vous dire « %(proche)s »?")
            % {"nom": court, "proche": proche[0]}
            if proche
            else _("Paramètre inconnu : « %(nom)s ».") % {"nom": court}
        )
    return dits


def parametres_de(request: HttpRequest) -> Mapping[str, Lire] | None:
    """The parameters that the public view of this address reads; None where it leads to no public view."""
    if len(request.path_info) > ADRESSE_MAX:
        return None
    urlconf = getattr(request, "urlconf", None) or get_urlconf() or settings.ROOT_URLCONF
    return _parametres(request.path_info, urlconf)


@lru_cache(maxsize=4096)
def _parametres(chemin: str, urlconf: str) -> Mapping[str, Lire] | None:
    with translation.override(langue_de(chemin)):
        try:
            vue = resolve(chemin, urlconf).func
        except Resolver404:
            return None
    return getattr(vue, "parametres", None)


def ramener(request: HttpRequest, parametres: Mapping[str, Lire]) -> str:
    """Leaves in the request the parameters of this view alone, in one order, without blanks.

    Returns:
        The query that is left.
    """
    if getattr(parametres, "stricts", False):
        request.parametres_inconnus = [  # type: ignore[attr-defined]  # read by `inconnus` and by the cache
            nom for nom in request.GET if nom not in parametres
        ]
    connus = QueryDict(mutable=True)
    for nom in sorted(parametres):
        dites = [dite for dite in request.GET.getlist(nom) if dite.strip()]
        if dites and (lues := parametres[nom](dites)):
            connus.setlist(nom, lues)
    if connus.get("papier"):
        connus.pop("page", None)  # the paper form is one sheet
    if len(requete := connus.urlencode()) > CRITERES_MAX:
        for nom in connus:
            if parametres[nom] is valeurs:
                connus[nom] = DE_TROP
        requete = connus.urlencode()
    request.META["QUERY_STRING"] = requete
    connus._mutable = False  # as Django's own is
    request.GET = connus  # type: ignore[assignment]
    return requete
