"""The pages of a site that runs, found as a visitor finds them: by following links, one page of each kind.

A kind is an address of the URL map in one language, with or without a past day: the list of actions and one
action are two, two actions are one. What an account opens is found from its space and from the back office.
"""

import argparse
import os
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from django.utils import translation

from bench.visiteur import Visiteur

DEPARTS = ("/", "/en/")
CHEZ_SOI = ("/espace/", "/en/espace/", "/admin/")
CONNEXION = "/compte/connexion/"
HUIT = {
    "accueil": "/",
    "liste": "/plans/{plan}/actions/",
    "action": "/plans/{plan}/actions/{action}/",
    "engagement": "/plans/{plan}/engagements/{engagement}/",
    "organisation": "/plans/{plan}/organisations/{organisation}/",
    "arrondissement": "/plans/{plan}/organisations/{arrondissement}/",
    "comite": "/plans/{plan}/comite/",
    "donnees": "/plans/{plan}/donnees/",
}
"""What most visitors open, by the name that the measures give it."""


@dataclass(frozen=True)
class Page:
    """A page as it was read.

    Attributes:
        genre: what makes it one of a kind.
        adresse: its path on the site, with its parameters.
        corps: its HTML.
    """

    genre: str
    adresse: str
    corps: bytes


def preparer_les_motifs() -> None:
    """Django's URL map, of a process that has no site of its own: nothing is asked of a database."""
    manquants = {"DATABASE_URL": "postgres:///aucune", "SECRET_KEY": "aucune", "ALLOWED_HOSTS": "localhost"}
    for nom, valeur in manquants.items():
        os.environ.setdefault(nom, valeur)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
    django.setup()


def lecteur(nom: str, description: str | None) -> argparse.ArgumentParser:
    """The arguments that every measure of a running site reads."""
    lu = argparse.ArgumentParser(
        prog=f"python -m bench.{nom}", description=(description or "").split("\n")[0]
    )
    lu.add_argument("port", type=int, help="celui du site, qui répond déjà")
    lu.add_argument("--json", help="fichier où écrire aussi les mesures")
    return lu


def entrer(port: int, compte: str, mot_de_passe: str) -> Visiteur:
    """A visitor who signed in.

    Raises:
        ValueError: the site refused.
    """
    visiteur = Visiteur(port)
    if visiteur.envoyer(CONNEXION, CONNEXION, username=compte, password=mot_de_passe).statut != 302:
        raise ValueError(f"{compte} n’entre pas : ce mot de passe n’est pas le sien.")
    return visiteur


def parcourir(visiteur: Visiteur, departs: tuple[str, ...] = DEPARTS) -> Iterator[Page]:
    """One page of each kind that links reach from `departs`, without files or what sends elsewhere."""
    attente, demandees, vus = deque(departs), set(departs), set[str]()
    while attente:
        adresse = attente.popleft()
        genre = genre_de(adresse)
        if genre is None or genre in vus:
            continue
        reponse = visiteur.demander(adresse)
        if reponse.statut in (301, 302):
            suite = _locale(adresse, reponse.entetes["Location"])
            if suite and suite not in demandees:
                demandees.add(suite)
                attente.appendleft(suite)
            continue
        vus.add(genre)
        if reponse.statut != 200 or not reponse.entetes.get("Content-Type", "").startswith("text/html"):
            continue
        yield Page(genre, adresse, reponse.corps)
        for lien in re.findall(rb'<a\b[^>]*?\shref="([^"#]+)', reponse.corps):
            suite = _locale(adresse, unescape(lien.decode()))
            if suite and suite not in demandees:
                demandees.add(suite)
                attente.append(suite)


def _locale(page: str, lien: str) -> str | None:
    """The same site's address of a link; None for another's."""
    lu = urlsplit(urljoin(f"http://ici{page}", lien))
    if lu.scheme != "http" or lu.hostname not in ("ici", "127.0.0.1", "localhost"):
        return None
    return f"{lu.path}?{lu.query}" if lu.query else lu.path


def genre_de(adresse: str) -> str | None:
    """What the page is one of; None for what no address of the map answers, and for filters of a list."""
    chemin, _, parametres = adresse.partition("?")
    langue = "en" if chemin.startswith("/en/") else "fr-ca"
    if parametres and not re.fullmatch(r"au=[\d-]+", parametres):
        return None
    with translation.override(langue):
        try:
            trouve = resolve(chemin)
        except Resolver404:
            return None
    nature = trouve.kwargs.get("slug", "").startswith("arrondissement")
    return f"{langue} {trouve.view_name}{' (arrondissement)' * nature}{' (passé)' * bool(parametres)}"


def huit(port: int) -> dict[str, str]:
    """The eight pages, by their name here: the richest of the first of each kind that a list links.

    The action and the commitment are those of the largest page among the first ten.
    """
    visiteur = Visiteur(port)
    plan = visiteur.demander("/actions/").entetes["Location"].split("/")[2]

    def premiers(liste: str, motif: str) -> list[str]:
        corps = visiteur.demander(f"/plans/{plan}/{liste}/").corps.decode()
        return list(dict.fromkeys(re.findall(rf'href="/plans/{plan}/{motif}/([^/"?]+)/"', corps)))

    def riche(genre: str, choix: list[str]) -> str:
        return max(choix[:10], key=lambda c: len(visiteur.demander(f"/plans/{plan}/{genre}/{c}/").corps))

    organisations = premiers("organisations", "organisations")
    lieux = premiers("arrondissements", "organisations")
    autres = [o for o in organisations if o not in lieux]
    trous = {
        "plan": plan,
        "action": riche("actions", premiers("actions", "actions")),
        "engagement": riche(
            "engagements", [e for e in premiers("engagements", "engagements") if e != "par-axe"]
        ),
        "organisation": riche("organisations", autres),
        "arrondissement": riche("organisations", lieux),
    }
    return {nom: motif.format(**trous) for nom, motif in HUIT.items()}
