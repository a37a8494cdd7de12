"""What a body promised, in time: shapes by state, nothing unpublished, and its sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.frises.plan import PILE
from engagements.greffes import de_l_organisation
from tests.factories import EngagementFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DEMAIN = timezone.localdate() + timedelta(days=1)
HIER = timezone.localdate() - timedelta(days=1)


def promettre(plan, organisme, ville, **champs):
    return EngagementFactory(plan=plan, partie=organisme, envers=ville, **champs)


def marques(plan, organisme):
    (rangee,) = de_l_organisation(plan, organisme)["frise"].rangees
    return sorted((m.etat, m.nombre) for m in rangee.marques)


def test_the_shape_says_the_state(plan, organisme, ville):
    promettre(plan, organisme, ville, publie=True, en_cours=True, echeance=DEMAIN)
    promettre(plan, organisme, ville, publie=True, en_cours=True, echeance=HIER)
    promettre(plan, organisme, ville, publie=True, tenu=True, echeance=HIER)
    promettre(plan, organisme, ville, publie=True, en_cours=True, echeance=None)
    promettre(plan, organisme, ville, echeance=DEMAIN)
    promettre(plan, ville, organisme, publie=True, en_cours=True, echeance=DEMAIN)
    assert marques(plan, organisme) == [("atteint", 1), ("en_retard", 1), ("prevu", 1)]


def test_many_of_a_month_are_one_mark_that_leads_to_their_list(plan, organisme, ville):
    for _rang in range(PILE + 1):
        promettre(plan, organisme, ville, publie=True, en_cours=True, echeance=HIER)
    assert marques(plan, organisme) == [("en_retard", PILE + 1)]
    frise = de_l_organisation(plan, organisme)["frise"]
    assert frise.rangees[0].marques[0].adresse.endswith(f"/engagements/?organisation={organisme.slug}")
    assert [part.texte for part in frise.parts] == [f"{PILE + 1} à échéance dépassée"]


def test_the_page_opens_with_how_many_and_to_whom(client, plan, organisme, ville):
    autres = [OrganisationFactory(service=True, nom=f"Zone {n}") for n in range(3)]
    for envers in (ville, *autres):
        promettre(plan, organisme, envers, publie=True, en_cours=True, echeance=DEMAIN)
    promettre(plan, ville, organisme, publie=True, en_cours=True)
    page = client.get(f"/plans/actif/organisations/{organisme.slug}/").content.decode()
    tete = " ".join(page[page.index("<h1") : page.index("titre-temps")].split())
    assert "Engagée" in tete
    assert "<strong>4</strong>" in tete
    assert "et 2 autres." in tete
    assert "<strong>1</strong> engagement" in tete
    assert "Ses engagements" in page
