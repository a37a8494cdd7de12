"""The page cache: never stale, never computed twice, never for someone it was not made for."""

import gzip
from functools import partial

import brotli
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, connections, transaction
from django.http import HttpResponse, HttpResponseNotFound, HttpResponseRedirect, StreamingHttpResponse
from django.test import Client
from django.urls import path

from actions.models import Action, Plan
from partenariat.histoire.revision import revision
from partenariat.models import Organisation
from partenariat.presentation import cache
from partenariat.presentation.publique import publique
from tests.factories import ActionFactory, DomaineFactory, JalonFactory, PlanFactory, UtilisateurFactory

# --- A small site, whose pages say how many times they were computed --------------------------------------

calculs: list[str] = []


def _corps(request) -> str:
    calculs.append(request.path)
    titres = ",".join(Plan.objects.values_list("titre", flat=True).order_by("pk"))
    return f"page {len(calculs)} pour {request.user} [{titres}] " + "é" * 300


@partial(publique, parametres=("q", "axe"))
def page(request):
    return HttpResponse(_corps(request))


@publique
def biscuit(request):
    reponse = HttpResponse(_corps(request))
    reponse.set_cookie("x", "y")
    return reponse


@publique
def partielle(request):
    return HttpResponse(_corps(request) + ("partielle" if request.htmx else "entière"))


@publique
def absente(request):
    return HttpResponseNotFound(_corps(request))


@publique
def ailleurs(request):
    _corps(request)
    return HttpResponseRedirect("/page/")


@publique
def flux(request):
    return StreamingHttpResponse(iter([_corps(request)]))


@publique
def enorme(request):
    return HttpResponse(_corps(request) + "x" * cache.TAILLE_MAX)


@login_not_required
def non_declaree(request):
    return HttpResponse(_corps(request))


urlpatterns = [
    path(f"{vue.__name__}/", vue)
    for vue in (page, biscuit, partielle, absente, ailleurs, flux, enorme, non_declaree)
]


@pytest.fixture
def site(settings, pages_gardees):
    settings.ROOT_URLCONF = __name__
    calculs.clear()
    return Client()


# --- The revision ----------------------------------------------------------------------------------------


def _sql(requete: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete)


ECRITURES = {
    "create": lambda action: PlanFactory(),
    "save": lambda action: action.save(),
    "update": lambda action: Action.objects.update(titre="Neuf"),
    "bulk_create": lambda action: Organisation.objects.bulk_create(
        [Organisation(nom="a", slug="a", nature="fonds")]
    ),
    "bulk_update": lambda action: Action.objects.bulk_update([action], ["titre"]),
    "delete": lambda action: ActionFactory(plan=action.plan).delete(),
    "raw": lambda action: _sql("UPDATE actions_plan SET titre = 'Neuf'"),
    "many-to-many": lambda action: action.domaines.add(DomaineFactory.create(plan=action.plan)),
    "milestone": lambda action: JalonFactory(action=action),
}


@pytest.mark.django_db
@pytest.mark.parametrize("ecriture", ECRITURES)
def test_any_write_moves_the_revision(ecriture):
    action = ActionFactory(publiee=True)
    avant = revision()
    ECRITURES[ecriture](action)
    assert revision() != avant


@pytest.mark.django_db
def test_a_write_moves_the_revision_under_replication_role(replique):
    PlanFactory()
    avant = revision()
    Plan.objects.update(titre="Neuf")
    assert revision() != avant


@pytest.mark.django_db
def test_undoing_a_link_moves_the_revision():
    action = ActionFactory(publiee=True)
    action.domaines.add(DomaineFactory(plan=action.plan))
    avant = revision()
    action.domaines.clear()
    assert revision() != avant


@pytest.mark.django_db
def test_reading_does_not_move_the_revision():
    ActionFactory()
    avant = revision()
    list(Action.objects.avec_lectures())
    assert revision() == avant


@pytest.mark.django_db
def test_what_was_undone_does_not_move_the_revision():
    avant = revision()
    with transaction.atomic():
        PlanFactory()
        assert revision() != avant
        transaction.set_rollback(True)
    assert revision() == avant


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ordre", [(0, 1), (1, 0)], ids=["first first", "last first"])
def test_two_transactions_both_move_the_revision_whichever_ends_first(ordre):
    plans = [PlanFactory(), PlanFactory()]
    autres = [connections.create_connection("default") for _ in plans]
    try:
        for autre, plan in zip(autres, plans, strict=True):
            autre.set_autocommit(False)
            with autre.cursor() as curseur:
                curseur.execute("UPDATE actions_plan SET titre = 'Neuf' WHERE id = %s", [plan.pk])
        vues = [revision()]
        for rang in ordre:
            autres[rang].commit()
            vues.append(revision())
    finally:
        for autre in autres:
            autre.close()
    assert len(set(vues)) == 3, vues


# --- The kept page ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_kept_page_is_served_without_computing_it_again(site, django_assert_num_queries):
    premiere = site.get("/page/")
    with django_assert_num_queries(1):
        seconde = site.get("/page/")
    assert premiere.status_code == seconde.status_code == 200
    assert premiere.content == seconde.content
    assert calculs == ["/page/"]


