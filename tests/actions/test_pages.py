"""The other public pages: what they say, what they cost, and the plan as it stood."""

import re
from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.derniers_faits import derniers_faits
from actions.models import Action
from partenariat.histoire.temps import fin_du_jour
from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    HistoireFactory,
    ImageFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    RepereFactory,
)
from tests.factories.partenariat import OrganisationFactory
from tests.passe import reculer

BUDGETS = {
    "/": 11,
    "/plans/actif/axes/1/": 7,
    "/plans/actif/actions/1.1/": 8,
    "/plans/actif/organisations/": 4,
    "/plans/actif/organisations/sde/": 11,
    "/plans/actif/arrondissements/": 5,
    "/plans/actif/donnees/": 4,
    "/plans/": 3,
}


@pytest.fixture
def garni(plan, axe):
    """A plan in which every section of every page has something to show."""
    sde = OrganisationFactory(service=True, nom="Service du développement économique", slug="sde")
    verdun = OrganisationFactory(arrondissement=True, nom="Verdun", slug="verdun", code_officiel="REM12")
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    RepereFactory(plan=plan)

    def une_action(code):
        action = ActionFactory(
            plan=plan, axe=axe, code=code, publiee=True, responsable=sde, description="**Gras**"
        )
        JalonFactory(action=action, atteint=True, titre=f"Jalon atteint {code}")
        JalonFactory(action=action, poids=2)
        MesureFactory(indicateur=IndicateurFactory(action=action, cible_annee=2030, cible_valeur=10))
        NouvelleFactory(action=action, publique=True, texte="Tout avance <script>alert(1)</script>")
        DocumentFactory(action=action)
        ParticipationFactory(action=action)
        action.arrondissements.add(verdun)
        ImageFactory(action=None, histoire=HistoireFactory(action=action, publiee=True))
        return action

    premiere = une_action("1.1")
    ImageFactory(action=None, histoire=HistoireFactory(action=premiere, une=True))
    plan.une_action = une_action
    return plan


@pytest.mark.parametrize("adresse", BUDGETS)
def test_a_page_costs_the_same_with_five_and_fifty_actions(client, garni, adresse):
    for n in range(2, 6):
        garni.une_action(f"1.{n}")
    with CaptureQueriesContext(connection) as peu:
        assert client.get(adresse).status_code == 200
    for n in range(6, 51):
        garni.une_action(f"1.{n}")
    with CaptureQueriesContext(connection) as beaucoup:
        client.get(adresse)
    assert len(peu) == len(beaucoup)
    assert len(beaucoup) <= BUDGETS[adresse], [r["sql"][:150] for r in beaucoup]


def test_home_tells_the_state_of_the_plan_and_each_figure_leads_to_its_list(client, garni, axe):
    ActionFactory(plan=garni, axe=axe, publiee=True, en_retard=True)
    page = client.get("/").content.decode()
    assert "2 actions" in page
    liens = re.findall(
        r'href="(/plans/actif/actions/\?[^"]+)"><span[^>]*>.*?</span> <strong>(\d+)</strong>', page
    )
    assert liens
    for lien, nombre in liens:
        liste = client.get(lien.replace("&amp;", "&")).content.decode()
        annonce = re.search(r'id="compte"[^>]*>([^<]*)', liste).group(1)
        assert annonce.startswith("Aucune" if nombre == "0" else f"{nombre} "), lien


def test_home_tells_the_latest_facts_the_latest_first(plan, axe):
    un, deux = (ActionFactory(plan=plan, axe=axe, code=code, publiee=True) for code in ("1", "2"))
    for jours in range(1, 11):
        quand = timezone.localdate() - timedelta(days=jours)
        NouvelleFactory(action=un, publique=True, date=quand, texte=f"Il y a {jours} jours")
        JalonFactory(action=deux, atteint_le=quand, titre=f"Il y a {jours} jours")
    NouvelleFactory(action=deux, publique=False, texte="Rien que pour nous")
    faits = derniers_faits(plan)
    assert [(fait.code, fait.fait.suite or fait.fait.dit) for fait in faits] == [
        (code, debut + f"Il y a {jours} jours")
        for jours in range(1, 5)
        for code, debut in (("1", ""), ("2", "Jalon atteint\u00a0: "))
    ]


