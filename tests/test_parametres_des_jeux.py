"""A dataset refuses the parameters that it does not read: no program is given other rows than it asked."""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import ActionFactory, OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.test_adresses import contenu
from tests.test_jeux_de_donnees import JEUX

pytestmark = pytest.mark.django_db

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture
def plan():
    plan = PlanFactory(actif=True)
    ActionFactory(plan=plan, code="1.1", publiee=True)
    return plan


def vues(motifs=None) -> dict[str, object]:
    """The view of each name of address."""
    trouvees = {}
    for motif in get_resolver().url_patterns if motifs is None else motifs:
        if isinstance(motif, URLPattern):
            trouvees[motif.name or ""] = motif.callback
        elif isinstance(motif, URLResolver) and motif.app_name != "admin":
            trouvees |= vues(motif.url_patterns)
    return trouvees


def test_every_dataset_is_strict_and_nothing_else_is():
    stricts = {
        nom for nom, vue in vues().items() if getattr(getattr(vue, "parametres", None), "stricts", False)
    }
    assert stricts == set(JEUX)
    assert stricts


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("jeu", JEUX)
@pytest.mark.parametrize("prefixe", ["", "/en"])
def test_an_unknown_parameter_answers_400_in_json_and_gives_no_row(jeu, format_, prefixe, plan):
    reponse = Client().get(f"{prefixe}{plan.adresse(jeu, format_=format_)}?zz=1")
    assert reponse.status_code == 400
    assert reponse["Content-Type"] == "application/json"
    assert list(reponse.json()) == ["erreurs"]
    assert len(reponse.json()["erreurs"]) == 1
    assert "Content-Disposition" not in reponse


@pytest.mark.parametrize(
    ("jeu", "dit", "proche"),
    [
        ("donnees-actions", "statuts", "statut"),
        ("donnees-actions", "Statut", "statut"),
        ("donnees-actions", "organization", "organisation"),
        ("donnees-engagements", "etats", "etat"),
        ("donnees-preuves", "natures", "nature"),
        ("donnees-decisions", "année", "annee"),
    ],
)
def test_the_nearest_known_name_is_offered(jeu, dit, proche, plan):
    reponse = Client().get(plan.adresse(jeu, format_="json"), {dit: "x"})
    assert reponse.json() == {
        "erreurs": [f"Paramètre inconnu{NB}: «{NB}{dit}{NB}». Vouliez-vous dire «{NB}{proche}{NB}»?"]
    }


def test_what_resembles_nothing_is_said_without_a_guess(plan):
    reponse = Client().get(plan.adresse("donnees-actions", format_="csv") + "?zz=&statut=en_cours")
    assert reponse.json() == {"erreurs": [f"Paramètre inconnu{NB}: «{NB}zz{NB}»."]}


def test_what_is_long_or_many_is_said_in_short(plan):
    adresse = plan.adresse("donnees-actions", format_="csv")
    beaucoup = Client().get(adresse, {f"zz{rang}" * 300: "x" for rang in range(50)})
    assert beaucoup.status_code == 400
    assert len(beaucoup.content) < 1_000


def test_every_known_parameter_is_read(plan):
    for jeu in JEUX:
        for nom in vues()[jeu].parametres:
            reponse = Client().get(plan.adresse(jeu, format_="json"), {nom: ""})
            assert reponse.status_code == 200, nom


@pytest.mark.parametrize("premier", ["", "?zz=1"])
def test_the_page_kept_answers_for_no_unknown_parameter(premier, plan, pages_gardees):
    adresse = plan.adresse("donnees-actions", format_="json")
    attendus = {"": 200, "?zz=1": 400}
    for requete in (premier, "", "?zz=1", "", "?zz=1"):
        assert Client().get(adresse + requete).status_code == attendus[requete]
    assert len(caches["pages"]._memoire.pages) == 1


