"""What programs make of the datasets of a site that runs: each format is opened by LibreOffice, and compared.

    python -m bench.fichiers http://127.0.0.1:8000

LibreOffice opens each CSV and XLSX file as a person's spreadsheet does, guessing the types of a CSV; what it
understood is read back from its own format, cell by cell, beside the JSON.
"""

import argparse
import json
import subprocess
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element, parse  # our own LibreOffice wrote it

JEUX = ("actions", "engagements", "preuves", "decisions")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
Cellule = tuple[str, str]
"""Its type (`date`, `float`, `boolean`, `string`; empty where it is), and what it shows."""


def ouvrir(fichier: Path) -> list[list[Cellule]]:
    """The rows of a file, as LibreOffice understands it."""
    commande = ["soffice", "--headless", f"-env:UserInstallation=file://{fichier.parent}/profil"]
    if fichier.suffix == ".csv":
        # Commas, quotes, UTF-8: what its window proposes where it sees the mark, and nobody answers here.
        commande.append("--infilter=CSV:44,34,76,1")
    subprocess.run(  # noqa: S603  # the program named above, on a file of ours
        [*commande, "--convert-to", "fods", "--outdir", str(fichier.parent), str(fichier)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    racine = parse(fichier.with_suffix(".fods")).getroot()  # noqa: S314  # made on the line above
    feuille = next(racine.iter(f"{TABLE}table"))
    rangees = map(_lire, feuille.iter(f"{TABLE}table-row"))
    return [rangee for rangee in rangees if any(type_ for type_, _dit in rangee)]


def _lire(rangee: Element) -> list[Cellule]:
    cellules: list[Cellule] = []
    for cellule in rangee:
        dit = "\n".join("".join(p.itertext()) for p in cellule.iter(f"{TEXTE}p"))
        fois = int(cellule.get(f"{TABLE}number-columns-repeated", "1"))
        cellules += [(cellule.get(f"{OFFICE}value-type", ""), dit)] * min(fois, 200)
    return cellules


def comparer(jeu: str, format_: str, lignes: list[dict], rangees: list[list[Cellule]]) -> None:
    """Prints what of the JSON the spreadsheet reads alike, by type, and each key or code that it changed."""
    (entete, *reste), types, changes = rangees, Counter(), []
    noms = [nom for _type, nom in entete if nom]
    for ligne, rangee in zip(lignes, reste, strict=True):
        for nom, (type_, dit) in zip(noms, rangee, strict=False):
            if type_:
                types[type_] += 1
            if (nom in ("id", "plan", "code") or nom.endswith("_id")) and isinstance(ligne[nom], str):
                changes += [(nom, ligne[nom], dit)] if (type_, dit) != ("string", ligne[nom]) else []
    dates = {
        nom for ligne in reste for nom, (type_, _dit) in zip(noms, ligne, strict=False) if type_ == "date"
    }
    print(f"{jeu}.{format_} : {len(reste)} lignes sur {len(lignes)}, premières colonnes {noms[:2]}")
    print(f"  types lus : {dict(types)}; colonnes de dates : {sorted(dates)}")
    for nom, quoi in (
        ("clés", [c for c in changes if c[0] != "code"]),
        ("codes", [c for c in changes if c[0] == "code"]),
    ):
        faux = [(avant, lu) for _nom, avant, lu in quoi if avant != lu]
        print(f"  {nom} lus autrement qu’en texte : {len(quoi)}, dont changés {len(faux)} {faux[:3]}")


def principal() -> None:
    lecteur = argparse.ArgumentParser(prog="python -m bench.fichiers")
    lecteur.add_argument("site", help="http://127.0.0.1:8000")
    site = lecteur.parse_args().site.rstrip("/")
    with tempfile.TemporaryDirectory() as ici:
        dossier = Path(ici)
        for jeu in JEUX:
            for format_ in ("json", "csv", "xlsx"):
                with urllib.request.urlopen(f"{site}/donnees/{jeu}.{format_}") as lu:  # noqa: S310  # our own site
                    (dossier / f"{jeu}.{format_}").write_bytes(lu.read())
            lignes = json.loads((dossier / f"{jeu}.json").read_bytes())
            for format_ in ("csv", "xlsx"):
                comparer(jeu, format_, lignes, ouvrir(dossier / f"{jeu}.{format_}"))


if __name__ == "__main__":
    principal()
