"""`/healthz` and `/readyz`: answered before `ALLOWED_HOSTS`, sessions and all that may fail."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse

from partenariat.histoire import sceau
from partenariat.histoire.droits import roles_confondus
from partenariat.histoire.pose import manques
from partenariat.sauvegarde.modele import Restauration

CONFONDUS = (
    "Le web entre dans PostgreSQL par le propriétaire des tables, ou par un rôle qui a ses pouvoirs : une "
    "faille du site y défait les gardes. "
    "Voir « Install on a PostgreSQL of one's own » dans docs/exploitation.md."
)


class Sante:
    """Middleware, after the headers: liveness needs nothing; readiness asks database, guards and cache."""

    def __init__(self, get_response):
        self.get_response = get_response
        if settings.WEB:
            dire_les_roles()

    def __call__(self, request: HttpRequest):
        if request.path == "/healthz":
            return _discret(JsonResponse({"etat": "vivant"}))
        if request.path == "/readyz":
            return _discret(pret())
        return self.get_response(request)


def _discret(reponse: JsonResponse) -> JsonResponse:
    """What is true now is not kept."""
    reponse["Cache-Control"] = "no-store"
    return reponse


def pret() -> JsonResponse:
    """200 where the site can serve (« dégradé » without its cache, or as the owner), else 503 and why."""
    if settings.FERMETURE and settings.FERMETURE.exists():
        return JsonResponse({"etat": "indisponible", "raison": "arrêt en cours"}, status=503)
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute("SET LOCAL statement_timeout = '1s'")
            appliquees = MigrationRecorder(connection).applied_migrations()
            absents = manques()
            confondus = roles_confondus()
            scelle = sceau.tient()
            # Once its table is there.
            restauree = not absents and Restauration.objects.filter(achevee=False).exists()
    except Error:
        return JsonResponse({"etat": "indisponible", "raison": "base de données"}, status=503)
    if set(MigrationLoader(None).disk_migrations) - set(appliquees):
        return JsonResponse({"etat": "indisponible", "raison": "migrations"}, status=503)
    if absents:
        return JsonResponse({"etat": "indisponible", "raison": "tables, vues ou gardes"}, status=503)
    if restauree:
        return JsonResponse({"etat": "indisponible", "raison": "restauration inachevée"}, status=503)
    if not scelle:
        return JsonResponse({"etat": "indisponible", "raison": "clé du sceau"}, status=503)
    etat = "pret" if _cache_repond() and not confondus else "degrade"
    return JsonResponse({"etat": etat, "roles": "confondus" if confondus else "separes"})


def dire_les_roles() -> None:
    """One log line where the web could do what only the owner should; a database away is said elsewhere."""
    with suppress(Error):
        try:
            if roles_confondus():
                logging.getLogger("partenariat.roles").warning(CONFONDUS)
        finally:
            connection.close()


def _cache_repond() -> bool:
    try:
        cache.set("readyz", "1", 5)
        return cache.get("readyz") == "1" and not getattr(cache, "absent", False)
    except Exception:  # whatever a cache backend raises, the site serves without it
        return False
