"""Walks every address of the URL map: what a visitor without account gets there."""

import json
import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone

from comite.sorties.bilan.fabrication import calculer
from engagements.models import Acteur
from partenariat.donnees.depots import examiner
from tests.documents import joindre
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanFactory,
    DecisionFactory,
    EngagementFactory,
    ImageFactory,
    OrganisationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.reponses import corps

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF\n"

# The public addresses, by name. Every other one sends to the login: a new view is closed until listed here.
PUBLIQUES = {
    "accueil",
    "axe",
    "actions",
    "action",
    "organisations",
    "organisation",
    "image",
    "arrondissements",
    "recherche",
    "donnees",
    "donnees-actions",
    "engagements",
    "engagements-par-axe",
    "engagement",
    "engagement-texte",
    "action-document",
    "engagement-preuve",
    "donnees-engagements",
    "donnees-preuves",
    "comite",
    "comite-calendrier",
    "seance",
    "decisions",
    "rondes",
    "donnees-decisions",
    "bilans",
    "bilan",
    "bilan-pdf",
    "apercu",
    "apercu-axe",
    "apercu-action",
    "apercu-organisation",
    "apercu-engagement",
    "plans",
    "accessibilite",
    "confidentialite",
    "temoins",
    "licence",
    "demande-acces",
    "contact",
    "methode",
    "retraits",
    "connexion",
    "opensearch",
    "robots",
    "security-txt",
    "favicon",
    "sitemap",
    "sitemap-site",
    "sitemap-plan",
}

# Files that people deposited: their addresses end as those of pages.
DEPOSES = ("action-document", "engagement-preuve")

# For programs, at the root: in no language.
SANS_LANGUE = {"apparence", "robots", "security-txt", "favicon", "sitemap", "sitemap-site", "sitemap-plan"}

# Opened by a key that only its holder has: without it, the same answer as an address that never was.
PAR_JETON = {"espace-lien"}

# Where something is sent, and nothing read.
ENVOYEES = {"apparence"}


def adresses(motifs=None, prefixe: str = "/") -> list[tuple[str, str]]:
    """(route, name) of every address outside the back office."""
    trouvees = []
    for motif in get_resolver().url_patterns if motifs is None else motifs:
        if isinstance(motif, URLPattern):
            trouvees.append((prefixe + str(motif.pattern), motif.name or ""))
        elif isinstance(motif, URLResolver) and motif.app_name != "admin":
            suite = "" if isinstance(motif.pattern, LocalePrefixPattern) else str(motif.pattern)
            trouvees += adresses(motif.url_patterns, prefixe + suite)
    return trouvees


ADRESSES = adresses()


def remplir(route: str, valeurs: dict[str, object]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda trou: str(valeurs[trou[1]]), route)


def contenu(plan) -> dict[str, object]:
    """A published action of that plan, and the values that its addresses need."""
    service = OrganisationFactory(service=True)
    PartiePrenanteFactory(plan=plan, organisation=service)
    axe = AxeFactory(plan=plan, numero=1)
    action = ActionFactory(publiee=True, axe=axe, responsable=service)
    engagement = EngagementFactory(plan=plan, code=action.code, partie=service, publie=True, signe=True)
    engagement.actions.add(action)
    preuve = engagement.deposer(
        Acteur(service), type_="rapport", titre="Bilan", source=examiner(ContentFile(PDF, "bilan.pdf"))
    )
    joindre(action, pk=preuve.pk)
    seance = SeanceFactory(plan=plan, numero="1", tenue=True, date=date(2026, 2, 11))
    DecisionFactory(seance=seance).actions.add(action)
    approuver(seance)
    bilan = BilanFactory(plan=plan, annee=2025)
    bilan.donnees = json.dumps(calculer(bilan))
    bilan.publication, bilan.publie_le = "publiee", timezone.now()
    bilan.save()
    return {
        "numero": 1,
        "annee": 2025,
        "code": action.code,
        "slug": service.slug,
        "plan": plan.slug,
        "format_": "csv",
        "pk": preuve.pk,
        "jeton": "inconnu",
        "empreinte": ImageFactory(action=action).empreinte,
    }


def lire(adresse: str):
    """What a visitor reads there: a short page sends on to its plan's (`tests/test_adresses_durables.py`)."""
    reponse = Client().get(adresse)
    if reponse.status_code == 302 and "/plans/" not in adresse and "/plans/" in reponse["Location"]:
        return Client().get(reponse["Location"])
    return reponse


OUVERTES = [adresse for adresse in ADRESSES if adresse[1] in PUBLIQUES]


def est_courte(route: str) -> bool:
    """Whether the same is at an address that names its plan."""
    return f"/plans/<slug:plan>{route}" in dict(ADRESSES)


