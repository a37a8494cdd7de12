"""What is named exactly and no list holds: archived rows, and the codes that rows bore before."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.marques_de_rangee import marques_de_rangee
from actions.models import Action
from actions.models.etats import Publication
from engagements.models import Acteur, Engagement
from engagements.models.etats import Publication as PublicationEngagement
from engagements.models.etats import Verdict
from partenariat.donnees.recherche import couper
from partenariat.histoire.temps import jour
from partenariat.presentation.etats import pastille
from partenariat.recherche.genres import chercher
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    OrganisationFactory,
    PartiePrenanteFactory,
    PlanFactory,
)
from tests.passe import reculer

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(actif=True)


def exacts(plan, saisie, **autres):
    return Client().get(plan.adresse("recherche"), {"q": saisie, **autres}).context["reponse"].exacts


def groupes(plan, saisie):
    return Client().get(plan.adresse("recherche"), {"q": saisie}).context["reponse"].groupes


def lue(plan, saisie) -> str:
    page = Client().get(plan.adresse("recherche"), {"q": saisie}).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_an_archived_action_is_named_and_not_counted(plan):
    action = ActionFactory(plan=plan, code="1.7", titre="La cidrerie", publiee=True)
    Action.objects.filter(pk=action.pk).update(publication=Publication.ARCHIVEE)
    (exact,) = exacts(plan, "1,7")
    assert (exact.code, exact.marques) == ("1.7", [("archivee", "Archivée")])
    assert Client().get(exact.adresse).status_code == 200
    assert chercher(plan, *couper("1.7"))["actions"].total == 0
    assert exacts(plan, "cidrerie") == []


def test_an_archived_commitment_is_named(plan):
    engagement = EngagementFactory(plan=plan, code="E-41", publie=True)
    Engagement.objects.filter(pk=engagement.pk).update(publication=PublicationEngagement.ARCHIVEE)
    (exact,) = exacts(plan, "engagement e41")
    assert (exact.code, exact.marques) == ("E-41", [("archivee", "Archivé")])


def test_a_row_that_is_found_says_what_its_list_says(plan):
    tard = ActionFactory(plan=plan, code="3.10", titre="Une auberge", publiee=True, en_retard=True)
    ActionFactory(plan=plan, code="3.11", titre="Une auberge", publiee=True, perimee=True)
    promis = {"plan": plan, "publie": True, "en_cours": True, "titre": "Meubler une auberge"}
    EngagementFactory(code="E-52", echeance=timezone.localdate() - timedelta(days=1), **promis)
    conteste = EngagementFactory(code="E-54", **promis)
    conteste.declarations.get().verifier(Acteur(conteste.envers), Verdict.CONTESTEE, "Rien n'est livré.")
    dits = {
        un.code: [etat for etat, _mot in un.marques] for g in groupes(plan, "auberge") for un in g.resultats
    }
    assert dits == {
        "3.10": ["en_cours", "en_retard"],
        "3.11": ["en_cours", "dans_les_temps", "perimee"],
        "E-52": ["en_cours", "en_retard", "a_verifier", "sans"],
        "E-54": ["en_cours", "conteste", "sans"],
    }
    page = Client().get(plan.adresse("recherche"), {"q": "auberge"}).content.decode()
    for etat, mot in marques_de_rangee(tard):
        assert pastille(etat, mot) in page


@pytest.mark.parametrize("publication", [Publication.BROUILLON, Publication.A_VALIDER])
def test_what_has_no_page_is_not_named(plan, publication):
    action = ActionFactory(plan=plan, code="1.7", titre="La cidrerie")
    Action.objects.filter(pk=action.pk).update(publication=publication)
    assert exacts(plan, "1.7") == []


def test_a_former_code_leads_to_the_row_and_says_so(plan):
    action = ActionFactory(plan=plan, code="1.7", titre="La cidrerie", publiee=True)
    action.code = "2.9"
    action.save()
    (exact,) = exacts(plan, "« 1,7 »")
    assert (exact.code, exact.autrefois) == ("2.9", True)
    assert "Portait ce code auparavant" in lue(plan, "1.7")
    (exact,) = exacts(plan, "2.9")
    assert not exact.autrefois
    assert "Portait ce code" not in lue(plan, "2.9")


def test_a_code_that_the_public_never_knew_names_nothing(plan):
    action = ActionFactory(plan=plan, code="1.7", titre="La cidrerie")
    action.code = "2.9"
    action.save()
    Action.objects.filter(pk=action.pk).update(publication=Publication.PUBLIEE, publiee_le=timezone.now())
    assert exacts(plan, "1.7") == []
    assert [un.code for un in exacts(plan, "2.9")] == ["2.9"]


def test_a_former_code_of_another_plan_is_not_this_one(plan):
    autre = PlanFactory()
    action = ActionFactory(plan=autre, code="1.7", publiee=True)
    action.code = "2.9"
    action.save()
    assert exacts(plan, "1.7") == []


def test_what_is_named_is_among_those_that_answer_wherever_it_is_ranked(plan):
    """A code that many texts cite: its own row is counted once."""
    cite = ActionFactory(plan=plan, code="1.7", titre="Celle-ci", publiee=True)
    for rang in range(14):
        ActionFactory(plan=plan, code=f"3.{rang}", titre="1.7 1.7 1.7", publiee=True)
    trouve = chercher(plan, *couper("1.7"))["actions"]
    assert trouve.exactes == (cite.pk,)
    assert (trouve.total, trouve.exactes_trouvees) == (15, 1)
    assert "Et 14 autres résultats" in lue(plan, "1.7")


@pytest.mark.parametrize("saisie", ["", " ", "-", "« »", "."])
def test_nothing_typed_names_nothing(plan, saisie):
    ActionFactory(plan=plan, code="1.7", publiee=True)
    assert not any(trouve.exactes for trouve in chercher(plan, *couper(saisie)).values())


def test_a_past_day_knows_what_was_then(plan):
    action = ActionFactory(plan=plan, code="1.7", publiee=True)
    reculer(3)
    action.code = "2.9"
    action.save()
    avant = (jour() - timedelta(days=2)).isoformat()
    (exact,) = exacts(plan, "1.7", au=avant)
    assert (exact.code, exact.autrefois) == ("1.7", False)
    # Nobody called it so yet.
    assert exacts(plan, "2.9", au=avant) == []
    (exact,) = exacts(plan, "1.7", au=jour().isoformat())
    assert (exact.code, exact.autrefois) == ("2.9", True)


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        ("engagement 1.7", None),
        ("arrondissement 1.7", None),
        ("action E-41", None),
        ("axe 1.7", None),
        ("action 1.7", "1.7"),
        ("l'action no 1.7", "1.7"),
        ("Engagement n° 41", None),
        ("engagement E-041", "E-41"),
        ("E 0041", "E-41"),
        ("01.7", "1.7"),
        ("1.07", None),
    ],
)
def test_a_row_is_named_by_what_it_is_called_and_by_nothing_else(saisie, code, plan):
    ActionFactory(plan=plan, code="1.7", publiee=True)
    ActionFactory(plan=plan, code="1.70", publiee=True)
    EngagementFactory(plan=plan, code="E-41", publie=True)
    assert [un.code for un in exacts(plan, saisie)] == ([code] if code else [])


@pytest.mark.parametrize("saisie", ["axe 7", "l'axe 7", "Axe n° 7", "axe no 07", "direction 7"])
def test_an_axis_is_named_by_its_number(saisie, plan):
    AxeFactory(plan=plan, numero=7, titre="Les grands projets")
    AxeFactory(plan=plan, numero=70)
    assert [un.code for un in exacts(plan, saisie)] == ["Axe 7"]
    assert exacts(plan, "7") == []
    assert [r.code for g in groupes(plan, "axe grands projets") for r in g.resultats] == ["Axe 7"]


@pytest.mark.parametrize(
    "saisie", ["verdunois", "Organisation Verdunois", "« VERDUNOIS »", "arrondissement verdunois"]
)
def test_a_name_comes_first_and_not_alone(saisie, plan):
    lieu = OrganisationFactory(nom="Verdunois", sigle="VDX", slug="verdunois", arrondissement=True)
    PartiePrenanteFactory(plan=plan, organisation=lieu)
    ActionFactory(plan=plan, code="1.7", titre="Verdunois, arrondissement et organisation", publiee=True)
    page = Client().get(plan.adresse("recherche"), {"q": saisie})
    assert [un.code for un in page.context["reponse"].exacts] == ["VDX"]
    assert '<details class="autres' not in page.content.decode()
    assert [r.code for g in page.context["reponse"].groupes for r in g.resultats] == ["1.7"]
    assert (
        '<details class="autres' not in Client().get(plan.adresse("recherche"), {"q": "VDX"}).content.decode()
    )
