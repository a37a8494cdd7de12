"""A kept page is what the site would compute: every public page, a write of every public model."""

import re

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import GeneratedField
from django.test import Client, override_settings
from django.utils import timezone

from actions.models import Action, Correction
from comite.models import Preference
from engagements.models import Engagement
from partenariat.histoire.revision import TOUT, revision
from tests.factories import ActionFactory, EngagementFactory, ImageFactory, PlanFactory, PreferenceFactory
from tests.monde import (
    MOUVANTS,
    PARTIES,
    alterations,
    alterer,
    endormir_les_gardes,
    evenements,
    monde,
    parties_de_l_action,
    parties_de_l_engagement,
)
from tests.reponses import corps
from tests.test_adresses import DURABLES, SANS_LANGUE, remplir

pytestmark = pytest.mark.django_db

ROUTES = [route for route, _nom in DURABLES]
VARIANTES = {"fr": "{}", "en": "/en{}", "au": f"{{}}?au={timezone.localdate()}"}
UNIQUES = {route for route, nom in DURABLES if nom in SANS_LANGUE}
PAGES = {
    f"{route} {nom}": (route, forme)
    for route in ROUTES
    for nom, forme in VARIANTES.items()
    if nom != "en" or route not in UNIQUES
}
GARDE = {"BACKEND": "partenariat.presentation.garde.Garde", "LOCATION": "pages-justes"}
NON_GARDEES = {
    "/robots.txt": "it reads nothing",
    "/.well-known/security.txt": "it reads nothing",
    "/favicon.ico": "it reads nothing",
    "/compte/connexion/": "it bears a key of its visitor",
    "/plans/<slug:plan>/engagements/<code:code>/preuves/<int:pk>/": "a file, given as it stands",
    "/plans/<slug:plan>/actions/<code:code>/documents/<int:pk>/": "a file, given as it stands",
}


def lire(adresse: str) -> bytes:
    reponse = Client().get(adresse)
    page = re.sub(rb'(csrfmiddlewaretoken|une_fois)" value="[^"]*"', b"", corps(reponse))
    return b"%d " % reponse.status_code + page


@pytest.fixture(scope="module")
def faits(base_du_module):
    """The addresses, what each page was seen to read, what it says; and how each model may be written."""
    with base_du_module():
        valeurs = monde(PlanFactory(actif=True))
        adresses = {nom: forme.format(remplir(route, valeurs)) for nom, (route, forme) in PAGES.items()}
        lues, pages = {}, {}
        with override_settings(
            CACHES={
                "default": caches.settings["default"],
                "apercus": caches.settings["apercus"],
                "pages": GARDE,
            }
        ):
            for nom, adresse in adresses.items():
                caches["pages"].clear()
                pages[nom] = lire(adresse)
                assert pages[nom].startswith(b"200 "), adresse
                lues[nom] = [page.relations for page in caches["pages"]._memoire.pages.values()]
        with transaction.atomic():
            endormir_les_gardes()
            autrement = {modele: alterations(modele) for modele in MOUVANTS}
            transaction.set_rollback(True)
    return adresses, lues, pages, autrement


def test_each_model_that_moves_the_revision_has_a_row_to_write(faits):
    assert [modele._meta.label for modele in MOUVANTS if not modele._base_manager.exists()] == []


@pytest.mark.parametrize("nom", PAGES)
def test_what_a_page_was_not_seen_to_read_does_not_change_it(nom, faits):
    adresses, lues, pages, autrement = faits
    if PAGES[nom][0] in NON_GARDEES:
        assert lues[nom] == []
        return
    (relations,) = lues[nom]
    # It can be told of each, or all that follows would say nothing.
    assert TOUT not in relations
    endormir_les_gardes()
    for modele, colonnes in autrement.items():
        if modele._meta.db_table not in relations:
            for table in (modele._meta.db_table, evenements(modele)):
                alterer(table, colonnes)
    assert lire(adresses[nom]) == pages[nom]


