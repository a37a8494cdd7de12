"""One cut: what is written is found by any of its words, whatever they are made of, and nothing breaks it."""

import time

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partenariat.donnees.recherche import correspond
from partenariat.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
SANS_NUL = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
DE_CHEZ_NOUS = st.text("aàeéo œ'’-–—_/.,0123456789«»\"“” \u00a0\u00adLlSs·", max_size=60)
TEXTES = st.one_of(st.text(SANS_NUL, max_size=60), DE_CHEZ_NOUS)
reglage = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def lire(requete: str, *valeurs):
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT {requete}", valeurs)
        return curseur.fetchone()[0]


def repond(texte: str, saisie: str) -> bool:
    return lire("public.vecteur_recherche('A', %s) @@ public.requete_recherche(%s)", texte, saisie)


@reglage
@given(texte=TEXTES)
@example(texte="Rosemont–La Petite-Patrie 2025-2026 E-06 CMO-2026-01-R1 3.10 2,5 M$ « l'été » d’ici")
@example(texte="SAS mois tous os us as ee ees nous dans étée étés")
@example(texte="x" * 100 + ' 1.2.3,4 a...b .c d. «e «f» "g')
def test_any_text_is_found_by_any_of_its_words(texte):
    for mot in texte.split():
        if lire("public.mots_recherche(%s) IS NOT NULL", mot):
            assert repond(texte, mot), mot


@reglage
@given(texte=TEXTES)
def test_any_text_is_found_by_the_whole_of_it(texte):
    if lire("public.mots_recherche(%s) IS NOT NULL", texte):
        assert repond(texte, texte)


@reglage
@given(texte=TEXTES, saisie=TEXTES)
def test_nothing_that_is_typed_breaks_anything(texte, saisie):
    assert repond(texte, saisie) in (True, False)
    if lire("public.mots_recherche(%s) IS NULL", saisie):
        assert not repond(texte, saisie)


@pytest.mark.parametrize(
    ("texte", "coupe"),
    [
        ("Rosemont–La Petite-Patrie", "rosemont-la petite-patrie"),
        ("E-06, 3.10 et 2,5 M$.", "e-06 3.10 et 2.5 m"),
        ("l’été d'ici", "l ete d ici"),
        ("coop_jeunesse/habitation", "coop-jeunesse-habitation"),
        ("fin.Début a...b v2.b 1.2.3.", "fin-debut a-b v2-b 1.2.3"),
        ("un – deux -trois- — !", "un deux trois"),
        ("éco\u00adno\u200bmie m² n\u00ba", "economie m2 no"),
        ("citoyen·ne·s", "citoyen ne s"),
        ("a" * 70 + " b", "a" * 60 + " b"),
        ("«»-!", ""),
    ],
)
def test_how_a_text_is_cut(texte, coupe):
    assert lire("public.coupe_recherche(%s)", texte) == coupe


@pytest.mark.parametrize(
    ("texte", "saisie", "attendu"),
    [
        ("Mesure E-06 du plan", "E-06", True),
        ("Mesure 06 de l'axe E", "E-06", False),
        ("E-06", "E-0", True),
        ("E-06", "E-6", False),
        ("CMO-2026-01-R1", "CMO-2026-0", True),
        ("CMO-2026-01-R1", "CMO-2026-01-R", True),
        ("CMO-2026-01-R1", "2026-CMO", False),
        ("CMO-2026-01-R1", "2026-01", True),
        ("Le Plateau-Mont-Royal", "plateau mont royal", True),
        ("Le Plateau Mont Royal", "Plateau-Mont-Royal", True),
        ("Mont-Royal, le plateau", "Plateau-Mont-Royal", False),
        ("Fonds de 2,5 M$", "2.5", True),
        ("Action 3.10", "3.1", True),
        ("Action 3.1", "3.10", False),
        ("Action 13.10", "3.10", False),
        ("L'économie sociale", "« économie sociale »", True),
        ("Le social de l'économie", "« économie sociale »", False),
        ("Les économies sociales", "« économie sociale »", False),
        ("Les économies sociales", "économie sociale", True),
        ("Le fonds de la ville", "« de la ville »", True),
        ("La ville de fonds", "“de la ville”", False),
        ("Fonds", "« fon »", False),
        ("Fonds", "« fon", True),
        ("Aide aux loyers", "aide à l'aux loyers", True),
        ("Loyer de la ville", "la", True),
        ("Loyer", "la", False),
        ("Coopérative de travail", "coopératives de travailleuses", False),
        ("Un élu de la ville", "élus", True),
        ("Des élus de la ville", "élu", True),
        ("Les engagements tenus", "engagement tenu", True),
        ("Une action réalisée", "réalisé", True),
        ("Un projet réalisé", "réalisées", True),
        ("Les musées", "musée", True),
        ("Novembre, mois de l'économie", "mois", True),
        ("Le mois de mai", "moi", True),
        ("Chez moi", "mois", False),
        ("SAS", "sas", True),
        ("Habitation", "-habitation", True),
        ("Habitation", "habitation -absent", False),
    ],
)
def test_what_finds_what(texte, saisie, attendu):
    assert repond(texte, saisie) is attendu


def test_no_phrase_runs_from_one_field_into_the_next():
    OrganisationFactory(nom="Maison verte", sigle="Sud")
    trouve = Organisation.objects.filter
    assert trouve(correspond("recherche", "maison-verte")).exists()
    assert trouve(correspond("recherche", "verte sud")).exists()
    assert not trouve(correspond("recherche", "verte-sud")).exists()


@pytest.mark.parametrize(
    "texte",
    [
        " ".join(f"mot{n}" for n in range(30_000)),
        "\U00020000 " * 60_000,
        "\ufdfa" * 20_000,
        "x" * 200_000,
        "1." * 100_000,
        "mot " * 60_000,
    ],
    ids=["words", "rare letters", "letters that expand", "one word", "points", "one word again and again"],
)
def test_a_very_long_text_is_indexed_without_an_error(texte):
    assert lire("length(public.vecteur_recherche('AB', %s, %s)) >= 1", texte, texte)


def test_the_longest_text_that_the_site_takes_is_indexed_quickly():
    texte = ("Soutenir l'économie sociale de Rosemont–La Petite-Patrie en 2025-2026. " * 300)[:20_000]
    durees = []
    for _ in range(5):
        debut = time.perf_counter()
        lire("length(public.vecteur_recherche('A', %s))", texte)
        durees.append(time.perf_counter() - debut)
    # Some 15 ms on two quiet cores.
    assert min(durees) < 0.3


def test_a_question_of_many_words_is_asked_as_eight_at_most():
    mots = [f"mot{n}" for n in range(40)]
    assert lire("cardinality(public.termes_recherche(%s))", " ".join(mots[:8])) == 8
    assert lire("cardinality(public.termes_recherche(%s))", " ".join(mots)) == 8
    assert repond(" ".join(mots), " ".join(mots))
    for sans in range(40):
        assert not repond(" ".join(mots[:sans] + mots[sans + 1 :]), " ".join(mots))


def test_a_question_of_a_hundred_words_is_read_quickly():
    durees = []
    for _ in range(5):
        debut = time.perf_counter()
        lire("public.termes_recherche(%s)::text", "a-b " * 50)
        durees.append(time.perf_counter() - debut)
    assert min(durees) < 0.2
