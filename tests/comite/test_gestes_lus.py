"""The address of a gesture, read by a link: it leads to the page of its form, never to a bare error."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from tests.factories import DecisionFactory, SuiteFactory
from tests.formulaires import texte
from tests.test_gestes_en_double import Lieu

pytestmark = pytest.mark.django_db
SE_DISENT = {"/compte/deconnexion/", "/compte/changement/", "/apparence/"}
"""They have no form of their own to lead to: it is on every page, or on one that refuses."""


@pytest.fixture
def lieu() -> Lieu:
    return Lieu()


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    for motif in resolver.url_patterns:
        if isinstance(motif, URLResolver):
            yield from routes(motif) if "admin" not in str(motif.pattern) else ()
        else:
            yield motif


def adresses(lieu: Lieu) -> set[str]:
    """Of each route, one that leads somewhere."""
    decision, suite = DecisionFactory(seance=lieu.seance), SuiteFactory(seance=lieu.seance)
    pks = {"suite-noter": suite.pk, "seance-corriger": decision.pk}
    connus = {
        "numero": lieu.seance.numero,
        "plan": lieu.plan.slug,
        "slug": lieu.ville.slug,
        "code": lieu.action.code,
        "annee": 2026,
        "format_": "csv",
    }
    trouvees = set()
    for motif in routes(get_resolver()):
        noms = motif.pattern.converters
        dits = {nom: pks.get(motif.name or "", lieu.point.pk) if nom == "pk" else connus.get(nom, "x")
                for nom in noms}  # fmt: skip
        # At the address of its plan, where it is of one.
        for ici in ({"plan": lieu.plan.slug}, {}):
            with suppress(NoReverseMatch):
                trouvees.add(reverse(motif.name, kwargs=dits | ici))
                break
    return trouvees


def test_no_address_that_is_read_ends_on_a_bare_error(lieu):
    fautes, lues = [], adresses(lieu)
    assert {lieu.plan.adresse("seance-annuler", numero=lieu.seance.numero), "/espace/pour/"} <= lues
    assert len(lues) > 50
    for qui in (lieu.comite, lieu.coordination):
        client = Client()
        client.force_login(qui)
        for adresse in sorted(lues - SE_DISENT):
            reponse = client.get(adresse, follow=True)
            if reponse.status_code not in (200, 404):
                fautes.append(f"{qui} {adresse} : {reponse.status_code}")
            client.force_login(qui)
    assert not fautes, "\n".join(fautes)


GESTES = {
    "dossier": ("dossier", "preparation"),
    "annulation": ("annulation", "preparation"),
    "convocation": ("convocation", "preparation"),
    "points": ("preparation/points", "preparation"),
    "ordre": ("preparation/ordre", "preparation"),
    "présences": ("tenue/presences", "tenue"),
    "décisions": ("tenue/decisions", "tenue"),
    "suites": ("tenue/suites", "tenue"),
    "levée": ("tenue/levee", "tenue"),
    "approbation": ("proces-verbal/approbation", "proces-verbal"),
}


@pytest.mark.parametrize(("geste", "page"), GESTES.values(), ids=GESTES)
def test_a_gesture_that_is_read_leads_to_its_page(lieu, geste, page):
    client = Client()
    client.force_login(lieu.comite)
    racine = f"/plans/actif/comite/seances/{lieu.seance.numero}/"
    reponse = client.get(f"{racine}{geste}/")
    assert reponse.status_code == 302
    assert reponse.url.partition("#")[0] == f"{racine}{page}/"
    assert Client().get(f"{racine}{geste}/").url.startswith("/compte/connexion/")


@pytest.mark.parametrize(
    "adresse", ["/plans/actif/tableau-de-bord/modules/?axe=1", "/plans/actif/tableau-de-bord/modules/"]
)
def test_the_choice_of_modules_leads_to_the_dashboard(lieu, adresse):
    client = Client()
    client.force_login(lieu.comite)
    assert "/plans/actif/tableau-de-bord/" in client.get(adresse).url
    assert "modules" not in client.get(adresse).url


REFUSEES = {
    "un formulaire à une page": ("post", "/methode/"),
    "une page à un formulaire": ("get", "/compte/deconnexion/"),
    "en anglais": ("post", "/en/methode/"),
}


@pytest.mark.parametrize(("methode", "adresse"), REFUSEES.values(), ids=REFUSEES)
def test_what_a_page_does_not_answer_is_said_with_links(client, lieu, methode, adresse):
    client.force_login(lieu.comite)
    reponse = getattr(client, methode)(adresse)
    assert reponse.status_code == 405
    assert reponse["Allow"]
    assert 'href="/"' in reponse.content.decode() or 'href="/en/"' in reponse.content.decode()
    assert "405" in texte(reponse)
    assert "no-store" in reponse["Cache-Control"]
