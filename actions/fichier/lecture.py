"""YAML text → tree with line numbers, safely.

The events of the parser are read one by one, without recursion and without building any object: aliases,
tags and depth are judged as they come, so that neither a « bomb » nor a nest of brackets costs anything.
"""

import re
from decimal import Decimal
from typing import cast

import yaml

from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.noeuds import ILLISIBLE, Noeud, abrege

PROFONDEUR = 20
ELEMENTS = 400_000
ANALYSEUR = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NOMBRE = re.compile(r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?")
CHIFFRES_AU_PLUS = 40
INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_NOYAU = "tag:yaml.org,2002:"
_SCALAIRES = {"!"} | {_NOYAU + nom for nom in ("str", "int", "float", "bool", "null", "timestamp")}
_VRAI = {"true", "yes", "on"}

# What libyaml says most often, as a person would.
_EN_FRANCAIS = (
    (
        "cannot start any token",
        "un caractère ne peut pas commencer une valeur (tabulation ? « % », « @ » ou « ` » sans "
        "guillemets ?) : on décale avec des espaces et on met le texte entre guillemets",
    ),
    ("tab character", "une tabulation décale la ligne : utilisez des espaces"),
    (
        "mapping values are not allowed",
        "un « : » de trop : mettez le texte entre guillemets, ou vérifiez le décalage",
    ),
    ("could not find expected ':'", "un « : » manque après la clé"),
    ("did not find expected ',' or ']'", "une virgule ou un « ] » manque"),
    ("did not find expected ',' or '}'", "une virgule ou un « } » manque"),
    ("did not find expected key", "une clé est attendue ici : vérifiez le décalage et les guillemets"),
    ("did not find expected '-' indicator", "un « - » est attendu ici : vérifiez le décalage"),
    ("block sequence entries are not allowed", "un « - » n'est pas permis ici : vérifiez le décalage"),
    ("unexpected end of stream", "le fichier s'arrête au milieu d'un texte entre guillemets"),
    ("undefined tag handle", "une étiquette YAML (« !… ») est inconnue"),
    ("unknown escape character", "une barre oblique inverse est suivie d'un caractère imprévu"),
    ("control characters are not allowed", "un caractère de contrôle s'est glissé dans le fichier"),
    ("exceeded max depth", "trop de niveaux imbriqués"),
)


def arbre(texte: str, constat: Constat) -> Noeud:
    """The tree of a YAML text.

    Args:
        constat: receives what is wrong but leaves the rest readable (duplicate keys, tags, aliases).

    Raises:
        FichierRefuse: where the text is not YAML, is empty, too deep or too big.
    """
    try:
        racine = _Montage(constat).racine(yaml.parse(texte, Loader=ANALYSEUR))
    except yaml.YAMLError as erreur:
        raise FichierRefuse(_syntaxe(erreur)) from None
    if racine is None or racine.valeur is None:
        raise FichierRefuse("Le fichier est vide.")
    return racine


def _syntaxe(erreur: yaml.YAMLError) -> str:
    anglais = str(getattr(erreur, "problem", "") or getattr(erreur, "reason", "") or erreur)
    francais = next((fr for en, fr in _EN_FRANCAIS if en in anglais), f"ce n'est pas du YAML ({anglais})")
    marque = getattr(erreur, "problem_mark", None) or getattr(erreur, "context_mark", None)
    place = f"ligne {marque.line + 1}, colonne {marque.column + 1} : " if marque else ""
    return f"Erreur de syntaxe YAML, {place}{francais}."


class _Montage:
    """Builds the tree from the parser's events; the stack is ours, so depth costs no recursion."""

    def __init__(self, constat: Constat) -> None:
        self.constat = constat
        self.types = yaml.resolver.Resolver()
        self.pile: list[Noeud] = []
        self.cles: list[Noeud | None] = []
        self.elements = 0

    def racine(self, evenements) -> Noeud | None:
        racine, documents = None, 0
        for evenement in evenements:
            match evenement:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise FichierRefuse(
                            f"Ligne {_ligne(evenement)} : un fichier contient un seul plan, et pas « --- »."
                        )
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    noeud = self._ouvrir(evenement)
                    racine = racine or noeud
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.pile.pop()
                    self.cles.pop()
                case yaml.ScalarEvent() | yaml.AliasEvent():
                    noeud = self._feuille(evenement)
                    racine = racine or noeud
        return racine

    def _ouvrir(self, evenement) -> Noeud:
        if self._attend_une_cle:
            raise FichierRefuse(
                f"Ligne {_ligne(evenement)} : une clé est un texte simple ; "
                "un texte qui commence par « { » ou « [ » se met entre guillemets."
            )
        if len(self.pile) >= PROFONDEUR:
            raise FichierRefuse(f"Ligne {_ligne(evenement)} : plus de {PROFONDEUR} niveaux imbriqués.")
        groupe = isinstance(evenement, yaml.MappingStartEvent)
        noeud = self._placer(Noeud({} if groupe else [], _ligne(evenement)))
        if evenement.tag not in (None, "!", _NOYAU + ("map" if groupe else "seq")):
            self._refuser_etiquette(noeud, evenement.tag)
        self.pile.append(noeud)
        self.cles.append(None)
        return noeud

    def _feuille(self, evenement) -> Noeud:
        noeud = Noeud(ILLISIBLE, _ligne(evenement))
        if isinstance(evenement, yaml.AliasEvent):
            noeud = self._placer(noeud)
            self.constat.erreur(
                noeud, f"les renvois YAML (« *{evenement.anchor} ») sont refusés ; répétez la valeur."
            )
            return noeud
        noeud.texte = evenement.value
        noeud.valeur = evenement.value if self._attend_une_cle else self._valeur(evenement)
        noeud = self._placer(noeud)
        if evenement.tag is not None and evenement.tag not in _SCALAIRES:
            self._refuser_etiquette(noeud, evenement.tag)
        elif INTERDITS.search(evenement.value):
            noeud.valeur = ILLISIBLE
            noeud.texte = ""
            self.constat.erreur(noeud, "trouvé un caractère de contrôle (NUL…) ; attendu : du texte.")
        return noeud

    def _valeur(self, evenement):
        texte = evenement.value
        etiquette = evenement.tag
        if etiquette in (None, "!"):
            etiquette = self.types.resolve(yaml.ScalarNode, texte, evenement.implicit)
        match etiquette.removeprefix(_NOYAU):
            case "null":
                return None
            case "bool":
                return texte.lower() in _VRAI
            case "int" | "float":
                return nombre(texte)
            case _:
                return texte

    @property
    def _attend_une_cle(self) -> bool:
        return bool(self.pile) and isinstance(self.pile[-1].valeur, dict) and self.cles[-1] is None

    def _placer(self, noeud: Noeud) -> Noeud:
        self.elements += 1
        if self.elements > ELEMENTS:
            raise FichierRefuse(f"Ligne {noeud.lieu} : plus de {ELEMENTS} valeurs ; ce n'est pas un plan.")
        if not self.pile:
            return noeud
        noeud.parent = parent = self.pile[-1]
        if isinstance(parent.valeur, list):
            parent.valeur.append(noeud)
            noeud.cle = len(parent.valeur)
        elif self._attend_une_cle:
            self.cles[-1] = noeud
            noeud.cle = abrege(noeud.texte)
        else:
            self._inscrire(parent, noeud)
        return noeud

    def _inscrire(self, parent: Noeud, noeud: Noeud) -> None:
        # A value comes after its key.
        cle = cast(Noeud, self.cles[-1])
        self.cles[-1] = None
        noeud.cle = cle.texte
        deja = parent.valeur.get(cle.texte)
        if cle.texte == "<<":
            self.constat.erreur(cle, "les clés de fusion (« << ») sont refusées ; répétez les clés.")
        elif deja is not None:
            self.constat.erreur(cle, f"clé en double : elle est déjà écrite à la ligne {deja.lieu}.")
        else:
            parent.valeur[cle.texte] = noeud

    def _refuser_etiquette(self, noeud: Noeud, etiquette: str) -> None:
        noeud.valeur = ILLISIBLE if not isinstance(noeud.valeur, dict | list) else noeud.valeur
        ecrite = abrege(etiquette.replace(_NOYAU, "!!"))
        self.constat.erreur(
            noeud, f"l'étiquette YAML « {ecrite} » est refusée ; attendu : une simple valeur."
        )


def _ligne(evenement) -> int:
    return evenement.start_mark.line + 1


def nombre(texte: str) -> int | Decimal | str:
    """A plain decimal number; what else YAML takes for one (`.inf`, `0x1F`, `13:30`, `012`) stays text."""
    if len(texte) > CHIFFRES_AU_PLUS or not NOMBRE.fullmatch(texte):
        return texte
    return int(texte) if texte.lstrip("+-").isdigit() else Decimal(texte)
