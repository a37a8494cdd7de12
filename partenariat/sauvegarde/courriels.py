"""Letters: what a restored copy holds back until it is told that it is the site.

Every letter of the site goes through Django, so through this backend (`EMAIL_BACKEND`), which hands it to the
operator's (`COURRIELS_PAR`, from `EMAIL_URL`). The mark is a row: every machine of the site sees it.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from partenariat.sauvegarde.modele import Restauration

RETENUS = (
    "Ce site est une copie restaurée : aucun courriel n'en part. Si cette copie est désormais le site, "
    "permettez-les par « manage.py restaurer --courriels-permis »."
)


class CourrielsRetenus(OSError):
    """As a mail server that refuses: whoever writes to somebody already knows what to do then."""

    def __init__(self) -> None:
        super().__init__(RETENUS)


def retenus() -> bool:
    return Restauration.objects.filter(courriels_permis=False).exists()


class Retenue(BaseEmailBackend):
    """The operator's own backend, unless letters are held back."""

    def __init__(self, fail_silently: bool = False, **options: Any):
        super().__init__(fail_silently=fail_silently)
        self._vraie = get_connection(settings.COURRIELS_PAR, fail_silently=fail_silently, **options)

    def open(self) -> bool | None:
        return self._vraie.open()

    def close(self) -> None:
        self._vraie.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if retenus():
            if self.fail_silently:
                return 0
            raise CourrielsRetenus
        return self._vraie.send_messages(email_messages) or 0
