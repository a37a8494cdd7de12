"""Who reaches what of the committee: the pages of one plan, kept by no one; what the back office locks."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from comite.decisions.filters import FiltreDecisions
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    PlanFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import approuver
from tests.formulaires import ouvrir

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def client_du_comite(membre, client_de):
    return client_de(membre)


# --- Its own pages ---------------------------------------------------------------------------------------


@pytest.fixture
def ailleurs(db):
    """A meeting of another plan, which the public knows too."""
    plan = PlanFactory(slug="ailleurs")
    ActionFactory(plan=plan, publiee=True)
    return SeanceFactory(plan=plan, numero="AUT-1", convoquee=True)


@pytest.mark.parametrize("page", ["", "preparation/", "tenue/", "proces-verbal/"])
def test_a_meeting_is_found_only_at_the_address_of_its_own_plan(seance, ailleurs, client_du_comite, page):
    def statut(prefixe, numero) -> int:
        return client_du_comite.get(f"{prefixe}comite/seances/{numero}/{page}").status_code

    assert statut("/plans/ailleurs/", ailleurs.numero) == 200
    assert statut("/plans/ailleurs/", seance.numero) == 404
    assert statut("/plans/actif/", seance.numero) == 200
    assert statut("/plans/actif/", ailleurs.numero) == 404


def test_a_follow_up_is_noted_only_at_the_address_of_its_own_plan(plan, ailleurs, client_du_comite):
    suite = SuiteFactory(seance__plan=ailleurs.plan)
    for prefixe, statut in (("/", 404), ("/plans/ailleurs/", 302)):
        reponse = client_du_comite.post(f"{prefixe}comite/suites/{suite.pk}/", {"etat": "fait"})
        assert reponse.status_code == statut
        suite.refresh_from_db()
        assert (suite.etat == "fait") is (statut == 302)


@pytest.mark.parametrize(
    "chemin",
    [
        "/plans/actif/tableau-de-bord/",
        "/plans/actif/comite/seances/CMO-2026-05/preparation/",
        "/plans/actif/comite/seances/CMO-2026-05/tenue/",
        "/plans/actif/comite/seances/CMO-2026-05/proces-verbal/",
    ],
)
def test_no_one_keeps_a_page_of_the_committee(seance, client_du_comite, settings, chemin):
    # The page says it itself, whatever the site says of every page read with an account.
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if not m.endswith(".Entetes")]
    reponse = client_du_comite.get(chemin)
    assert reponse.status_code == 200
    assert {"private", "no-store"} <= set(reponse["Cache-Control"].split(", "))


# --- The back office -------------------------------------------------------------------------------------


def champs(client, objet) -> set[str]:
    """What the record's page lets one write; nothing where it is only read."""
    nom = objet._meta.model_name
    lus = ouvrir(client, reverse(f"admin:comite_{nom}_change", args=[objet.pk]), f"{nom}_form")
    return {nom for nom in lus if not nom.startswith("initial-")}


@pytest.fixture
def bureau(coordination, client_de):
    return client_de(coordination)


def test_a_meeting_keeps_its_plan_and_number_and_once_held_its_day(plan, bureau):
    prevue, tenue = SeanceFactory(plan=plan), SeanceFactory(plan=plan, tenue=True)
    assert {"date", "heure", "lieu", "quorum_requis"} <= champs(bureau, prevue)
    assert {"heure", "lieu"} <= champs(bureau, tenue)
    assert not {"date", "quorum_requis"} & champs(bureau, tenue)
    # A quorum that nobody knew may be said.
    assert "quorum_requis" in champs(bureau, SeanceFactory(plan=plan, tenue=True, quorum_requis=None))
    for seance in (prevue, tenue):
        assert not {"plan", "numero"} & champs(bureau, seance)


def test_a_meeting_that_approved_minutes_keeps_its_day(plan, coordination, bureau):
    seance = SeanceFactory(plan=plan, convoquee=True)
    SeanceFactory(plan=plan, tenue=True, proces_verbal="Texte.").approuver(seance, coordination)
    assert "date" not in champs(bureau, seance)
    assert "lieu" in champs(bureau, seance)


def test_a_meeting_whose_minutes_are_approved_is_only_read(plan, bureau):
    seance = approuver(SeanceFactory(plan=plan, tenue=True, date=HIER - timedelta(days=30), lieu="Ici"))
    assert not champs(bureau, seance) & {"date", "heure", "mode", "lieu", "quorum_requis"}
    chemin = reverse("admin:comite_seance_change", args=[seance.pk])
    assert bureau.post(chemin, {"lieu": "Ailleurs"}).status_code == 403


def test_no_meeting_is_deleted_in_the_back_office(plan, bureau):
    chemin = reverse("admin:comite_seance_delete", args=[SeanceFactory(plan=plan).pk])
    assert bureau.get(chemin).status_code == 403


def test_a_follow_up_of_approved_minutes_only_says_where_it_stands(plan, bureau):
    seance = SeanceFactory(plan=plan, tenue=True, date=HIER - timedelta(days=30))
    suite = SuiteFactory(seance=seance)
    effacer = reverse("admin:comite_suite_delete", args=[suite.pk])
    mots = {"libelle", "responsable", "echeance", "etat", "note"}
    assert champs(bureau, suite) & {*mots, "seance", "decision", "close_le"} == mots
    assert bureau.get(effacer).status_code == 200
    approuver(seance)
    assert champs(bureau, suite) & {*mots, "seance", "decision", "close_le"} == {"etat", "note"}
    assert bureau.get(effacer).status_code == 403


def test_a_published_review_is_only_read_in_the_back_office(plan, axe, bureau):
    bilan = BilanFactory(plan=plan, annee=2025, arret=HIER.replace(year=2025), introduction="Une année.")
    BilanAxeFactory(bilan=bilan, axe=axe)
    ecrits = {"annee", "arret", "introduction", "axes-0-recit", "axes-1-recit"}
    assert champs(bureau, bilan) & {*ecrits, "plan"} == ecrits
    type(bilan).objects.filter(pk=bilan.pk).update(
        publication="publiee",
        publie_le=timezone.now(),
        donnees='{"ensemble": null}',
    )
    assert not champs(bureau, bilan) & {*ecrits, "plan"}
    assert bureau.get(reverse("admin:comite_bilan_delete", args=[bilan.pk])).status_code == 403


# --- What concerns what is not public --------------------------------------------------------------------


@pytest.fixture
def decisions(plan, action):
    """An approved meeting that decided on a public action, and on a draft in another axis."""
    autre = AxeFactory(plan=plan, numero=2, code="A2")
    cachee = ActionFactory(plan=plan, axe=autre, code="9.9")
    seance = SeanceFactory(plan=plan, tenue=True, date=HIER - timedelta(days=30))
    for numero, concernees in (("R1", [action]), ("R2", [action, cachee])):
        DecisionFactory(seance=seance, numero=numero).actions.set(concernees)
    return approuver(seance).decisions


def test_an_unpublished_action_lends_its_axis_to_no_decision(plan, decisions, client):
    assert [d.numero for d in FiltreDecisions(QueryDict("axe=1"), plan=plan).qs] == ["R1"]
    assert not FiltreDecisions(QueryDict("axe=2"), plan=plan).qs
    assert FiltreDecisions(QueryDict(""), plan=plan).comptes["axe"] == {"1": 1}
    assert "Aucune décision" in client.get("/plans/actif/comite/decisions/?axe=2").content.decode()
