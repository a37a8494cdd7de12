"""`python -m bench.ecritures`: a thousand edits of fifty actions by eight people at once."""

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict

from bench.serveur import ouvrir_base, proprietaire, serveur


def arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="python -m bench.ecritures", description=__doc__.split("\n")[0])
    lecteur.add_argument("--editions", type=int, default=1_000)
    lecteur.add_argument("--actions", type=int, default=50)
    lecteur.add_argument("--mains", type=int, default=8)
    lecteur.add_argument("--graine", type=int, default=14)
    return lecteur.parse_args()


def principal(choix: argparse.Namespace) -> int:
    with serveur() as (grappe, _migration):
        from django.utils import timezone

        from bench.ecritures.foule import ecrire_a_la_fois
        from bench.ecritures.preuve import fautes
        from bench.ecritures.scene import poser

        ouvrir_base(grappe, "ecritures")
        with proprietaire():
            mains = poser(choix.actions, choix.mains, choix.graine)
        depuis, debut = timezone.now(), time.monotonic()
        editions = ecrire_a_la_fois(mains, choix.editions, dire=_avance)
        duree = time.monotonic() - debut
        with proprietaire():
            dites = fautes(editions, depuis)
        _dire(editions, duree, dites, _interblocages(grappe))
    return 1 if dites else 0


def _avance(faites: int) -> None:
    if faites % 50 == 0:
        print(f"  {faites} éditions", flush=True)


def _interblocages(grappe) -> int:
    """Deadlocks that PostgreSQL had to undo."""
    import psycopg2

    time.sleep(1.5)  # what the closed sessions counted is told by then
    connexion = psycopg2.connect(grappe.adresse("postgres", "postgres"))
    try:
        with connexion.cursor() as curseur:
            curseur.execute("SELECT sum(deadlocks) FROM pg_stat_database")
            return int(curseur.fetchone()[0])
    finally:
        connexion.close()


def _dire(editions: list, duree: float, dites: list[str], interblocages: int) -> None:
    refusees = [e for e in editions if e.refusees]
    en_partie = sum(1 for e in refusees if e.gardees)
    valeurs = sum(len(e.touches) for e in editions)
    gardees = sum(len(e.gardees) for e in editions)
    print(f"\n{len(editions)} éditions en {duree:.0f} s : {valeurs} valeurs tapées, {gardees} enregistrées")
    print(f"enregistrées {len(editions) - len(refusees)}, refusées en disant pourquoi {len(refusees)}")
    print(f"(dont {en_partie} en partie, rangée par rangée); interblocages défaits {interblocages}")
    print(f"réponses {dict(Counter(e.statut for e in editions))}; promesses rompues {len(dites)}\n")
    par_ecran = defaultdict(list)
    for edition in editions:
        par_ecran[edition.ecran].append(edition)
    titres = f"{'':18}{'éditions':>9}{'refusées':>9}{'envoi p50':>11}{'p95':>8}{'pire':>8}"
    print(f"{titres}{'ouverture p50':>15}{'p95':>8}")
    for ecran, siennes in [*sorted(par_ecran.items()), ("en tout", editions)]:
        envois = sorted(e.duree for e in siennes)
        ouvertures = sorted(e.ouverture for e in siennes if e.ouverture)
        print(
            f"{ecran:18}{len(siennes):>9}{sum(1 for e in siennes if e.refusees):>9}"
            f"{statistics.median(envois):>9.2f} s{_p95(envois):>6.2f} s{envois[-1]:>6.2f} s"
            f"{statistics.median(ouvertures):>13.2f} s{_p95(ouvertures):>6.2f} s"
        )
    for faute in dites:
        print(faute)


def _p95(durees: list[float]) -> float:
    return durees[min(len(durees) - 1, int(len(durees) * 0.95))]


sys.exit(principal(arguments()))
