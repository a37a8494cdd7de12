"""Search and order, as a person types and reads in French."""

import pytest

from actions.models import Action
from partenariat.donnees.recherche import correspond
from partenariat.models import Organisation
from tests.factories import ActionFactory, OrganisationFactory, PlanFactory

pytestmark = pytest.mark.django_db


def trouve(saisie: str) -> list[str]:
    return list(Organisation.objects.filter(correspond("recherche", saisie)).values_list("nom", flat=True))


@pytest.mark.parametrize(
    ("nom", "saisie"),
    [
        pytest.param("Fédération des coopératives", "coopérative", id="the singular finds the plural"),
        pytest.param("Coopérative de travail", "coopératives", id="the plural finds the singular"),
        pytest.param("Économie sociale", "economie sociale", id="typed without accents"),
        pytest.param("Economie sociale", "Économie", id="written without accents"),
        pytest.param("ÉCONOMIE", "économie", id="capitals"),
        pytest.param("Maison du cœur", "coeur", id="a ligature typed as two letters"),
        pytest.param("Maison du coeur", "cœur", id="a ligature typed"),
        pytest.param("Œuvre des repas", "oeuvre", id="a capital ligature"),
        pytest.param("Conseil d’économie sociale", "d'économie", id="typographic apostrophe written"),
        pytest.param("Conseil d'économie sociale", "d’économie", id="typographic apostrophe typed"),
        pytest.param("Conseil d’économie sociale", "économie", id="the word after an apostrophe"),
        pytest.param("Chantier de l'économie sociale", "chantier écono", id="the beginning of the last word"),
        pytest.param("Chantier de l'économie sociale", "cha", id="three letters"),
        pytest.param("Chantier de l'économie sociale", "sociale chantier", id="in another order"),
        pytest.param("Chantier de l'économie sociale", "chantier de la", id="a stop word last"),
        pytest.param("Chantier de l'économie sociale", "le chantier de économie", id="stop words between"),
        pytest.param("Le Plateau-Mont-Royal", "plateau mont royal", id="hyphens left out"),
        pytest.param("Le Plateau Mont Royal", "plateau-mont-royal", id="hyphens put in"),
        pytest.param("Service d'aide à l’habitation", "aide, habitation !", id="punctuation between words"),
        pytest.param("Fonds de 2,5 M$", "fonds 2,5", id="a number"),
        pytest.param("De\u0301veloppement", "développement", id="decomposed letters"),
    ],
)
def test_a_word_is_found_however_it_is_written(nom, saisie):
    OrganisationFactory(nom=nom)
    OrganisationFactory(nom="Autre chose")
    assert trouve(saisie) == [nom]


@pytest.mark.parametrize(
    "saisie", ["Chantier absent", "économie chantiers xyz", "hantier", "chant sociale écon absent"]
)
def test_every_word_must_be_found(saisie):
    OrganisationFactory(nom="Chantier de l'économie sociale")
    assert trouve(saisie) == []


def test_an_acronym_is_found():
    OrganisationFactory(nom="Conseil d'économie sociale de l'île de Montréal", sigle="CESIM")
    assert trouve("cesim") == ["Conseil d'économie sociale de l'île de Montréal"]


@pytest.mark.parametrize("saisie", ["", "   ", "!", "...", "« »", "-", "'", "&|!:*()", "\\", "?!;,"])
def test_punctuation_alone_finds_nothing_and_breaks_nothing(saisie):
    OrganisationFactory()
    assert trouve(saisie) == []


@pytest.mark.parametrize(
    "saisie",
    [
        "coop & !rien",
        "coop | rien",
        "coop:*",
        "coop:A",
        "(coop",
        "coop)",
        "'coop'",
        "coop''",
        "\\coop",
        "coop\\",
        "coop <-> rien",
        "coop'; DROP TABLE actions_plan; --",
        "%coop%",
        "coop_",
        "{coop}",
        "coop\t\n",
        "coop%s",
        "coop.",
        ".coop",
        "a...b coop",
    ],
)
def test_the_signs_of_the_search_language_are_only_signs(saisie):
    OrganisationFactory(nom="Coop a b rien drop table actions plan")
    trouve(saisie)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "saisie", ["coop & rien", "coop:*", "'coop'", "(coop)", "\\coop", "coop.", "  coop  "]
)
def test_a_word_among_signs_is_still_found(saisie):
    OrganisationFactory(nom="Coop rien")
    assert trouve(saisie) == ["Coop rien"]


@pytest.mark.parametrize("saisie", ["x" * 5_000, "mot " * 5_000, "é" * 3_000 + " fin", "1." * 2_000])
def test_a_very_long_input_finds_nothing_and_breaks_nothing(saisie):
    OrganisationFactory()
    assert trouve(saisie) == []


@pytest.mark.parametrize("saisie", ["le", "de la", "et"])
def test_stop_words_alone_break_nothing(saisie):
    OrganisationFactory(nom="Coopérative")
    assert trouve(saisie) == []


@pytest.mark.parametrize("saisie", ["2.3", "2.3 fonds", "fonds 2.3"])
def test_an_action_is_found_by_its_code(saisie):
    plan = PlanFactory()
    ActionFactory(plan=plan, code="2.3", titre="Créer un fonds")
    ActionFactory(plan=plan, code="2.4", titre="Créer un fonds")
    ActionFactory(plan=plan, code="3.2", titre="Créer un fonds")
    trouvees = Action.objects.filter(correspond("recherche", saisie))
    assert list(trouvees.values_list("code", flat=True)) == ["2.3"]


def test_codes_are_in_the_order_in_which_one_counts():
    plan = PlanFactory()
    codes = ["1.1", "1.2", "1.10", "2.1", "10.1", "A-2", "A-10", "É-1", "F-1"]
    for code in reversed(codes):
        ActionFactory(plan=plan, code=code)
    assert list(Action.objects.par_code().values_list("code", flat=True)) == codes


def test_names_are_in_french_order_whatever_their_accents_and_capitals():
    noms = ["abeille", "Cote", "Côté", "École", "épicerie", "Œuvre", "of", "Zèbre"]
    for nom in reversed(noms):
        OrganisationFactory(nom=nom)
    lus = list(Organisation.objects.values_list("nom", flat=True))
    assert [nom for nom in lus if nom not in ("Cote", "Côté")] == [
        n for n in noms if n not in ("Cote", "Côté")
    ]
    assert {lus[1], lus[2]} == {"Cote", "Côté"}
