"""Forms and files on their way in: what is too big, or cannot be written, is stopped; the rest is not."""

import logging
import tempfile
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from partenariat.donnees.depots import TAILLE_MAX, trop_gros

FICHIERS_MAX = 5
"""Files of one request; no form of the site sends more."""

journal = logging.getLogger(__name__)


def recevoir(request: HttpRequest) -> None:
    """Reads the whole form, for whoever needs it later: by then it holds nobody up.

    Raises:
        BadRequest: it was cut short, and what has arrived would be taken for all that was written.
    """
    flux = request._stream  # Django's, which knows how much was announced
    try:
        request.POST.keys()
    except UnreadablePostError as erreur:
        raise BadRequest from erreur
    if request._read_started and flux._pos < flux.limit:  # type: ignore[attr-defined]
        raise BadRequest


def ne_pas_recevoir(request: HttpRequest) -> None:
    """The form says nothing: who asks what it says, an error page for one, does not wait for it."""
    request._post, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]


class RequeteAvecDepots(HttpRequest):
    """A request whose files are received here."""

    depots_recus: int
    depots_refuses: dict[str, str]
    espace_manque: bool


class ReceptionBornee(TemporaryFileUploadHandler):
    """Spools to disk, at most `TAILLE_MAX` a file.

    `request.depots_refuses[field]` says why one was stopped.
    """

    request: RequeteAvecDepots

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        recus = self.request.depots_recus = getattr(self.request, "depots_recus", 0) + 1
        # Django closes `file` where there is one.
        self.__dict__.pop("file", None)
        FileUploadHandler.new_file(self, *args, **kwargs)
        try:
            # Without a name: a process that is killed leaves none of it.
            sans_nom = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  # Django closes it
        except OSError:
            self._manque(self.field_name)
        self.file = UploadedFile(  # type: ignore[assignment]  # it has no path to give
            sans_nom, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )
        if recus > FICHIERS_MAX:
            self._ecarter(self.field_name, _("Trop de fichiers à la fois."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > TAILLE_MAX:
            self._ecarter(self.field_name, trop_gros().messages[0])
        try:
            super().receive_data_chunk(raw_data, start)
            # The last bytes too: written later, they would find the disk full where nobody hears of it.
            self.file.flush()
        except OSError:
            self._manque(self.field_name)

    def upload_interrupted(self) -> None:
        if fichier := getattr(self, "file", None):
            fichier.close()

    def _manque(self, champ: str) -> NoReturn:
        """The disk is full."""
        self.request.espace_manque = True
        journal.error("Fichier non reçu : l'espace manque.")
        self._ecarter(champ, _("Ce fichier n'a pas pu être reçu : l'espace manque. Réessayez plus tard."))

    def _ecarter(self, champ: str, raison: str) -> NoReturn:
        refuses = self.request.depots_refuses = getattr(self.request, "depots_refuses", {})
        refuses[champ] = raison
        if fichier := getattr(self, "file", None):
            fichier.close()
        raise SkipFile
