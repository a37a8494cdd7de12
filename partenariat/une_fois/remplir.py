"""Fills a form of a page, as it is written, with what was typed in it: one mechanism for every form.

The page is the form's own, read again: its title, the words of its button, what it warns of. What it cannot
take (a row that a script had added, a form that is no longer there) makes it None: nothing is dropped unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urldefrag, urljoin

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

BOUTONS = ("submit", "button", "reset", "image")
COCHES = ("checkbox", "radio")

Attributs = dict[str, str | None]


@dataclass
class _Balise:
    """A tag as it stands in the page: where, and what it says."""

    nom: str
    debut: int
    fin: int
    attributs: Attributs
    dedans: tuple["_Balise", ...] = ()
    """The folded parts that it stands in."""
    ferme: int = 0
    """Of a text box: where its text ends. Of a list: where its choices end."""
    choix: list["_Balise"] = field(default_factory=list)

    @property
    def sorte(self) -> str:
        return (self.attributs.get("type") or "text").lower() if self.nom == "input" else self.nom

    @property
    def valeur(self) -> str:
        return self.attributs.get("value") or ""

    def ecrite(self, **change: str | bool | None) -> str:
        """The tag again; False takes an attribute away, None leaves it without a value."""
        dits = {nom: dit for nom, dit in (self.attributs | change).items() if dit is not False}
        mots = "".join(
            f" {nom}" if dit is None else f' {nom}="{escape(str(dit))}"' for nom, dit in dits.items()
        )
        return f"<{self.nom}{mots}>"


@dataclass
class _Formulaire:
    balise: _Balise
    controles: list[_Balise] = field(default_factory=list)


class _Lecteur(HTMLParser):
    """The forms of a page, with their controls, and its links."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.formulaires: list[_Formulaire] = []
        self.liens: list[_Balise] = []
        self._dehors: list[tuple[str, _Balise]] = []
        self._dans: _Formulaire | None = None
        self._plis: list[_Balise] = []
        self._ouvert: _Balise | None = None
        self._lignes = [0, *accumulate(len(ligne) for ligne in page.split("\n"))]
        self.feed(page)
        self.close()
        par_id = {f.balise.attributs.get("id"): f for f in self.formulaires}
        for nom, balise in self._dehors:
            if nom in par_id:
                par_id[nom].controles.append(balise)

    def _ou(self) -> int:
        ligne, colonne = self.getpos()
        # A newline ends each line before it.
        return self._lignes[ligne - 1] + ligne - 1 + colonne

    def handle_starttag(self, nom, attributs):
        debut = self._ou()
        fin = debut + len(self.get_starttag_text() or "")
        balise = _Balise(nom, debut, fin, dict(attributs), tuple(self._plis))
        match nom:
            case "form":
                self._dans = _Formulaire(balise)
                self.formulaires.append(self._dans)
            case "a":
                self.liens.append(balise)
            case "details":
                self._plis.append(balise)
            case "option" if self._ouvert is not None:
                self._ouvert.choix.append(balise)
            case "input" | "textarea" | "select" | "button":
                if nom in ("textarea", "select"):
                    self._ouvert = balise
                if ailleurs := balise.attributs.get("form"):
                    self._dehors.append((ailleurs, balise))
                elif self._dans is not None:
                    self._dans.controles.append(balise)

    def handle_startendtag(self, nom, attributs):
        self.handle_starttag(nom, attributs)

    def handle_endtag(self, nom):
        if nom == "form":
            self._dans = None
        elif nom == "details" and self._plis:
            self._plis.pop()
        elif self._ouvert is not None and nom == self._ouvert.nom:
            self._ouvert.ferme = self._ou()
            self._ouvert = None


def remplir(
    page: str,
    ici: str,
    vers: str,
    dits: Iterable[tuple[str, str]],
    poses: Mapping[str, str],
    fichiers: Iterable[tuple[str, str]],
    avis: str,
) -> str | None:
    """The page with its form filled; None where it has none that takes all of this.

    Args:
        ici: the address of the page.
        vers: the address that the form is sent to.
        dits: what was typed or chosen, by the name of its field.
        poses: hidden fields that the page had, and what they are to say.
        fichiers: names of fields and of the files to be given again there.
        avis: what stands at the head of the form, already safe.
    """
    lecteur, dits, fichiers = _Lecteur(page), list(dits), list(fichiers)
    essais = []
    for formulaire in lecteur.formulaires:
        if not _envoie_a(formulaire.balise, ici, vers):
            continue
        remplissage = _Remplissage(dits, poses, fichiers)
        if remplissage.prend_tout(formulaire):
            essais.append((remplissage.memes, formulaire, remplissage.changes))
    if not essais:
        return None
    _memes, formulaire, changes = max(essais, key=lambda essai: essai[0])
    for balise in (*lecteur.liens, *(autre.balise for autre in lecteur.formulaires)):
        nom = "href" if balise.nom == "a" else "action"
        dit = balise.attributs.get(nom)
        if (balise.nom == "form" or dit is not None) and not (dit or "").startswith("#"):
            changes[balise.debut] = (balise.fin, balise.ecrite(**{nom: urljoin(ici, dit or ici)}))
    fin, tete = changes[formulaire.balise.debut]
    changes[formulaire.balise.debut] = (fin, tete + avis)
    return _change(page, changes)


