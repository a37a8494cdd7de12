"""The kinds of values that a plan file holds: each reads a node, or says what it expected."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import TextChoices
from django.utils import timezone

from actions.fichier.constat import Constat
from actions.fichier.noeuds import ILLISIBLE, Noeud
from partenariat.donnees.motifs import est_un_motif
from partenariat.histoire.temps import DERNIERE_DATE, PREMIERE_DATE

OBLIGATOIRE = object()
"""As `vide`: null is refused, the value cannot be emptied."""


class Inattendu(ValueError):
    """Not what was expected; the text says what was."""


class Fiche(dict[str, Any]):
    """The values of a group of keys, checked; only those that the file gives."""

    def __init__(self, noeud: Noeud) -> None:
        super().__init__()
        self.noeud = noeud
        self.autres: dict[str, Any] = {}
        """What the format does not know, kept as it came."""

    def lieu(self, cle: str) -> Noeud:
        """The node of a key; that of the group where the key is absent."""
        return self.noeud.sous(cle) or self.noeud

    def refusee(self, cle: str) -> bool:
        """Whether the file gives this key a value that was refused: an error already told."""
        return cle not in self and self.noeud.sous(cle) is not None


class Suite(list[Any]):
    """The values of a list, checked, with the node of each."""

    def __init__(self, valeurs: Iterable[Any] = ()) -> None:
        # Given to a query, a list is copied by its own type.
        super().__init__(valeurs)
        self.noeuds: list[Noeud] = []

    def avec_lieux(self) -> list[tuple[Any, Noeud]]:
        return list(zip(self, self.noeuds, strict=True))


@dataclass(frozen=True, kw_only=True)
class Champ:
    """A value of the file."""

    champ: str = ""
    """The model field that takes it as it is; empty where the loading has more to do."""
    requis: bool = False
    vide: Any = None
    """What an explicit null means."""
    ancienne_cle: str = ""
    """A key that files wrote before, still read as this one."""

    def lire(self, noeud: Noeud, constat: Constat) -> Any:
        """The value; ILLISIBLE where it was refused, and then `constat` says why."""
        if noeud.valeur is ILLISIBLE:
            return ILLISIBLE
        if noeud.valeur is None and not self.requis and self.vide is not OBLIGATOIRE:
            return self.vide
        try:
            return self.convertir(noeud, constat)
        except Inattendu as attendu:
            constat.erreur(noeud, f"trouvé {noeud.trouve} ; attendu : {attendu}.")
            return ILLISIBLE

    def convertir(self, noeud: Noeud, constat: Constat) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Texte(Champ):
    longueur: int | None = None
    vide: Any = ""

    def convertir(self, noeud: Noeud, constat: Constat) -> str:
        match noeud.valeur:
            case str() as texte:
                texte = texte.strip()
            case bool() | Decimal():
                raise Inattendu(f"un texte {noeud.guillemets}")
            case int() if str(noeud.valeur) == noeud.texte:
                texte = noeud.texte
            case _:
                raise Inattendu("un texte")
        if self.requis and not texte:
            raise Inattendu("un texte qui n'est pas vide")
        if self.longueur and len(texte) > self.longueur:
            raise Inattendu(f"un texte d'au plus {self.longueur} caractères (celui-ci en a {len(texte)})")
        return texte


@dataclass(frozen=True, kw_only=True)
class Motif(Texte):
    """Why; where nobody wrote it, the file leaves the key out."""

    def convertir(self, noeud: Noeud, constat: Constat) -> str:
        texte = super().convertir(noeud, constat)
        if texte and not est_un_motif(texte):
            raise Inattendu("pourquoi, ou aucune clé si personne ne l'a écrit")
        return texte


@dataclass(frozen=True, kw_only=True)
class Code(Texte):
    motif: re.Pattern[str]
    exemple: str

    def convertir(self, noeud: Noeud, constat: Constat) -> str:
        if isinstance(noeud.valeur, Decimal):
            raise Inattendu(f"un code {noeud.guillemets} (autrement, 1.10 se lirait 1.1)")
        texte = super().convertir(noeud, constat)
        if texte and not self.motif.match(texte):
            raise Inattendu(f"un code comme {self.exemple}")
        return texte


@dataclass(frozen=True, kw_only=True)
class Jour(Champ):
    passe: bool = False
    """Whether it tells of what happened: never of tomorrow."""

    def convertir(self, noeud: Noeud, constat: Constat) -> date:
        try:
            jour = date.fromisoformat(
                noeud.valeur if re.fullmatch(r"\d{4}-\d\d-\d\d", str(noeud.valeur)) else ""
            )
        except (ValueError, TypeError):
            raise Inattendu("une date qui existe, écrite AAAA-MM-JJ") from None
        if not PREMIERE_DATE <= jour <= DERNIERE_DATE:
            raise Inattendu(f"une date de {PREMIERE_DATE.year} à {DERNIERE_DATE.year}")
        if self.passe and jour > (aujourd_hui := timezone.localdate()):
            raise Inattendu(f"une date qui n'est pas à venir, au plus tard {aujourd_hui}")
        return jour


@dataclass(frozen=True, kw_only=True)
class Entier(Champ):
    minimum: int
    maximum: int
    quoi: str = "un nombre entier"

    def convertir(self, noeud: Noeud, constat: Constat) -> int:
        valeur = noeud.valeur
        if (
            isinstance(valeur, bool)
            or not isinstance(valeur, int)
            or not self.minimum <= valeur <= self.maximum
        ):
            raise Inattendu(f"{self.quoi} de {self.minimum} à {self.maximum}")
        return valeur


@dataclass(frozen=True, kw_only=True)
class Nombre(Champ):
    chiffres: int
    decimales: int
    minimum: Decimal | None = None

    def convertir(self, noeud: Noeud, constat: Constat) -> Decimal:
        valeur = noeud.valeur
        if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
            raise Inattendu("un nombre, en chiffres seulement (3000000 ou 2.5)")
        nombre = Decimal(valeur)
        if self.minimum is not None and nombre < self.minimum:
            raise Inattendu(f"un nombre d'au moins {self.minimum}")
        if abs(nombre) >= Decimal(10) ** (self.chiffres - self.decimales):
            raise Inattendu(f"un nombre d'au plus {self.chiffres - self.decimales} chiffres avant la virgule")
        if cast(int, nombre.as_tuple().exponent) < -self.decimales and nombre != round(
            nombre, self.decimales
        ):
            raise Inattendu(f"un nombre d'au plus {self.decimales} décimales")
        return nombre


@dataclass(frozen=True, kw_only=True)
class Booleen(Champ):
    vide: Any = False

    def convertir(self, noeud: Noeud, constat: Constat) -> bool:
        if not isinstance(noeud.valeur, bool):
            raise Inattendu("true ou false")
        return noeud.valeur


@dataclass(frozen=True, kw_only=True)
class Choix(Champ):
    valeurs: tuple[str, ...]
    vide: Any = OBLIGATOIRE

    def convertir(self, noeud: Noeud, constat: Constat) -> str:
        if not isinstance(noeud.valeur, str) or noeud.valeur not in self.valeurs:
            raise Inattendu("l'un de " + ", ".join(self.valeurs) + proche(noeud.texte, self.valeurs))
        return noeud.valeur


def parmi(choix: type[TextChoices], **options: Any) -> Choix:
    """A value of the choices of a model."""
    return Choix(valeurs=tuple(choix.values), **options)


@dataclass(frozen=True, kw_only=True)
class Liste(Champ):
    de: Champ

    def lire(self, noeud: Noeud, constat: Constat) -> Any:
        return Suite() if noeud.valeur is None and not self.requis else super().lire(noeud, constat)

    def convertir(self, noeud: Noeud, constat: Constat) -> Suite:
        if not isinstance(noeud.valeur, list):
            raise Inattendu("une liste, entre crochets ou un « - » par ligne")
        suite = Suite()
        for element in noeud.valeur:
            if (valeur := self.de.lire(element, constat)) is not ILLISIBLE:
                suite.append(valeur)
                suite.noeuds.append(element)
        return suite


@dataclass(frozen=True, kw_only=True)
class Groupe(Champ):
    """A group of keys."""

    cles: Mapping[str, Champ] = field(default_factory=dict)
    garder: bool = False
    """Whether what is not in `cles` is kept, as the file says it, for the export."""

    def convertir(self, noeud: Noeud, constat: Constat) -> Fiche:
        if not isinstance(noeud.valeur, dict):
            raise Inattendu("un groupe de clés (« clé: valeur »)")
        fiche = Fiche(noeud)
        anciennes = {champ.ancienne_cle: cle for cle, champ in self.cles.items() if champ.ancienne_cle}
        for ecrite, valeur in noeud.valeur.items():
            cle = anciennes.get(ecrite) or ecrite
            if (champ := self.cles.get(cle)) is None:
                self._inconnue(fiche, cle, valeur, constat)
            elif cle != ecrite and cle in noeud.valeur:
                constat.erreur(
                    valeur, f"clé en double : « {ecrite} » se lit « {cle} » ; attendu : une seule."
                )
            elif (lue := champ.lire(valeur, constat)) is not ILLISIBLE:
                fiche[cle] = lue
        ecrites = {anciennes.get(ecrite, ecrite) for ecrite in noeud.valeur}
        for cle, champ in self.cles.items():
            if champ.requis and cle not in ecrites:
                constat.erreur(noeud, f"la clé « {cle} » manque ; elle est requise.")
        return fiche

    def _inconnue(self, fiche: Fiche, cle: str, valeur: Noeud, constat: Constat) -> None:
        suggestion = proche(cle, [connue for connue in self.cles if connue not in fiche.noeud.valeur])
        if self.garder:
            fiche.autres[cle] = valeur.brut()
        if suggestion or not self.garder:
            suite = "gardée pour l'exportation seulement" if self.garder else "ignorée"
            constat.avertir(valeur, f"clé inconnue, {suite}{suggestion}.")


@dataclass(frozen=True, kw_only=True)
class Dictionnaire(Champ):
    """A group whose keys are free: code → value."""

    de: Champ
    longueur_cle: int

    def lire(self, noeud: Noeud, constat: Constat) -> Any:
        return {} if noeud.valeur is None else super().lire(noeud, constat)

    def convertir(self, noeud: Noeud, constat: Constat) -> dict[str, Any]:
        if not isinstance(noeud.valeur, dict):
            raise Inattendu("un groupe « code: … »")
        lues = {}
        for cle, valeur in noeud.valeur.items():
            if not 0 < len(cle) <= self.longueur_cle:
                constat.erreur(
                    valeur,
                    f"trouvé le code « {cle[:40]} » ; attendu : de 1 à {self.longueur_cle} caractères.",
                )
            elif (lue := self.de.lire(valeur, constat)) is not ILLISIBLE:
                lues[cle] = lue
        return lues


@dataclass(frozen=True, kw_only=True)
class Libre(Champ):
    """Anything, kept as a node for whoever reads it later."""

    def lire(self, noeud: Noeud, constat: Constat) -> Noeud:
        return noeud


def proche(mot: str, connus) -> str:
    """« ; vouliez-vous dire … ? », where a known word is close."""
    trouves = difflib.get_close_matches(mot, list(connus), n=1, cutoff=0.75)
    return f" ; vouliez-vous dire « {trouves[0]} » ?" if trouves else ""
