"""`python -m bench [TAILLE…]`: prepares a throwaway server, then asks each question of each size."""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

from bench.serveur import ouvrir_base, proprietaire, rejoindre_base, serveur

TAILLES = (500, 1_000)


def arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="python -m bench", description="Mesures (voir bench/README.md).")
    lecteur.add_argument("tailles", nargs="*", type=int, default=TAILLES, help="nombres d'actions")
    lecteur.add_argument("--json", type=Path, help="fichier où écrire aussi les mesures")
    lecteur.add_argument(
        "--seulement", default="", help="les adresses où se trouve cette expression régulière"
    )
    lecteur.add_argument("--sans-dossier", action="store_true", help="ni dossier ni mémoire")
    lecteur.add_argument("--delai", type=int, default=10, help="secondes laissées à une requête (10)")
    return lecteur.parse_args()


def principal(choix: argparse.Namespace) -> None:
    with serveur(choix.delai) as (grappe, migration):
        from bench import dossier, memoire, pages
        from bench.generateur import passe, peupler

        print(
            f"migrate sur une base vide : {migration.ecoule:.1f} s "
            f"(CPU : {migration.web:.1f} s Python, {migration.base:.1f} s PostgreSQL)"
        )
        par_taille, rapport = {}, {"migrate": asdict(migration), "tailles": {}}
        for taille in sorted(set(choix.tailles)):
            ouvrir_base(grappe, f"mesures_{taille}")
            debut = time.perf_counter()
            with proprietaire():
                peupler(taille, lambda texte: print(f"  {texte}", flush=True))
                lignes, evenements = passe.compter()
            duree = time.perf_counter() - debut
            print(f"\n{taille} actions : {lignes} lignes, {evenements} événements, en {duree:.0f} s\n")
            par_taille[taille] = pages.mesurer(grappe.pid, choix.seulement)
            rapport["tailles"][taille] = {
                "lignes": lignes,
                "evenements": evenements,
                "generation": duree,
                "pages": {adresse: mesure.en_json() for adresse, mesure in par_taille[taille].items()},
            }
            _ecrire(choix.json, rapport)
        if len(par_taille) > 1:
            pages.croissance(par_taille)
        if not choix.sans_dossier:
            ouvrir_base(grappe, "mesures_dossier")
            dossier.mesurer()
            for taille in par_taille:
                rejoindre_base(f"mesures_{taille}")
                memoire.mesurer(grappe, f"mesures_{taille}")


def _ecrire(fichier: Path | None, rapport: dict) -> None:
    """After each size: a run that is stopped has not worked for nothing."""
    if fichier:
        fichier.write_text(json.dumps(rapport, ensure_ascii=False, indent=1))


principal(arguments())
