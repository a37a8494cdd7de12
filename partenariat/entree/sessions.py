"""Sessions in the database, whose table opens none: it keeps a fingerprint of each key, never the key.

The site is served by WSGI: only the synchronous half of Django's store is used.
"""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone


def empreinte(cle: str | None) -> str:
    """What the table keeps of a key: 160 bits, as its column is 40 characters wide.

    A key is drawn at random among 10⁴⁹: its fingerprint needs neither salt nor slowness.
    """
    return sha256((cle or "").encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Whoever reads the table enters by nothing that is there; whoever writes in it copies no one's session
    under a key of their own, since what is kept is signed for one key alone.
    """

    @property
    def key_salt(self) -> str:
        return f"{__name__} {self.session_key}"

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        ligne = self.model.objects.filter(
            session_key=empreinte(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if ligne is None:
            self._session_key = None
        return ligne

    def exists(self, session_key: str) -> bool:
        return super().exists(empreinte(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        ligne: AbstractBaseSession = super().create_model_instance(data)
        ligne.session_key = empreinte(ligne.session_key)
        return ligne

    def delete(self, session_key: str | None = None) -> None:
        if cle := session_key or self.session_key:
            super().delete(empreinte(cle))
