"""What the site leans on stops, dies or is replaced while people read and write: nobody meets a failure."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from bench.visiteur import Formulaire, Visiteur
from partenariat.lancement.serveur import RELEVE
from partenariat.postgres import TEMPORAIRE, WEB, grappe
from tests.lancement import (
    DEMONSTRATION,
    RACINE,
    attendre,
    demander,
    donnees_preparees,
    environnement,
    port_libre,
    servi,
    trafic,
)

GARDEES = (
    "/",
    f"{DEMONSTRATION}/actions/",
    f"/en{DEMONSTRATION}/engagements/",
    "/methode/",
    f"{DEMONSTRATION}/donnees/actions.json",
    f"{DEMONSTRATION}/comite/",
)
DEBIT = 15
"""Requests a second."""
ABSENCE = 3.0
"""Seconds."""
CONNEXION, MODULES = "/compte/connexion/", f"{DEMONSTRATION}/tableau-de-bord/modules/"


@pytest.fixture(scope="module")
def donnees():
    with donnees_preparees() as faites:
        yield faites


def connecte(port: int, donnees: Path, nom: str = "coordination") -> Visiteur:
    visiteur = Visiteur(port)
    mot_de_passe = (donnees / "mot-de-passe").read_text().strip()
    entree = visiteur.envoyer(CONNEXION, CONNEXION, username=nom, password=mot_de_passe)
    assert entree.statut == 302, entree.statut
    return visiteur


# --- PostgreSQL stops and comes back ------------------------------------------------------------------------


class Base:
    """A PostgreSQL of one's own: the site knows it by one address, and neither starts nor stops it."""

    def __init__(self, donnees: Path):
        self._dossier = donnees / "postgres"
        self._lien = Path(TEMPORAIRE) / f"partenariat-tenue-{os.getpid()}"
        self._tenue = None

    @property
    def adresse(self) -> str:
        return f"postgres://{WEB}@{str(self._lien).replace('/', '%2F')}/partenariat"

    def demarrer(self) -> None:
        self._tenue = grappe(self._dossier)
        active = self._tenue.__enter__()
        self._lien.unlink(missing_ok=True)
        self._lien.symlink_to(active.socket)

    def arreter(self) -> None:
        self._tenue.__exit__(None, None, None)
        self._tenue = None

    def figer(self, ordre: int = signal.SIGSTOP) -> None:
        fiche = (self._dossier.resolve() / "pgdata" / "postmaster.pid").read_text()
        serveur = psutil.Process(int(fiche.split()[0]))
        for processus in (serveur, *serveur.children()):
            processus.send_signal(ordre)

    def degeler(self) -> None:
        self.figer(signal.SIGCONT)

    def finir(self) -> None:
        if self._tenue:
            self.arreter()
        self._lien.unlink(missing_ok=True)


