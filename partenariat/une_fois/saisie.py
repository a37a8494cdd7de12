"""What a posted form says, and the texts to give back on a page that could not take it.

The pages of forms are kept by no browser: going back would not find again what was typed there.
"""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import CharField, DecimalField, TextField, TimeField
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.utils.text import capfirst
from django.utils.translation import gettext

CHAMP = "une_fois"
"""The hidden field of the key (`partenariat.templatetags.une_fois`)."""
DU_JETON = "csrfmiddlewaretoken"
TEMOIN = "initial-"
"""What Django puts before the name of a field, for the hidden one that says what the person saw."""
TYPES = (CharField, TextField, DecimalField, TimeField)
"""What is typed; a day is chosen."""
DU_SITE = ("empreinte", "cle")
"""Fields of text that the site fills."""
MOT_DE_PASSE = "password"  # the word in the name of a field, no secret
ILLISIBLE = (SuspiciousOperation, MultiPartParserError, RawPostDataException, OSError)
"""What a form that is not one gives: too many fields, no boundary, a body cut short."""

_sans_modele: set[str] = set()


def inscrire(*champs: str) -> None:
    """These fields are typed, and no model has them: every app says it of its own forms (`apps`)."""
    _sans_modele.update(champs)


@dataclass(frozen=True)
class Texte:
    """One field that was typed: its name in words, what it said."""

    nom: str
    valeur: str


def champs(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed or chosen, without what the site hides in every form."""
    return [
        (nom, valeur)
        for nom, valeurs in request.POST.lists()
        if nom not in (CHAMP, DU_JETON)
        for valeur in valeurs
    ]


def textes(request: HttpRequest) -> list[Texte]:
    """The free texts of a form: what has a blank in it, which neither a key nor a choice has; and the single
    word of a field that is free by its name (« Bail », an address).

    Neither a password, nor what the person left as it was shown; nothing of a form of another site, whose
    words would be read here as ours.
    """
    if request.method != "POST" or _d_ailleurs(request):
        return []
    try:
        dits = champs(request)
    except ILLISIBLE:
        return []
    vus = {nom.removeprefix(TEMOIN): _lu(valeur) for nom, valeur in dits if nom.startswith(TEMOIN)}
    return [
        Texte(_en_mots(nom), valeur)
        for nom, valeur in dits
        if (len(valeur.split()) > 1 or (valeur.strip() and _libre(nom, valeur)))
        and MOT_DE_PASSE not in nom
        and not nom.startswith(TEMOIN)
        and vus.get(nom) != _lu(valeur)
    ]


def _d_ailleurs(request: HttpRequest) -> bool:
    """Browsers say which site posts; what says nothing is no browser that another site could use."""
    origine = request.headers.get("Origin")
    ici = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    return origine is not None and origine not in (ici, *settings.CSRF_TRUSTED_ORIGINS)


def _lu(valeur: str) -> str:
    return valeur.replace("\r\n", "\n").strip()


def _sans_cle(nom: str) -> str:
    """« jalons-0-titre » → « titre »."""
    return nom.rpartition("-")[2]


def _libre(nom: str, valeur: str) -> bool:
    """Whether a field of that name is typed, and this is neither a choice nor a key that another one holds.

    Forms name their fields as the models do: a page that refuses a form knows nothing else of it.
    """
    types, choix = _des_modeles()
    cle = _sans_cle(nom)
    return cle in types and valeur not in choix.get(cle, ()) and not (cle in choix and valeur.isdecimal())


@cache
def _des_modeles() -> tuple[frozenset[str], dict[str, set[str]]]:
    """The names of what is typed, in a model or not; the values that those of a choice or a link take."""
    types, choix = set(_sans_modele), dict[str, set[str]]()
    for modele in apps.get_models():
        for champ in modele._meta.concrete_fields:
            if champ.choices or champ.is_relation:
                choix.setdefault(champ.name, set()).update(str(cle) for cle, _mot in champ.flatchoices)
            elif isinstance(champ, TYPES) and champ.editable and champ.name not in DU_SITE:
                types.add(champ.name)
    return frozenset(types), choix


def _en_mots(nom: str) -> str:
    """« jalons-0-titre » → « Titre »: fields are named by the words of the models, which are translated."""
    mot = _sans_cle(nom).replace("_", " ").strip()
    return capfirst(gettext(mot)) if mot else ""
