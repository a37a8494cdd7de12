"""What in an office document makes its reader run, fetch or send something, as it is opened: refused.

What one clicks, what is kept inside and what is merely written stays. Remote images are refused as well: they
tell a stranger who reads, and when, and evidence must show itself in ten years. An address on the reader's
own disk is no stranger's: Word writes that of its template, Excel those of the workbooks it was linked to.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from partenariat.donnees.contenus.natures import actif, avec_macros, trop_lourd
from partenariat.donnees.contenus.parties import debut, lecteur_sans_entites, nettement, plain

MORCEAU = 64 * 1024
TETE = 64
PROGRAMMES = re.compile(
    rb"MZ|\x7fELF|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|#!|\xd0\xcf\x11\xe0|L\0\0\0\x01\x14\x02|Rar!|7z\xbc\xaf|MSCF"
    rb"|\{\\rt|(?:\xef\xbb\xbf)?\s*(?i:<!doctype html|<html|<script)"
)
"""How begins what no document needs: a program, an OLE object, an archive of another kind, a page, RTF."""
POLICE = ".odttf"
"""A font whose first bytes are scrambled, so may be any."""
EXTENSIONS = re.compile(
    r"\.(exe|dll|com|bat|cmd|ps1|vb[se]|jse?|ws[fh]|hta|lnk|scr|msi|jar|py|sh|reg|url|cpl|ocx|swf"
    r"|[xms]?html?|mht|mhtml|rtf)$"
)
DOCUMENTS = (b"PK\x03\x04", b"%PDF-")
"""How begins what is judged in its turn, by the rules of what holds it."""
XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:[\s\0]*<|(?=\0*\s)[\s\0]+\Z)")
"""Or blanks alone, after which it may begin."""

LOCALE = re.compile(
    r"(file:/{0,3}|file://localhost/)?[a-z]:(/|$)"  # a drive
    r"|(file:(//(localhost)?)?)?/(?!/)"  # a folder of the same disk
    r"|#|(?!/)[^:]*$"  # within the document, or beside it
    r"|data:image/(png|jpe?g|gif|bmp|webp)[;,]",
    re.IGNORECASE,
)
LIEN_ACTIF = re.compile(
    r"\s*((javascript|vbscript|vnd\.sun\.star\.\w+|macro|slot|service|\.uno|data|mk|(ms-)?its|ms-msdt"
    r"|ms-appinstaller|search-ms|search|shell|mhtml|script):|ppaction://(program|macro|ole))",
    re.IGNORECASE,
)
"""Links that run a program when they are clicked; those of the Web, of mail and of the document do not."""
ADRESSE_DITE = re.compile(r"[a-z][a-z\d+.-]+:/|//", re.IGNORECASE)
ENTRE_GUILLEMETS = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")
FORMULE = re.compile(
    r"\b(webservice|image|rtd|dde|call|register(?:\.id)?)\s*\(|([\w.]+\|)[^\s!]*!", re.IGNORECASE
)
"""Functions that leave the workbook, and Excel's old way to speak to another program."""
GESTIONNAIRE = re.compile(r"on[a-z]+$", re.IGNORECASE)
URL_CSS = re.compile(r"(?:url\(|@import)\s*['\"]?\s*([^'\")#\s][^'\")]*)", re.IGNORECASE)

FORMULES = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
FORMULES_ODF = {"formula", "expression", "condition"}
DDE_ODF = {"dde-connection-decl", "dde-connection", "dde-source", "dde-link", "ddeLink"}
MACROS_ODF = {"execute-macro", "script"}
OBJETS = {"applet", "plugin", "floating-frame", "altChunk", "html"}
IMAGES_VML = {"imagedata", "fill", "stroke", "background", "image"}
REGLAGES = "configurations2/"
"""Keys and menus that an OpenDocument brings."""
CLIQUES = {"a", "form"}
"""Elements whose address is followed by whoever asks."""
RELATIONS_DE_MACROS = {
    "vbaproject",
    "wordvbadata",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "control",
    "activexcontrolbinary",
}
INCORPORENT = {"oleobject", "package", "afchunk"}
"""Relations to what is kept inside; one to text of another format (`altChunk`) reads it on opening."""