@pytest.mark.django_db
def test_a_kept_page_changes_right_after_a_write(site):
    PlanFactory(titre="Un")
    assert "[Un]" in site.get("/page/").content.decode()
    Plan.objects.update(titre="Deux")
    assert "[Deux]" in site.get("/page/").content.decode()


@pytest.mark.django_db
def test_a_kept_page_changes_at_midnight_in_montreal(site, time_machine):
    time_machine.move_to("2026-03-31T23:58:00-04:00", tick=False)
    site.get("/page/")
    time_machine.move_to("2026-03-31T23:59:59-04:00", tick=False)
    site.get("/page/")
    assert len(calculs) == 1
    time_machine.move_to("2026-04-01T00:00:00-04:00", tick=False)
    site.get("/page/")
    assert len(calculs) == 2


@pytest.mark.django_db
def test_each_address_has_its_own_page(site):
    for adresse in ("/page/", "/page/?q=a", "/page/?q=b", "/page/?q=a&axe=2"):
        site.get(adresse)
        site.get(adresse)
    assert len(calculs) == 4


@pytest.mark.django_db
def test_a_person_signed_in_never_gets_the_page_of_a_visitor_nor_gives_hers(site, client_de):
    personne = UtilisateurFactory(first_name="Rosalie", last_name="Roy")
    connectee = client_de(personne)
    assert "Rosalie" in connectee.get("/page/").content.decode()
    assert "Rosalie" not in site.get("/page/").content.decode()
    assert "Rosalie" in connectee.get("/page/").content.decode()
    assert len(calculs) == 3


@pytest.mark.django_db
def test_a_kept_page_is_never_served_under_a_name_that_is_not_ours(site):
    site.get("/page/")
    refus = site.get("/page/", headers={"host": "ailleurs.exemple"})
    assert refus.status_code == 400
    assert b"page 1" not in refus.content


@pytest.mark.django_db
def test_a_visitor_who_has_the_page_is_told_so_until_it_changes(site):
    PlanFactory()
    etiquette = site.get("/page/")["ETag"]
    inchangee = site.get("/page/", headers={"if-none-match": etiquette})
    assert (inchangee.status_code, inchangee.content, inchangee["ETag"]) == (304, b"", etiquette)
    Plan.objects.update(titre="Neuf")
    changee = site.get("/page/", headers={"if-none-match": etiquette})
    assert changee.status_code == 200
    assert changee["ETag"] != etiquette


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepte", "codage", "lire"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_a_page_is_sent_in_the_coding_that_the_browser_reads(accepte, codage, lire, site):
    attendu = site.get("/page/").content
    for _ in range(2):
        reponse = site.get("/page/", headers={"accept-encoding": accepte})
        assert reponse.get("Content-Encoding") == codage
        assert lire(reponse.content) == attendu
        assert reponse["Content-Length"] == str(len(reponse.content))
    assert {"Accept-Encoding", "Cookie"} <= set(reponse["Vary"].replace(" ", "").split(","))
    assert len(calculs) == 1


@pytest.mark.django_db
def test_a_kept_page_has_the_headers_of_a_new_one_and_its_own_request_number(site):
    premiere, seconde = site.get("/page/"), site.get("/page/")
    assert premiere["X-Request-ID"] != seconde["X-Request-ID"]
    sans = {"X-Request-ID"}
    assert {k: v for k, v in premiere.items() if k not in sans} == {
        k: v for k, v in seconde.items() if k not in sans
    }
    assert "Content-Security-Policy" in seconde
    assert seconde["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_piece_of_a_page_is_never_served_for_the_whole(site):
    assert site.get("/partielle/", headers={"hx-request": "true"}).content.decode().endswith("partielle")
    assert site.get("/partielle/").content.decode().endswith("entière")
    assert site.get("/partielle/", headers={"hx-request": "true"}).content.decode().endswith("partielle")


@pytest.mark.django_db
def test_asking_for_the_headers_alone_does_not_empty_the_page(site):
    site.head("/page/")
    assert b"page 1" in site.get("/page/").content


@pytest.mark.django_db
@pytest.mark.parametrize("nom", ["biscuit", "absente", "ailleurs", "flux", "enorme", "non_declaree"])
def test_what_must_not_be_kept_is_computed_each_time(nom, site):
    for _ in range(2):
        site.get(f"/{nom}/").getvalue()
    assert len(calculs) == 2


def test_a_public_page_refuses_to_write(rf):
    calculs.clear()
    assert page(rf.post("/page/")).status_code == 405
    assert calculs == []


@pytest.mark.django_db(transaction=True)
def test_a_past_date_is_read_in_the_past_and_kept_apart(site):
    PlanFactory(titre="Un")
    assert "[]" in site.get("/page/?au=2020-01-01").content.decode()
    assert "[Un]" in site.get("/page/").content.decode()
    assert "[]" in site.get("/page/?au=2020-01-01").content.decode()
    assert len(calculs) == 2
