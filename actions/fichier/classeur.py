"""A workbook (.xlsx) → the same tree as a YAML file, each value with its sheet and cell.

One sheet a list, one row an entry, the keys of the format as headers. A cell is read as it is shown
(`cellules`); what is hidden is read too, and said. Formulas are not computed (their last
value is read), macros are not run, an empty cell is an absent key.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

import openpyxl
from openpyxl.utils import get_column_letter

from actions.fichier import cellules, schema, sections
from actions.fichier.champs import Champ, Groupe, Liste, Texte, proche
from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.lecture import INTERDITS
from actions.fichier.noeuds import ILLISIBLE, Noeud, abrege
from partenariat.parties.natures import Nature

DECOMPRESSE = 60 * 2**20
PARTIES = 500
LIGNES, COLONNES = 20_000, 100
ORGANISATIONS = "organisations"
SECTIONS = {
    Nature.ARRONDISSEMENT.value: ("arrondissements", "sigle_usage"),
    Nature.SERVICE_CENTRAL.value: ("services_centraux", "id"),
}
POINTS = ("reference_annee", "reference_valeur", "cible_annee", "cible_valeur")


def _plates(cles: Mapping[str, Champ]) -> dict[str, Champ]:
    """The keys that fit in a cell."""
    return {cle: champ for cle, champ in cles.items() if _plat(champ)}


def _plat(champ: Champ) -> bool:
    return isinstance(champ.de, Texte) if isinstance(champ, Liste) else not isinstance(champ, Groupe)


def _point(cle: str) -> Champ:
    """What `reference_annee` and its like await."""
    groupe, _, part = cle.partition("_")
    return cast(Groupe, schema.INDICATEUR[groupe]).cles[part]


COLONNES_PAR_FEUILLE: dict[str, dict[str, Champ | None]] = {
    "meta": {**_plates(schema.META)},
    "sources": {"code": None, **schema.SOURCE},
    "contexte": {**_plates(schema.REPERE)},
    "objectifs": {**_plates(schema.OBJECTIF)},
    "domaines": {**_plates(schema.DOMAINE)},
    "axes": {**_plates(schema.AXE)},
    "volets": {"axe": None, **schema.VOLET},
    ORGANISATIONS: {"partie": None, "code_mamh": None, **schema.PARTENAIRE},
    "actions": {**_plates(schema.ACTION)},
    "jalons": {"action": None, **schema.JALON},
    "indicateurs": {"action": None, **{cle: _point(cle) for cle in POINTS}, **_plates(schema.INDICATEUR)},
    "mesures": {"action": None, "indicateur": None, **schema.MESURE},
}
"""Sheet → column → what its cells await; None where they name something."""
A_PLUSIEURS = {
    cle for cle, champ in schema.ACTION.items() if isinstance(champ, Liste) and isinstance(champ.de, Texte)
}
"""Columns of `actions` that hold several values, between commas or semicolons."""


def arbre(octets: bytes, constat: Constat) -> Noeud:
    """The tree of a workbook.

    Raises:
        FichierRefuse: where it is not a workbook, or not a reasonable one.
    """
    _verifier_archive(octets)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            classeur = openpyxl.load_workbook(
                io.BytesIO(octets), read_only=True, data_only=True, keep_links=False
            )
    except Exception as erreur:  # openpyxl lets through whatever a broken part makes fail.
        raise FichierRefuse(f"Le classeur ne se lit pas ({abrege(str(erreur))}).") from None
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            return _Montage(classeur, archive, constat).racine()
    finally:
        classeur.close()


def _verifier_archive(octets: bytes) -> None:
    """A workbook is a zip of XML: refuses one that swells beyond reason, or that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            parties = archive.infolist()
            if len(parties) > PARTIES or sum(partie.file_size for partie in parties) > DECOMPRESSE:
                raise FichierRefuse(f"Le classeur dépasse {DECOMPRESSE // 2**20} Mio une fois décompressé.")
            for partie in parties:
                if (
                    partie.filename.endswith((".xml", ".rels"))
                    and b"<!DOCTYPE" in archive.read(partie)[:4096]
                ):
                    raise FichierRefuse(
                        "Le classeur contient une déclaration XML (DOCTYPE) ; elle est refusée."
                    )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise FichierRefuse("Ce n'est pas un classeur .xlsx.") from None


