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
BUDGET = 3_000
"""Milliseconds of CPU for the runs of one address: a slow one is run less often, a very slow one once."""


@dataclass(frozen=True)
class Essai:
    """One request. Milliseconds."""

    statut: int
    octets: int
    gardable: bool
    requetes: int
    plus_longue: float
    """The longest query."""
    web: float
    base: float
    mur: float

    @property
    def cpu(self) -> float:
        return self.web + self.base


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
    """One address. `gardee` and `premiere` are None where it fails, is very slow, or too large to keep."""

    statut: int
    requetes: int
    plus_longue: float
    """CPU of its longest query, in milliseconds."""
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
    _session: int = 0
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
            if premier.statut != 200 or premier.cpu > BUDGET:
                return _mesure(premier, _cout([premier]))
            calculee = self._repeter(self._sans_cache, adresse, ESSAIS, premier)
            premiere = self._demander(self._avec_cache, adresse)
            gardee = None
            if premiere.gardable:
                gardee = self._repeter(self._avec_cache, adresse, ESSAIS_GARDEE)
        return _mesure(premier, calculee, _cout([premiere]) if premiere.gardable else None, gardee)

    def _repeter(
        self, application: WSGIHandler, adresse: str, essais: int, lent: Essai | None = None
    ) -> Cout:
        n = max(1, min(essais, int(BUDGET / lent.cpu))) if lent else essais
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
        self._session = pid
        base, web, mur = cpu(pid), time.process_time(), time.perf_counter()
        reponse = application(environnement, commencer)
        octets = sum(len(morceau) for morceau in reponse)
        reponse.close()
        mur, web = time.perf_counter() - mur, time.process_time() - web
        apres = cpu(pid)
        # Where the server's clock cannot be read, the time spent waiting for it stands in for its CPU.
        base = sum(self._requetes) if base is None or apres is None else apres - base
        return Essai(
            vu["statut"],
            octets,
            "ETag" in vu["entetes"],
            len(self._requetes),
            1_000 * max(self._requetes, default=0),
            1_000 * web,
            1_000 * base,
            1_000 * mur,
        )

    def _noter(self, executer, sql, params, many, contexte):
        """Around each query: its CPU or, where it cannot be read, its time."""
        debut, cpu_debut = time.perf_counter(), cpu(self._session)
        try:
            return executer(sql, params, many, contexte)
        finally:
            ecoule, cpu_fin = time.perf_counter() - debut, cpu(self._session)
            sans_horloge = cpu_debut is None or cpu_fin is None
            self._requetes.append(ecoule if sans_horloge else cpu_fin - cpu_debut)


def _mesure(premier: Essai, *couts: Cout | None) -> Mesure:
    return Mesure(premier.statut, premier.requetes, premier.plus_longue, premier.octets, *couts)


def _cout(essais: list[Essai], ailleurs: float = 0) -> Cout:
    web, base, mur = (statistics.median(getattr(e, nom) for e in essais) for nom in ("web", "base", "mur"))
    return Cout(web, base + ailleurs, mur, len(essais))
