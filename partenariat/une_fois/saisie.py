"""What a posted form says, and what of it to give back on a page that could not take it.

The pages of forms are kept by no browser: going back would not find again what was typed there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    IntegerField,
    TextField,
    TimeField,
)
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.utils.choices import flatten_choices
from django.utils.text import capfirst
from django.utils.translation import gettext

from partenariat.presentation.formats import date_longue

CHAMP = "une_fois"
"""The hidden field of the key (`partenariat.templatetags.une_fois`)."""
DU_JETON = "csrfmiddlewaretoken"
TEMOIN = "initial-"
"""What Django puts before the name of a field, for the hidden one that says what the person saw."""
BOUTON = "_"
"""What begins the name of a button (`_save`): what it says was not typed."""
TYPES = (CharField, TextField, DecimalField, IntegerField, TimeField)
"""What is typed; a day is chosen."""
DU_SITE = ("empreinte", "cle", "id")
"""Fields of text that the site fills."""
MOT_DE_PASSE = "password"  # the word in the name of a field, no secret
ILLISIBLE = (SuspiciousOperation, MultiPartParserError, RawPostDataException, OSError)
"""What a form that is not one gives: too many fields, no boundary, a body cut short."""


@dataclass(frozen=True)
class Texte:
    """One field that was filled: its name in words, what it said."""

    nom: str
    valeur: str
    court: bool = False
    """A choice, a day, a box: read, and chosen again; there is nothing to copy."""
    a_refaire: bool = False
    """A file, by its name, which no page gives back; a record, that a page open to anyone does not name."""

    @property
    def lignes(self) -> int:
        """The height of the box that shows it."""
        return min(8, 1 + self.valeur.count("\n") + len(self.valeur) // 70)


@dataclass
class _Connus:
    """What the fields of the site are, by name: a page that refuses a form knows nothing else of it."""

    types: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    jours: set[str] = field(default_factory=set)
    liens: set[str] = field(default_factory=set)
    choix: dict[str, dict[str, Any]] = field(default_factory=dict)
    mots: dict[str, set[Any]] = field(default_factory=dict)
    rangs: dict[str, Any] = field(default_factory=dict)
    """By the name of its rows in a form of the back office, what one is."""

    def ajouter_choix(self, nom: str, choix: Iterable[tuple[Any, Any]]) -> None:
        self.choix.setdefault(nom, {}).update((str(cle), mot) for cle, mot in choix if cle not in ("", None))

    def du_formulaire(self, nom: str, champ: forms.Field) -> None:
        if champ.widget.is_hidden:
            return
        self.mots.setdefault(nom, set()).add(champ.label)
        match champ:
            case forms.BooleanField():
                self.cases.add(nom)
            case forms.DateField():
                self.jours.add(nom)
            case forms.ModelChoiceField():
                # Its choices are rows: the database may be what is away.
                self.liens.add(nom)
            case forms.ChoiceField():
                self.ajouter_choix(nom, flatten_choices(champ.choices))  # type: ignore[arg-type]  # made so by the field
            case forms.CharField() | forms.DecimalField() | forms.TimeField():
                self.types.add(nom)
            case _:
                self.liens.add(nom)

    def du_modele(self, champ: Any) -> None:
        nom = champ.name
        if not champ.editable or champ.primary_key or nom in DU_SITE:
            return
        self.mots.setdefault(nom, set()).add(champ.verbose_name)
        if champ.is_relation and (rangs := champ.remote_field.get_accessor_name()):
            self.rangs[rangs] = champ.model._meta.verbose_name
        if champ.is_relation:
            self.liens.add(nom)
        elif champ.choices:
            self.ajouter_choix(nom, champ.flatchoices)
        elif isinstance(champ, TYPES):
            self.types.add(nom)
        elif isinstance(champ, BooleanField):
            self.cases.add(nom)
        elif isinstance(champ, DateField):
            self.jours.add(nom)


_sans_modele: list[tuple[str, forms.Field]] = []
_formulaires: list[dict[str, forms.Field]] = []
"""What each form that is not a model's asks, by the name of its field."""


def inscrire(*formulaires: type[forms.BaseForm], **champs: forms.Field) -> None:
    """These fields are filled, and no model has them: every app says it of its own forms (`apps`).

    Args:
        formulaires: forms that are not models'.
        champs: fields that a form adds. What is neither typed, ticked nor chosen among known answers (a plain
            `forms.Field`) is to be chosen again.
    """
    for formulaire in formulaires:
        _formulaires.append(formulaire.base_fields)  # type: ignore[attr-defined]
        _sans_modele.extend(formulaire.base_fields.items())  # type: ignore[attr-defined]
    _sans_modele.extend(champs.items())


