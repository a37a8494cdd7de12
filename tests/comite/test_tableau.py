"""The dashboard: each figure is that of the list it opens, under the same filters."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comite.mesures import lectures
from comite.mesures.jalons import jalons
from comite.mesures.lectures import axes, ensemble, retards
from comite.mesures.perimetre import Perimetre
from comite.models import Preference
from comite.sorties.tableau.modules import MODULES, modules
from partenariat.histoire.temps import fin_du_jour
from partenariat.presentation.formats import mois_long
from tests.comite.tableau import compte, liens, morceau
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DemandeFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    PreuveFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def garni(plan, axe, service):
    """Two axes, actions and commitments in several states, indicators, an open round, follow-ups."""
    autre = AxeFactory(plan=plan, numero=2, code="A2", titre="De grands projets")
    verdun = OrganisationFactory(arrondissement=True, nom="Verdun", slug="verdun", code_officiel="REM12")
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    for rang in range(12):
        traits = {("en_retard", "realisee", "a_venir", "suspendue")[rang % 4]: True}
        action = ActionFactory(
            plan=plan, axe=axe if rang % 3 else autre, publiee=True, code=f"1.{rang}", **traits
        )
        if rang % 6 != 5:
            JalonFactory(action=action, atteint=rang % 2 == 0, en_retard=rang % 4 == 1)
        if rang % 5 == 0:
            action.arrondissements.add(verdun)
        indicateur = IndicateurFactory(
            action=action, reference_annee=2020, reference_valeur=0, cible_valeur=10,
            cible_annee=AUJOURD_HUI.year + rang % 2 * 4 - 2,
        )  # fmt: skip
        MesureFactory(indicateur=indicateur, valeur=rang + 3)
        engagement = EngagementFactory(plan=plan, publie=True, signe=True, code=f"E-{rang}", partie=service)
        engagement.actions.add(action)
        if rang % 2:
            preuve = PreuveFactory(engagement=engagement)
            if rang % 3:
                VerificationFactory(preuve=preuve, declaration=None)
    for code, etat in (("E-P", {}), ("E-R", {"retire": True})):
        EngagementFactory(plan=plan, publie=True, code=code, **etat)
    ActionFactory(plan=plan, axe=axe, code="9.9", en_retard=True)
    seance = SeanceFactory(plan=plan, tenue=True)
    for jours in (-2, 20, None):
        SuiteFactory(
            seance=seance,
            responsable=service,
            echeance=None if jours is None else AUJOURD_HUI + timedelta(days=jours),
        )
    RondeFactory(plan=plan).ouvrir()
    NouvelleFactory(action=plan.actions.get(code="1.0"))
    return plan


FILTRES = [
    "",
    "?axe=1",
    "?axe=1&axe=2",
    "?organisation=sha",
    "?arrondissement=verdun",
    "?axe=2&arrondissement=verdun",
]


@pytest.mark.parametrize("requete", FILTRES)
def test_each_figure_is_that_of_its_list(garni, membre, client_de, requete):
    client = client_de(membre)
    page = client.get(f"/plans/actif/tableau-de-bord/{requete}").content.decode()
    mesures = liens(page)
    assert len(mesures) > (40 if not requete else 12)
    for adresse, nombre in mesures:
        assert compte(client, page, adresse) == nombre, adresse


def test_no_figure_leads_nowhere(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    chiffres = re.findall(r'<p class="compteur"><strong>(.*?)</strong>', page)
    assert len(chiffres) > 20
    assert all(chiffre.startswith("<a href=") for chiffre in chiffres)


def test_every_module_has_its_explanation_and_each_chart_its_table(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    for cle in MODULES:
        assert f'id="module-{cle}"' in page
        formule = morceau(page, f"formule-{cle}")
        assert len(formule) > 60, cle
        # The folds open for a place inside them, not for themselves.
        assert not re.search(rf'<details[^>]*id="parts-{cle}', page)
    assert page.count("Expliquer") == len(MODULES)
    assert page.count('role="img"') == 3, (
        "commitments, milestones, targets: a table takes the place of the axes'"
    )
    assert page.count("Les données du graphique") == 3
    assert "style=" not in page
    assert "9.9" not in page


def test_the_mean_is_in_sight_with_how_many_are_measured(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    tout = ensemble(axes(Perimetre.du_plan(garni, None))).avancement
    assert tout.mesurees == 11
    assert f"11 mesurées sur {tout.suivies}" in page
    assert page.count(f'<a href="#parts-axes-mesurees">{tout.avancement}\xa0%</a>') == 1


def test_the_mean_of_an_axis_is_explained_by_its_actions(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    parts = morceau(page, "parts-axes-mesurees")
    for bilan in axes(Perimetre.du_plan(garni, None)):
        groupe = bilan.avancement
        assert f"{groupe.somme} ÷ {groupe.mesurees} = {groupe.avancement}\xa0%" in parts
    taux = [int(n) for n in re.findall(r'<span class="note">(\d+)\xa0%', parts)]
    assert sum(taux) == ensemble(axes(Perimetre.du_plan(garni, None))).avancement.somme
    assert "1.11 ·" in morceau(page, "parts-axes-non-mesurees")


def test_late_and_moved_actions_are_listed_apart(garni, membre, client_de):
    deplacee = garni.actions.get(code="1.2")
    deplacee.motif_report, deplacee.fin = "Appel d'offres.", AUJOURD_HUI + timedelta(days=500)
    deplacee.save()
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    assert re.findall(r"(1\.\d+) ·", morceau(page, "parts-retards-tous")) == ["1.0", "1.4", "1.8"]
    assert re.findall(r"(1\.\d+) ·", morceau(page, "parts-retards-deplacees")) == ["1.2"]


def test_the_coverage_tells_what_it_leaves_out(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    formule = morceau(page, "formule-preuves")
    assert "est attendue, 12." in formule
    assert "Il y a 14 engagements publics" in formule
    assert "retirés (2)" in formule
    assert re.findall(r"(E-\w+) ·", morceau(page, "parts-preuves-non-attendue")) == ["E-P", "E-R"]


def test_a_long_list_is_folded_and_its_anchor_is_inside_the_fold(garni, axe, membre, client_de):
    for rang in range(16):
        ActionFactory(plan=garni, axe=axe, publiee=True, en_retard=True, code=f"7.{rang}")
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    assert re.search(
        r'<details class="parts__longue"><summary><h3>En retard \(19\)</h3>.*?</summary>\s*'
        r'<ul id="parts-retards-tous">',
        page,
    )


def test_a_follow_up_says_its_state_though_late_and_leads_where_it_is_noted(garni, membre, client_de):
    client = client_de(membre)
    page = client.get("/plans/actif/tableau-de-bord/").content.decode()
    assert "À faire, en retard" in morceau(page, "suites-en-retard")
    origine = garni.seances.get()
    assert f'href="/plans/actif/comite/seances/{origine.numero}/"' in morceau(page, "suites-ouvertes")
    SeanceFactory(plan=garni, numero="CMO-2027-01", date=AUJOURD_HUI + timedelta(days=9))
    page = client.get("/plans/actif/tableau-de-bord/").content.decode()
    assert 'href="/plans/actif/comite/seances/CMO-2027-01/preparation/#suites"' in morceau(
        page, "suites-ouvertes"
    )
    assert (
        'id="suites"' in client.get("/plans/actif/comite/seances/CMO-2027-01/preparation/").content.decode()
    )


def test_the_two_figures_of_the_milestones_are_in_the_table(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    module = page[page.index('id="module-jalons"') : page.index('id="module-indicateurs"')]
    prevus, atteints = (
        re.search(rf'href="#parts-jalons-{nom}">(\d+)<', module)[1] for nom in ("prevus", "atteints")
    )
    lignes = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+|–)</td>', module)
    assert (mois_long(AUJOURD_HUI), prevus, atteints) in lignes


def test_targets_are_counted_apart_reached_not_due_and_missed(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    comptes = {
        cle: morceau(page, f"parts-indicateurs-{cle}").count("<li>")
        for cle in ("atteinte", "a_venir", "non_atteinte")
    }
    assert comptes == {"atteinte": 5, "a_venir": 3, "non_atteinte": 4}
    assert "projet sous la cible" not in page
    assert "entreprises sous la cible, défavorable" in morceau(page, "parts-indicateurs-non_atteinte")
    assert "à combler" in morceau(page, "parts-indicateurs-a_venir")


def test_the_modules_that_a_person_keeps_are_theirs(garni, membre, coordination, client_de):
    client = client_de(membre)
    client.post("/plans/actif/tableau-de-bord/modules/", {"module": ["axes", "suites", "inconnu"]})
    page = client.get("/plans/actif/tableau-de-bord/").content.decode()
    assert 'id="module-axes"' in page
    assert 'id="module-jalons"' not in page
    assert (
        'id="module-jalons"' in client_de(coordination).get("/plans/actif/tableau-de-bord/").content.decode()
    )
    client.post("/plans/actif/tableau-de-bord/modules/", {})
    assert set(Preference.objects.get(utilisateur=membre).caches) == set(MODULES) - {"axes", "suites"}


def test_keeping_modules_keeps_the_filters_and_says_so(garni, membre, client_de):
    client = client_de(membre)
    page = client.get("/plans/actif/tableau-de-bord/?axe=2&axe=1&organisation=sha&q=x").content.decode()
    vers = re.search(r'<form method="post" action="(/plans/actif/tableau-de-bord/modules/[^"]*)"', page)[1]
    reponse = client.post(vers.replace("&amp;", "&"), {"module": ["axes"]}, follow=True)
    chemin, statut = reponse.redirect_chain[-1]
    assert (chemin, statut) == ("/plans/actif/tableau-de-bord/?axe=2&axe=1&organisation=sha", 302)
    assert "Choix gardé" in reponse.content.decode()


def test_what_is_filtered_is_said_and_taken_away_one_by_one(garni, membre, client_de):
    client = client_de(membre)
    nue = client.get("/plans/actif/tableau-de-bord/").content.decode()
    assert "Tout le plan." in nue
    assert re.search(r"Organisation</span> <span[^>]*>toutes<", nue)
    page = client.get("/plans/actif/tableau-de-bord/?axe=2&axe=1&arrondissement=verdun").content.decode()
    assert "Axes 1 et 2; Verdun." in page
    assert len(re.findall(r"\schecked\b", page)) == 3 + len(MODULES)
    assert 'href="/plans/actif/tableau-de-bord/?axe=2&amp;arrondissement=verdun">Axe 1 <' in page
    assert 'href="/plans/actif/tableau-de-bord/?axe=1&amp;axe=2">Verdun <' in page


def test_a_long_name_of_an_organisation_is_shortened_in_the_filter(garni, membre, client_de):
    conseil = OrganisationFactory(nom="Conseil local (CESIM; autrefois CÉSÎM)", sigle="CESIM", slug="cesim")
    ActionFactory(plan=garni, axe=garni.axes.first(), publiee=True, responsable=conseil)
    page = client_de(membre).get("/plans/actif/tableau-de-bord/?organisation=cesim").content.decode()
    assert "<span>Conseil local</span>" in page
    assert "autrefois" not in page


def test_a_round_is_read_under_the_axis_too(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/?axe=2").content.decode()
    demandees = re.findall(r">([\w.-]+) ·", morceau(page, "parts-reponses-attendues"))
    assert {"1.6", "E-3"} <= set(demandees)
    assert "1.1" not in demandees
    assert "E-1" not in demandees


def test_an_unknown_filter_is_said_and_left_aside(garni, membre, client_de):
    page = client_de(membre).get("/plans/actif/tableau-de-bord/?axe=99").content.decode()
    assert "laissé de côté" in page


def test_milestones_are_counted_month_by_month(plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    JalonFactory(action=action, echeance=AUJOURD_HUI.replace(day=1) - timedelta(days=40), atteint=True)
    JalonFactory(action=action, echeance=AUJOURD_HUI + timedelta(days=70))
    JalonFactory(action=action, echeance=AUJOURD_HUI + timedelta(days=70), annule=True)
    JalonFactory(action=ActionFactory(plan=plan, axe=axe), atteint=True)
    mois = jalons(Perimetre.du_plan(plan, None))
    assert (mois[0].prevus, mois[-1].prevus, mois[-1].atteints) == (1, 2, None)
    assert max(m.atteints for m in mois if m.atteints is not None) == 1
    assert all((a.fin + timedelta(days=1)).day == 1 for a in mois)


def test_what_history_does_not_reach_is_not_measured(garni, membre, client_de):
    lus = retards(Perimetre.du_plan(garni, fin_du_jour(AUJOURD_HUI - timedelta(days=30))))
    assert lus.nouveaux is None
    assert not lus.depuis_mesure
    assert len(lus.en_retard) == 3
    # Neither what became late, nor what moved, since a meeting held before history began.
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    assert page.count(">non mesuré<span") == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_actions_are_compared_then_and_now(transactional_db, monkeypatch, maintenant):
    """Late already, in another axis: it is not newly late in the axis that it came to."""
    plan = PlanFactory(actif=True)
    un, deux = (AxeFactory(plan=plan, numero=n, code=f"A{n}") for n in (1, 2))
    venue = ActionFactory(plan=plan, axe=un, publiee=True, en_retard=True, code="1.1")
    nouvelle = ActionFactory(plan=plan, axe=deux, publiee=True, code="2.1")
    alors = maintenant()
    venue.axe = deux
    venue.save()
    nouvelle.motif_report, nouvelle.fin = "Devancée.", AUJOURD_HUI - timedelta(days=1)
    nouvelle.save()
    monkeypatch.setattr(lectures, "histoire_depuis", lambda _plan: AUJOURD_HUI - timedelta(days=9))
    lus = retards(Perimetre.du_plan(plan, alors, QueryDict("axe=2")))
    assert [a.code for a in lus.en_retard] == ["1.1", "2.1"]
    assert [a.code for a in lus.nouveaux] == ["2.1"]


def test_the_dashboard_costs_the_same_whatever_the_plan(garni, axe, membre, client_de):
    client = client_de(membre)

    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert client.get("/plans/actif/tableau-de-bord/").status_code == 200
        return len(requetes)

    cout()
    peu = cout()
    for rang in range(50):
        action = ActionFactory(plan=garni, axe=axe, publiee=True, en_retard=True, code=f"8.{rang}")
        JalonFactory(action=action)
        MesureFactory(indicateur=IndicateurFactory(action=action, cible_annee=2030, cible_valeur=20))
        EngagementFactory(plan=garni, publie=True, signe=True).actions.add(action)
        SuiteFactory(seance=garni.seances.get(), responsable=action.responsable)
        DemandeFactory(ronde=garni.rondes.get(), action=action)
    assert cout() == peu
    assert peu <= 45


def test_an_empty_plan_has_a_dashboard(plan, membre, client_de):
    assert client_de(membre).get("/plans/actif/tableau-de-bord/").status_code == 200
    assert len(modules(Perimetre.du_plan(plan, None), [])) == len(MODULES)
