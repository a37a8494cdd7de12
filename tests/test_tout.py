"""Walks every model, migration, file, template and address, so that nobody must remember.

Lists here are of exclusions, each with its reason; nothing is ever listed to be included.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from factory.django import DjangoModelFactory

from tests import factories

RACINE: Path = settings.RACINE
NOS_APPS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).parent == RACINE and "admin" not in config.label
]
TOUS = [modele for config in NOS_APPS for modele in config.get_models(include_auto_created=True)]
EVENEMENTS = [modele for modele in TOUS if hasattr(modele, "pgh_tracked_model")]
LIENS = [modele for modele in TOUS if modele._meta.auto_created]
MODELES = [m for m in TOUS if m not in EVENEMENTS and m not in LIENS and not m._meta.proxy]

SANS_FABRIQUE = {
    "actions.Correction": "points at something written within the day (`actions.corrections.corriger`)",
    "actions.Report": "written by the triggers of dates, never by hand",
    "comite.Deplacement": "written by the trigger of meetings, never by hand",
    "partenariat.Appellation": "written by the triggers of what has a name, never by hand",
    "engagements.Passage": "written by the trigger of states, never by hand",
    "partenariat.Equipe": "there is one row (`textes.equipe.poser_l_inventee`)",
    "partenariat.Restauration": "written by `restaurer`, never by hand",
    "partenariat.Retrait": "asked for and settled by two people (tests/retraits.py)",
    "partenariat.Revision": "a counter, moved by triggers",
}
SANS_HISTOIRE = {
    "partenariat.Appellation": "names for ever: it is its own history, read as it stands whatever the day",
    "partenariat.Envoi": "a one-use key, purged: what it wrote has its own history",
    "partenariat.Essai": "a count of failures of a quarter of an hour, by fingerprint, then purged",
    "partenariat.Restauration": "where this very database comes from; no past to it",
    "partenariat.Revision": "a counter: its past means nothing",
    "partenariat.Utilisateur_user_permissions": "rights are given by roles, never one by one",
    "partenariat.Utilisateur_groups": "who holds a role is not part of the plan",
}
SANS_REVISION = {
    "comite.Preference": "what one person likes to see first",
    "comite.Rappel": "a letter that was sent",
    "partenariat.Suppleance": "who keeps whose desk: nobody's page",
}


def etiquette(modele) -> str:
    return modele._meta.label


def lus(*suffixes: str) -> list[Path]:
    """Our own files with these endings, whether committed yet or not."""
    sortie = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=RACINE, capture_output=True, text=True, check=True,
    )  # fmt: skip
    chemins = (RACINE / ligne for ligne in sortie.stdout.splitlines())
    return sorted(c for c in chemins if c.is_file() and (not suffixes or c.suffix in suffixes))


def relatif(chemin: Path) -> str:
    return str(chemin.relative_to(RACINE))


# --- Models ----------------------------------------------------------------------------------------------


def test_the_walk_sees_our_models():
    assert {"actions.Action", "partenariat.Organisation"} <= {etiquette(m) for m in MODELES}
    assert {"actions.ActionEvent"} <= {etiquette(m) for m in EVENEMENTS}


@pytest.mark.parametrize("modele", MODELES, ids=etiquette)
def test_every_model_says_what_one_of_its_rows_is(modele):
    assert modele.__str__ is not models.Model.__str__


@pytest.mark.parametrize("modele", MODELES, ids=etiquette)
def test_every_model_and_field_has_a_french_name(modele):
    assert {"verbose_name", "verbose_name_plural"} <= modele._meta.original_attrs.keys()
    sans_nom = [
        champ.name
        for champ in (*modele._meta.fields, *modele._meta.many_to_many)
        if champ._verbose_name is None
        and not champ.auto_created
        and not champ.primary_key
        and not isinstance(champ, models.GeneratedField)
    ]
    assert not sans_nom


@pytest.mark.parametrize("modele", MODELES, ids=etiquette)
def test_every_model_has_a_factory(modele):
    fabriques = {
        f._meta.model
        for f in vars(factories).values()
        if isinstance(f, type) and issubclass(f, DjangoModelFactory)
    }
    assert (modele in fabriques) is (etiquette(modele) not in SANS_FABRIQUE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fabrique",
    [f for f in vars(factories).values() if isinstance(f, type) and issubclass(f, DjangoModelFactory)],
    ids=lambda fabrique: fabrique.__name__,
)
def test_every_factory_makes_something_that_its_form_would_accept(fabrique):
    premier, second = fabrique(), fabrique()
    premier.full_clean()
    assert premier.pk != second.pk
    assert str(premier)


@pytest.mark.parametrize("modele", [*MODELES, *LIENS], ids=etiquette)
def test_every_model_has_a_history(modele):
    suivies = {evenement.pgh_tracked_model._meta.db_table for evenement in EVENEMENTS}
    assert (modele._meta.db_table in suivies) is (etiquette(modele) not in SANS_HISTOIRE)


def declencheurs(table: str) -> dict[str, str]:
    """Triggers of a table, by the name that the code gives them, and whether they always fire (`A`)."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [f'public."{table}"'],
        )
        return {nom.removeprefix("pgtrigger_").rsplit("_", 1)[0]: actif for nom, actif in curseur.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("evenement", EVENEMENTS, ids=etiquette)
def test_every_history_is_written_by_triggers_that_always_fire(evenement):
    voulus = {"insert_insert", "update_update", "delete_delete"}
    modele = evenement.pgh_tracked_model
    poses = declencheurs(modele._meta.db_table)
    assert voulus <= poses.keys()
    assert ("revision" in poses) is (etiquette(modele) not in SANS_REVISION)
    assert declencheurs(evenement._meta.db_table) == {
        "suivre": "A",
        "ajout_seulement": "A",
        "indelebile": "A",
    }


@pytest.mark.django_db
def test_every_trigger_of_ours_is_installed_and_always_fires():
    for modele, declencheur in pgtrigger.registered():
        poses = declencheurs(modele._meta.db_table)
        assert poses.get(declencheur.name) == "A", f"{etiquette(modele)}:{declencheur.name}"


# --- Migrations ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_migration_can_be_undone():
    loader = MigrationLoader(connection)
    labels = {config.label for config in NOS_APPS}
    for (app, nom), migration in loader.disk_migrations.items():
        if app in labels:
            sans_retour = [operation for operation in _operations(migration) if not operation.reversible]
            assert not sans_retour, f"{app}.{nom} : {sans_retour}"


def _operations(migration) -> list:
    operations = []
    for operation in migration.operations:
        operations += [operation, *getattr(operation, "database_operations", [])]
    return operations


@pytest.mark.django_db
def test_migrations_are_really_undone_and_done_again():
    call_command("migrate", "actions", "zero", verbosity=0)
    assert "actions_action" not in connection.introspection.table_names()
    call_command("migrate", "actions", verbosity=0)
    assert "actions_action" in connection.introspection.table_names()


# --- Floors and files ------------------------------------------------------------------------------------


def test_a_package_imports_only_from_the_floors_below_it():
    commande = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    resultat = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr


def test_every_package_stands_on_a_floor():
    reglage = tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]["importlinter"]
    paquets = {config.name.split(".")[0] for config in NOS_APPS}
    etages = {
        nom
        for contrat in reglage["contracts"]
        # Others lay out the inside of one package.
        if contrat["type"] == "layers" and "containers" not in contrat
        for nom in contrat["layers"]
    }
    assert paquets == etages == set(reglage["root_packages"])


def test_no_file_is_longer_than_a_person_reads_at_once():
    longs = {
        relatif(chemin): lignes
        for chemin in lus(".py", ".css", ".html", ".js")
        if "migrations" not in chemin.parts
        and not chemin.name.endswith(".min.js")
        and (lignes := len(chemin.read_text().splitlines())) > 400
    }
    assert not longs


# Written in two pieces: this file is read too.
REGISTRES = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "npmmirror" + ".com"]
TIERS = [
    "cdn.jsdelivr" + ".net",
    "unpkg" + ".com",
    "cdnjs.cloud" + "flare.com",
    "fonts.google" + "apis.com",
    "fonts.g" + "static.com",
    "ajax.google" + "apis.com",
    "code.j" + "query.com",
    "google-ana" + "lytics.com",
]


@pytest.mark.parametrize("adresse", [*REGISTRES, *TIERS])
def test_no_file_names_a_registry_nor_loads_from_a_third_party(adresse):
    trouves = [relatif(c) for c in lus() if adresse.encode() in c.read_bytes()]
    assert not trouves
