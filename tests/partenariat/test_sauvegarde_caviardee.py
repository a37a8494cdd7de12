"""What `caviarder` took away is looked for by nobody any more; every other absence is said."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from engagements.models import Preuve
from partenariat.retraits.registre_de_fichier import NOM
from partenariat.retraits.registre_de_fichier import chemin as chemin_du_registre
from partenariat.sauvegarde import archive
from partenariat.sauvegarde import depots as deposes
from partenariat.sauvegarde.chiffrement import Secrets
from tests.partenariat.test_sauvegarde import (
    base_vide,
    depots,  # noqa: F401  # a fixture
    fichiers,
    ici,
    manage,
    plan,  # noqa: F401  # a fixture
    sommes,
    sommes_de,
)
from tests.retraits import retirer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def preuve(plan) -> Preuve:  # noqa: F811
    return Preuve.objects.exclude(fichier="").first()


def sauver(vers) -> str:
    dit = io.StringIO()
    call_command("sauvegarder", vers=vers, sans_verifier=True, stdout=dit, stderr=dit)
    return dit.getvalue()


def absents(vers) -> list[str]:
    (chemin,) = vers.glob("*.tar")
    return archive.lire(chemin, Secrets()).absents


@pytest.mark.parametrize("champ", ["", "fichier"], ids=["tout", "le fichier"])
def test_each_night_s_backup_goes_well_once_a_file_was_blanked(depots, preuve, tmp_path, champ):  # noqa: F811
    retirer(preuve, champ=champ)
    call_command("caviarder", stdout=io.StringIO())
    assert not (depots / preuve.fichier.name).exists()
    for nuit in ("a", "b"):
        assert "fichiers déposés" in sauver(tmp_path / nuit)
        assert absents(tmp_path / nuit) == []


@pytest.mark.parametrize(
    ("champ", "caviardee"),
    [("titre", True), ("", False)],
    ids=["le titre seul est retiré", "rien n'est encore effacé"],
)
def test_a_file_that_the_command_did_not_take_is_missed(depots, preuve, tmp_path, champ, caviardee):  # noqa: F811
    retirer(preuve, champ=champ)
    if caviardee:
        call_command("caviarder", stdout=io.StringIO())
    (depots / preuve.fichier.name).unlink()
    with pytest.raises(CommandError, match="Archive gardée, mais 1 fichier"):
        sauver(tmp_path / "a")
    assert absents(tmp_path / "a") == [preuve.fichier.name]
    assert [faute.split()[-1] for faute in deposes.fautes()] == ["absent"]


def test_what_was_blanked_is_saved_verified_and_comes_back_blank(depots, preuve, tmp_path):  # noqa: F811
    retirer(preuve)
    call_command("caviarder", stdout=io.StringIO())
    dit = manage("sauvegarder", "--vers", tmp_path / "a", **ici(DEPOTS=depots))
    assert dit.returncode == 0, dit.stderr
    assert "restaurée dans une base jetable" in dit.stdout
    (chemin,) = (tmp_path / "a").glob("*.tar")
    avant = sommes(connection)
    with base_vide() as adresse:
        la_bas = {"DATABASE_URL": adresse, "DEPOTS": tmp_path / "rendus"}
        rendue = manage("restaurer", chemin, **la_bas)
        assert rendue.returncode == 0, rendue.stderr
        verifiee = manage("verifier_integrite", **la_bas)
        assert verifiee.returncode == 0, verifiee.stderr
        assert sommes_de(adresse)["engagements_preuve"] == avant["engagements_preuve"]
        assert fichiers(tmp_path / "rendus") | {NOM: chemin_du_registre().read_bytes()} == fichiers(depots)
        encore = manage("sauvegarder", "--vers", tmp_path / "b", "--sans-verifier", **la_bas)
        assert encore.returncode == 0, encore.stderr
