"""A page that leads nowhere leads on: to a search, the menu, the plan that has it; and to nothing hidden."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import Action
from engagements.models import Engagement
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
    SeanceFactory,
)
from tests.passe import reculer
from tests.reponses import corps, sans_la_demande
from tests.test_adresses import contenu

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans(db):
    """The active plan, where something is published; a former one, which has a page of each kind."""
    actif = PlanFactory(actif=True)
    # The axis of that number is of the former one alone.
    ActionFactory(plan=actif, axe=AxeFactory(plan=actif, numero=77), publiee=True, code="A-seule")
    return actif, contenu(PlanFactory(titre="Le plan d'avant"))


PAGES = {
    "actions": "actions/{code}/",
    "axes": "axes/{numero}/",
    "engagements": "engagements/{code}/",
    "organisations": "organisations/{slug}/",
    "séances": "comite/seances/{numero}/",
    "bilans": "bilans/{annee}/",
}


def lue(adresse: str, statut: int = 404) -> str:
    reponse = Client().get(adresse)
    assert reponse.status_code == statut, adresse
    return unescape(reponse.content.decode())


@pytest.mark.parametrize("langue", ["", "/en"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_of_a_former_plan_is_led_to(page, langue, plans):
    _actif, valeurs = plans
    fin = page.format(**valeurs)
    texte = lue(f"{langue}/plans/actif/{fin}")
    vers = f"{langue}/plans/{valeurs['plan']}/{fin}"
    assert f'href="{vers}"' in texte
    assert Client().get(vers).status_code == 200


def test_what_no_plan_has_leads_to_none(plans):
    _actif, valeurs = plans
    for page in PAGES.values():
        absentes = dict.fromkeys(valeurs, "jamais-vu") | {"numero": 999, "annee": 1999}
        assert valeurs["plan"] not in lue(f"/plans/actif/{page.format(**absentes)}")


def test_nothing_hidden_is_led_to_nor_told_of(plans):
    """Neither of the other plan, nor of the one that is asked."""
    actif, valeurs = plans
    ancien = Action.objects.get(code=valeurs["code"]).plan
    axe = ancien.axes.get()
    ActionFactory(axe=axe, code="X-brouillon")
    ActionFactory(axe=axe, code="X-a-valider", a_valider=True)
    EngagementFactory(plan=ancien, code="X-brouillon")
    BilanFactory(plan=ancien, annee=2019)
    inconnu = OrganisationFactory(service=True, slug="x-inconnu")
    ActionFactory(axe=axe, code="X-autre", responsable=inconnu)
    cache = PlanFactory(slug="x-cache")
    ActionFactory(axe=AxeFactory(plan=cache), code="X-cache")
    SeanceFactory(plan=cache, numero="X-1")
    rien = sans_la_demande(Client().get("/plans/actif/actions/jamais-vu/"))
    for fin in (
        "actions/X-brouillon/",
        "actions/X-a-valider/",
        "actions/X-cache/",
        "engagements/X-brouillon/",
        "organisations/x-inconnu/",
        "comite/seances/X-1/",
        "bilans/2019/",
    ):
        assert sans_la_demande(Client().get(f"/plans/actif/{fin}")) == rien, fin
    # A draft of this plan answers as a code that it never had.
    publique = lue(f"/plans/actif/actions/{valeurs['code']}/")
    ActionFactory(plan=actif, code=valeurs["code"])
    assert lue(f"/plans/actif/actions/{valeurs['code']}/") == publique


# --- On a past day, and under a former name --------------------------------------------------------------


def test_on_a_past_day_what_was_there_that_day_is_led_to_on_that_day(plans):
    """And not what came since."""
    _actif, valeurs = plans
    ancien = Action.objects.get(code=valeurs["code"])
    reculer(30)
    ActionFactory(axe=ancien.axe, publiee=True, code="X-depuis")
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    adresse, vers = (ancien.plan.adresse("action", code=code) for code in (ancien.code, "X-depuis"))
    for langue in ("", "/en"):
        texte = lue(f"{langue}/plans/actif/actions/{ancien.code}/?au={hier}")
        assert f'href="{langue}{adresse}?au={hier}"' in texte
        assert Client().get(f"{langue}{adresse}?au={hier}").status_code == 200
    assert f'href="{vers}"' in lue("/plans/actif/actions/X-depuis/")
    assert vers not in lue(f"/plans/actif/actions/X-depuis/?au={hier}")


def test_a_day_before_the_history_of_a_plan_leads_to_nothing_of_it(plans):
    reculer(30)
    recent = ActionFactory(plan=PlanFactory(), publiee=True, code="X-recente").plan
    hier = timezone.localdate() - timedelta(days=1)
    assert recent.slug in lue("/plans/actif/actions/X-recente/")
    assert recent.slug not in lue(f"/plans/actif/actions/X-recente/?au={hier}")


def test_what_changed_its_name_is_led_to_under_any_that_was_public(plans):
    _actif, valeurs = plans
    ancien = Action.objects.get(code=valeurs["code"])
    reculer(30)
    ancien.code = "X-nouveau"
    ancien.save()
    hier = timezone.localdate() - timedelta(days=1)
    neuve, passee = (ancien.plan.adresse("action", code=code) for code in ("X-nouveau", valeurs["code"]))
    assert f'href="{neuve}"' in lue(f"/plans/actif/actions/{valeurs['code']}/")
    for nom in ("X-nouveau", valeurs["code"]):
        # By the name that it had that day.
        assert f'href="{passee}?au={hier}"' in lue(f"/plans/actif/actions/{nom}/?au={hier}"), nom
    assert Client().get(f"{passee}?au={hier}", follow=True).status_code == 200
    organisation = ancien.responsable
    organisation.slug = "x-nouvelle"
    organisation.save()
    assert f'href="{ancien.plan.adresse("organisation", slug="x-nouvelle")}"' in lue(
        f"/plans/actif/organisations/{valeurs['slug']}/"
    )


def test_a_name_that_was_never_public_leads_to_nothing(plans):
    _actif, valeurs = plans
    axe = Action.objects.get(code=valeurs["code"]).axe
    cachee = ActionFactory(axe=axe, code="X-jamais")
    cachee.code = "X-publique"
    cachee.save()
    Action.objects.filter(pk=cachee.pk).update(publication="publiee", publiee_le=timezone.now())
    assert axe.plan.slug in lue("/plans/actif/actions/X-publique/")
    assert axe.plan.slug not in lue("/plans/actif/actions/X-jamais/")


def test_it_asks_a_handful_of_queries_whatever_there_is(plans, django_assert_max_num_queries):
    """The plan, the page, whether it was called so once, the other plans, and those that have it."""
    for _ in range(5):
        contenu(PlanFactory())
    with django_assert_max_num_queries(7):
        lue("/plans/actif/actions/jamais-vu/")
    with django_assert_max_num_queries(7):
        lue(f"/plans/actif/engagements/{Engagement.objects.exclude(plan__actif=True).first().code}/")
    # And two that set the day, each time that it is.
    with django_assert_max_num_queries(14):
        lue(f"/plans/actif/actions/jamais-vu/?au={timezone.localdate()}")


def test_a_file_that_is_missing_is_told_in_a_line(plans):
    _actif, valeurs = plans
    reponse = Client().get(f"/plans/actif/engagements/{valeurs['code']}/texte.txt")
    assert (reponse.status_code, reponse["Content-Type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.parametrize("adresse", ["/n-existe-pas/", "/plans/actif/actions/jamais-vu/", "/plans/inconnu/"])
def test_every_missing_page_has_a_search_and_the_menu(adresse, plans):
    for langue in ("", "/en"):
        texte = lue(langue + adresse)
        (vers,) = re.findall(r'<form[^>]*role="search"[^>]*action="([^"]+)"', texte)
        assert '<label for="q">' in texte
        trouve = Client().get(f"{vers}?q=A-seule", follow=True)
        assert "A-seule" in trouve.content.decode()
        liens = re.findall(r'href="([^"]+)"', texte[texte.index("<main") :])
        assert {f"{langue}/{nom}/" for nom in ("actions", "engagements", "comite", "plans")} <= set(liens)
        for lien in liens:
            reponse = Client().get(lien, follow=True)
            corps(reponse)
            assert reponse.status_code == 200, lien


def test_a_missing_page_leads_on_by_one_list_and_first_to_the_same_page_elsewhere(plans):
    _actif, valeurs = plans
    principal = {
        mene: (texte := lue(f"/plans/actif/actions/{code}/"))[texte.index("<main") :]
        for mene, code in ((False, "jamais-vu"), (True, valeurs["code"]))
    }
    for mene, texte in principal.items():
        listes = re.findall(r"<ul.*?</ul>", texte, re.DOTALL)
        menu = next(liste for liste in listes if 'href="/"' in liste)
        premieres = listes[: listes.index(menu)]
        assert [liste.count("<li>") for liste in premieres] == [1] * mene
        assert texte.index(menu) > texte.index('<form class="recherche"') > texte.find("erreur__suites")
    assert '<ul class="erreur__suites">' in principal[True]


def test_a_missing_page_needs_no_database(base_perdue):
    assert 'role="search"' in lue("/n-existe-pas/")


# --- A body that is no more ------------------------------------------------------------------------------


@pytest.fixture
def finie(plans):
    """A body that ended, in a public action of the active plan."""
    actif, _valeurs = plans
    hier = timezone.localdate() - timedelta(days=1)
    suivante = OrganisationFactory(service=True, nom="Service suivant", slug="suivant")
    organisation = OrganisationFactory(service=True, nom="Service ancien", jusqu_a=hier, successeur=suivante)
    ActionFactory(axe=actif.axes.first(), publiee=True, responsable=organisation)
    return organisation, suivante


def test_a_body_that_ended_says_so_and_leads_to_its_successor(plans, finie):
    organisation, suivante = finie
    adresse = plans[0].adresse("organisation", slug=organisation.slug)
    assert "Service suivant" not in lue(adresse, 200), "what is known through nothing public stays unknown"
    ActionFactory(axe=plans[0].axes.first(), publiee=True, responsable=suivante)
    texte = lue(adresse, 200)
    assert "Cette organisation a existé jusqu'au" in texte
    assert f'href="{plans[0].adresse("organisation", slug="suivant")}">Service suivant</a>' in texte


def test_a_body_that_is_to_end_is_not_said_to_have_ended(plans, finie):
    organisation, _suivante = finie
    organisation.jusqu_a = date(2099, 1, 1)
    organisation.save()
    texte = lue(plans[0].adresse("organisation", slug=organisation.slug), 200)
    assert "a existé" not in texte
