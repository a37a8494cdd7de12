"""Reads a page of the dashboard as its reader does: figures, where they lead, what is there."""

import re
from html import unescape

from django.test import Client

CHIFFRE = re.compile(r'<strong><a href="([^"]+)">([^<]*)<span class="invisible"> ([^<]*)</span></a></strong>')
CASE = re.compile(r'<t[dh][^>]*>(?:<span class="marques">.*?</span>)?<a href="([^"]+)">([\d\xa0]+)</a>', re.S)


def liens(page: str) -> list[tuple[str, int]]:
    """Every figure that leads somewhere: (address, what it counts)."""
    trouves = []
    for adresse, valeur, nom in CHIFFRE.findall(page):
        if "mesuré" in valeur:
            continue
        # A rate names the count that it comes from: « Couverture, 31 sur 61 ».
        compte = re.search(r"(\d+) (?:mesurées )?sur", nom)[1] if "%" in valeur else valeur
        trouves.append((unescape(adresse), int(compte.replace("\xa0", ""))))
    trouves += [(unescape(a), int(n.replace("\xa0", ""))) for a, n in CASE.findall(page)]
    return trouves


def morceau(page: str, cle: str) -> str:
    """The element that bears this identifier, whole."""
    trouve = re.search(rf'<(\w+)[^>]*\sid="{re.escape(cle)}"[^>]*>(.*?)</\1>', page, flags=re.S)
    assert trouve, f"Nothing bears the identifier {cle}."
    return trouve[2]


def compte(client: Client, page: str, adresse: str) -> int:
    """How many rows stand where a link leads."""
    if adresse.startswith("#"):
        la = re.sub(r"<thead>.*?</thead>", "", morceau(page, adresse[1:]), flags=re.S)
        return la.count("<li>") or la.count("<tr>")
    annonce = re.search(r'id="compte"[^>]*>([^<]*)', client.get(adresse).content.decode())[1]
    return int(annonce.split(" ")[0].replace("\xa0", "").replace("Aucune", "0").replace("Aucun", "0"))
