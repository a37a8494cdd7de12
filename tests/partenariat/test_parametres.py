"""Whom a page is kept for, and under what: what says nothing makes no other page nor person."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve
from django.utils import timezone

from partenariat import urls as site_entier
from partenariat.presentation.cache import PagesPubliques
from partenariat.presentation.guichet import Guichet
from partenariat.presentation.parametres import DERNIERE
from partenariat.presentation.publique import publique
from tests.factories import PlanFactory, UtilisateurFactory

calculs: list[str] = []


@partial(publique, parametres=("page", "le"), numeros=("jalons",))
def page(request):
    calculs.append(request.META["QUERY_STRING"])
    return HttpResponse(f"{dict(request.GET)}")


urlpatterns = [path("page/", page), *site_entier.urlpatterns]


@pytest.fixture
def site(settings, pages_gardees):
    settings.ROOT_URLCONF = __name__
    calculs.clear()
    return Client()


AUJOURDHUI = timezone.localdate()
ILLISIBLES = {
    "no day": (["au=x1", "au=x2", "au=2026-13-01", "au=2026-02-30"], "au=illisible"),
    "to come": ([f"au={AUJOURDHUI + timedelta(days=n)}" for n in (1, 2, 900)], "au=9999-12-31"),
    "today": (["", f"au={AUJOURDHUI}", "au=", "le=+"], ""),
    "a past day, however written": (["au=2026-03-31", "au=20260331", "au=x&au=+2026-03-31"], "au=2026-03-31"),
    "another parameter that is a day": (["le=x1", "le=x2"], "le=illisible"),
    "no number": (["page=x", "page=1", "page=1.5"], ""),
    "beyond any page": (["page=1000", "page=" + "9" * 40], f"page={DERNIERE}"),
    "the number of a table": (["jalons=x", "jalons=1"], ""),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("requetes", "lue"), ILLISIBLES.values(), ids=ILLISIBLES)
def test_values_that_say_the_same_are_one_page(requetes, lue, site):
    assert len({site.get(f"/page/?{requete}").content for requete in requetes}) == 1
    assert calculs == [lue]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("requete", "phrase"),
    [("au=demain", "pas une date"), (f"au={AUJOURDHUI + timedelta(days=1)}", "est à venir")],
)
def test_the_page_still_says_why_a_day_is_not_read(requete, phrase, site):
    PlanFactory(actif=True)
    for chemin in ("/plans/actif/actions/", "/methode/"):
        assert phrase in site.get(f"{chemin}?{requete}").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("requete", "gardees"), [("axe=zz", 0), ("tri=zz", 0), ("q=zz", 1), ("page=zz", 1)])
def test_a_page_that_names_an_unknown_value_is_kept_for_nobody(requete, gardees, site):
    PlanFactory(actif=True)
    assert site.get(f"/plans/actif/actions/?{requete}").status_code == 200
    assert len(caches["pages"]._memoire.pages) == gardees


# --- What is too long ------------------------------------------------------------------------------------

TROP_LONGS = {
    "un mot": "q=" + "a" * 60_000,
    "des chevrons": "q=" + "%3C" * 19_000,
    "un ordre": "tri=" + "a" * 60_000,
    "une valeur": "{critere}=" + "a" * 60_000,
    "mille valeurs": "&".join(f"{{critere}}={n:a>200}" for n in range(300)),
}
LISTES = {"actions": "axe", "engagements": "partie", "decisions": "annee"}


@pytest.mark.django_db
@pytest.mark.parametrize("requete", TROP_LONGS.values(), ids=TROP_LONGS)
@pytest.mark.parametrize("nom", LISTES)
def test_what_is_too_long_is_said_and_repeated_nowhere(nom, requete, client):
    plan = PlanFactory(actif=True)
    adresse, requete = plan.adresse(nom), requete.format(critere=LISTES[nom])
    assert LISTES[nom] in resolve(adresse).func.parametres
    nue, page = client.get(adresse).content.decode(), client.get(f"{adresse}?{requete}").content.decode()
    assert len(page) - len(nue) < 6_000
    assert "laissé de côté" in page or "tri=" in requete
    fichier = client.get(f"{plan.adresse(f'donnees-{nom}', format_='json')}?{requete}")
    assert fichier.status_code == 400, "un programme ne reçoit pas d'autres lignes que celles qu'il demande"
    assert len(fichier.content) < 1_000


# --- Whose session ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_session_that_is_none_of_ours_is_a_visitor_s(site):
    attendue = site.get("/page/?le=2026-03-31").content
    site.cookies["session"] = "faux"
    assert site.get("/page/?le=2026-03-31").content == attendue
    assert calculs == ["le=2026-03-31"]


@pytest.mark.django_db
def test_a_false_session_waits_among_visitors_and_takes_no_turn_of_people_signed_in(
    site, client_de, monkeypatch
):
    plein = Guichet(places=0, file=0)
    init = PagesPubliques.__init__

    def sans_place(pages, get_response):
        init(pages, get_response)
        pages.visiteurs = plein

    monkeypatch.setattr(PagesPubliques, "__init__", sans_place)
    visiteur = Client(headers={"cookie": "session=faux"})
    assert visiteur.get("/espace/").status_code == 503
    assert client_de(UtilisateurFactory()).get("/espace/").status_code != 503


@pytest.mark.django_db
def test_a_page_that_has_not_changed_says_again_for_whom_it_is_kept(site):
    entiere = site.get("/page/")
    inchangee = site.get("/page/", headers={"if-none-match": entiere["ETag"]})
    assert (inchangee.status_code, inchangee.content) == (304, b"")
    for nom in ("ETag", "Vary", "Cache-Control"):
        assert inchangee[nom] == entiere[nom]
    assert "Content-Type" not in inchangee