def _envoie_a(balise: _Balise, ici: str, vers: str) -> bool:
    action = urljoin(ici, balise.attributs.get("action") or ici)
    return (balise.attributs.get("method") or "").lower() == "post" and urldefrag(action)[0] == vers


def _par_nom(dits: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    trouves: dict[str, list[str]] = {}
    for nom, dit in dits:
        trouves.setdefault(nom, []).append(dit)
    return trouves


class _Remplissage:
    """What one form takes of what was sent."""

    def __init__(self, dits: Iterable[tuple[str, str]], poses: Mapping[str, str], fichiers: Iterable):
        self.restent, self.joints, self.poses = _par_nom(dits), _par_nom(fichiers), poses
        self.changes: dict[int, tuple[int, str]] = {}
        """From where, to where, what stands there instead."""
        self.memes = 0
        """Hidden fields that say what was sent: of two forms alike, which one it was."""

    def prend_tout(self, formulaire: _Formulaire) -> bool:
        for champ in formulaire.controles:
            nom = champ.attributs.get("name")
            if not nom or "disabled" in champ.attributs:
                continue
            avant = len(self.changes)
            self._champ(champ, nom)
            if len(self.changes) > avant and champ.sorte != "hidden":
                for pli in champ.dedans:
                    self.changes[pli.debut] = (pli.fin, pli.ecrite(open=None))
        restent = (dit for dits in self.restent.values() for dit in dits)
        return not any(dit.strip() for dit in restent) and not self.joints

    def _champ(self, champ: _Balise, nom: str) -> None:
        if nom in self.poses:
            self._changer(champ, value=self.poses[nom])
        elif champ.sorte in BOUTONS:
            if champ.valeur in self.restent.get(nom, ()):
                del self.restent[nom]
        elif champ.sorte == "file":
            if noms := self.joints.pop(nom, None):
                self.changes[champ.fin] = (champ.fin, _a_joindre(noms))
        elif champ.sorte in COCHES:
            self._cocher(champ, nom)
        elif champ.nom == "select":
            self._choisir(champ, self.restent.pop(nom, []))
        elif self.restent.get(nom):
            self._ecrire(champ, self.restent[nom].pop(0))

    def _changer(self, balise: _Balise, **change: str | bool | None) -> None:
        self.changes[balise.debut] = (balise.fin, balise.ecrite(**change))

    def _ecrire(self, champ: _Balise, dit: str) -> None:
        if champ.nom == "textarea":
            self.changes[champ.fin] = (champ.ferme, "\n" + escape(dit.replace("\r\n", "\n")))
            return
        self.memes += champ.sorte == "hidden" and champ.valeur == dit
        if champ.valeur != dit:
            self._changer(champ, value=dit)

    def _cocher(self, champ: _Balise, nom: str) -> None:
        valeur = champ.valeur if "value" in champ.attributs else "on"
        coche = valeur in self.restent.get(nom, ())
        if coche:
            self.restent[nom].remove(valeur)
        if coche != ("checked" in champ.attributs):
            self._changer(champ, checked=None if coche else False)

    def _choisir(self, champ: _Balise, dits: list[str]) -> None:
        """A list that a script fills as one types has not what was chosen of it: it is kept all the same."""
        if not dits and "multiple" not in champ.attributs:
            return
        for choix in champ.choix:
            choisi = choix.valeur in dits
            if choisi:
                dits.remove(choix.valeur)
            if choisi != ("selected" in choix.attributs):
                self._changer(choix, selected=None if choisi else False)
        if dits:
            mot = _("comme vous l'aviez choisi")
            options = format_html_join(
                "", '<option value="{}" selected>{}</option>', ((d, mot) for d in dits)
            )
            self.changes[champ.fin] = (champ.fin, options)


def _a_joindre(noms: list[str]) -> str:
    return format_html(' <strong class="note">{} ({})</strong>', ", ".join(noms), _("à joindre de nouveau"))


def _change(page: str, changes: Mapping[int, tuple[int, str]]) -> str:
    morceaux, ou = [], 0
    for debut, (fin, dit) in sorted(changes.items()):
        morceaux += [page[ou:debut], dit]
        ou = fin
    return "".join([*morceaux, page[ou:]])