@contextmanager
def sur_une_base(donnees: Path, dossier: Path):
    base = Base(donnees)
    base.demarrer()
    try:
        reglages = {
            "DATABASE_URL": base.adresse,
            "DEPOTS": str(donnees / "depots"),
            "SECRET_KEY": (donnees / "cle-secrete").read_text().strip(),
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        with servi(dossier, **reglages) as site:
            yield base, site
    finally:
        base.finir()


class Foule:
    """`DEBIT` requests a second, each in its own time: of visitors, of people signed in, and forms."""

    def __init__(self, port: int, membre: Visiteur, formulaire: dict[str, str]):
        self.port, self.membre, self.formulaire = port, membre, formulaire
        self.vues: list[tuple[str, str, int, Mapping[str, str], bytes]] = []
        self.fils: list[threading.Thread] = []

    def pendant(self, secondes: float) -> None:
        for rang in range(int(secondes * DEBIT)):
            fil = threading.Thread(target=self._demander, args=(rang,))
            fil.start()
            self.fils.append(fil)
            time.sleep(1 / DEBIT)

    def finir(self) -> None:
        for fil in self.fils:
            fil.join()

    def _demander(self, rang: int) -> None:
        qui = Visiteur(self.port)
        genre, adresse, methode, champs = (
            ("gardée", GARDEES[rang % len(GARDEES)], "GET", None),
            ("neuve", f"{DEMONSTRATION}/actions/?q=mot{rang}", "GET", None),
            ("membre", ("/espace/", f"{DEMONSTRATION}/tableau-de-bord/")[rang % 2], "GET", None),
            ("envoi", MODULES, "POST", self.formulaire),
        )[rang % 4]
        if genre in ("membre", "envoi"):
            qui.cookies = dict(self.membre.cookies)
        try:
            reponse = qui.demander(adresse, methode, champs)
            self.vues.append((genre, adresse, reponse.statut, reponse.entetes, reponse.corps))
        except (OSError, http.client.HTTPException) as erreur:
            self.vues.append((genre, adresse, 0, {}, repr(erreur).encode()))

    def comptes(self) -> Counter:
        return Counter((genre, statut) for genre, _adresse, statut, *_reste in self.vues)


def chauffer(port: int) -> None:
    """Each worker keeps its own pages: several ask for each at once, so that both answer."""
    with ThreadPoolExecutor(8) as ensemble:
        assert set(ensemble.map(lambda adresse: demander(port, adresse), sorted(GARDEES * 16))) == {200}


def absences(journal: str) -> list[dict]:
    """Lines of the log that say that the database is away."""
    lues = [json.loads(ligne) for ligne in journal.splitlines() if ligne.startswith("{")]
    return [ligne for ligne in lues if ligne["source"] == "partenariat.base"]


@pytest.mark.parametrize("panne", ["arreter", "figer"])
def test_a_database_that_stops_under_requests_costs_no_failure(panne, donnees, tmp_path):
    """Gone, or there and silent: what is kept goes on, the rest says so, and all comes back by itself."""
    with sur_une_base(donnees, tmp_path / "site") as (base, site):
        membre = connecte(site.port, donnees)
        formulaire = Formulaire(membre.demander(f"{DEMONSTRATION}/tableau-de-bord/").corps, MODULES).champs
        chauffer(site.port)
        foule = Foule(site.port, membre, formulaire)
        foule.pendant(1)
        getattr(base, panne)()
        debut = time.monotonic()
        foule.pendant(ABSENCE)
        base.demarrer() if panne == "arreter" else base.degeler()
        duree = time.monotonic() - debut
        foule.pendant(1)
        foule.finir()
        attendre(lambda: site.pret() == 200, "the site does not come back")
        assert membre.demander("/espace/").statut == 200
        assert {statut for _genre, _adresse, statut, *_reste in foule.vues} <= {200, 302, 503}, (
            foule.comptes()
        )
        for _genre, adresse, statut, entetes, corps in foule.vues:
            if statut == 503:
                assert int(entetes["Retry-After"]) <= 5
                assert (b'{"erreurs": ' if ".json" in adresse else b'class="cadre erreur"') in corps
        # A worker that nobody had asked for a page keeps none of it.
        comptes = foule.comptes()
        assert comptes["gardée", 503] <= comptes["gardée", 200] / 4, comptes
        assert any(e.get("Partenariat-Etat") == "garde; base-absente" for *_reste, e, _corps in foule.vues)
        ouvriers = len(site.granian().children())
        site.processus.terminate()
        _statut, journal = site.finir()
        assert '"trace"' not in journal
        assert "Traceback" not in journal
        assert len(absences(journal)) <= ouvriers * (1 + duree / 5)


# --- Redis is away, or dies ---------------------------------------------------------------------------------


@contextmanager
def redis():
    """A Redis of one's own: its port, and its process."""
    programme = shutil.which("redis-server")
    if programme is None:
        pytest.skip("Pas de redis-server ici.")
    port = port_libre()
    ligne = [programme, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
    processus = subprocess.Popen(ligne, stdout=subprocess.DEVNULL, cwd="/")
    try:
        attendre(lambda: _ecoute(port), "redis-server")
        yield port, processus
    finally:
        processus.kill()
        processus.wait()


def _ecoute(port: int) -> bool:
    with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1)) as essai:
        essai.connect()
        return True
    return False


