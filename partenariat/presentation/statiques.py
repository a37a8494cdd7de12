"""Middleware: whitenoise, which looks for a coding's name in the header, and not for what is said of it."""

from functools import cached_property
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from partenariat.presentation.codages import codage_accepte


class Statique(StaticFile):
    @cached_property
    def par_codage(self) -> dict[str, tuple[str, Any]]:
        """From the smallest: of what the client likes as well, the lightest."""
        return {
            dict(entetes).get("Content-Encoding", ""): (chemin, entetes)
            for _, chemin, entetes in self.alternatives
        }

    def get_path_and_headers(self, request_headers: dict[str, str]) -> tuple[str, Any]:
        offerts = [codage for codage in self.par_codage if codage]
        return self.par_codage[codage_accepte(request_headers.get("HTTP_ACCEPT_ENCODING", ""), offerts)]


class Statiques(WhiteNoiseMiddleware):
    def get_static_file(self, *args: Any, **kwargs: Any) -> StaticFile:
        fichier = super().get_static_file(*args, **kwargs)
        # The same file; only the way to ask for it differs.
        fichier.__class__ = Statique
        return fichier