def champs(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed or chosen, without what the site hides in every form."""
    return [
        (nom, valeur)
        for nom, valeurs in request.POST.lists()
        if nom not in (CHAMP, DU_JETON)
        for valeur in valeurs
    ]


def textes(request: HttpRequest) -> list[Texte]:
    """What was filled in a form: its free texts, first, then its choices, days and boxes, then what is to be
    done again.

    Neither a password, nor a button, nor what the person left as it was shown; nothing of a form of another
    site, whose words would be read here as ours.
    """
    if request.method != "POST" or d_ailleurs(request):
        return []
    try:
        dits, recus = champs(request), [*request.FILES.lists()]
    except ILLISIBLE:
        return []
    return textes_de(dits, ((nom, fichier.name or "") for nom, fichiers in recus for fichier in fichiers))


def textes_de(dits: Iterable[tuple[str, str]], fichiers: Iterable[tuple[str, str]]) -> list[Texte]:
    """The same, of fields and of the names of files."""
    dits = list(dits)
    vus: dict[str, set[str]] = {}
    for nom, valeur in dits:
        if nom.startswith(TEMOIN):
            vus.setdefault(nom.removeprefix(TEMOIN), set()).add(_lu(valeur))
    fichiers = list(fichiers)
    siens = _siens({nom for nom, _valeur in (*dits, *fichiers)})
    lus = [
        _dit(nom, valeur, siens, temoin=nom in vus)
        for nom, valeur in dits
        if valeur.strip()
        and MOT_DE_PASSE not in nom
        and not nom.startswith((TEMOIN, BOUTON))
        and _lu(valeur) not in vus.get(nom, ())
    ]
    lus += [Texte(_en_mots(nom, siens), fichier, court=True, a_refaire=True) for nom, fichier in fichiers]
    return sorted(dict.fromkeys(filter(None, lus)), key=lambda dit: (dit.court, dit.a_refaire))


def ecrit(request: HttpRequest) -> bool:
    """Whether a form holds what would have to be typed again."""
    return any(not dit.court for dit in textes(request))


def d_ailleurs(request: HttpRequest) -> bool:
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


def _dit(nom: str, valeur: str, siens: dict[str, forms.Field], *, temoin: bool) -> Texte | None:
    """What a field said; nothing where it is neither known nor a sentence: a key, that the site put there.

    Args:
        siens: the fields of the form, where it is known.
        temoin: whether the form says what the person saw first: what a row of a form is part of has none.
    """
    connus, cle, mot = _connus(), _sans_cle(nom), _en_mots(nom, siens)
    choisi = connus.choix.get(cle, {}).get(valeur)
    if choisi is not None:
        return Texte(mot, str(choisi), court=True)
    if cle in connus.liens and valeur.isdecimal():
        return Texte(mot, "", court=True, a_refaire=True) if temoin or "-" not in nom else None
    if len(valeur.split()) > 1 or cle in connus.types:
        return Texte(mot, valeur)
    if cle in connus.jours:
        return Texte(mot, _jour(valeur), court=True)
    if cle in connus.cases:
        return Texte(mot, gettext("coché"), court=True)
    return Texte(mot, "", court=True, a_refaire=True) if cle in connus.liens and "-" not in nom else None


@cache
def _connus() -> _Connus:
    connus = _Connus()
    for modele in apps.get_models():
        for champ in (*modele._meta.concrete_fields, *modele._meta.many_to_many):
            connus.du_modele(champ)
    for nom, saisi in _sans_modele:
        connus.du_formulaire(nom, saisi)
    return connus


def _jour(valeur: str) -> str:
    """A day as one reads it; what is none, as it was written."""
    try:
        return date_longue(date.fromisoformat(valeur))
    except ValueError:
        return valeur


def _siens(noms: set[str]) -> dict[str, forms.Field]:
    """The fields of the smallest form that asks all that was sent."""
    connus = noms & _connus().mots.keys()
    for formulaire in sorted(_formulaires, key=len):
        if connus and connus <= formulaire.keys():
            return formulaire
    return {}


def _en_mots(nom: str, siens: dict[str, forms.Field]) -> str:
    """« jalons-0-titre » → « Jalon 1 · Titre »: by the label of its own form; or by that of the field, where
    every form and model that has one of that name gives it the same; else by its name, which is translated.
    """
    if nom in siens and siens[nom].label:
        return capfirst(str(siens[nom].label))
    rangs, _tiret, reste = nom.partition("-")
    rang, _tiret, cle = reste.partition("-")
    if cle and rang.isdecimal() and rangs in _connus().rangs:
        return f"{capfirst(str(_connus().rangs[rangs]))} {int(rang) + 1} · {_en_mots(cle, {})}"
    cle = _sans_cle(nom)
    dits = {str(mot) for mot in _connus().mots.get(cle, ()) if mot}
    nom = cle.replace("_", " ").strip()
    mot = dits.pop() if len(dits) == 1 else nom and gettext(nom)
    return capfirst(mot)
