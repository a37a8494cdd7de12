"""What does a first visitor of a page download, and what does the same visitor at the second reading?

    python -m bench.poids 8000

Chromium says how many bytes came through the network, headers included, compressed as they were sent: cold
(a new browser session), then the same address again. Of a site that runs.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.parcours import huit, lecteur

MAX_PREMIERE, MAX_SECONDE, MAX_DEMANDES = 65_000, 15_000, 10
MOBILE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
# What a page that is shown moved of itself, by the measure of web vitals: what nobody asked for.
DECALAGE = """() => new Promise(rendre => {
  let somme = 0;
  new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) somme += e.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => rendre(somme), 500);
})"""


@dataclass
class Poids:
    """Of one page.

    Attributes:
        premiere, seconde: bytes through the network, of the first and the second view.
        demandes, demandes_ensuite: requests that left for it (what the browser kept asks for nothing).
        decalage: cumulative layout shift of the first view.
        fichiers: bytes of each file of the first view.
    """

    premiere: int
    seconde: int
    demandes: int
    demandes_ensuite: int
    decalage: float
    fichiers: dict[str, int]

    @property
    def tient(self) -> bool:
        leger = self.premiere <= MAX_PREMIERE and self.seconde <= MAX_SECONDE
        return leger and self.demandes <= MAX_DEMANDES and self.decalage <= 0.02


def peser(navigateur: Browser, adresse: str) -> Poids:
    """A page read twice by a new visitor with a phone."""
    with navigateur.new_context(**MOBILE) as contexte:
        page = contexte.new_page()
        reseau = contexte.new_cdp_session(page)
        noms: dict[str, str] = {}
        recus: dict[str, int] = {}
        reseau.on("Network.requestWillBeSent", lambda e: noms.update({e["requestId"]: e["request"]["url"]}))
        reseau.on("Network.requestServedFromCache", lambda e: noms.pop(e["requestId"], None))
        reseau.on(
            "Network.loadingFinished", lambda e: recus.update({e["requestId"]: int(e["encodedDataLength"])})
        )
        reseau.send("Network.enable")
        vues, decalage = [], 0.0
        for rang in range(2):
            noms.clear()
            recus.clear()
            page.goto(adresse, wait_until="networkidle")
            if not rang:
                decalage = page.evaluate(DECALAGE)
            vues.append({noms[i]: octets for i, octets in recus.items() if i in noms and octets})
        premiere, seconde = vues
        return Poids(
            sum(premiere.values()),
            sum(seconde.values()),
            len(premiere),
            len(seconde),
            round(decalage, 4),
            premiere,
        )


def principal() -> None:
    choix = lecteur("poids", __doc__).parse_args()
    chemin = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chemin:
        print("Chromium est introuvable : rien n’est mesuré.")
        return
    site, lus = f"http://127.0.0.1:{choix.port}", {}
    print(f"{'':16}{'première':>10}{'demandes':>10}{'seconde':>10}{'demandes':>10}{'décalage':>10}")
    with sync_playwright() as pilote:
        navigateur = pilote.chromium.launch(executable_path=chemin, args=["--no-sandbox"])
        for nom, adresse in huit(choix.port).items():
            # Computed, compressed and kept by the first request, as for all visitors but one.
            peser(navigateur, site + adresse)
            p = lus[nom] = peser(navigateur, site + adresse)
            trop = "" if p.tient else "   au-delà de ce qui est visé"
            print(
                f"{nom:16}{p.premiere / 1000:>7.1f} ko{p.demandes:>10}{p.seconde / 1000:>7.1f} ko"
                f"{p.demandes_ensuite:>10}{p.decalage:>10.3f}   {adresse}{trop}",
                flush=True,
            )
        navigateur.close()
    if choix.json:
        Path(choix.json).write_text(json.dumps({n: asdict(p) for n, p in lus.items()}, indent=1))


if __name__ == "__main__":
    principal()
