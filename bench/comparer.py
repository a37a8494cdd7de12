"""`python -m bench.comparer AVANT.json APRES.json`: what each page costs in one version and in the other."""

import json
import sys
from pathlib import Path

LARGEUR = 70
ENTETE = f"{'requêtes':>16}{'web (ms)':>18}{'base (ms)':>20}{'somme':>9}"


def comparer(avant: dict, apres: dict) -> None:
    """Prints both, page by page, for every size that both have measured."""
    m, n = avant["migrate"], apres["migrate"]
    print(f"migrate, CPU : {m['web'] + m['base']:.1f} → {n['web'] + n['base']:.1f} s")
    for taille in sorted(avant["tailles"].keys() & apres["tailles"].keys(), key=int):
        anciennes, nouvelles = avant["tailles"][taille]["pages"], apres["tailles"][taille]["pages"]
        print(f"\n{f'{taille} actions, page calculée':{LARGEUR}}{ENTETE}")
        for adresse, ancienne in anciennes.items():
            # A past day is so many days ago: its date differs between two runs.
            if nouvelle := nouvelles.get(adresse) or _meme_sans_date(adresse, nouvelles):
                print(f"{adresse:{LARGEUR}}{_ligne(ancienne, nouvelle)}")


def _meme_sans_date(adresse: str, pages: dict) -> dict | None:
    debut, au, _ = adresse.partition("au=")
    return next(
        (mesure for autre, mesure in pages.items() if au and autre.partition("au=")[0] == debut), None
    )


def _ligne(ancienne: dict, nouvelle: dict) -> str:
    if ancienne["statut"] != 200 or nouvelle["statut"] != 200:
        return f"   répond {ancienne['statut']} → {nouvelle['statut']}" + _apres(nouvelle)
    a, b = ancienne["calculee"], nouvelle["calculee"]
    requetes = f"{ancienne['requetes']} → {nouvelle['requetes']}"
    web, base = (f"{a[nom]:.1f} → {b[nom]:.1f}" for nom in ("web", "base"))
    rapport = (b["web"] + b["base"]) / (a["web"] + a["base"])
    return f"{requetes:>16}{web:>18}{base:>20}{rapport:>8.2f}×"


def _apres(nouvelle: dict) -> str:
    cout = nouvelle["calculee"]
    return f" ({cout['web']:.1f} + {cout['base']:.1f} ms)" if nouvelle["statut"] == 200 else ""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python -m bench.comparer AVANT.json APRES.json")
    comparer(*(json.loads(Path(fichier).read_text()) for fichier in sys.argv[1:]))
