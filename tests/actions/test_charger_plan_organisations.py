"""`charger_plan`: which organisation of the database an identifier of a file is."""

import pytest

from actions.models import PartiePrenante, Plan
from partenariat.models import Organisation
from tests.actions.plan_d_essai import charger, ecrire, plan, refus

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge(tmp_path):
    return lambda fichier, *options: charger(ecrire(tmp_path, fichier), *options)


def ailleurs(**listes) -> dict:
    """Another city's plan, with its own organisations and one action of its service."""
    fichier = plan()
    fichier["meta"] = {"titre": "Plan de Laval", "slug": "laval"}
    fichier["services_centraux"] = [{"id": "SDE", "nom": "Service de l'économie de Laval"}]
    fichier["partenaires"], fichier["arrondissements"] = [], []
    fichier["actions"] = [
        {"code": "1", "axe": "A1", "titre_fr": "Agir", "responsable": "SDE", "statut": "a_venir"},
    ]
    return fichier | listes


def nommee(slug_du_plan: str, identifiant: str) -> Organisation:
    return PartiePrenante.objects.get(plan__slug=slug_du_plan, identifiant=identifiant).organisation


@pytest.mark.parametrize(
    ("identifiant", "slug", "nature", "partie", "sigle"),
    [
        ("VER", "verdun", "arrondissement", "ville", "VER"),
        ("IBI", "lile-bizardsainte-genevieve", "arrondissement", "ville", "IBI"),
        ("SDE", "sde", "service_central", "ville", "SDE"),
        ("CESIM", "cesim", "reseau", "economie_sociale", "CESIM"),
        ("RISQ", "risq", "fonds", "economie_sociale", "RISQ"),
    ],
)
def test_an_organisation_is_created_with_its_address_nature_and_acronym(
    charge, identifiant, slug, nature, partie, sigle
):
    charge(plan())
    organisation = nommee("essai", identifiant)
    assert (organisation.slug, organisation.nature, organisation.partie, organisation.sigle) == (
        slug,
        nature,
        partie,
        sigle,
    )


@pytest.mark.parametrize(
    ("type_", "nature"),
    [
        ("réseau", "reseau"),
        ("Pôle régional", "reseau"),
        ("finance solidaire", "fonds"),
        ("paramunicipal", "paramunicipal"),
        ("établissement", "etablissement"),
        ("CDEC", "organisme"),
        ("entreprise d'insertion", "organisme"),
    ],
)
def test_the_type_of_a_partner_gives_its_nature_and_is_kept(charge, type_, nature):
    fichier = plan()
    fichier["partenaires"].append({"id": "NEUF", "nom": "Le neuf", "type": type_})
    charge(fichier)
    organisation = nommee("essai", "NEUF")
    assert (organisation.nature, organisation.activite) == (nature, type_)


def test_a_new_name_renames_the_organisation_of_the_plan(charge):
    charge(plan())
    avant = nommee("essai", "SDE").pk
    fichier = plan()
    fichier["services_centraux"][0]["nom"] = "Service de l'économie"
    charge(fichier)
    organisation = nommee("essai", "SDE")
    assert (organisation.pk, organisation.nom) == (avant, "Service de l'économie")


def test_another_city_with_the_same_acronym_neither_renames_nor_joins_ours(charge):
    charge(plan())
    charge(ailleurs())
    ours, theirs = nommee("essai", "SDE"), nommee("laval", "SDE")
    assert ours.nom == "Service du développement économique"
    assert theirs.nom == "Service de l'économie de Laval"
    assert (ours.slug, theirs.slug) == ("sde", "sde-laval")
    assert Plan.objects.get(slug="laval").actions.get().responsable == theirs


def test_the_address_takes_a_number_where_that_of_the_plan_is_taken(charge):
    Organisation.objects.create(nom="Autre", slug="sde", nature="organisme")
    Organisation.objects.create(nom="Encore", slug="sde-laval", nature="organisme")
    charge(ailleurs())
    assert nommee("laval", "SDE").slug == "sde-laval-2"


@pytest.mark.parametrize(
    "nom",
    ["Conseil d'économie sociale (CESIM)", "conseil d’economie sociale  (cesim)"],
    ids=["same", "folded"],
)
def test_the_same_name_on_the_same_side_is_the_same_organisation_and_keeps_its_own(charge, nom):
    charge(plan())
    fichier = ailleurs(partenaires=[{"id": "LE-CONSEIL", "nom": nom, "type": "autre type"}])
    charge(fichier)
    organisation = nommee("laval", "LE-CONSEIL")
    assert organisation == nommee("essai", "CESIM")
    assert (organisation.nom, organisation.sigle, organisation.activite, organisation.nature) == (
        "Conseil d'économie sociale (CESIM)",
        "CESIM",
        "pôle régional",
        "reseau",
    )
    # The two files differ on it: neither load fights the other.
    assert charge(fichier)[0].startswith("Rien à changer")
    assert charge(plan())[0].startswith("Rien à changer")


