"""One box: it finds in the demonstration what each list finds; a code comes first; nothing is said to be."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Plan
from actions.organisations import organisations_publiques
from comite.models import Decision, Seance
from engagements.models import Engagement
from partenariat.lancement import demonstration
from partenariat.presentation.formats import date_longue
from partenariat.recherche.genres import designation
from partenariat.recherche.genres import genre as genre_de
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

REQUETES = 18
"""Queries of a page of results, whatever it finds."""
LISTES = {"actions": "actions", "engagements": "engagements", "decisions": "decisions"}


@pytest.fixture(scope="module")
def plan(base_du_module):
    """The demonstration."""
    with base_du_module():
        for part in demonstration.manquantes():
            part.charger()
        return Plan.objects.actif()


def chercher(plan, saisie, **autres):
    return Client().get(plan.adresse("recherche"), {"q": saisie, **autres})


def reponse_de(plan, saisie, **autres):
    return chercher(plan, saisie, **autres).context["reponse"]


def lue(reponse) -> str:
    """What the page says, without tags."""
    principal = re.search(r"<main\b.*?</main>", reponse.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", principal)))


# --- The exact code, first -------------------------------------------------------------------------------


def codes() -> dict[str, list[str]]:
    return {
        "actions": list(Action.objects.publiques().values_list("code", flat=True)),
        "engagements": list(Engagement.objects.publics().values_list("code", flat=True)),
        "seances": list(Seance.objects.values_list("numero", flat=True)),
        "decisions": list(Decision.objects.publiques().values_list("numero", flat=True)),
        "organisations": list(
            organisations_publiques(Plan.objects.actif())
            .exclude(sigle="")
            .exclude(nature="arrondissement")
            .values_list("sigle", flat=True)
        ),
    }


AUTREMENT = {
    "as it is": str,
    "small letters": str.lower,
    "without dashes": lambda code: code.replace("-", ""),
    "blanks for dashes": lambda code: code.replace("-", " "),
    "another dash": lambda code: code.replace("-", "–"),
    "blanks around": lambda code: f"  {code} ",
    "a comma for a point": lambda code: code.replace(".", ","),
    "within French quotes": lambda code: f"« {code} »",
    "within quotes": lambda code: f'"{code}"',
    "at the end of a sentence": lambda code: f"{code}.",
    "before a comma": lambda code: f"{code},",
    "within brackets": lambda code: f"({code})",
    "full width": lambda code: code.translate({n: n + 0xFEE0 for n in range(0x30, 0x5B)}),
}


@pytest.mark.parametrize("genre", ["actions", "engagements", "seances", "decisions", "organisations"])
@pytest.mark.parametrize("ecrire", AUTREMENT.values(), ids=AUTREMENT)
def test_a_code_however_it_is_typed_comes_first_and_alone(genre, ecrire, plan):
    siens = codes()[genre]
    assert siens
    for code in siens[:: max(1, len(siens) // 12)]:
        reponse = reponse_de(plan, ecrire(code))
        assert code in [exact.code for exact in reponse.exacts], code
        assert len(reponse.exacts) == 1 or genre == "organisations", code


def test_every_code_finds_its_row(plan):
    for nom, siens in codes().items():
        for code in siens:
            assert genre_de(nom).exactes(plan, designation(code)).exists(), (nom, code)


def test_the_others_are_folded_under_the_exact_one(plan):
    page = chercher(plan, "1.1")
    reponse = page.context["reponse"]
    assert reponse.exacts[0].code == "1.1"
    assert not [r for g in reponse.groupes for r in g.resultats if r.code == "1.1" and g.nom == "actions"]
    contenu = page.content.decode()
    contenu = contenu[contenu.index("<main") :]
    assert contenu.index("Résultat exact") < contenu.index("<details")
    assert reponse.autres == reponse.total - 1
    assert f"{reponse.autres} autres résultats" in lue(page)


def test_an_acronym_without_its_accents(plan):
    OrganisationFactory(sigle="FDÉSQ", nom="Fonds du quartier")
    engagement = Engagement.objects.publics().first()
    organisation = engagement.partie
    type(organisation).objects.filter(pk=organisation.pk).update(sigle="FDÉSX")
    assert [un.code for un in reponse_de(plan, "fdesx").exacts] == ["FDÉSX"]
    assert reponse_de(plan, "fdesq").exacts == []


# --- The same as each list -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "saisie",
    [
        "coopérative",
        "habitation",
        "ville",
        "E-06",
        "1.1",
        "financement",
        "2026",
        "pme",
        "de",
        "!!",
        "ville budget",
    ],
)
def test_a_kind_counts_as_its_list(saisie, plan):
    groupes = {groupe.nom: groupe for groupe in reponse_de(plan, saisie).groupes}
    exacts = reponse_de(plan, saisie).exacts
    for nom, liste in LISTES.items():
        page = Client().get(plan.adresse(liste), {"q": saisie})
        un = genre_de(nom)
        total = un.trouvees(plan, saisie).count()
        assert page.context["page"].total == total, nom
        if nom in groupes:
            assert groupes[nom].compte == un.compter(total)
        else:
            assert total == 0 or exacts


def test_more_than_five_lead_to_all_of_them(plan):
    reponse = reponse_de(plan, "ville")
    groupe = next(groupe for groupe in reponse.groupes if groupe.suite and groupe.nom == "engagements")
    assert len(groupe.resultats) == 5
    page = Client().get(groupe.suite)
    assert page.status_code == 200
    assert page.context["compte"] == groupe.compte


def test_a_kind_without_a_list_is_listed_here(plan):
    page = chercher(plan, "service", genre="organisations")
    assert page.status_code == 200
    total = page.context["page"].total
    assert total == genre_de("organisations").trouvees(plan, "service").count() > 5
    assert len(page.context["resultats"]) == min(total, 25)
    assert "genre=organisations" not in page.context["partout"]
    suites = {groupe.nom: groupe.suite for groupe in reponse_de(plan, "service").groupes}
    assert "genre=organisations" in suites["organisations"]


def test_a_kind_that_finds_nothing_says_so(plan):
    dit = lue(chercher(plan, "zzzzqqqq", genre="organisations")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Rien ne répond à « zzzzqqqq »" in dit
    assert "0 organisation" not in dit


def test_every_kind_is_reached(plan):
    trouvees = {
        "actions": "habitation",
        "engagements": "habitation",
        "organisations": "conseil",
        "arrondissements": "Verdun",
        "axes": str(AxeFactory(plan=plan, numero=99, titre="Un axe de girafes").titre),
        "seances": Seance.objects.first().numero[:5],
        "decisions": Decision.objects.publiques().first().libelle.split()[0],
        "pages": "confidentialité",
    }
    for nom, saisie in trouvees.items():
        reponse = reponse_de(plan, saisie)
        exacts = {str(un.genre) for un in reponse.exacts}
        nommes = {groupe.nom: str(groupe.libelle) for groupe in reponse.groupes}
        assert nom in nommes or str(genre_de(nom).libelle) in exacts, (nom, saisie)


def test_a_meeting_answers_by_its_day_in_words(plan):
    seance = Seance.objects.first()
    jour = date_longue(seance.date).replace("\N{NO-BREAK SPACE}", " ").replace("1er", "1")
    groupe = next(g for g in reponse_de(plan, jour).groupes if g.nom == "seances")
    assert seance.numero in [un.code for un in groupe.resultats]


def test_what_answered_is_marked_in_its_sentence(plan):
    groupe = next(g for g in reponse_de(plan, "cooperatives").groupes if g.nom == "actions")
    for resultat in groupe.resultats:
        assert "<mark>" in f"{resultat.titre}{resultat.contexte}{resultat.phrases}", resultat.code


# --- Nothing, too much, something near -------------------------------------------------------------------


def test_without_a_question_the_page_is_the_box_and_what_one_may_type(plan):
    page = Client().get(plan.adresse("recherche"))
    assert page.status_code == 200
    assert "Chercher dans tout le site" in lue(page)
    assert "guillemets" in lue(page)
    assert chercher(plan, "   ").content == page.content


def test_the_short_address_sends_on_to_the_plan_with_the_question(plan):
    assert Client().get("/recherche/?q=ville")["Location"] == f"{plan.adresse('recherche')}?q=ville"


@pytest.mark.parametrize("nombre", [201, 3_000])
def test_a_question_that_is_too_long_is_said_to_be(plan, nombre):
    page = chercher(plan, "é" * nombre)
    assert page.status_code == 200
    assert "trop longue : 200 caractères au plus" in lue(page).replace("\N{NO-BREAK SPACE}", " ")
    assert chercher(plan, "é" * 200).status_code == 200


def test_nothing_found_is_said_with_where_else_to_look(plan):
    page = chercher(plan, "zzzzqqqq")
    assert "Rien ne répond à « zzzzqqqq »" in lue(page).replace("\N{NO-BREAK SPACE}", " ")
    assert f'href="{plan.adresse("decisions")}"' in page.content.decode()
    assert "Vouliez-vous dire" not in lue(page)


@pytest.mark.parametrize(
    ("saisie", "voisine"),
    [
        ("cooperatvie", "coopérative"),
        ("habittation", "habitation"),
        ("Verdum", "verdun"),
        ("cooperative habittation", "cooperative habitation"),
    ],
)
def test_what_was_perhaps_meant_is_offered_and_finds_something(saisie, voisine, plan):
    page = chercher(plan, saisie)
    (essai,) = page.context["essais"]
    assert essai["saisie"].casefold() == voisine
    trouvee = Client().get(f"{plan.adresse('recherche')}?{essai['requete']}")
    assert trouvee.context["reponse"].total > 0
    assert "Vouliez-vous dire" in lue(page)


def test_where_no_row_says_all_the_words_each_is_offered_alone(plan):
    page = chercher(plan, "coopérative calendrier télescope")
    offertes = [essai["saisie"] for essai in page.context["essais"]]
    assert "coopérative" in offertes
    for essai in page.context["essais"]:
        assert reponse_de(plan, essai["saisie"]).total > 0


@pytest.mark.parametrize("saisie", ["'", '"', "« »", "\\", "%", "&|!():*<>", "-", "¿?", "a" * 200, "\t"])
def test_no_punctuation_breaks_it(saisie, plan):
    assert chercher(plan, saisie).status_code == 200


# --- What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("saisie", ["ville", "E-06", "cooperatvie", "rien de tel du tout"])
def test_a_page_costs_as_many_queries_whatever_it_finds(saisie, plan):
    chercher(plan, saisie)
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        chercher(plan, saisie)
    assert len(requetes) <= REQUETES


def test_twice_as_many_rows_cost_no_more_queries(plan):
    def combien() -> int:
        chercher(plan, "ville")
        with CaptureQueriesContext(connection) as requetes:
            chercher(plan, "ville")
        return len(requetes)

    avant = combien()
    axe = plan.axes.first()
    for rang in range(40):
        action = ActionFactory(plan=plan, axe=axe, titre=f"La ville {rang}", publiee=True)
        EngagementFactory(plan=plan, titre=f"La ville {rang}", publie=True).actions.add(action)
    assert combien() <= avant


def test_a_page_of_results_is_kept_under_its_question(plan, pages_gardees):
    def gardees() -> int:
        return len(caches["pages"]._memoire.pages)

    for _ in range(2):
        premiere = chercher(plan, "ville")
        chercher(plan, " ville ")
        chercher(plan, "ville", zz="1")
    assert gardees() == 1
    (page,) = caches["pages"]._memoire.pages.values()
    assert "*" not in page.relations
    chercher(plan, "cooperatvie")
    assert all("*" not in une.relations for une in caches["pages"]._memoire.pages.values())
    ActionFactory(plan=plan, axe=plan.axes.first(), titre="Une ville de plus", publiee=True)
    assert chercher(plan, "ville").content != premiere.content


def test_a_kind_that_does_not_exist_is_left_aside_and_kept_for_nobody(plan, pages_gardees):
    assert chercher(plan, "ville", genre="rien").status_code == 200
    assert len(caches["pages"]._memoire.pages) == 0


@pytest.mark.parametrize("saisie", ["\0", "a\0b", "\0E-06"])
def test_what_no_text_holds_is_a_blank(plan, saisie):
    assert chercher(plan, saisie).status_code == 200


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        ("engagement E-22", "E-22"),
        ("l'engagement no E-22", "E-22"),
        ("Commitment e 22", "E-22"),
        ("action 3.1", "3.1"),
        ("décision CMO-2026-01-R1", "CMO-2026-01-R1"),
        ("Séance CMO-2026-01", "CMO-2026-01"),
        ("axe 2", "Axe 2"),
        ("direction 2", "Axe 2"),
    ],
)
def test_a_code_after_what_it_is_the_code_of_is_exact_too(plan, saisie, code):
    assert [exact.code for exact in reponse_de(plan, saisie).exacts] == [code]


def test_a_number_alone_names_no_axis(plan):
    assert reponse_de(plan, "2").exacts == []


def test_a_suggestion_counts_as_its_page(plan):
    (essai,) = chercher(plan, "donnes ouvertess").context["essais"]
    page = chercher(plan, essai["saisie"])
    assert page.context["compte"] == essai["compte"]
    assert any(groupe.nom == "pages" for groupe in page.context["reponse"].groupes)


def test_of_several_kinds_that_are_asked_for_none_is_kept(plan):
    reponse = Client().get(plan.adresse("recherche") + "?q=coop&genre=zz&genre=actions")
    assert reponse.page_publique is False


@pytest.mark.parametrize("langue", ["", "/en"])
def test_what_was_perhaps_meant_is_in_no_known_language(langue, plan):
    """A word is of a row, and nobody knows in which of its two languages."""
    page = Client().get(f"{langue}/plans/{plan.slug}/recherche/?q=habittation").content.decode()
    (lien,) = re.findall(r'<a [^>]*href="\?q=habitation"[^>]*>habitation</a>', page)
    assert "lang" not in lien
