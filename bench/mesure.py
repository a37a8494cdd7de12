"""What one address costs: the site is called as a server calls it, in this process; both CPUs are read."""

import io
import statistics
import time
from dataclasses import asdict, dataclass, field
from functools import cached_property

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench.horloges import cpu, enfants

ESSAIS, ESSAIS_GARDEE = 7, 15
BUDGET = 6_000
"""Milliseconds of CPU for the runs of one address: a slow one is run less often."""


@dataclass(frozen=True)
class Essai:
    """One request. Milliseconds."""

    statut: int
    octets: int
    gardable: bool
    web: float
    base: float
    mur: float


@dataclass(frozen=True)
class Cout:
    """The medians of the runs of one address, kept or computed. Milliseconds of CPU, of time for `mur`."""

    web: float
    base: float
    mur: float
    essais: int

    @property
    def cpu(self) -> float:
        return self.web + self.base


@dataclass(frozen=True)
class Mesure:
    """One address. `gardee` and `premiere` are None where the page is never kept (too large), or fails."""

    statut: int
    requetes: int
    octets: int
    calculee: Cout
    premiere: Cout | None = None
    """Computed, compressed and put aside: what the first visitor waits for after a write (one run)."""
    gardee: Cout | None = None

    def en_json(self) -> dict:
        return asdict(self)


@dataclass
class Client:
    """Sends requests to the site, with its page cache and without.

    Args:
        serveur: number of the PostgreSQL server's own process.
    """

    serveur: int
    _requetes: list[float] = field(default_factory=list)

    @cached_property
    def _avec_cache(self) -> WSGIHandler:
        return WSGIHandler()

    @cached_property
    def _sans_cache(self) -> WSGIHandler:
        intergiciels = settings.MIDDLEWARE
        settings.MIDDLEWARE = [nom for nom in intergiciels if not nom.endswith(".PagesPubliques")]
        try:
            return WSGIHandler()
        finally:
            settings.MIDDLEWARE = intergiciels

    def mesurer(self, adresse: str) -> Mesure:
        with connection.execute_wrapper(self._noter):
            # The first one is not counted: it also compiles templates and fills PostgreSQL's own caches.
            premier = self._demander(self._sans_cache, adresse)
            requetes = len(self._requetes)
            if premier.statut != 200:
                return Mesure(premier.statut, requetes, premier.octets, _cout([premier]))
            calculee = self._repeter(self._sans_cache, adresse, ESSAIS, premier)
            premiere = self._demander(self._avec_cache, adresse)
            gardee = None
            if premiere.gardable:
                gardee = self._repeter(self._avec_cache, adresse, ESSAIS_GARDEE)
        return Mesure(
            premier.statut,
            requetes,
            premier.octets,
            calculee,
            _cout([premiere]) if premiere.gardable else None,
            gardee,
        )

    def _repeter(
        self, application: WSGIHandler, adresse: str, essais: int, lent: Essai | None = None
    ) -> Cout:
        n = max(1, min(essais, int(BUDGET / (lent.web + lent.base)))) if lent else essais
        ailleurs = enfants(self.serveur)
        faits = [self._demander(application, adresse) for _ in range(n)]
        # Parallel workers are processes of their own, gone with their query.
        return _cout(faits, 1_000 * (enfants(self.serveur) - ailleurs) / n)

    def _demander(self, application: WSGIHandler, adresse: str) -> Essai:
        connection.ensure_connection()
        pid, vu = connection.connection.info.backend_pid, {}
        chemin, _, requete = adresse.partition("?")
        environnement = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": chemin,
            "QUERY_STRING": requete,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_ACCEPT_ENCODING": "gzip, br",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }

        def commencer(statut, entetes, exc_info=None):
            vu["statut"], vu["entetes"] = int(statut[:3]), dict(entetes)

        self._requetes.clear()
        base, web, mur = cpu(pid), time.process_time(), time.perf_counter()
        reponse = application(environnement, commencer)
        octets = sum(len(morceau) for morceau in reponse)
        reponse.close()
        mur, web = time.perf_counter() - mur, time.process_time() - web
        apres = cpu(pid)
        # Where the server's clock cannot be read, the time spent waiting for it stands in for its CPU.
        base = sum(self._requetes) if base is None or apres is None else apres - base
        return Essai(vu["statut"], octets, "ETag" in vu["entetes"], 1_000 * web, 1_000 * base, 1_000 * mur)

    def _noter(self, executer, sql, params, many, contexte):
        debut = time.perf_counter()
        try:
            return executer(sql, params, many, contexte)
        finally:
            self._requetes.append(time.perf_counter() - debut)


def _cout(essais: list[Essai], ailleurs: float = 0) -> Cout:
    web, base, mur = (statistics.median(getattr(e, nom) for e in essais) for nom in ("web", "base", "mur"))
    return Cout(web, base + ailleurs, mur, len(essais))
