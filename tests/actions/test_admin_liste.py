"""The list of actions in the back office: what it shows, finds and costs; and the history page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Report
from engagements.models.lien_signe import UsageLien
from partenariat.presentation.formats import date_longue
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    ObjectifFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

LISTE = "/admin/actions/action/"


@pytest.fixture
def coordination(client_de):
    return client_de(UtilisateurFactory(coordination=True, first_name="Dominique", last_name="Côté"))


def codes(client, **parametres) -> list[str]:
    return [action.code for action in client.get(LISTE, parametres).context["cl"].result_list]


def test_codes_are_in_their_natural_order(coordination):
    axe = AxeFactory()
    for code in ("1.10", "1.9", "1.2"):
        ActionFactory(axe=axe, code=code)
    assert codes(coordination) == ["1.2", "1.9", "1.10"]


def test_a_row_says_the_readings_and_the_date_of_the_last_news(coordination):
    action = ActionFactory(en_retard=True, publiee=True, etat_le=timezone.localdate() - timedelta(days=200))
    lue = texte(coordination.get(LISTE))
    for attendu in (
        str(action.responsable),
        "En cours",
        "En retard",
        "non mesuré",
        "Publiée",
        date_longue(action.etat_le).replace("\N{NO-BREAK SPACE}", " "),
    ):
        assert attendu in lue


@pytest.mark.parametrize("saisie", ["hébergement", "HEBERGEMENT", "hébergements", "z9", "quartiers"])
def test_search_is_blind_to_accents_and_endings(coordination, saisie):
    ActionFactory(code="Z9", titre="Hébergement collectif", responsable__nom="Service des quartiers")
    ActionFactory(code="A1", titre="Autre chose")
    assert codes(coordination, q=saisie) == ["Z9"]


def test_filters_narrow_the_list(coordination):
    plan = PlanFactory()
    axes = [AxeFactory(plan=plan) for _ in range(2)]
    ActionFactory(axe=axes[0], code="RETARD", en_retard=True)
    ActionFactory(axe=axes[0], code="PERIMEE", etat_le=timezone.localdate() - timedelta(days=400))
    ActionFactory(axe=axes[1], code="FAITE", realisee=True, publiee=True)
    ActionFactory(code="AILLEURS")
    assert codes(coordination, echeancier="en_retard") == ["RETARD"]
    assert codes(coordination, fraicheur="perimee") == ["PERIMEE"]
    assert codes(coordination, statut__exact="realisee") == ["FAITE"]
    assert codes(coordination, publication__exact="publiee") == ["FAITE"]
    assert set(codes(coordination, axe=axes[0].pk)) == {"RETARD", "PERIMEE"}
    assert set(codes(coordination, plan__id__exact=plan.pk)) == {"RETARD", "PERIMEE", "FAITE"}
    assert codes(coordination, axe="x' OR 1=1") == codes(coordination)


def test_filters_count_where_asked(coordination):
    ActionFactory(en_retard=True), ActionFactory()
    assert "En retard (1)" in texte(coordination.get(LISTE, {"_facets": "True"}))


def test_the_filter_of_responsible_bodies_names_only_those_that_one_sees(client_de):
    unite = OrganisationFactory(service=True, nom="Chez nous")
    ActionFactory(responsable=unite), ActionFactory(responsable__nom="Ailleurs")
    client = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    assert "Ailleurs" not in texte(client.get(LISTE))


def requetes(client, adresse: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as capture:
        assert client.get(adresse).status_code == 200
    return len(capture)


def test_the_list_costs_the_same_with_5_and_60_rows(coordination):
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan)
    unites = [OrganisationFactory(service=True) for _ in range(6)]
    for rang in range(5):
        JalonFactory(action=ActionFactory(axe=axe, responsable=unites[rang]))
    adresse = f"{LISTE}?all="
    requetes(coordination, adresse)
    avec_5 = requetes(coordination, adresse)
    for rang in range(55):
        JalonFactory(action=ActionFactory(axe=axe, responsable=unites[rang % 6], a_valider=rang % 2 == 0))
    assert requetes(coordination, adresse) == avec_5
    assert avec_5 <= 13


def remplir(action, combien: int) -> None:
    for _ in range(combien):
        JalonFactory(action=action), NouvelleFactory(action=action), DocumentFactory(action=action)
        ParticipationFactory(action=action)
        MesureFactory(indicateur=IndicateurFactory(action=action))
        action.objectifs.add(ObjectifFactory(plan=action.plan))


@pytest.mark.parametrize(("vue", "plafond"), [("change", 31), ("history", 31)])
def test_the_page_and_the_history_cost_the_same_with_1_and_12_rows_of_each(coordination, vue, plafond):
    action = ActionFactory()
    remplir(action, 1)
    adresse = reverse(f"admin:actions_action_{vue}", args=[action.pk])
    requetes(coordination, adresse)
    avec_1 = requetes(coordination, adresse)
    remplir(action, 11)
    assert requetes(coordination, adresse) == avec_1
    assert avec_1 <= plafond


def test_history_tells_who_changed_what_before_and_after(coordination):
    ancienne, nouvelle = (
        OrganisationFactory(service=True, nom=f"Service {n}") for n in ("ancien", "nouveau")
    )
    action = ActionFactory(responsable=ancienne, titre="Titre ancien")
    jalon = JalonFactory(action=action, titre="Appel de projets")
    adresse = reverse("admin:actions_action_change", args=[action.pk])
    echeance = (jalon.echeance + timedelta(days=30)).isoformat()
    saisies = {
        "titre": "Titre nouveau",
        "statut": "realisee",
        "responsable": nouvelle.pk,
        "jalons-0-echeance": echeance,
        "jalons-0-motif_report": "Retard du bailleur",
    }
    envoyer(coordination, adresse, ouvrir(coordination, adresse), **saisies)
    lue = texte(coordination.get(reverse("admin:actions_action_history", args=[action.pk])))
    for attendu in (
        "Dominique Côté",
        "Titre Titre ancien Titre nouveau",
        "Statut En cours Réalisée",
        "Responsable Service ancien Service nouveau",
        "Jalon « Appel de projets » · Échéance",
        "Retard du bailleur",
        "une commande du site",
    ):
        assert attendu in lue, attendu


def test_history_tells_links_and_rows_that_are_gone(coordination):
    action = ActionFactory()
    jalon, objectif = (
        JalonFactory(action=action, titre="Passager"),
        ObjectifFactory(plan=action.plan, titre="Cible"),
    )
    action.objectifs.add(objectif)
    jalon.delete()
    lue = texte(coordination.get(reverse("admin:actions_action_history", args=[action.pk])))
    assert "Objectif « Cible »" in lue
    assert "Jalon « Passager » – suppression" in lue


def test_history_is_paged(coordination):
    action = ActionFactory()
    for rang in range(3):
        Action.objects.filter(pk=action.pk).update(titre=f"Titre {rang}")
    adresse = reverse("admin:actions_action_history", args=[action.pk])
    assert coordination.get(adresse, {"p": "999"}).status_code == 200


@pytest.mark.parametrize(
    "dite",
    [
        lambda: str(NouvelleFactory(date=date(2026, 3, 1), texte="Le bail est signé.")),
        lambda: str(Report(ancienne_date=date(2026, 3, 1), nouvelle_date=None)),
        lambda: str(UsageLien(le=datetime(2026, 3, 1, 14, tzinfo=UTC), geste="Signature")),
    ],
    ids=["nouvelle", "report", "usage d'un lien"],
)
def test_the_name_of_a_dated_row_says_its_day_in_words(dite, db):
    assert "1er\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2026" in dite()
    assert "2026-03-01" not in dite()


def test_of_no_row_nothing_is_done(coordination, plan):
    ActionFactory(plan=plan, titre="Soutenir")
    assert 'name="action"' in coordination.get(LISTE).content.decode()
    assert 'name="action"' not in coordination.get(f"{LISTE}?q=introuvable").content.decode()
