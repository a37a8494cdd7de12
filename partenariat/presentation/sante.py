"""`/healthz` and `/readyz`: answered before `ALLOWED_HOSTS`, sessions and everything else."""

from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse

from partenariat.histoire.pose import manques


class Sante:
    """Middleware, first of all: liveness needs nothing; readiness asks database, guards and cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if request.path == "/healthz":
            return JsonResponse({"etat": "vivant"})
        if request.path == "/readyz":
            return pret()
        return self.get_response(request)


def pret() -> JsonResponse:
    """200 where the site can serve (« dégradé » without its cache), else 503 with the reason."""
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            curseur.execute("SET LOCAL statement_timeout = '1s'")
            appliquees = MigrationRecorder(connection).applied_migrations()
            absents = manques()
    except Error:
        return JsonResponse({"etat": "indisponible", "raison": "base de données"}, status=503)
    if set(MigrationLoader(None).disk_migrations) - set(appliquees):
        return JsonResponse({"etat": "indisponible", "raison": "migrations"}, status=503)
    if absents:
        return JsonResponse({"etat": "indisponible", "raison": "tables, vues ou gardes"}, status=503)
    return JsonResponse({"etat": "pret" if _cache_repond() else "degrade"})


def _cache_repond() -> bool:
    try:
        cache.set("readyz", "1", 5)
        return cache.get("readyz") == "1" and not getattr(cache, "absent", False)
    except Exception:  # whatever a cache backend raises, the site serves without it
        return False