@dataclass
class Travail:
    """What one document may ask of us, those that it holds included."""

    octets: int = 64 * 1024 * 1024
    """Of XML, unfolded."""
    elements: int = 2_000_000
    incorpores: int = 20 * 1024 * 1024
    """Bytes of the documents that it holds."""
    profondeur: int = 3


@dataclass
class Constat:
    """What the parts say together, that none says alone."""

    office: bool
    travail: Travail
    incorpores: set[str] = field(default_factory=set)
    """Parts that a relation says to be objects, by their plain name."""
    image_par_champ: str = ""
    """A remote image, fetched where fields are updated."""
    actualise: bool = False
    """Fields are updated on opening."""


def lointain(adresse: str) -> bool:
    """Whether reading it goes to another machine."""
    nette = re.sub(r"[\t\r\n]", "", unquote(adresse)).replace("\\", "/").strip()
    return bool(nette) and not LOCALE.match(nette)


def juger(archive: zipfile.ZipFile, parties: dict[str, zipfile.ZipInfo], travail: Travail) -> list[bytes]:
    """The documents that this one holds, to be judged in their turn.

    Raises:
        ValidationError: it is active.
    """
    constat = Constat("[content_types].xml" in parties, travail)
    documents: dict[str, zipfile.ZipInfo] = {}
    for nom, info in parties.items():
        if ".." in nettement(info.orig_filename).split("/") or re.match(
            r"/|[a-z]:", nettement(info.orig_filename)
        ):
            raise actif("chemin", info.orig_filename)
        tete = debut(archive, info, TETE)[0]
        if EXTENSIONS.search(nom) or (PROGRAMMES.match(tete) and not nom.endswith(POLICE)):
            raise actif("objet", posixpath.basename(info.orig_filename))
        if tete.startswith(DOCUMENTS):
            documents[nom] = info
        elif XML.match(tete):
            _Partie(nom, constat).lire(archive, info)
    for nom, info in parties.items():
        objet = nom in constat.incorpores or "embeddings" in nom.split("/")[:-1]
        if objet and nom not in documents and not info.is_dir():
            raise actif("objet", posixpath.basename(info.orig_filename))
    if constat.image_par_champ and constat.actualise:
        raise actif("lointain", constat.image_par_champ)
    return [_lu(archive, info, travail) for info in documents.values()]


def _lu(archive: zipfile.ZipFile, info: zipfile.ZipInfo, travail: Travail) -> bytes:
    contenu, entier = debut(archive, info, travail.incorpores)
    travail.incorpores -= len(contenu)
    if not entier or not travail.profondeur:
        raise trop_lourd()
    return contenu


@dataclass
class _Champ:
    """A field of Word: what it says to do, until what it gave last time."""

    dit: str = ""
    actualise: bool = False
    ouvert: bool = True