def test_whoever_is_signed_in_is_refused_too(plan, client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    assert client.get(plan.adresse("donnees-actions", format_="csv") + "?zz=1").status_code == 400


def test_pages_go_on_ignoring_what_they_do_not_read(plan):
    for page in ("accueil", "actions", "engagements", "decisions", "donnees"):
        assert Client().get(plan.adresse(page) + "?zz=1&statuts=x").status_code == 200


def test_an_unknown_plan_is_not_found_whatever_is_asked(plan):
    assert Client().get("/plans/absent/donnees/actions.csv?zz=1").status_code == 404
    prepare = PlanFactory(slug="secret")
    assert Client().get(f"/plans/{prepare.slug}/donnees/actions.csv?zz=1").status_code == 404


@pytest.mark.parametrize("liste", ["actions", "engagements", "decisions"])
def test_the_files_that_a_list_offers_are_answered(liste):
    plan = PlanFactory(actif=True)
    contenu(plan)
    page = Client().get(plan.adresse(liste) + "?page=2&zz=1").content.decode()
    liens = re.findall(r'href="([^"]*/donnees/[^"]+\.(?:csv|xlsx|json)[^"]*)"', page)
    assert len(liens) >= 3
    for lien in liens:
        assert Client().get(lien.replace("&amp;", "&")).status_code == 200, lien


@pytest.mark.parametrize(
    ("jeu", "parametre", "dite", "proche"),
    [
        ("donnees-actions", "statut", "en_cour", "en_cours"),
        ("donnees-actions", "statut", "En cours", "en_cours"),
        ("donnees-actions", "statut", "xyz", ""),
        ("donnees-actions", "tri", "codes", "code"),
        ("donnees-actions", "organisation", "Service du development", "service-du-developpement"),
        ("donnees-engagements", "etat", "signee", "signe"),
        ("donnees-preuves", "nature", "element", ""),
        ("donnees-decisions", "genre", "decisions", "decision"),
    ],
)
def test_a_bad_value_refuses_the_file_and_the_nearest_is_offered(jeu, parametre, dite, proche, plan):
    service = OrganisationFactory(nom="Service du développement", slug="service-du-developpement")
    ActionFactory(plan=plan, publiee=True, responsable=service)
    reponse = Client().get(plan.adresse(jeu, format_="csv"), {parametre: dite})
    assert reponse.status_code == 400
    (dit,) = reponse.json()["erreurs"]
    suite = f" Vouliez-vous dire «{NB}{proche}{NB}»?" if proche else ""
    assert dit.partition(f"{NB}: ")[2] == f"«{NB}{dite}{NB}» n'est pas connu ici.{suite}"


def test_no_file_says_that_it_left_aside_what_it_refuses(plan):
    adresse = plan.adresse("donnees-actions", format_="csv")
    for requete in (
        {"q": "x" * 500},
        {"statut": "xyz"},
        {"tri": "xyz"},
        {"au": "hier"},
        {"au": "2999-01-01"},
    ):
        reponse = Client().get(adresse, requete)
        assert reponse.status_code == 400, requete
        (dit,) = reponse.json()["erreurs"]
        assert "de côté" not in dit
        assert len(dit) < 200
    assert "de côté" in Client().get(plan.adresse("actions"), {"statut": "xyz"}).content.decode()


def test_a_long_bad_value_is_said_in_short(plan):
    reponse = Client().get(plan.adresse("donnees-actions", format_="csv"), {"statut": "z" * 5_000})
    assert reponse.status_code == 400
    assert len(reponse.content) < 200


def test_no_body_that_is_not_public_is_offered(plan):
    OrganisationFactory(slug="secrete", nom="Organisation secrète")
    ActionFactory(plan=plan, responsable=OrganisationFactory(slug="cachee"))
    for dite in ("secrete", "secret", "cachees"):
        reponse = Client().get(plan.adresse("donnees-actions", format_="csv"), {"organisation": dite})
        assert reponse.status_code == 400
        assert "Vouliez-vous" not in reponse.json()["erreurs"][0]
