"""Fills a form as a browser would: reads the page, changes what one types, sends everything back."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Lecteur(HTMLParser):
    """The successful controls of a page's POST forms, less the buttons."""

    def __init__(self, identifiant: str | None):
        super().__init__(convert_charrefs=True)
        self.identifiant, self.dedans = identifiant, False
        self.champs: dict[str, list[str]] = {}
        self._texte = self._liste = None

    def handle_starttag(self, balise, attributs):
        a = dict(attributs)
        if balise == "form":
            self.dedans = a.get("id") == self.identifiant
        if not self.dedans:
            return
        if balise == "input" and a.get("type") not in ("submit", "button", "reset"):
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                defaut = "on" if a.get("type") in ("checkbox", "radio") else ""
                self._ajouter(a.get("name"), a.get("value", defaut) or "")
        elif balise == "textarea":
            self._texte = (a["name"], "")
        elif balise == "select":
            self._liste = (a["name"], "multiple" in a, [])
        elif balise == "option" and self._liste:
            self._liste[2].append((a.get("value", ""), "selected" in a))

    def handle_data(self, texte):
        if self._texte:
            self._texte = (self._texte[0], self._texte[1] + texte)

    def handle_endtag(self, balise):
        if balise == "textarea" and self._texte:
            nom, texte = self._texte
            self._ajouter(nom, texte.removeprefix("\n").replace("\n", "\r\n"))
            self._texte = None
        elif balise == "select" and self._liste:
            nom, multiple, options = self._liste
            choisies = [valeur for valeur, choisie in options if choisie]
            if not choisies and not multiple and options:
                choisies = [options[0][0]]
            for valeur in choisies:
                self._ajouter(nom, valeur)
            self._liste = None
        elif balise == "form":
            self.dedans = False

    def _ajouter(self, nom, valeur):
        if nom:
            self.champs.setdefault(nom, []).append(valeur)


def lire(reponse: HttpResponse, identifiant: str = "action_form") -> dict[str, list[str]]:
    """What the browser would send, had nobody typed anything."""
    lecteur = _Lecteur(identifiant)
    lecteur.feed(reponse.content.decode())
    return lecteur.champs


def lire_celui(reponse: HttpResponse, dedans: str) -> dict[str, list[str]]:
    """Likewise, of the posted form that holds this text (its address, the name of a field)."""
    formulaires = re.findall(r"<form\b.*?</form>", reponse.content.decode(), flags=re.S)
    (celui,) = [f for f in formulaires if dedans in f and 'method="post"' in f]
    identifiant = re.search(r'^<form[^>]*\bid="([^"]+)"', celui)
    lecteur = _Lecteur(identifiant[1] if identifiant else None)
    lecteur.feed(celui)
    return lecteur.champs


def ouvrir(client: Client, adresse: str, identifiant: str = "action_form") -> dict[str, list[str]]:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, reponse.status_code
    return lire(reponse, identifiant)


def envoyer(client: Client, adresse: str, champs: dict, bouton: str = "_continue", **saisies) -> HttpResponse:
    """Sends a form that was read, with what was typed over it; None unticks or empties a list."""
    donnees = {**champs, **saisies, bouton: "1"}
    return client.post(adresse, {nom: valeur for nom, valeur in donnees.items() if valeur is not None})


def texte(reponse: HttpResponse) -> str:
    """The page as read: entities decoded, one blank between words."""
    lecteur = HTMLParser(convert_charrefs=True)
    morceaux: list[str] = []
    lecteur.handle_data = morceaux.append
    lecteur.feed(reponse.content.decode())
    return " ".join(" ".join(morceaux).split())


def sceau(reponse: HttpResponse) -> str:
    """The form that a page holds until one signs in again."""
    return lire_celui(reponse, 'name="reprise"')["reprise"][0]
