"""One browser of a site that really runs: connections of its own, cookies, forms sent back as they came."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 60


@dataclass(frozen=True)
class Reponse:
    statut: int
    entetes: Mapping[str, str]
    corps: bytes


class Formulaire(HTMLParser):
    """The inputs of the form that is sent to `vers`, by name: what its page chose is what is sent."""

    def __init__(self, page: bytes, vers: str):
        super().__init__()
        self._vers, self._dedans = vers, False
        self.champs: dict[str, str] = {}
        self.feed(page.decode())

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        lus = {nom: valeur or "" for nom, valeur in attributs}
        if balise == "form":
            self._dedans = lus.get("action", "") == self._vers
        elif self._dedans and balise == "input" and "name" in lus:
            self.champs[lus["name"]] = lus.get("value", "")


class Visiteur:
    def __init__(self, port: int):
        self.port = port
        self.cookies: dict[str, str] = {}

    def demander(
        self, adresse: str, methode: str = "GET", champs: Mapping[str, str] | None = None
    ) -> Reponse:
        """Raises:
        OSError, http.client.HTTPException: the site did not answer.
        """
        entetes = {"Referer": f"http://127.0.0.1:{self.port}{adresse}"}
        if self.cookies:
            entetes["Cookie"] = "; ".join(f"{nom}={valeur}" for nom, valeur in self.cookies.items())
        corps = None
        if champs is not None:
            corps = urlencode(champs)
            entetes["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connexion:
            connexion.request(methode, adresse, corps, entetes)
            reponse = connexion.getresponse()
            lu = reponse.read()
            for ligne in reponse.headers.get_all("Set-Cookie") or ():
                for nom, morceau in SimpleCookie(ligne).items():
                    self.cookies[nom] = morceau.value
            return Reponse(reponse.status, reponse.headers, lu)

    def envoyer(self, page: str, vers: str, **champs: str) -> Reponse:
        """Sends the form of a page, with what one typed in it.

        Args:
            vers: what the form says of where it goes; empty for its own page.
        """
        lus = Formulaire(self.demander(page).corps, vers).champs
        return self.demander(vers or page, "POST", {**lus, **champs})