def tout_marche(site, donnees: Path) -> None:
    """Pages, files, a chart, sign-in, the back office; and wrong passwords are still counted."""
    assert [demander(site.port, adresse) for adresse in GARDEES] == [200] * len(GARDEES)
    admin = connecte(site.port, donnees, "admin")
    for adresse in ("/espace/", f"{DEMONSTRATION}/tableau-de-bord/", "/admin/", "/admin/actions/action/"):
        assert admin.demander(adresse).statut == 200, adresse
    inconnu, dits = Visiteur(site.port), {"username": f"inconnue-{site.port}", "password": "faux"}
    rates = [inconnu.envoyer(CONNEXION, CONNEXION, **dits).statut for _ in range(6)]
    assert (rates[:5], rates[5]) == ([200] * 5, 429)


def etat(site) -> str:
    return json.loads(Visiteur(site.port).demander("/readyz").corps)["etat"]


def test_a_fresh_site_whose_redis_never_answered_lacks_nothing(donnees):
    with servi(donnees, CACHE_URL=f"redis://127.0.0.1:{port_libre()}/0") as site:
        tout_marche(site, donnees)
        assert etat(site) == "degrade"
        site.processus.terminate()
        statut, journal = site.finir()
        assert statut == 0
        assert "Traceback" not in journal
        assert '"trace"' not in journal


def test_a_redis_that_dies_under_requests_costs_none(donnees):
    with redis() as (port, processus), servi(donnees, CACHE_URL=f"redis://127.0.0.1:{port}/0") as site:
        assert etat(site) == "pret"
        membre = connecte(site.port, donnees)
        with trafic(lambda: [site.port], fils=2) as vus:
            processus.kill()
            for adresse in (f"{DEMONSTRATION}/tableau-de-bord/", "/espace/") * 2:
                assert membre.demander(adresse).statut == 200
        assert set(vus) == {200}, vus
        tout_marche(site, donnees)
        assert etat(site) == "degrade"


# --- Workers are replaced -----------------------------------------------------------------------------------

ALLONGER = """
from actions.models import Action, Axe
from tests.factories import ActionFactory
mots = "🏗" * 20_000
assert Action.objects.update(description=mots) > 40
axe = Axe.objects.filter(plan__actif=True).first()
for _ in range(50):
    ActionFactory(plan=axe.plan, axe=axe, publiee=True, description=mots)
"""


def test_workers_are_replaced_without_cutting_a_file_that_is_being_sent(donnees):
    """Several megabytes, whose reader takes what is left once the next workers serve."""
    with servi(donnees) as site:
        allonge = subprocess.run(
            [sys.executable, RACINE / "manage.py", "shell", "--no-imports", "-c", ALLONGER],
            env=environnement(DONNEES=str(donnees)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert allonge.returncode == 0, allonge.stderr
        avant = {p.pid for p in site.granian().children()}
        lents = [http.client.HTTPConnection("127.0.0.1", site.port, timeout=60) for _ in range(4)]
        with trafic(lambda: [site.port], fils=2) as vus:
            reponses = []
            for connexion in lents:
                connexion.request("GET", f"{DEMONSTRATION}/donnees/actions.json")
                reponses.append(connexion.getresponse())
            debuts = [reponse.read(1000) for reponse in reponses]
            site.processus.send_signal(signal.SIGUSR1)
            attendre(
                lambda: {p.pid for p in site.granian().children()} - avant,
                "no worker takes over",
            )
            # The one that it replaces has been told to end by then, and has a file to finish.
            time.sleep(RELEVE + 1)
            tailles = []
            for debut, reponse, connexion in zip(debuts, reponses, lents, strict=True):
                lu = debut + reponse.read()
                tailles.append((len(lu), int(reponse.headers["Content-Length"])))
                assert len(json.loads(lu)) > 40
                connexion.close()
            attendre(
                lambda: avant.isdisjoint(p.pid for p in site.granian().children()), "old workers still serve"
            )
        assert all(lue == dite > 6_000_000 for lue, dite in tailles), tailles
        assert set(vus) == {200}, vus
        site.processus.terminate()
        assert '"trace"' not in site.finir()[1]