def test_the_same_name_on_the_other_side_is_another_organisation(charge):
    charge(plan())
    charge(ailleurs(partenaires=[{"id": "X", "nom": "Service du développement économique"}]))
    assert nommee("laval", "X") != nommee("essai", "SDE")


def test_the_same_official_code_is_the_same_borough_whatever_its_name(charge):
    charge(plan())
    charge(ailleurs(arrondissements=[{"sigle_usage": "V", "nom": "Arr. de Verdun", "code_mamh": "REM12"}]))
    assert nommee("laval", "V") == nommee("essai", "VER")
    assert nommee("essai", "VER").nom == "Verdun"


def test_a_namesake_with_another_official_code_is_another_borough(charge):
    charge(plan())
    charge(ailleurs(arrondissements=[{"sigle_usage": "V", "nom": "Verdun", "code_mamh": "REM99"}]))
    assert nommee("laval", "V") != nommee("essai", "VER")
    assert nommee("laval", "V").slug == "verdun-laval"


def test_empty_fields_of_a_reused_organisation_are_filled(charge):
    Organisation.objects.create(nom="Verdun", slug="verdun", nature="arrondissement")
    charge(plan())
    organisation = Organisation.objects.get(slug="verdun")
    assert (organisation.code_officiel, organisation.sigle) == ("REM12", "VER")


def test_an_identifier_that_changes_keeps_the_organisation(charge):
    charge(plan())
    fichier = plan()
    fichier["partenaires"][0]["id"] = "CONSEIL"
    fichier["actions"][0]["partenaires"] = ["CONSEIL"]
    sortie, _ = charge(fichier)
    assert Organisation.objects.count() == 5
    assert PartiePrenante.objects.count() == 5
    assert "modifiés : 1 partie prenante" in sortie
    assert nommee("essai", "CONSEIL").sigle == "CESIM"


def test_an_action_cannot_name_an_identifier_that_the_file_renames(charge, tmp_path):
    charge(plan())
    fichier = plan()
    fichier["partenaires"][0]["id"] = "CONSEIL"
    assert "partenaires[1] : trouvé « CESIM » ; attendu : l'identifiant" in refus(ecrire(tmp_path, fichier))


def test_two_entries_never_share_an_organisation(charge):
    charge(plan())
    boroughs = [
        {"sigle_usage": "V1", "nom": "Arrondissement de Verdun", "code_mamh": "REM12"},
        {"sigle_usage": "V2", "nom": "Verdun"},
    ]
    charge(ailleurs(arrondissements=boroughs))
    assert nommee("laval", "V1") == nommee("essai", "VER") != nommee("laval", "V2")


def test_a_file_without_organisations_still_names_those_of_its_plan(charge):
    charge(plan())
    fichier = {
        cle: valeur for cle, valeur in plan().items() if cle not in ("arrondissements", "services_centraux")
    }
    del fichier["partenaires"]
    fichier["actions"][0]["titre_fr"] = "Mieux soutenir"
    sortie, _ = charge(fichier)
    assert "modifiés : 1 action" in sortie
    assert "laissé" not in sortie


DOUBLES = {
    "identifier": ({"id": "SDE", "nom": "Autre"}, "partenaires[3] « SDE » › id : trouvé « SDE », déjà écrit"),
    "name": ({"id": "X", "nom": "Réseau d’investissement social"}, "attendu : un seul nom par organisation"),
}  # fmt: skip


@pytest.mark.parametrize(("entree", "attendu"), DOUBLES.values(), ids=DOUBLES.keys())
def test_an_identifier_or_a_name_twice_in_a_file_is_refused(tmp_path, entree, attendu):
    fichier = plan()
    fichier["partenaires"].append(entree)
    assert attendu in refus(ecrire(tmp_path, fichier))


def test_an_official_code_that_another_body_holds_is_refused(tmp_path, charge):
    Organisation.objects.create(
        nom="Ailleurs", slug="ailleurs", nature="arrondissement", code_officiel="REM77"
    )
    charge(plan())
    fichier = plan()
    fichier["arrondissements"][0]["code_mamh"] = "REM77"
    assert "le code REM77 est déjà celui d'une autre organisation" in refus(ecrire(tmp_path, fichier))
