"""The measures that dashboard and packet share: late since, evidence, answers and follow-ups by body."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from actions.models import Nouvelle
from comite.mesures import comite as mesures_du_comite
from comite.mesures.engagements import couverture, engagements
from comite.mesures.lectures import retards
from comite.mesures.perimetre import Perimetre
from comite.models import Demande
from comite.mots.engagements import couverture as couverture_dite
from comite.rondes.reponses import repondre
from comite.rondes.taux import RondeLue, Taux
from engagements.models import Acteur
from engagements.models.etats import Genre
from partenariat.histoire.temps import fin_du_jour
from tests.comite.tableau import morceau
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    PreuveFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    VerificationFactory,
)
from tests.formulaires import texte
from tests.passe import reculer

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
DERNIERE = AUJOURD_HUI - timedelta(days=10)
"""The day of the last meeting."""


def test_what_was_late_on_the_day_of_the_last_meeting_is_not_newly_late(plan, axe):
    for code, fin in (("déjà", DERNIERE - timedelta(days=1)), ("depuis", DERNIERE)):
        ActionFactory(plan=plan, axe=axe, code=code, publiee=True, fin=fin)
    reculer(30)
    lus = retards(Perimetre.du_plan(plan, fin_du_jour(DERNIERE)))
    assert {a.code for a in lus.en_retard} == {"déjà", "depuis"}
    assert [a.code for a in lus.nouveaux] == ["depuis"]


def test_a_date_moved_on_the_day_of_the_last_meeting_was_not_moved_since(plan, axe, action):
    autre = ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True)
    for deplacee in (action, autre):
        deplacee.fin, deplacee.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
        deplacee.save()
    reculer(30)
    lus = retards(Perimetre.du_plan(plan, fin_du_jour(AUJOURD_HUI)))
    assert (len(lus.reportees), lus.reportees_depuis) == (2, [])
    lus = retards(Perimetre.du_plan(plan, fin_du_jour(AUJOURD_HUI - timedelta(days=1))))
    assert [a.pk for a in lus.reportees_depuis] == [action.pk, autre.pk]


# --- Evidence --------------------------------------------------------------------------------------------


def test_evidence_is_expected_of_what_was_signed_and_still_stands(plan, coordination):
    def engagement(code, *, verifiee=False, **etat):
        lu = EngagementFactory(plan=plan, code=code, publie=True, **etat)
        if etat:
            preuve = PreuveFactory(engagement=lu)
            if verifiee:
                VerificationFactory(declaration=None, preuve=preuve)
        return lu

    EngagementFactory(plan=plan, code="nue", publie=True, signe=True)
    engagement("déposée", signe=True)
    engagement("vérifiée", en_cours=True, verifiee=True)
    engagement("proposée")
    engagement("retirée", signe=True, verifiee=True).retirer(
        coordination, "Caduc.", sans_decision="L'organisme a fermé."
    )
    perimetre = Perimetre.du_plan(plan, None)
    cotes = engagements(perimetre)
    assert couverture(perimetre) == (2, 1, 3)
    assert sum(c.total for c in cotes) == 5


# --- Rates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reponses", "demandes", "taux"), [(0, 3, 0), (1, 8, 13), (1, 3, 33), (2, 3, 67), (1, 2, 50), (3, 3, 100)]
)
def test_a_rate_is_rounded_half_up(reponses, demandes, taux):
    lu = Taux("Conseil", "conseil", demandes, reponses)
    assert lu.pourcentage == taux
    assert RondeLue(None, [lu]).pourcentage == taux
    assert couverture_dite(reponses, 0, demandes)["taux"] == taux


def test_nothing_asked_has_no_rate():
    assert RondeLue(None, []).pourcentage is None
    assert couverture_dite(0, 0, 0)["taux"] is None


def test_one_of_eight_is_thirteen_percent_wherever_it_is_read(plan, axe, service, membre, client_de):
    actions = [ActionFactory(plan=plan, axe=axe, publiee=True, responsable=service) for _ in range(8)]
    engagements = [EngagementFactory(plan=plan, publie=True, signe=True, partie=service) for _ in range(8)]
    PreuveFactory(engagement=engagements[0])
    ronde = RondeFactory(plan=plan)
    ronde.ouvrir()
    ronde.demandes.filter(engagement__in=engagements).delete()
    repondre(Demande.objects.get(action=actions[0]), Acteur(service), Genre.AVANCE, "Signé.")
    assert Nouvelle.objects.count() == 1
    public = texte(Client().get("/plans/actif/comite/rondes/"))
    assert "8 demandes; réponses reçues : 1." in public.replace("\u00a0", " ")
    assert "13\u00a0%" in Client().get("/plans/actif/comite/rondes/").content.decode()
    page = client_de(membre).get("/plans/actif/tableau-de-bord/").content.decode()
    assert ">13\u00a0%<" in page
    for module in ("preuves", "reponses"):
        la = page[page.index(f'id="module-{module}"') :]
        assert ">13\u00a0%<" in la[: la.index(f'id="formule-{module}"')], module


# --- One body --------------------------------------------------------------------------------------------


def test_the_dashboard_of_a_body_holds_its_own_answers_and_follow_ups(
    plan, action, service, membre, client_de
):
    autre = OrganisationFactory(service=True, nom="Un autre service", slug="autre")
    ActionFactory(plan=plan, axe=action.axe, publiee=True, code="1.2", responsable=autre)
    seance = SeanceFactory(plan=plan, tenue=True)
    for organisation, libelle in ((service, "SUITE-ICI"), (autre, "SUITE-AILLEURS")):
        SuiteFactory(seance=seance, responsable=organisation, libelle=libelle)
    ronde = RondeFactory(plan=plan)
    ronde.ouvrir()
    perimetre = Perimetre.du_plan(plan, None, QueryDict("organisation=sha"))
    assert [s.libelle for s in mesures_du_comite.suites(perimetre)] == ["SUITE-ICI"]
    assert [d.organisation for d in mesures_du_comite.demandes_lues(perimetre, ronde)] == [service]
    assert [t["slug"] for t in mesures_du_comite.reponses(perimetre)[1]] == ["sha"]
    page = client_de(membre).get("/plans/actif/tableau-de-bord/?organisation=sha").content.decode()
    assert "SUITE-AILLEURS" not in page
    assert "1.1 ·" in morceau(page, "parts-reponses-attendues")
    assert "1.2 ·" not in morceau(page, "parts-reponses-attendues")
