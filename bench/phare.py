"""What does npm's Lighthouse say of the eight pages, as a phone reads them?

    python -m bench.phare 8000 [--lighthouse DOSSIER/node_modules/.bin/lighthouse]

Of a site that runs; without Lighthouse, it says so and measures nothing.
Nothing of Node enters the repository.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.parcours import huit, lecteur

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = "--headless=new --no-sandbox --disable-gpu"


def trouver(donne: str | None) -> str | None:
    """The program: the one that is named, or the one of the path."""
    return shutil.which(donne or "lighthouse")


def lire(programme: str, adresse: str) -> dict:
    """The report of Lighthouse on one page, as it writes it."""
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / "rapport.json"
        ligne = [programme, adresse, "--quiet", "--output=json", f"--output-path={sortie}"]
        ligne += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROMIUM}"]
        chemin = shutil.which("chromium") or shutil.which("chromium-browser") or ""
        subprocess.run(  # noqa: S603  # the program that the person named
            ligne, env=os.environ | {"CHROME_PATH": chemin}, check=True, capture_output=True, timeout=300
        )
        return json.loads(sortie.read_text())


def manques(rapport: dict) -> list[str]:
    """What takes points away: the audits that have a weight, each with the first thing it names."""
    dits = []
    for categorie in rapport["categories"].values():
        for renvoi in categorie["auditRefs"]:
            audit = rapport["audits"][renvoi["id"]]
            if renvoi["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                objets = audit.get("details", {}).get("items", [])
                premier = json.dumps(objets[0], ensure_ascii=False)[:300] if objets else ""
                dits.append(f"{audit['id']} ({audit['score']}) : {audit.get('displayValue', '')} {premier}")
    return dits


def principal() -> None:
    arguments = lecteur("phare", __doc__)
    arguments.add_argument("--lighthouse", help="le programme, s’il n’est pas dans le chemin")
    arguments.add_argument("--pages", default="", help="les noms des pages, séparés par des virgules")
    choix = arguments.parse_args()
    programme = trouver(choix.lighthouse)
    if not programme:
        print("Lighthouse est introuvable (npm install lighthouse, hors du dépôt) : rien n’est mesuré.")
        return
    lus = {}
    print(f"{'':16}" + "".join(f"{c:>16}" for c in CATEGORIES) + f"{'décalage':>10}{'LCP':>9}")
    for nom, adresse in huit(choix.port).items():
        if choix.pages and nom not in choix.pages.split(","):
            continue
        rapport = lire(programme, f"http://localhost:{choix.port}{adresse}")
        notes = {c: round(100 * rapport["categories"][c]["score"]) for c in CATEGORIES}
        decalage = rapport["audits"]["cumulative-layout-shift"]["numericValue"]
        lcp = rapport["audits"]["largest-contentful-paint"]["numericValue"]
        lus[nom] = {**notes, "decalage": decalage, "lcp": lcp, "manques": manques(rapport)}
        print(
            f"{nom:16}" + "".join(f"{n:>16}" for n in notes.values()) + f"{decalage:>10.3f}{lcp:>6.0f} ms",
            flush=True,
        )
        for dit in lus[nom]["manques"]:
            print(f"    {dit}")
    if choix.json:
        Path(choix.json).write_text(json.dumps(lus, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    principal()
