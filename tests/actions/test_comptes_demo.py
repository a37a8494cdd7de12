"""The demonstration accounts."""

import pytest
from django.core.management import CommandError, call_command

from actions.management.commands.creer_comptes_demo import COMPTES
from partenariat.models import Utilisateur
from tests.factories import OrganisationFactory, PartiePrenanteFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mot_de_passe(monkeypatch):
    monkeypatch.setenv("DEMO_MOT_DE_PASSE", "secret-demo")
    return "secret-demo"


def empreintes() -> dict[str, str]:
    return dict(Utilisateur.objects.values_list("username", "password"))


def test_five_accounts_are_made_one_a_role(mot_de_passe):
    call_command("creer_comptes_demo")
    comptes = {compte.username: compte for compte in Utilisateur.objects.all()}
    assert comptes.keys() == {"admin", "coordination", "redaction", "partenaire", "comite"}
    assert all(compte.check_password(mot_de_passe) for compte in comptes.values())
    assert {nom for nom, compte in comptes.items() if compte.is_staff} == {
        "admin",
        "coordination",
        "redaction",
    }
    assert {nom for nom, compte in comptes.items() if compte.is_superuser} == {"admin"}
    for nom in comptes.keys() - {"admin"}:
        assert comptes[nom].roles == {nom}
    assert {compte.get_full_name() for compte in comptes.values()} == {""}


def test_bodies_are_found_by_their_identifier_in_the_active_plan_or_by_their_acronym(mot_de_passe):
    sde = PartiePrenanteFactory(identifiant="SDE", plan__actif=True).organisation
    OrganisationFactory(sigle="SDE")
    cesim = OrganisationFactory(sigle="CESIM")
    call_command("creer_comptes_demo")
    assert Utilisateur.objects.get(username="redaction").organisation == sde
    assert Utilisateur.objects.get(username="partenaire").organisation == cesim


def test_run_again_it_changes_nothing(mot_de_passe):
    call_command("creer_comptes_demo")
    avant, evenements = empreintes(), Utilisateur.pgh_event_model.objects.count()
    call_command("creer_comptes_demo")
    assert empreintes() == avant
    assert Utilisateur.pgh_event_model.objects.count() == evenements


def test_another_password_is_set(mot_de_passe, monkeypatch):
    call_command("creer_comptes_demo")
    monkeypatch.setenv("DEMO_MOT_DE_PASSE", "autre-secret")
    call_command("creer_comptes_demo")
    assert all(compte.check_password("autre-secret") for compte in Utilisateur.objects.all())


@pytest.mark.parametrize("valeur", [None, "", "   "])
def test_no_password_is_one_clear_line(monkeypatch, valeur):
    if valeur is None:
        monkeypatch.delenv("DEMO_MOT_DE_PASSE", raising=False)
    else:
        monkeypatch.setenv("DEMO_MOT_DE_PASSE", valeur)
    with pytest.raises(CommandError, match="DEMO_MOT_DE_PASSE"):
        call_command("creer_comptes_demo")
    assert not Utilisateur.objects.exists()


def test_the_table_says_where_each_one_goes_and_never_the_password(mot_de_passe, capsys):
    call_command("creer_comptes_demo")
    sortie = capsys.readouterr().out
    for compte in COMPTES:
        assert compte.nom in sortie
        assert compte.ou in sortie
    assert mot_de_passe not in sortie


def test_an_account_of_somebody_is_not_taken(mot_de_passe):
    UtilisateurFactory(username="comite", fonction="Secrétaire du comité")
    avant = empreintes()
    with pytest.raises(CommandError, match=r"«.comite.» n'est pas de la démonstration"):
        call_command("creer_comptes_demo")
    assert empreintes() == avant
