"""What a load changes: created, changed field by field, published, and left as it is in the database."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from actions.fichier.noeuds import abrege
from partenariat.donnees.champs import champ_de

LIMITE = 30
"""Names shown of one kind; the others are counted."""


@dataclass
class Differences:
    creations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By kind, the names of what is new."""
    changements: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """By kind and name, « field : before → after »."""
    publiees: list[str] = field(default_factory=list)
    restes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By kind, what the database holds and the file does not say: left as it is."""

    tenus: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By kind, what the file says otherwise and was withdrawn for cause: left as it is."""

    def __bool__(self) -> bool:
        return bool(self.creations or self.changements or self.publiees)

    def creer(self, objet: models.Model, nom: str) -> None:
        self.creations[genre(objet)].append(nom)

    def changer(self, objet: models.Model, nom: str, changes: dict[str, tuple[Any, Any]]) -> None:
        lignes = self.changements.setdefault((genre(objet), nom), [])
        lignes.extend(
            f"{champ_de(type(objet), champ).verbose_name} : {montre(avant)} → {montre(apres)}"
            for champ, (avant, apres) in changes.items()
        )

    def laisser(self, objet: models.Model, nom: str) -> None:
        self.restes[genre(objet)].append(nom)

    def tenir(self, objet: models.Model, nom: str) -> None:
        self.tenus[genre(objet)].append(nom)

    def resume(self) -> list[str]:
        """Counts, one line a kind of difference."""
        lignes = []
        if self.creations:
            ajouts = (f"{len(noms)} {pluriel(sorte, len(noms))}" for sorte, noms in self.creations.items())
            lignes.append("ajoutés : " + ", ".join(ajouts))
        if self.changements:
            comptes = Counter(sorte for sorte, _nom in self.changements)
            lignes.append(
                "modifiés : " + ", ".join(f"{n} {pluriel(sorte, n)}" for sorte, n in comptes.items())
            )
        if self.publiees:
            lignes.append(f"publiées : {len(self.publiees)} {pluriel('action', len(self.publiees))}")
        return lignes

    def detail(self) -> list[str]:
        """Everything, grouped: what `--simuler` shows."""
        lignes = []
        for sorte, noms in self.creations.items():
            lignes.append(f"+ {len(noms)} {pluriel(sorte, len(noms))} : {enumere(noms)}")
        for (sorte, nom), changes in self.changements.items():
            lignes.append(f"~ {sorte} {nom}")
            lignes.extend(f"    {change}" for change in changes)
        if self.publiees:
            nombre = len(self.publiees)
            lignes.append(f"↑ {nombre} {pluriel('action', nombre)} à publier : {enumere(self.publiees)}")
        return lignes

    def laisses(self) -> list[str]:
        return _par_sorte(self.restes)

    def retires(self) -> list[str]:
        return _par_sorte(self.tenus)


def _par_sorte(noms_par_sorte: dict[str, list[str]]) -> list[str]:
    return [f"{pluriel(sorte, len(noms))} : {enumere(noms)}" for sorte, noms in noms_par_sorte.items()]


def genre(objet: models.Model) -> str:
    """The kind of an object, in French."""
    return str(objet._meta.verbose_name)


def pluriel(sorte: str, nombre: int) -> str:
    """The kind, in the number that fits."""
    if nombre < 2:
        return sorte
    return " ".join(mot if mot.endswith(("s", "x")) else f"{mot}s" for mot in sorte.split(" "))


def enumere(noms: list[str]) -> str:
    reste = len(noms) - LIMITE
    return ", ".join(noms[:LIMITE]) + (f"… et {reste} autre{'s' if reste > 1 else ''}" if reste > 0 else "")


def montre(valeur: Any) -> str:
    """A value as a person reads it."""
    match valeur:
        case None | "":
            return "vide"
        case bool():
            return "oui" if valeur else "non"
        case Decimal():
            return f"{valeur:f}".rstrip("0").rstrip(".") if "." in f"{valeur:f}" else f"{valeur:f}"
        case date():
            return valeur.isoformat()
        case list() | tuple() | set() | frozenset():
            return "[" + ", ".join(sorted(montre(element) for element in valeur)) + "]"
        case dict():
            return "{" + ", ".join(f"{cle}: {montre(v)}" for cle, v in valeur.items()) + "}"
        case _:
            return abrege(str(valeur), 100)
