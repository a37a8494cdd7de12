"""What says the same is found by whichever expression; groups are the coordination's."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from partenariat.donnees import synonymes
from partenariat.donnees.recherche import correspond
from partenariat.histoire.revision import revision
from partenariat.models import Organisation, Synonyme
from tests.actions.refus import refusee
from tests.factories import OrganisationFactory, PlanFactory, SynonymeFactory, UtilisateurFactory
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db
TREIZE = " ".join(f"mot{n}" for n in range(13))
OBNL = "OBNL\nOSBL\norganisme à but non lucratif\norganisme sans but lucratif"


def trouve(saisie: str) -> list[str]:
    return list(Organisation.objects.filter(correspond("recherche", saisie)).values_list("nom", flat=True))


@pytest.mark.parametrize(
    ("nom", "saisie"),
    [
        ("Un organisme à but non lucratif", "OBNL"),
        ("Des organismes sans but lucratif", "osbl"),
        ("OSBL d'habitation", "organisme à but non lucratif"),
        ("OSBL d'habitation", "Organismes à but non lucratif d'habitation"),
        ("OSBL d'habitation", "habitation organisme sans but lucratif"),
        ("Les OBNL du quartier", "quartier OSBL"),
        ("OBNL-habitation", "OSBL-habitation"),
        ("Un organisme à but non lucratif", "OBN"),
    ],
)
def test_any_expression_finds_what_is_written_with_another(nom, saisie):
    SynonymeFactory(expressions=OBNL)
    OrganisationFactory(nom=nom)
    OrganisationFactory(nom="But lucratif d'un organisme")
    attendu = [] if saisie == "OBN" else [nom]
    assert trouve(saisie) == attendu


def test_without_the_group_only_what_was_typed_is_found():
    OrganisationFactory(nom="Un organisme à but non lucratif")
    assert trouve("OBNL") == []


def test_within_quotes_nothing_else_than_what_is_written_is_found():
    SynonymeFactory(expressions=OBNL)
    OrganisationFactory(nom="OBNL")
    OrganisationFactory(nom="OSBL")
    assert trouve("« OBNL »") == ["OBNL"]
    assert trouve("OBNL") == ["OBNL", "OSBL"]


def test_the_longest_expression_is_the_one_that_is_meant():
    SynonymeFactory(expressions="coop\ncoopérative")
    SynonymeFactory(expressions="coop de travail\nentreprise autogérée")
    OrganisationFactory(nom="Entreprise autogérée du Sud")
    assert trouve("coop de travail") == ["Entreprise autogérée du Sud"]
    assert trouve("coop") == []


@pytest.mark.parametrize(
    ("expressions", "phrase"),
    [
        ("coop", "au moins deux expressions différentes"),
        ("coop\nCoops\n  \ncoöp", "au moins deux expressions différentes"),
        ("coop\n—\ncoopérative", "des lettres ou des chiffres"),
        ("mutuelle\nosbl", "déjà dans un autre groupe"),
        (f"mutuelle\n{TREIZE}", "douze mots au plus"),
        (f"{TREIZE}\nmutuelle", "douze mots au plus"),
        ("mutuelle\nOrganismes sans but lucratif", "déjà dans un autre groupe"),
    ],
)
def test_a_group_that_says_nothing_is_refused_with_its_reason(expressions, phrase):
    SynonymeFactory(expressions=OBNL)
    with pytest.raises(ValidationError, match=phrase):
        Synonyme(expressions=expressions).full_clean()


@pytest.mark.parametrize(
    ("expressions", "contrainte"),
    [
        ("coop\nCoops", "synonyme_deux_expressions"),
        ("coop\n—\ncoopérative", "synonyme_des_mots"),
        ("mutuelle\nosbl", "synonyme_d_un_seul_groupe"),
        (f"mutuelle\n{TREIZE}", "synonyme_peu_de_mots"),
    ],
)
def test_the_database_refuses_it_too(expressions, contrainte):
    SynonymeFactory(expressions=OBNL)
    autre = SynonymeFactory()
    with refusee(contrainte):
        Synonyme.objects.bulk_create([Synonyme(expressions=expressions)])
    with refusee(contrainte):
        Synonyme.objects.filter(pk=autre.pk).update(expressions=expressions)


def test_the_longest_expression_is_found_wherever_it_stands():
    long = TREIZE.rpartition(" ")[0]
    SynonymeFactory(expressions=f"mutuelle\n{long}")
    OrganisationFactory(nom="La Mutuelle")
    assert trouve(f"la {long}") == ["La Mutuelle"]
    assert trouve(long.rpartition(" ")[0]) == []


def test_a_group_is_saved_again_as_it_is():
    groupe = SynonymeFactory(expressions=OBNL)
    groupe.full_clean()
    groupe.expressions += "\nassociation"
    groupe.full_clean()
    groupe.save()
    OrganisationFactory(nom="Association du quartier")
    assert trouve("OSBL") == ["Association du quartier"]
    assert str(groupe).startswith("OBNL = OSBL = ")


@pytest.mark.django_db(transaction=True)
def test_two_groups_at_once_do_not_share_an_expression():
    def ecrire(expressions):
        return lambda: Synonyme.objects.bulk_create([Synonyme(expressions=expressions)])

    assert a_la_fois(ecrire("coop\ncoopérative"), ecrire("coops\nmutuelle")) == "synonyme_d_un_seul_groupe"
    assert a_la_fois(ecrire("hlm\nlogement"), ecrire("cpe\ngarderie")) is None


@pytest.mark.django_db(transaction=True)
def test_the_pages_that_were_searched_are_made_again_when_a_group_changes(client, pages_gardees):
    from tests.factories import ActionFactory

    action = ActionFactory(
        publiee=True, plan=PlanFactory(actif=True), titre="Soutenir les organismes à but non lucratif"
    )
    lire = lambda: client.get("/plans/actif/actions/", {"q": "OBNL"}).content.decode()  # noqa: E731
    assert action.titre not in lire()
    avant = revision()
    groupe = SynonymeFactory(expressions=OBNL)
    assert revision() != avant
    assert action.titre in lire()
    Synonyme.objects.filter(pk=groupe.pk).update(expressions="mutuelle\nmutuelles d'ici")
    assert action.titre not in lire()


def test_the_coordination_keeps_them_in_the_back_office(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = reverse("admin:partenariat_synonyme_add")
    assert "textarea" in client.get(adresse).content.decode()
    refus = client.post(adresse, {"expressions": "coop"})
    assert "au moins deux expressions" in refus.content.decode()
    assert client.post(adresse, {"expressions": "coop\r\ncoopérative"}).status_code == 302
    (groupe,) = Synonyme.objects.all()
    assert groupe.cles == ["/coop", "/cooper"]
    assert (
        "coop = coopérative" in client.get(reverse("admin:partenariat_synonyme_changelist")).content.decode()
    )
    assert groupe.evenements.exists()


def test_writers_do_not(client_de):
    client = client_de(UtilisateurFactory(redaction=True))
    assert client.get(reverse("admin:partenariat_synonyme_changelist")).status_code in (302, 403, 404)


def test_the_usual_groups_are_loaded_and_hold_together():
    from actions.demonstration import DOSSIER

    lignes = (DOSSIER / "synonymes.txt").read_text()
    synonymes.charger(lignes)
    assert Synonyme.objects.count() == len(lignes.splitlines()) > 10
    with connection.cursor() as curseur:
        curseur.execute("SELECT cardinality(termes_recherche('corporation de développement communautaire'))")
        assert curseur.fetchone() == (1,)
