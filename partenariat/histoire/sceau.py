"""Who acts, said to PostgreSQL by the site's process alone: SQL slipped into a query cannot say it.

`pghistory` writes the context of a request (its account) in a setting that any session may set. The process
seals that text, with the session and the instant of its transaction, under a key that the web's role cannot
read (docs/decisions/0018). What bears no seal was done by nobody.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
import pghistory.config
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.crypto import salted_hmac
from pghistory import runtime
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import TRANSACTION_STATUS_INTRANS as EN_TRANSACTION

from partenariat.histoire.fonctions import CHEMIN

DEFI = "pg_backend_pid() || ' ' || extract(epoch FROM transaction_timestamp())"
"""SQL: what no two transactions share; a seal that was seen elsewhere opens nothing here."""

FONCTION = f"""
CREATE OR REPLACE FUNCTION public.sceau_tient(contexte text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {CHEMIN} AS $$
  -- HMAC-SHA256; the two padded keys are kept ready.
  SELECT EXISTS (
    SELECT 1 FROM prive.sceau s
    WHERE current_setting('partenariat.sceau', true) = encode(sha256(s.externe || sha256(
      s.interne || convert_to({DEFI} || ' ' || contexte, 'UTF8'))), 'hex')
  )
$$;
CREATE OR REPLACE FUNCTION public.contexte_de_la_session() RETURNS jsonb
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT dit.contexte::jsonb
  FROM nullif(current_setting('pghistory.context_metadata', true), '') AS dit (contexte)
  -- Commands say who acts as they please: whoever enters as the owner holds everything.
  WHERE public.session_du_proprietaire() OR public.sceau_tient(dit.contexte)
$$;
"""


def _cle(secret: str) -> bytes:
    return salted_hmac("partenariat.histoire.sceau", "contexte", secret=secret, algorithm="sha256").digest()


def sql() -> str:
    """The private table with the keys of now (and of before, while `SECRET_KEY` is being changed), and who
    reads it."""
    lignes = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        bloc = _cle(secret).ljust(hashlib.sha256().block_size, b"\0")
        interne, externe = (bytes(octet ^ masque for octet in bloc) for masque in (0x36, 0x5C))
        lignes.append(f"('\\x{interne.hex()}', '\\x{externe.hex()}')")
    return f"""
CREATE SCHEMA IF NOT EXISTS prive;
REVOKE ALL ON SCHEMA prive FROM PUBLIC;
CREATE TABLE IF NOT EXISTS prive.sceau (interne bytea NOT NULL, externe bytea NOT NULL);
DELETE FROM prive.sceau;
INSERT INTO prive.sceau (interne, externe) VALUES {", ".join(lignes)};
{FONCTION}"""


def sceller(
    execute: Callable[..., Any], requete: str, params: Any, plusieurs: bool, contexte: dict[str, Any]
) -> Any:
    """Wrapper of every statement, outside of pghistory's own: what is done in its context bears our seal."""
    connexion = contexte["connection"]
    if connexion.connection.get_transaction_status() == TRANSACTION_STATUS_IDLE:
        # Whatever opens a transaction, what was known of the former one no longer holds.
        connexion.defi = None
    suivi = getattr(runtime._tracker, "value", None)
    if suivi is None or plusieurs or not isinstance(requete, str):
        return execute(requete, params, plusieurs, contexte)
    if not runtime._can_inject_variable(contexte["cursor"], requete):  # type: ignore[no-untyped-call]
        return execute(requete, params, plusieurs, contexte)
    if not connexion.in_atomic_block:
        # A seal holds for one transaction: this statement's is opened here, so as to know it.
        with transaction.atomic(using=connexion.alias):
            return sceller(execute, requete, params, plusieurs, contexte)
    # To the letter as pghistory writes it.
    texte = json.dumps(suivi.metadata, cls=pghistory.config.json_encoder())
    sceau = _sceau(_defi(connexion, suivi), texte)
    return execute(f"SET LOCAL partenariat.sceau = '{sceau}'; {requete}", params, plusieurs, contexte)


def _defi(connexion: Any, suivi: runtime.Context) -> str:
    pour, defi = getattr(connexion, "defi", None) or (None, "")
    if pour != suivi.id:
        # Asked once a transaction, past Django's cursors: it is no query of the page.
        with connexion.connection.cursor() as curseur:
            curseur.execute(f"SELECT {DEFI}")
            (defi,) = curseur.fetchone()
        connexion.defi = (suivi.id, defi)
    return str(defi)


def _sceau(defi: str, contexte: str) -> str:
    return hmac.new(_cle(settings.SECRET_KEY), f"{defi} {contexte}".encode(), "sha256").hexdigest()


def tient(using: str = "default") -> bool:
    """Whether the database knows the key of this process; `migrate` gives it. Two queries."""
    with transaction.atomic(using=using), connections[using].cursor() as curseur:
        curseur.execute(f"SELECT to_regprocedure('public.sceau_tient(text)') IS NOT NULL, {DEFI}")
        posee, defi = curseur.fetchone()
        if posee:
            essai = "SELECT public.sceau_tient('{}') FROM set_config('partenariat.sceau', %s, true)"
            curseur.execute(essai, [_sceau(defi, "{}")])
            (posee,) = curseur.fetchone()
        return bool(posee)


def poser(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """At each connection: the first of its wrappers."""
    if sceller not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, sceller)


@contextmanager
def au_nom_de(**qui: int | None) -> Iterator[None]:
    """Within it, `user` (an account) or `lien` (a signed link) acts, where the request did not say who."""
    if not any(qui.values()):
        yield
        return
    seul = getattr(runtime._tracker, "value", None) is None
    with pghistory.context() as suivi:
        avant = dict(suivi.metadata)
        suivi.metadata.update({nom: cle for nom, cle in qui.items() if cle and not avant.get(nom)})
        try:
            yield
        finally:
            suivi.metadata.clear()
            suivi.metadata.update(avant)
            if seul:
                _oublier()


def _oublier() -> None:
    """What was said for one write holds until the end of its transaction, unless that is taken back."""
    if connection.in_atomic_block and connection.connection.get_transaction_status() == EN_TRANSACTION:
        # Past Django's cursors, and past pghistory's context: it is no write.
        with connection.connection.cursor() as curseur:
            curseur.execute(
                "SELECT set_config(nom, '', true) FROM unnest(array["
                "'pghistory.context_id', 'pghistory.context_metadata', 'partenariat.sceau']) AS nom"
            )
