"""What does each public page cost, computed and kept, beside an empty one on the same server?"""

import re

from actions.models import Plan
from bench.adresses import VIDE, adresses, de_ce_plan, oubliees
from bench.mesure import BUDGET, Client, Mesure
from comite.models import Bilan

LARGEUR = 70
PATIENCE = 10_000
"""Milliseconds that production leaves a query (`statement_timeout`)."""
ENTETE = (
    f"{'':{LARGEUR}}{'calculée':^49}{'gardée':^23}\n{'CPU en ms (médianes)':{LARGEUR}}"
    f"{'requêtes':>9}{'web':>8}{'base':>8}{'somme':>8}{'de plus':>8}{'écoulé':>8}"
    f"{'web':>8}{'base':>7}{'de plus':>8}{'ko':>7}"
)


def mesurer(serveur: int, seulement: str = "") -> dict[str, Mesure]:
    """Measures every page of the plan in the database, prints them as they come, and gives them by address.

    « De plus »: than the empty page, which heads the table.

    Args:
        serveur: number of the PostgreSQL server's own process.
        seulement: only the addresses where this regular expression is found.
    """
    client, plan = Client(serveur), Plan.objects.get().slug
    toutes = adresses(Bilan.objects.get().annee)
    # Twice: the first one also wakes the server up.
    client.mesurer(VIDE)
    vide = client.mesurer(VIDE)
    print(ENTETE)
    _dire(VIDE, vide, vide)
    mesures = {VIDE: vide}
    for adresse in toutes:
        if re.search(seulement, adresse):
            mesures[adresse] = client.mesurer(de_ce_plan(adresse, plan))
            _dire(adresse, mesures[adresse], vide)
    if not seulement and (noms := oubliees(toutes)):
        print(f"Adresses publiques sans mesure : {', '.join(sorted(noms))}")
    return mesures


def _dire(adresse: str, mesure: Mesure, vide: Mesure) -> None:
    c, g = mesure.calculee, mesure.gardee
    texte = f"{adresse:{LARGEUR}}{mesure.requetes:>9}{c.web:>8.1f}{c.base:>8.1f}{c.cpu:>8.1f}"
    texte += f"{c.cpu - vide.calculee.cpu:>8.1f}{c.mur:>8.1f}"
    if mesure.statut != 200:
        texte += f"   répond {mesure.statut}"
    elif mesure.plus_longue > PATIENCE:
        texte += f"   coupée en production : une requête de {mesure.plus_longue / 1_000:.0f} s de CPU"
    elif c.cpu > BUDGET:
        texte += f"{'une seule fois':>23}{mesure.octets / 1024:>7.0f}"
    elif g and vide.gardee:
        texte += f"{g.web:>8.2f}{g.base:>7.2f}{g.cpu - vide.gardee.cpu:>8.2f}{mesure.octets / 1024:>7.0f}"
    else:
        texte += f"{'jamais gardée':>23}{mesure.octets / 1024:>7.0f}"
    print(texte, flush=True)


def croissance(par_taille: dict[int, dict[str, Mesure]]) -> None:
    """How PostgreSQL's share of each computed page grows with the plan."""
    tailles = sorted(par_taille)
    colonnes = "".join(f"{f'{taille} actions':>16}" for taille in tailles)
    print(
        f"\n{'CPU de PostgreSQL, page calculée (ms)':{LARGEUR}}{colonnes}{f'{tailles[-1]}/{tailles[-2]}':>14}"
    )
    for adresse in par_taille[tailles[0]]:
        lues = [par_taille[taille].get(adresse) for taille in tailles]
        texte = "".join(_base(mesure) for mesure in lues)
        if all(mesure and mesure.statut == 200 and mesure.calculee.base for mesure in lues[-2:]):
            texte += f"{lues[-1].calculee.base / lues[-2].calculee.base:>13.1f}×"
        print(f"{adresse:{LARGEUR}}{texte}")


def _base(mesure: Mesure | None) -> str:
    if mesure is None or mesure.statut != 200:
        return f"{f'répond {mesure.statut}' if mesure else '':>16}"
    return f"{mesure.calculee.base:>16.1f}"