@pytest.mark.parametrize("modele", MOUVANTS, ids=lambda modele: modele._meta.label)
def test_a_write_makes_again_the_pages_that_read_it_and_no_other(modele, faits, pages_gardees):
    adresses, lues, _pages, autrement = faits
    table = modele._meta.db_table
    lectrices = [nom for nom in PAGES if any(table in relations for relations in lues[nom])]
    autres = [nom for nom in PAGES if lues[nom] and nom not in lectrices]
    # One of each: the others are kept under the same rule.
    gardees = {nom: lire(adresses[nom]) for nom in (*lectrices[:1], *autres[:1])}
    endormir_les_gardes(sauf="revision")
    avant = revision()
    with connection.cursor() as curseur:
        curseur.execute(f"UPDATE public.{table} SET {les_memes(modele)}")
    apres = revision()
    assert not apres.vaut(avant, {table})
    assert apres.vaut(avant, {autre._meta.db_table for autre in MOUVANTS} - {table})
    alterer(table, autrement[modele])
    for nom, gardee in gardees.items():
        faite = lire(adresses[nom])
        assert (faite == gardee) or nom in lectrices
        caches["pages"].clear()
        assert lire(adresses[nom]) == faite


def les_memes(modele) -> str:
    """SQL that writes in each column what stands there."""
    champs = [c for c in modele._meta.concrete_fields if not isinstance(c, GeneratedField)]
    return ", ".join(f'"{champ.column}" = "{champ.column}"' for champ in champs)


# --- What moves nothing ----------------------------------------------------------------------------------


def brouillons() -> tuple[Action, Engagement]:
    """A draft of each and all their parts, tied to what is public."""
    publique, promesse = Action.objects.first(), Engagement.objects.first()
    action = ActionFactory(axe=publique.axe, responsable=publique.responsable, code="brouillon-a")
    draft = EngagementFactory(plan=publique.plan, code="brouillon-e", partie=promesse.partie)
    draft.actions.add(publique)
    promesse.actions.add(action)
    draft.contreparties.add(*Engagement.objects.exclude(partie=draft.partie).filter(etat="propose")[:1])
    parties_de_l_action(action)
    ImageFactory(action=action)
    parties_de_l_engagement(EngagementFactory(plan=publique.plan, signe=True, aux_parties=True))
    return action, draft


def test_drafts_and_their_parts_move_nothing_and_change_no_page(faits):
    adresses, _lues, pages, autrement = faits
    deja = {modele: list(modele._base_manager.values_list("pk", flat=True)) for modele in MOUVANTS}
    brouillons()
    preference = PreferenceFactory()
    endormir_les_gardes(sauf="revision")
    avant, vus = revision(), set()
    for modele in (Action, Engagement, *PARTIES):
        caches_du_public = [
            str(cle) for cle in modele._base_manager.values_list("pk", flat=True) if cle not in deja[modele]
        ]
        if caches_du_public:
            vus.add(modele)
            colonnes = {nom: sql for nom, sql in autrement[modele].items() if nom != "publication"}
            ou = f"id IN ({', '.join(caches_du_public)})"
            alterer(modele._meta.db_table, colonnes or {"id": "id"}, ou)
            assert revision() == avant, modele
    Preference.objects.filter(pk=preference.pk).update(caches=["axes"])
    assert revision() == avant
    # What is corrected was public throughout.
    assert vus == {Action, Engagement, *PARTIES} - {Correction}
    assert {nom: lire(adresse) for nom, adresse in adresses.items() if nom.endswith(" fr")} == {
        nom: page for nom, page in pages.items() if nom.endswith(" fr")
    }


def test_the_same_writes_of_what_is_public_move_it_without_withdrawing(faits):
    for modele in (Action, Engagement):
        avant = revision()
        modele.objects.filter(publication="publiee").update(version=3)
        apres = revision()
        assert not apres.vaut(avant, {modele._meta.db_table})
        assert apres.retrait == avant.retrait
