"""What does the Nu Html Checker say of every kind of page, by account, and of the sheet?

    DEMO_MOT_DE_PASSE=… python -m bench.nu 8000 --jar DOSSIER/vnu.jar

Of a site that runs; without Java or the checker, it says so and reads nothing. Neither enters the repository.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.parcours import CHEZ_SOI, DEPARTS, Page, entrer, lecteur, parcourir, preparer_les_motifs
from bench.visiteur import Visiteur

COMPTES = ("partenaire", "redaction", "coordination", "comite", "admin")
"""Those of the demonstration."""


def verifier(jar: str, pages: Iterable[Page], feuille: bytes) -> list[dict]:
    """The messages of the checker, each with the kind and the address of its page."""
    with tempfile.TemporaryDirectory() as dossier:
        noms = {}
        for rang, page in enumerate(pages):
            fichier = Path(dossier) / f"{rang:04}.html"
            fichier.write_bytes(page.corps)
            noms[fichier.name] = page
        (Path(dossier) / "site.css").write_bytes(feuille)
        fait = subprocess.run(  # noqa: S603  # the checker that the person named, on files of ours
            [
                shutil.which("java") or "",
                "-Xss8m",
                "-jar",
                jar,
                "--format",
                "json",
                "--also-check-css",
                "--exit-zero-always",
                dossier,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    dits = json.loads(fait.stderr or fait.stdout)["messages"]
    for dit in dits:
        page = noms.get(dit.get("url", "").rpartition("/")[2])
        dit["page"] = f"{page.genre} {page.adresse}" if page else "css/site.css"
    return dits


def principal() -> None:
    arguments = lecteur("nu", __doc__)
    arguments.add_argument("--jar", default=os.environ.get("VNU_JAR", ""), help="le vérificateur")
    choix = arguments.parse_args()
    if not (shutil.which("java") and Path(choix.jar).is_file()):
        print("Java ou le vérificateur (vnu.jar) est introuvable : rien n’est lu.")
        return
    preparer_les_motifs()
    pages = list(parcourir(Visiteur(choix.port)))
    publiques = {page.genre for page in pages}
    print(f"visiteur : {len(pages)} genres de pages")
    mot_de_passe = os.environ.get("DEMO_MOT_DE_PASSE", "")
    for compte in COMPTES if mot_de_passe else ():
        siennes = parcourir(entrer(choix.port, compte, mot_de_passe), (*CHEZ_SOI, *DEPARTS))
        # The public pages read by an account differ by its header only: one of them is enough.
        lues = [p for p in siennes if compte == "coordination" or p.genre not in publiques]
        print(f"{compte} : {len(lues)} genres de pages")
        pages += lues
    feuille = Visiteur(choix.port).demander("/").corps.decode().partition('rel="stylesheet" href="')[2]
    css = Visiteur(choix.port).demander(feuille.partition('"')[0]).corps
    dits = verifier(choix.jar, pages, css)
    for message, fois in Counter((d["type"], d.get("subType", ""), d["message"]) for d in dits).most_common():
        exemple = next(d for d in dits if d["message"] == message[2])
        print(f"{' '.join(message[:2])} × {fois} : {message[2]}")
        print(f"    {exemple['page']} : {exemple.get('extract', '').strip()[:240]!r}")
    erreurs = [d["message"].startswith("CSS:") for d in dits if d["type"] == "error"]
    print(f"{len(pages)} pages, {erreurs.count(False)} erreurs; {sum(erreurs)} mots de la feuille inconnus")
    if choix.json:
        Path(choix.json).write_text(json.dumps(dits, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    principal()