SERVIES = [
    (route, nom)
    for route, nom in OUVERTES
    if not est_courte(route) or nom in {"accueil", *DEPOSES} or not route.endswith("/")
]
"""The public addresses that answer by themselves: a short page sends on to its plan's."""


DURABLES = [(route, nom) for route, nom in OUVERTES if nom == "accueil" or not est_courte(route)]
"""Each public page by the address that it has for ever; the home by its short one too."""


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    """Two plans, so that the addresses with the prefix of a plan answer too."""
    with base_du_module():
        return {False: contenu(PlanFactory(actif=True)), True: contenu(PlanFactory())}


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
@pytest.mark.parametrize(("route", "nom"), ADRESSES, ids=[route for route, _ in ADRESSES])
def test_a_visitor_gets_a_page_or_the_login(route, nom, langue, valeurs):
    adresse = langue + remplir(route, valeurs["<slug:plan>" in route])
    reponse = lire(adresse)
    corps(reponse)
    if nom in PAR_JETON or (langue and nom in SANS_LANGUE):
        assert reponse.status_code == 404
    elif nom in ENVOYEES:
        assert reponse.status_code == 405
    elif nom in PUBLIQUES:
        assert reponse.status_code == 200
    else:
        assert reponse.status_code == 302
        assert reponse["Location"].startswith(f"{langue}/compte/connexion/?next=")


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
@pytest.mark.parametrize(("route", "nom"), ADRESSES, ids=[route for route, _ in ADRESSES])
def test_what_does_not_exist_is_not_found(route, nom, langue, valeurs):
    absentes = {
        "numero": 999,
        "annee": 1999,
        "pk": 999_999,
        "code": "absent",
        "slug": "absent",
        "jeton": "absent",
        "empreinte": "0" * 64,
        "format_": "exe",
        "plan": "absent",
    }
    if nom not in PUBLIQUES | PAR_JETON | ENVOYEES:
        # Whoever is not signed in is sent to the login, whether the object exists or not.
        assert Client().get(langue + remplir(route, absentes)).status_code == 302
        return
    for trou in re.findall(r"<(?:\w+:)?(\w+)>", route):
        connues = valeurs["<slug:plan>" in route]
        assert lire(langue + remplir(route, {**connues, trou: absentes[trou]})).status_code == 404, trou


@pytest.mark.parametrize(("route", "nom"), OUVERTES, ids=[route for route, _ in OUVERTES])
def test_a_public_page_says_its_language_and_its_title(route, nom, valeurs):
    for langue, code in (("", "fr-ca"), ("/en", "en")):
        reponse = lire(langue + remplir(route, valeurs["<slug:plan>" in route]))
        page = corps(reponse).decode(errors="replace")
        if reponse["Content-Type"].startswith("text/html"):
            assert re.search(rf'<html[^>]* lang="{code}', page, flags=re.IGNORECASE)
            assert re.search(r"<title>\s*[^<\s]", page)
            assert len(re.findall(r"<h1\b", page)) == 1


def test_every_public_name_is_an_address():
    assert {nom for _route, nom in ADRESSES} >= PUBLIQUES


def dans_l_admin() -> list[str]:
    resolveur = next(m for m in get_resolver().url_patterns if getattr(m, "app_name", "") == "admin")
    routes = []

    def descendre(motifs, prefixe):
        for motif in motifs:
            if isinstance(motif, URLPattern):
                routes.append(prefixe + str(motif.pattern))
            else:
                descendre(motif.url_patterns, prefixe + str(motif.pattern))

    descendre(resolveur.url_patterns, "/admin/")
    return [route for route in routes if "(?P" not in route]


@pytest.mark.parametrize("route", dans_l_admin())
def test_the_back_office_sends_a_visitor_to_the_login_and_refuses_a_partner(route, client_de):
    valeurs = {"id": 1, "pk": 1, "object_id": 1, "content_type_id": 1, "app_label": "actions", "url": "x"}
    adresse = remplir(route, valeurs)
    reponse = Client().get(adresse, follow=True)
    assert reponse.status_code == 200
    assert reponse.redirect_chain[-1][0].startswith("/compte/connexion/?next=/admin/")
    assert client_de(UtilisateurFactory(partenaire=True)).get(adresse).status_code in (302, 403, 404)


@pytest.mark.parametrize("chemin", ["/healthz", "/readyz"])
def test_the_supervisor_s_addresses_answer(chemin):
    assert Client().get(chemin).status_code == 200


@pytest.mark.parametrize(
    "chemin",
    ["/en/admin/", "/n-existe-pas/", "/en/n-existe-pas/", "/plans/actif/actions/x/y/z/", "/.git/config"],
)
def test_an_unknown_address_is_not_found(chemin):
    assert Client().get(chemin).status_code == 404