class _Partie:
    """One part of XML, read as it goes."""

    def __init__(self, nom: str, constat: Constat) -> None:
        self.nom, self.constat = nom, constat
        self.svg = False
        self.champs: list[_Champ] = []
        self.textes: list[str] = []
        self.connus: dict[str, str] = {}
        """Names of elements and attributes as this part writes them → without their prefix."""
        self.muets: set[str] = set()
        """Attributes that say nothing of what we ask."""
        self.lecteur = lecteur_sans_entites()
        self.lecteur.buffer_text = True
        self.lecteur.StartElementHandler = self.ouvrir

    def lire(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        travail = self.constat.travail
        with archive.open(info) as ouverte:
            while morceau := ouverte.read(MORCEAU):
                travail.octets -= len(morceau)
                if travail.octets < 0:
                    raise trop_lourd()
                self.lecteur.Parse(morceau, False)
        self.lecteur.Parse(b"", True)
        for champ in self.champs:
            self._champ(champ)

    # --- Elements -----------------------------------------------------------------------------------------
    def ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        travail = self.constat.travail
        travail.elements -= 1
        if travail.elements < 0:
            raise trop_lourd()
        seul = self.connus.get(nom) or self._sans_prefixe(nom)
        if seul in SURVEILLES:
            self._surveille(seul, {self._sans_prefixe(cle): dit for cle, dit in attributs.items()})
        if not attributs.keys() <= self.muets:
            for cle, dit in attributs.items():
                if cle not in self.muets:
                    self._attribut(seul, cle, dit)

    def fermer(self, nom: str) -> None:
        seul = self.connus[nom]
        if seul not in LUS:
            return
        texte = "".join(self.textes)
        self.lecteur.CharacterDataHandler = self.lecteur.EndElementHandler = None
        if seul in FORMULES:
            _formule(texte)
        elif seul == "style":
            self._style(texte)
        elif self.champs and self.champs[-1].ouvert:
            self.champs[-1].dit += texte
        elif seul == "instrText":
            self._champ(_Champ(texte))

    def _sans_prefixe(self, nom: str) -> str:
        return self.connus.setdefault(nom, nom.rpartition(":")[2])

    def _surveille(self, seul: str, dits: dict[str, str]) -> None:
        if seul in LUS:
            # Of a text of Word, only what stands in the order of a field.
            if seul not in ("t", "style") or self.svg or (self.champs and self.champs[-1].ouvert):
                self.textes = []
                self.lecteur.CharacterDataHandler = self.textes.append
                self.lecteur.EndElementHandler = self.fermer
        elif seul in OUVERTURES:
            OUVERTURES[seul](self, dits)
        elif seul in DDE_ODF:
            raise actif("dde", dits.get("dde-application") or dits.get("ddeService") or "DDE")
        elif seul in MACROS_ODF:
            raise actif("dessin", "script") if self.svg else avec_macros()
        elif seul in OBJETS:
            raise actif("objet", seul)

    def _attribut(self, seul: str, cle: str, dit: str) -> None:
        attribut, office = self._sans_prefixe(cle), self.constat.office
        if attribut == "href" or (attribut == "src" and office):
            self._adresse(seul, dit)
        elif attribut in FORMULES_ODF and not office:
            _formule(dit)
        elif attribut == "action":
            _lien(dit)
        elif self.svg:
            self._dans_un_dessin(attribut, dit)
        elif self.nom.startswith(REGLAGES):
            _sans_script(dit)
        else:
            self.muets.add(cle)

    def _adresse(self, seul: str, dit: str) -> None:
        _sans_script(dit)
        if self.constat.office and not self.svg:
            if seul in IMAGES_VML and lointain(dit):
                raise actif("lointain", dit)
        elif seul in CLIQUES:
            _lien(dit)
        elif lointain(dit) and not self.nom.startswith(REGLAGES):
            raise actif("lointain", dit)

    # --- Drawings -----------------------------------------------------------------------------------------
    def _dessin(self, _dits: dict[str, str]) -> None:
        self.svg = True
        self.muets.clear()

    def _dans_un_dessin(self, attribut: str, dit: str) -> None:
        if GESTIONNAIRE.match(attribut):
            raise actif("dessin", attribut)
        if attribut == "style":
            self._style(dit)

    def _style(self, texte: str) -> None:
        for adresse in URL_CSS.findall(texte):
            if lointain(adresse):
                raise actif("lointain", adresse)

    # --- Relations ----------------------------------------------------------------------------------------
    def _relation(self, dits: dict[str, str]) -> None:
        sorte, vers = dits.get("Type", "").rpartition("/")[2].casefold(), dits.get("Target", "")
        if sorte == "hyperlink" and "settings" not in self.nom:
            _lien(vers)
        elif sorte in RELATIONS_DE_MACROS:
            raise avec_macros()
        elif lointain(vers):
            raise actif("modele" if sorte == "attachedtemplate" else "lointain", vers)
        elif sorte in INCORPORENT and dits.get("TargetMode", "").casefold() != "external":
            dossier = posixpath.dirname(posixpath.dirname(self.nom))
            dedans = vers.partition("#")[0]
            self.constat.incorpores.add(plain(dedans if dedans[:1] == "/" else f"{dossier}/{dedans}"))

    # --- Fields -------------------------------------------------------------------------------------------
    def _borne_de_champ(self, dits: dict[str, str]) -> None:
        borne = dits.get("fldCharType")
        if borne == "begin":
            self.champs.append(_Champ(actualise=_vrai(dits.get("dirty"))))
        elif self.champs and self.champs[-1].ouvert:
            self.champs[-1].ouvert = False
            self._champ(self.champs[-1])
        if borne == "end" and self.champs:
            self.champs.pop()

    def _champ_simple(self, dits: dict[str, str]) -> None:
        self._champ(_Champ(dits.get("instr", ""), _vrai(dits.get("dirty"))))

    def _actualiser(self, dits: dict[str, str]) -> None:
        self.constat.actualise |= _vrai(dits.get("val", "1"))

    def _champ(self, champ: _Champ) -> None:
        """A remote image whose copy is kept is only fetched by whoever asks; without a copy, on opening."""
        mots = champ.dit.replace("\\\\", "\\").replace("\\", "/").split()
        code = mots[0].strip('"').upper() if mots else ""
        if code in ("DDE", "DDEAUTO"):
            raise actif("dde", champ.dit)
        if code == "DATABASE":
            raise actif("connexion", champ.dit)
        if code in ("LINK", "INCLUDETEXT", "RD", "INCLUDEPICTURE", "IMPORT"):
            if not any(ADRESSE_DITE.search(mot) for mot in mots):
                return
            if code not in ("INCLUDEPICTURE", "IMPORT") or champ.actualise or "/d" in mots:
                raise actif("lointain", champ.dit)
            self.constat.image_par_champ = champ.dit

    # --- What else ----------------------------------------------------------------------------------------
    def _evenement(self, dits: dict[str, str]) -> None:
        if dits.get("action", "execute") in ("execute", "execute-macro", "verb"):
            raise avec_macros()

    def _connexion(self, dits: dict[str, str]) -> None:
        if "refreshedVersion" in dits or posixpath.basename(self.nom) == "connections.xml":
            raise actif("connexion", dits.get("name", "connexion"))

    def _publipostage(self, _dits: dict[str, str]) -> None:
        raise actif("connexion", "publipostage")


OUVERTURES: dict[str, Callable[[_Partie, dict[str, str]], None]] = {
    "Relationship": _Partie._relation,
    "fldChar": _Partie._borne_de_champ,
    "fldSimple": _Partie._champ_simple,
    "updateFields": _Partie._actualiser,
    "event-listener": _Partie._evenement,
    "connection": _Partie._connexion,
    "mailMerge": _Partie._publipostage,
    "svg": _Partie._dessin,
}
"""What is done of an element as it opens."""
LUS = FORMULES | {"instrText", "delInstrText", "t", "style"}
SURVEILLES = LUS | DDE_ODF | MACROS_ODF | OBJETS | OUVERTURES.keys()


def _vrai(dit: str | None) -> bool:
    return dit in ("1", "true", "on")


def _lien(adresse: str) -> None:
    if LIEN_ACTIF.match(adresse):
        raise actif("lien", adresse)


def _sans_script(dit: str) -> None:
    if "vnd.sun.star.script:" in dit.casefold():
        raise avec_macros()


def _formule(texte: str) -> None:
    if trouve := FORMULE.search(ENTRE_GUILLEMETS.sub("''", texte)):
        raise actif("formule", trouve[1] or trouve[2])
