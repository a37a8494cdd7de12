"""Sessions in the database, whose table opens none: it keeps a fingerprint of each key, never the key.

The site is served by WSGI: only the synchronous half of Django's store is used.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

HASARD = 32
"""Characters of a key that are drawn; what follows says that they were drawn here."""


def empreinte(cle: str | None) -> str:
    """What the table keeps of a key: 160 bits, as its column is 40 characters wide.

    A key is drawn at random among 10⁴⁹: its fingerprint needs neither salt nor slowness.
    """
    return sha256((cle or "").encode()).hexdigest()[:40]


def emise(cle: str) -> bool:
    """Whether this site made that key, without asking the database: it may be closed or over since.

    Who comes with any other is a visitor, and waits among visitors.
    """
    hasard, marque = cle[:HASARD], cle[HASARD:]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(marque, _marque(hasard, secret)) for secret in secrets)


def _marque(hasard: str, secret: str) -> str:
    return salted_hmac(__name__, hasard, secret=secret, algorithm="sha256").hexdigest()[:16]


class SessionStore(db.SessionStore):
    """Whoever reads the table enters by nothing that is there; whoever writes in it copies no one's session
    under a key of their own, since what is kept is signed for one key alone.
    """

    @property
    def key_salt(self) -> str:
        return f"{__name__} {self.session_key}"

    def _get_new_session_key(self) -> str:
        while True:
            hasard = get_random_string(HASARD, VALID_KEY_CHARS)
            cle = hasard + _marque(hasard, settings.SECRET_KEY)
            if not self.exists(cle):
                return cle

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