class _Montage:
    def __init__(self, classeur: openpyxl.Workbook, archive: zipfile.ZipFile, constat: Constat) -> None:
        self.classeur, self.archive = classeur, archive
        self.constat = constat
        self.arbre = Noeud({}, "classeur")

    def racine(self) -> Noeud:
        feuilles = {feuille.title: self._lignes(feuille) for feuille in self._feuilles()}
        for nom in ("contexte", "objectifs", "domaines", "axes", "actions"):
            if nom in feuilles:
                self._liste(nom, feuilles[nom])
        if "actions" in feuilles and not feuilles["actions"]:
            lieu = Noeud(None, "feuille « actions »")
            self.constat.erreur(lieu, "aucune action lue ; attendu : une ligne par action sous les en-têtes.")
        for ligne in feuilles.get("meta", ())[:1]:
            self._ranger(self.arbre, "meta", ligne)
        if "sources" in feuilles:
            self._sources(feuilles["sources"])
        self._organisations(feuilles.get(ORGANISATIONS, []))
        self._rattacher(feuilles.get("volets", []), "axes", "axe", "volets")
        self._rattacher(feuilles.get("jalons", []), "actions", "action", "jalons")
        for ligne in feuilles.get("indicateurs", []):
            _points(ligne)
        self._rattacher(feuilles.get("indicateurs", []), "actions", "action", "indicateurs")
        self._mesures(feuilles.get("mesures", []))
        if not self.arbre.valeur:
            raise FichierRefuse(
                f"Le classeur n'a aucune des feuilles attendues : {', '.join(COLONNES_PAR_FEUILLE)}."
            )
        return self.arbre

    # --- sheets and cells -----------------------------------------------------------------------------

    def _feuilles(self) -> Iterator[Any]:
        for feuille in self.classeur.worksheets:
            if feuille.title in COLONNES_PAR_FEUILLE:
                yield feuille
            else:
                lieu = Noeud(None, f"feuille « {abrege(feuille.title)} »")
                suggestion = proche(feuille.title, COLONNES_PAR_FEUILLE)
                self.constat.avertir(
                    lieu,
                    "feuille ignorée : cette partie ne s'écrit qu'en YAML."
                    if feuille.title in sections.noms()
                    else f"feuille inconnue, ignorée{suggestion}.",
                )

    def _lignes(self, feuille) -> list[Noeud]:
        feuille.reset_dimensions()
        entetes: dict[int, str] = {}
        lignes, debut, precedente = [], 0, None
        for rang, rangee in enumerate(feuille.iter_rows(max_col=COLONNES), 1):
            # Of the rows that the sheet does not hold, there may be a million, all one tuple.
            if rangee is precedente:
                continue
            precedente = rangee
            pleines = [(n, c) for n, c in enumerate(rangee, 1) if c.value is not None and _dit(c)]
            if not pleines:
                continue
            if rang > LIGNES:
                lieu = _lieu(feuille.title, pleines[0][0], rang)
                raise FichierRefuse(f"{lieu} : une valeur après la ligne {LIGNES} ; effacez-la.")
            if not entetes:
                entetes, debut = self._entetes(feuille.title, rang, pleines), rang
                continue
            ligne = Noeud({}, f"feuille « {feuille.title} », ligne {rang}")
            for n, cellule in pleines:
                if cle := entetes.get(n):
                    self._cellule(ligne, cle, cellule, feuille.title, _lieu(feuille.title, n, rang))
            if ligne.valeur:
                lignes.append(ligne)
        self._dessous(feuille, debut, len(lignes))
        return lignes

    def _dessous(self, feuille, debut: int, lues: int) -> None:
        """Says what was read though nobody sees it, and refuses what is read in one of several cells."""
        lieu = Noeud(None, f"feuille « {feuille.title} »")
        if feuille.sheet_state != "visible":
            self.constat.avertir(lieu, f"feuille masquée ; lue quand même ({lues} ligne{'s' * (lues > 1)}).")
        dessous = cellules.dessous(self.archive, feuille._worksheet_path)
        if masquees := [rang for rang in dessous.lignes if rang > debut]:
            quelles, nombre = ", ".join(map(str, masquees[:10])), len(masquees)
            combien = f"{nombre} lignes masquées, lues" if nombre > 1 else "1 ligne masquée, lue"
            suite = ", …" if nombre > 10 else ""
            self.constat.avertir(lieu, f"{combien} quand même : {quelles}{suite}.")
        for gauche, droite in dessous.colonnes:
            lettres = dict.fromkeys(get_column_letter(min(n, COLONNES)) for n in (gauche, droite))
            self.constat.avertir(lieu, f"colonne masquée, lue quand même : {' à '.join(lettres)}.")
        for gauche, haut, _droite, bas in dessous.fusions:
            if bas > debut and gauche <= COLONNES:
                place = Noeud(None, _lieu(feuille.title, gauche, haut))
                self.constat.erreur(place, "cellules fusionnées ; attendu : une valeur dans chaque cellule.")

    def _entetes(self, titre: str, rang: int, pleines: list[tuple[int, Any]]) -> dict[int, str]:
        connues = COLONNES_PAR_FEUILLE[titre]
        entetes: dict[int, str] = {}
        for n, cellule in pleines:
            ecrite, lieu = cellules.texte(cellule.value), Noeud(None, _lieu(titre, n, rang))
            cle = ecrite if ecrite in connues else ecrite.casefold()
            if cle not in connues:
                self.constat.avertir(
                    lieu, f"colonne inconnue « {abrege(ecrite)} », ignorée{proche(ecrite, connues)}."
                )
            elif cle in entetes.values():
                self.constat.erreur(lieu, f"colonne « {cle} » en double ; attendu : une seule.")
            else:
                entetes[n] = cle
        return entetes

    def _cellule(self, ligne: Noeud, cle: str, cellule: Any, feuille: str, lieu: str) -> None:
        valeur = cellules.lire(cellule, COLONNES_PAR_FEUILLE[feuille][cle])
        ecrite = cellules.texte(cellule.value) if isinstance(cellule.value, str | bool) else str(valeur)
        noeud = self._ranger(ligne, cle, Noeud(valeur, lieu, texte=ecrite))
        if cellule.data_type == "e" or (isinstance(valeur, str) and INTERDITS.search(valeur)):
            noeud.valeur = ILLISIBLE
            self.constat.erreur(noeud, f"trouvé {abrege(repr(cellule.value))} ; attendu : une valeur.")
        elif cle in A_PLUSIEURS and isinstance(valeur, int | Decimal):
            # Alone in its cell, a code is kept as a number: as a text, it is one of a list of one.
            noeud.valeur = [Noeud(valeur, lieu, noeud, 1, ecrite)]
        elif cle in A_PLUSIEURS and isinstance(valeur, str):
            textes = [morceau for morceau in (m.strip() for m in re.split(r"[;,\n]", valeur)) if morceau]
            noeud.valeur = [
                Noeud(morceau, lieu, noeud, rang, morceau) for rang, morceau in enumerate(textes, 1)
            ]

    # --- the tree -------------------------------------------------------------------------------------

    @staticmethod
    def _ranger(parent: Noeud, cle: str, noeud: Noeud) -> Noeud:
        noeud.parent, noeud.cle = parent, cle
        parent.valeur[cle] = noeud
        return noeud

    def _ajouter(self, parent: Noeud, section: str, ligne: Noeud) -> None:
        """Adds an entry to the list `section` of a group."""
        suite = parent.sous(section) or self._ranger(parent, section, Noeud([], ligne.lieu))
        suite.valeur.append(ligne)
        ligne.parent, ligne.cle = suite, len(suite.valeur)

    def _liste(self, section: str, lignes: list[Noeud]) -> None:
        self._ranger(self.arbre, section, Noeud([], f"feuille « {section} »"))
        for ligne in lignes:
            self._ajouter(self.arbre, section, ligne)

    def _sources(self, lignes: list[Noeud]) -> None:
        sources = self._ranger(self.arbre, "sources", Noeud({}, "feuille « sources »"))
        for ligne in lignes:
            code = ligne.valeur.pop("code", None)
            if code is None or not isinstance(code.valeur, str):
                self.constat.erreur(
                    code or ligne, "attendu : le code de la source, en texte (colonne « code »)."
                )
            elif code.valeur.strip() in sources.valeur:
                self.constat.erreur(code, f"code « {abrege(code.texte)} » en double ; attendu : un seul.")
            else:
                self._ranger(sources, code.valeur.strip(), ligne)

    def _organisations(self, lignes: list[Noeud]) -> None:
        for ligne in lignes:
            ligne.valeur.pop("partie", None)
            nature = ligne.sous("nature")
            section, cle = SECTIONS.get(nature.texte if nature else "", ("partenaires", "id"))
            if section != "partenaires":
                del ligne.valeur["nature"]
            if cle != "id" and "id" in ligne.valeur:
                self._ranger(ligne, cle, ligne.valeur.pop("id"))
            self._ajouter(self.arbre, section, ligne)

    def _rattacher(self, lignes: list[Noeud], feuille: str, colonne: str, section: str) -> None:
        """Hangs each row under the entry that it names by its code."""
        entrees: dict[str, Noeud] = {}
        for entree in (self.arbre.sous(feuille) or Noeud([], "")).elements():
            if (code := entree.sous("code")) is not None:
                entrees.setdefault(code.texte, entree)
        for ligne in lignes:
            if parent := self._nomme(ligne, colonne, entrees, f"un code de la feuille « {feuille} »"):
                self._ajouter(parent, section, ligne)

    def _nomme(self, ligne: Noeud, colonne: str, entrees: dict[str, Noeud], quoi: str) -> Noeud | None:
        nom = ligne.valeur.pop(colonne, None)
        if nom is None:
            self.constat.erreur(ligne, f"la colonne « {colonne} » est vide ; attendu : {quoi}.")
        elif isinstance(nom.valeur, Decimal):
            self.constat.erreur(nom, f"trouvé {nom.trouve} ; attendu : {quoi}, {nom.guillemets}.")
        elif nom.texte not in entrees:
            self.constat.erreur(
                nom, f"trouvé « {abrege(nom.texte)} » ; attendu : {quoi}{proche(nom.texte, entrees)}."
            )
        else:
            return entrees[nom.texte]
        return None

    def _mesures(self, lignes: list[Noeud]) -> None:
        actions: dict[str, Noeud] = {}
        for action in (self.arbre.sous("actions") or Noeud([], "")).elements():
            if (code := action.sous("code")) is not None:
                actions.setdefault(code.texte, action)
        for ligne in lignes:
            nommee = self._nomme(ligne, "action", actions, "un code de la feuille « actions »")
            if nommee is None:
                continue
            suite = nommee.sous("indicateurs") or Noeud([], "")
            noms = {
                nom.texte: indicateur for indicateur in suite.elements() if (nom := indicateur.sous("nom"))
            }
            if parent := self._nomme(ligne, "indicateur", noms, "le nom d'un indicateur de cette action"):
                self._ajouter(parent, "mesures", ligne)


def _points(ligne: Noeud) -> None:
    """`reference_annee` and `reference_valeur` → `reference: {annee, valeur}`; likewise for `cible`."""
    for cle in ("reference", "cible"):
        parts = {part: ligne.valeur.pop(f"{cle}_{part}", None) for part in ("annee", "valeur")}
        if any(parts.values()):
            groupe = _Montage._ranger(ligne, cle, Noeud({}, ligne.lieu))
            for part, noeud in parts.items():
                if noeud:
                    _Montage._ranger(groupe, part, noeud)


def _dit(cellule: Any) -> bool:
    """Whether something can be read in a cell: blanks say nothing."""
    return not isinstance(cellule.value, str) or bool(cellules.texte(cellule.value))


def _lieu(feuille: str, colonne: int, ligne: int) -> str:
    return f"feuille « {feuille} », cellule {get_column_letter(colonne)}{ligne}"
