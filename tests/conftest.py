"""Makes mistakes impossible: what would pass unseen in production fails here.

Warnings are errors (pyproject.toml), so an unordered queryset that is paginated fails; there is no network
but loopback; an undefined variable in one of our templates fails (below).

`time_machine` does not move the database's own clock: a test that travels to the future cannot write a date
that its CHECKs hold to be to come.
"""

import os
import sys
from pathlib import Path

import pghistory
import psycopg2
import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import CommandError
from django.db import DatabaseError, connection, transaction
from django.template import engines
from django.test import Client, TransactionTestCase, override_settings
from django.utils import translation

from partenariat.histoire import pose
from partenariat.histoire.sceau import au_nom_de
from partenariat.postgres.serveur import ADMINISTRATEUR
from tests.vidange import Vidange

ROLE_WEB = settings.ROLE_WEB
NOS_GABARITS = settings.RACINE / "templates"
SANS_PAGES = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


class VariableAbsente(str):
    """Stands for an undefined variable: empty in Django's own templates, a failure in ours.

    `{{ x|default:"" }}` says that `x` may be absent, and is let through.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        self._refuser()
        return False

    def __contains__(self, texte: str) -> bool:
        self._refuser()
        return False

    @staticmethod
    def _refuser() -> None:
        noeud = _noeud_en_cours()
        origine = Path(getattr(getattr(noeud, "origin", None), "name", ""))
        if NOS_GABARITS not in origine.parents or origine.relative_to(NOS_GABARITS).parts[0] == "admin":
            return
        jeton = noeud.token
        if "|default" not in jeton.contents:
            pytest.fail(f"Variable absente : {origine}:{jeton.lineno} : {jeton.contents}", pytrace=False)


def _noeud_en_cours():
    """The template node being rendered, read from the stack: `string_if_invalid` is not given it."""
    cadre = sys._getframe(1)
    while cadre:
        if cadre.f_code.co_name == "render_annotated":
            return cadre.f_locals["self"]
        cadre = cadre.f_back
    return None


@pytest.fixture(scope="session", autouse=True)
def reglages_d_essai(tmp_path_factory):
    """Plain static files, quick passwords, files in a folder that goes, no page kept unless a test asks
    (`pages_gardees`)."""
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        MEDIA_ROOT=tmp_path_factory.mktemp("depots"),
        # Served from the sources, without `collectstatic`.
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES={**settings.CACHES, "pages": SANS_PAGES},
        # They read what templates wrote (`tests/test_typographie_des_pages.py` turns it on).
        TYPOGRAPHIE=False,
        CONTACT_SECURITE=["mailto:securite@exemple.test"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def variables_absentes_refusees(reglages_d_essai):
    engines["django"].engine.string_if_invalid = VariableAbsente()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On the throwaway cluster the test databases go with it; nothing waits for a last connection."""
    return "BASE_JETABLE" in os.environ


@pytest.fixture(autouse=True)
def langue_de_depart():
    """A request in English leaves its language to the thread; the next test starts in French."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def cache_vide():
    """No test inherits what another put in the cache."""
    yield
    caches["default"].clear()
    caches["apercus"].clear()


@pytest.fixture
def pages_gardees(settings):
    """Turns the page cache on, empty."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "partenariat.presentation.garde.Garde", "LOCATION": "pages-essai"},
    }
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture(scope="module")
def base_du_module(django_db_setup, django_db_blocker):
    """`with base_du_module():` what a fixture of the module writes there is read by each of its tests.

    It is undone after the last of them; what a test writes besides, after that test.
    """
    with django_db_blocker.unblock():
        bloc = transaction.atomic()
        bloc.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        bloc.__exit__(None, None, None)


@pytest.fixture
def client_de(db):
    """Gives a client signed in as that person."""

    def ouvrir(utilisateur) -> Client:
        client = Client()
        client.force_login(utilisateur)
        return client

    return ouvrir


@pytest.fixture
def maintenant(transactional_db):
    """Gives the database's clock, between two writes: the only one that history knows.

    Asks for real transactions, since all the events of one transaction bear the same time.
    """

    def lire():
        with connection.cursor() as curseur:
            curseur.execute("SELECT clock_timestamp()")
            return curseur.fetchone()[0]

    return lire


@pytest.fixture
def base_perdue(transactional_db):
    """The database does not answer during this test."""
    connection.close()
    adresse = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nulle-part"
    yield
    connection.settings_dict["HOST"] = adresse


@pytest.fixture(scope="session")
def pouvoirs(django_db_setup, django_db_blocker) -> None:
    """What only the cluster's administrator may do: play the web's role, and put plain triggers to sleep.

    On the throwaway cluster its administrator grants both to the tests; elsewhere one needs a superuser.
    """
    reglages = connection.settings_dict
    with django_db_blocker.unblock(), connection.cursor() as curseur:
        curseur.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, superutilisateur = curseur.fetchone()
    if superutilisateur:
        return
    try:
        # Always the same database: the lock keeps two workers from granting at once.
        admin = psycopg2.connect(host=reglages["HOST"], user=ADMINISTRATEUR, dbname="postgres")
    except psycopg2.OperationalError:
        pytest.skip("Ces essais demandent un superutilisateur de PostgreSQL.")
    try:
        with admin, admin.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_xact_lock(1)")
            curseur.execute(f"GRANT SET ON PARAMETER session_replication_role TO {role}")
            curseur.execute(f'GRANT "{ROLE_WEB}" TO {role}')
    finally:
        admin.close()


@pytest.fixture
def replique(pouvoirs, db):
    """`session_replication_role = replica` puts plain triggers to sleep: ours must go on."""
    with connection.cursor() as curseur:
        curseur.execute("SET session_replication_role = replica")
        yield
        curseur.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def role_web(pouvoirs, transactional_db):
    """The web's role, with its rights, in a transaction that is undone."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE_WEB])
        if not curseur.fetchone():
            curseur.execute(f'CREATE ROLE "{ROLE_WEB}"')
        pose.poser()
        yield ROLE_WEB
        transaction.set_rollback(True)


@pytest.fixture
def comme_le_web(role_web):
    """Runs what it is given as the web, in a request where `par` has signed in."""

    def faire(ecrire, par=None) -> None:
        with pghistory.context(), au_nom_de(user=par and par.pk), connection.cursor() as curseur:
            curseur.execute(f'SET LOCAL ROLE "{role_web}"')
            try:
                with transaction.atomic():
                    ecrire()
            finally:
                curseur.execute("RESET ROLE")

    return faire


@pytest.fixture(scope="session", autouse=True)
def vidange():
    """Empties the tables quicker than Django, which does it where a test touched what migrations leave.

    A page of a browser may still be asking for something when its test empties them: once more.
    """
    preparer, tout_vider = TransactionTestCase._fixture_setup.__func__, TransactionTestCase._fixture_teardown
    vidange = Vidange()

    @classmethod
    def lire(cls):
        vidange.lire()
        preparer(cls)

    def essayer(test):
        vidange.faire(lambda: tout_vider(test))

    def reprendre(test):
        try:
            essayer(test)
        except (CommandError, DatabaseError):
            essayer(test)

    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(TransactionTestCase, "_fixture_setup", lire)
        rustine.setattr(TransactionTestCase, "_fixture_teardown", reprendre)
        yield