def test_two_facts_of_an_action_on_one_day_are_told_the_latest_first(plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    for texte in ("Le matin", "À midi", "Le soir"):
        NouvelleFactory(action=action, publique=True, texte=texte)
    assert [fait.fait.texte for fait in derniers_faits(plan)] == ["Le soir", "À midi", "Le matin"]


def test_each_body_says_how_many_actions_it_answers_for_and_takes_part_in(client, garni):
    garni.une_action("1.2")
    tiers = OrganisationFactory(nom="Tiers lieu")
    ParticipationFactory(action=garni.actions.get(code="1.2"), organisation=tiers)
    page = " ".join(client.get("/plans/actif/organisations/").content.decode().split())
    assert re.search(r"Service du développement économique</a> .*? responsable de 2 actions </span>", page)
    assert re.search(r"Tiers lieu</a> .*? participe à 1 action </span>", page)


def test_group_progress_says_how_many_are_measured(client, garni, axe):
    ActionFactory(plan=garni, axe=axe, publiee=True)
    page = client.get("/").content.decode()
    assert "33\N{NO-BREAK SPACE}%" in page
    assert "mesuré pour 1 sur 2" in page


def test_an_action_without_milestone_is_not_measured_rather_than_zero(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    page = client.get(action.get_absolute_url()).content.decode()
    assert "non mesuré" in page
    assert "0\N{NO-BREAK SPACE}%" not in page


def test_the_declared_percentage_stands_beside_and_apart(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True, avancement_declare=85)
    page = client.get(action.get_absolute_url()).content.decode()
    assert "Déclaré par l'organisation responsable" in page
    assert client.get("/").content.decode().count("85") == 0


def test_rich_text_is_cleaned(client, garni):
    page = client.get("/plans/actif/actions/1.1/").content.decode()
    assert "<strong>Gras</strong>" in page
    assert "<script>alert" not in page


def test_a_moved_date_shows_old_new_and_reason(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    jalon = JalonFactory(action=action)
    jalon.echeance += timedelta(days=40)
    jalon.motif_report = "Avis juridique complémentaire."
    jalon.save()
    page = client.get(action.get_absolute_url()).content.decode()
    assert "Avis juridique complémentaire." in page
    assert "\u00a0» reporté du" in client.get("/").content.decode()


def test_the_disclaimer_is_on_every_page_of_its_plan(client, plan, axe):
    plan.avis = "Données de démonstration."
    plan.save()
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    for adresse in (
        "/",
        "/plans/actif/actions/",
        action.get_absolute_url(),
        "/plans/actif/axes/1/",
        "/plans/actif/organisations/",
        "/plans/actif/arrondissements/",
        "/plans/actif/donnees/",
        "/methode/",
    ):
        assert "Données de démonstration." in client.get(adresse).content.decode(), adresse


def test_without_any_plan_the_home_page_says_so(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert (
        "Aucun plan n&#x27;est actif" in page.content.decode()
        or "Aucun plan n'est actif" in page.content.decode()
    )
    assert client.get("/plans/actif/actions/").status_code == 404
    assert client.get("/methode/").status_code == 200


@pytest.mark.parametrize("methode", ["post", "put", "delete", "patch"])
def test_public_pages_only_answer_safe_methods(client, plan, methode):
    assert getattr(client, methode)("/plans/actif/actions/").status_code == 405


def test_english_shows_translations_where_there_are_some(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True, code="E1", titre="Titre", titre_en="Title in English")
    ActionFactory(plan=plan, axe=axe, publiee=True, code="E2", titre="Titre seul")
    page = client.get("/en/plans/actif/actions/").content.decode()
    assert "Title in English" in page
    assert "Titre seul" in page
    assert 'lang="en"' in page


@pytest.fixture
def hier_et_aujourd_hui(transactional_db):
    """An action whose events are dated: public and named « Ancien titre » ten days ago, changed since."""
    from tests.factories.actions import PlanFactory

    plan = PlanFactory(actif=True, slug="actif", titre="Plan actif")
    axe = AxeFactory(plan=plan, numero=1)
    action = ActionFactory(
        plan=plan, axe=axe, code="1.1", titre="Ancien titre", publiee=True, en_retard=False
    )
    ActionFactory(plan=plan, axe=axe, code="1.2", titre="Toujours là", publiee=True)
    reculer(10)
    with pghistory.context(source="essai"):
        action.titre = "Nouveau titre"
        action.save()
        Action.objects.filter(code="1.2").update(publication="brouillon")
    return plan


def test_pages_and_files_answer_for_a_past_date(client, hier_et_aujourd_hui):
    passe = timezone.localdate() - timedelta(days=5)
    assert "Nouveau titre" in client.get("/plans/actif/actions/").content.decode()
    for adresse in (
        "/plans/actif/actions/",
        "/plans/actif/actions/1.1/",
        "/plans/actif/axes/1/",
        "/plans/actif/donnees/actions.json",
        "/plans/actif/donnees/actions.csv",
    ):
        page = client.get(f"{adresse}?au={passe}").content.decode()
        assert "Ancien titre" in page, adresse
        assert "Nouveau titre" not in page, adresse
    assert "Toujours là" in client.get(f"/plans/actif/actions/?au={passe}").content.decode(), (
        "public then, not now"
    )
    assert "Toujours là" not in client.get("/plans/actif/actions/").content.decode()
    avant = timezone.localdate() - timedelta(days=30)
    assert "Aucune action" not in client.get(f"/plans/actif/actions/?au={avant}").content.decode()


def test_a_past_page_says_so_and_its_links_stay_in_the_past(client, hier_et_aujourd_hui):
    passe = timezone.localdate() - timedelta(days=5)
    page = client.get(f"/plans/actif/actions/?au={passe}").content.decode()
    assert "Vous lisez le plan tel qu" in page
    assert f'href="/plans/actif/actions/1.1/?au={passe}"' in page


def test_every_public_page_answers_for_a_past_date(client, hier_et_aujourd_hui):
    """Historical views have no primary key: a GROUP BY that works today may fail on them."""
    passe = timezone.localdate() - timedelta(days=5)
    for adresse in (
        *BUDGETS,
        "/plans/actif/actions/?q=titre&axe=1&tri=-avancement",
        "/plans/actif/donnees/actions.xlsx",
        "/methode/",
    ):
        separateur = "&" if "?" in adresse else "?"
        attendu = 404 if "/sde/" in adresse else 200
        assert client.get(f"{adresse}{separateur}au={passe}").status_code == attendu, adresse


def test_before_its_history_a_plan_says_when_it_begins_and_leads_back(client, hier_et_aujourd_hui):
    avant = timezone.localdate() - timedelta(days=30)
    for adresse in ("/", "/plans/actif/actions/?statut=en_cours"):
        separateur = "&" if "?" in adresse else "?"
        page = client.get(f"{adresse}{separateur}au={avant}").content.decode()
        assert "L&#x27;historique de ce plan commence ici le" in page, adresse
        assert f'href="{adresse}"' in page, "the way back keeps the other criteria"
    absente = client.get(f"/plans/actif/actions/1.1/?au={avant}")
    assert absente.status_code == 404
    assert "L&#x27;historique de ce plan commence ici le" in absente.content.decode()


def test_organisations_are_in_french_order(client, plan, axe):
    for nom in ("Zèbre", "Écocentre", "Atelier", "école"):
        ActionFactory(plan=plan, axe=axe, publiee=True, responsable=OrganisationFactory(nom=nom))
    page = client.get("/plans/actif/organisations/").content.decode()
    ordre = ["Atelier", "Écocentre", "école", "Zèbre"]
    assert sorted(ordre, key=page.index) == ordre


def test_only_a_living_action_is_told_to_owe_news(client, plan, axe):
    vivante = ActionFactory(plan=plan, axe=axe, publiee=True, perimee=True)
    terminee = ActionFactory(plan=plan, axe=axe, publiee=True, perimee=True, realisee=True)
    assert "Sans nouvelles depuis plus de 6 mois" in client.get(vivante.get_absolute_url()).content.decode()
    assert (
        "Sans nouvelles depuis plus de 6 mois" not in client.get(terminee.get_absolute_url()).content.decode()
    )


def test_a_past_milestone_of_a_suspended_action_is_suspended_not_expected(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True, suspendue=True)
    JalonFactory(action=action, en_retard=True)
    page = client.get(action.get_absolute_url()).content.decode()
    etat = re.search(r'jalon__etat">(.*?)</p>', page, re.DOTALL).group(1)
    assert "Suspendue" in etat
    assert "Prévu" not in etat


def test_a_date_means_the_end_of_that_day_in_montreal():
    moment = fin_du_jour(timezone.datetime(2026, 3, 31).date())
    assert moment.isoformat() == "2026-03-31T23:59:59.999999-04:00"
