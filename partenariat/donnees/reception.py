"""Files on their way in: what is too big, or cannot be written, is stopped; the rest of the form is not."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from partenariat.donnees.depots import TAILLE_MAX

FICHIERS_MAX = 5
"""Files of one request; no form of the site sends more."""


class RequeteAvecDepots(HttpRequest):
    """A request whose files are received here."""

    depots_recus: int
    depots_refuses: dict[str, str]


class ReceptionBornee(TemporaryFileUploadHandler):
    """Spools to disk, at most `TAILLE_MAX` a file.

    `request.depots_refuses[field]` says why one was stopped.
    """

    request: RequeteAvecDepots

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        recus = self.request.depots_recus = getattr(self.request, "depots_recus", 0) + 1
        # Django closes `file` where there is one.
        self.__dict__.pop("file", None)
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._manque(args[0])
        if recus > FICHIERS_MAX:
            self._ecarter(self.field_name, _("Trop de fichiers à la fois."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > TAILLE_MAX:
            trop_gros = _("Ce fichier dépasse 20 Mo : réduisez-le, ou donnez plutôt son adresse.")
            self._ecarter(self.field_name, trop_gros)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._manque(self.field_name)

    def _manque(self, champ: str) -> None:
        """The disk is full."""
        self._ecarter(champ, _("Ce fichier n'a pas pu être reçu : l'espace manque. Réessayez plus tard."))

    def _ecarter(self, champ: str, raison: str) -> None:
        refuses = self.request.depots_refuses = getattr(self.request, "depots_refuses", {})
        refuses[champ] = raison
        if fichier := getattr(self, "file", None):
            fichier.close()
        raise SkipFile
