"""What programs look for: the map of the site, robots, whom to tell of a flaw, the icon, search."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from actions.models import Action
from partenariat.environnement import ReglageRefuse, contacts
from partenariat.presentation import plan_du_site as carte
from tests.actions.test_fuites import SECRET, action_secrete
from tests.factories import (
    ActionFactory,
    BilanFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
)
from tests.reponses import corps, sans_la_demande
from tests.test_adresses import DEPOSES, OUVERTES, contenu, remplir
from tests.test_en_bref import dits

pytestmark = pytest.mark.django_db

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "http://testserver"


def xml(adresse: str) -> ElementTree.Element:
    reponse = Client().get(adresse.removeprefix(SITE))
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "application/xml; charset=utf-8"), adresse
    return ElementTree.fromstring(reponse.content)  # noqa: S314  # ours


def fichiers() -> list[str]:
    return [lu.text or "" for lu in xml("/sitemap.xml").findall("s:sitemap/s:loc", NS)]


def entrees() -> dict[str, ElementTree.Element]:
    """Each entry of every file, by its address; none is there twice."""
    lues = [une for fichier in fichiers() for une in xml(fichier).findall("s:url", NS)]
    par_adresse = {une.findtext("s:loc", "", NS): une for une in lues}
    assert len(par_adresse) == len(lues)
    return par_adresse


@pytest.fixture
def plans(db):
    return {False: contenu(PlanFactory(actif=True)), True: contenu(PlanFactory())}


def pages_publiques(valeurs: dict, *, du_site: bool) -> set[str]:
    """The addresses of the public pages of a plan, or of those that are of none."""
    prefixees = {nom for route, nom in OUVERTES if "<slug:plan>" in route}
    return {
        remplir(route, valeurs)
        for route, nom in OUVERTES
        if route.endswith("/") and nom not in ("connexion", *DEPOSES)
        if (nom not in prefixees if du_site else "<slug:plan>" in route)
    }


def test_every_public_page_of_every_plan_is_there_in_both_languages(plans):
    attendues = pages_publiques(plans[False], du_site=True)
    for valeurs in plans.values():
        attendues |= pages_publiques(valeurs, du_site=False)
    lues = {adresse.removeprefix(SITE) for adresse in entrees()}
    assert attendues | {f"/en{adresse}" for adresse in attendues} <= lues


def test_each_address_is_the_one_that_its_page_says_is_its_own(plans):
    for adresse, entree in entrees().items():
        chemin = adresse.removeprefix(SITE)
        reponse = Client().get(chemin)
        assert reponse.status_code == 200, adresse
        assert dits(corps(reponse).decode())["canonique"] == adresse
        autres = {lien.get("hreflang"): lien.get("href") for lien in entree.findall("x:link", NS)}
        assert adresse == autres["en" if chemin.startswith("/en/") else "fr-ca"]
        assert autres["x-default"] == autres["fr-ca"]


def test_a_day_of_change_is_said_where_it_is_known_only(plans):
    action = Action.objects.get(plan__actif=True)
    for adresse, entree in entrees().items():
        nom = resolve(urlsplit(adresse).path.removeprefix("/en")).url_name
        quand = entree.findtext("s:lastmod", None, NS)
        assert (quand is not None) == (nom in ("action", "bilan")), adresse
        if action.get_absolute_url() == adresse.removeprefix(SITE):
            assert quand == f"{timezone.localdate()}"


@pytest.mark.parametrize("etat", ["brouillon", "a_valider"])
def test_nothing_unpublished_is_there(plans, etat):
    action = Action.objects.get(plan__actif=True)
    adresses = ["/sitemap.xml", *fichiers(), "/robots.txt", "/recherche/opensearch.xml"]
    avant = [corps(Client().get(adresse.removeprefix(SITE))) for adresse in adresses]
    secrete = action_secrete(action.plan, action.axe, **({"a_valider": True} if etat == "a_valider" else {}))
    EngagementFactory(plan=action.plan, code=f"E-{SECRET}", partie=secrete.responsable)
    BilanFactory(plan=action.plan, annee=2019)
    PlanFactory(slug=SECRET)
    assert [corps(Client().get(adresse.removeprefix(SITE))) for adresse in adresses] == avant
    inconnu = Client().get("/sitemap-jamais-vu.xml")
    lu = Client().get(f"/sitemap-{SECRET}.xml")
    assert lu.status_code == inconnu.status_code == 404
    assert sans_la_demande(lu) == sans_la_demande(inconnu)


def test_an_archived_action_keeps_its_address_there(plans):
    action = Action.objects.get(plan__actif=True)
    archivee = ActionFactory(archivee=True, axe=action.axe)
    assert SITE + archivee.get_absolute_url() in entrees()


def test_files_are_short_and_hold_each_address_once(plans, monkeypatch):
    toutes = entrees().keys()
    monkeypatch.setattr(carte, "PAR_FICHIER", 5)
    assert len(fichiers()) > 4
    assert entrees().keys() == toutes
    assert max(len(xml(fichier)) for fichier in fichiers() if "sitemap-" in fichier) == 10
    dernier = fichiers()[-1]
    page = int(dernier.rpartition("=")[2])
    assert Client().get(dernier.removeprefix(SITE).replace(f"={page}", f"={page + 1}")).status_code == 404


def test_it_costs_as_many_queries_whatever_there_is(plans):
    action = Action.objects.get(plan__actif=True)

    def couts() -> dict[str, tuple[int, int]]:
        """How many queries each file takes, and its weight."""
        lus = {}
        for adresse in ("/sitemap.xml", "/sitemap_site.xml", "/sitemap-actif.xml"):
            with CaptureQueriesContext(connection) as requetes:
                poids = len(corps(Client().get(adresse)))
            lus[adresse] = len(requetes), poids
        return lus

    avant = couts()
    for _ in range(20):
        ActionFactory(publiee=True, axe=action.axe, responsable=OrganisationFactory(service=True))
        EngagementFactory(plan=action.plan, publie=True, signe=True)
    apres = couts()
    assert {adresse: n for adresse, (n, _) in apres.items()} == {
        adresse: n for adresse, (n, _) in avant.items()
    }
    # The active plan; the public ones, and one each; those of the plan that is asked for.
    assert max(n for n, _ in apres.values()) <= 5
    assert apres["/sitemap-actif.xml"][1] > avant["/sitemap-actif.xml"][1] + 10_000


def test_in_one_language_there_are_no_others(plans, settings):
    settings.LANGUAGES = [("fr-ca", "Français")]
    lues = entrees()
    assert lues
    assert not [adresse for adresse in lues if "/en/" in adresse]
    assert not [une for une in lues.values() if une.findall("x:link", NS)]


# --- Robots ----------------------------------------------------------------------------------------------


def ferme(chemin: str) -> bool:
    """Whether robots are asked to leave it (RFC 9309: « * » stands for anything)."""
    regles = re.findall(r"^Disallow: (\S+)$", Client().get("/robots.txt").content.decode(), re.MULTILINE)
    return any(re.match(re.escape(regle).replace(r"\*", ".*"), chemin) for regle in regles)


def test_robots_are_led_to_the_map_and_to_all_that_it_names(plans):
    texte = Client().get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in texte.splitlines()
    ouvertes = [*fichiers(), *entrees(), f"{SITE}/plans/actif/actions/?page=2", f"{SITE}/static/css/site.css"]
    ouvertes.append(f"{SITE}/plans/actif/actions/1.1/apercu.png")
    assert not [adresse for adresse in ouvertes if ferme(adresse.removeprefix(SITE))]


@pytest.mark.parametrize(
    "chemin",
    [
        "/admin/",
        "/espace/",
        "/en/espace/demandes/",
        "/compte/connexion/?next=/",
        "/en/tableau-de-bord/",
        "/en/plans/actif/tableau-de-bord/?axe=1",
        "/plans/actif/actions/?q=a",
        "/plans/actif/actions/?axe=1&statut=en_cours",
        "/plans/actif/?au=2026-03-31",
    ],
)
def test_robots_are_kept_from_what_is_closed_and_from_what_has_no_end(chemin, db):
    assert ferme(chemin)


def test_nothing_there_needs_the_database(base_perdue):
    for adresse in ("/robots.txt", "/favicon.ico", "/.well-known/security.txt"):
        assert Client().get(adresse).status_code == 200


# --- Whom to tell of a flaw ------------------------------------------------------------------------------


def test_who_is_to_be_told_of_a_flaw_is_said_and_until_when(settings):
    settings.CONTACT_SECURITE = ["mailto:a@exemple.test", "https://exemple.test/faille"]
    reponse = Client().get("/.well-known/security.txt")
    assert reponse["Content-Type"] == "text/plain; charset=utf-8"
    lignes = [ligne.split(": ", 1) for ligne in reponse.content.decode().splitlines()]
    assert [valeur for nom, valeur in lignes if nom == "Contact"] == settings.CONTACT_SECURITE
    dits_ = dict(lignes)
    assert dits_["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert dits_["Preferred-Languages"] == "fr, en"
    reste = datetime.fromisoformat(dits_["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < reste < timedelta(days=365)


def test_nobody_is_made_up(settings):
    settings.CONTACT_SECURITE = []
    assert Client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "dit", ["securite@exemple.test", "http://exemple.test", "mailto:", "mailto:a@b, rien"]
)
def test_an_address_that_no_program_can_follow_stops_the_start(dit, monkeypatch):
    monkeypatch.setenv("CONTACT_SECURITE", dit)
    with pytest.raises(ReglageRefuse, match="CONTACT_SECURITE"):
        contacts("CONTACT_SECURITE")


def test_several_are_read_in_their_order(monkeypatch):
    monkeypatch.setenv("CONTACT_SECURITE", "mailto:a@b.ca, https://b.ca/c ,tel:+1-514-555-0000")
    assert contacts("CONTACT_SECURITE") == ["mailto:a@b.ca", "https://b.ca/c", "tel:+1-514-555-0000"]
    monkeypatch.delenv("CONTACT_SECURITE")
    assert contacts("CONTACT_SECURITE") == []


# --- The icon and the browser's own search ---------------------------------------------------------------


def test_the_icon_is_where_browsers_look_for_it():
    reponse = Client().get("/favicon.ico")
    assert reponse["Content-Type"] == "image/x-icon"
    assert reponse.content.startswith(b"\0\0\1\0")


@pytest.mark.parametrize("langue", ["", "/en"])
def test_a_browser_searches_from_its_bar(langue, plans):
    action = Action.objects.get(plan__actif=True)
    page = Client().get(f"{langue}/plans/actif/").content.decode()
    (lien,) = re.findall(r'<link rel="search"[^>]*href="([^"]+)"', page)
    reponse = Client().get(lien)
    assert reponse["Content-Type"].startswith("application/opensearchdescription+xml")
    racine = ElementTree.fromstring(reponse.content)  # noqa: S314  # ours
    nom = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert 0 < len(racine.findtext(f"{nom}ShortName", "")) <= 16
    modele = racine.find(f"{nom}Url[@type='text/html']").get("template")
    trouvee = Client().get(modele.replace("{searchTerms}", action.code).removeprefix(SITE), follow=True)
    assert action.titre in unescape(trouvee.content.decode())
    assert modele.startswith(f"{SITE}{langue}/")
