"""The cards that show a page where its address is shared: what it shows, no more, and never at the price of
the pages."""

import io
import json
import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone
from PIL import Image

from actions import apercus
from actions.models import Action
from partenariat.presentation import apercu
from partenariat.presentation.apercu import Apercu
from partenariat.presentation.pdf import composer
from tests.actions.test_fuites import SECRET, action_secrete
from tests.factories import ActionFactory, EngagementFactory, JalonFactory, PlanFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db

AVIS = "Données inventées pour l'essai."


@pytest.fixture
def dessines(monkeypatch):
    """What each card is drawn from, nothing being drawn."""
    faits: list[dict] = []

    def noter(texte: str, donnees: str) -> bytes:
        faits.append(json.loads(donnees))
        return b"PNG"

    monkeypatch.setattr(apercu, "_dessiner", noter)
    return faits


@pytest.fixture
def action(plan, axe):
    plan.avis = AVIS
    plan.save()
    action = ActionFactory(publiee=True, statut="en_cours", axe=axe, code="1.1", titre="Un titre à partager")
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action)
    return action


def adresses(action) -> list[str]:
    plan = action.plan
    engagement = EngagementFactory(plan=plan, code="E-1", publie=True, signe=True)
    return [
        plan.adresse("apercu"),
        plan.adresse("apercu-axe", numero=action.axe.numero),
        plan.adresse("apercu-action", code=action.code),
        plan.adresse("apercu-organisation", slug=action.responsable.slug),
        plan.adresse("apercu-engagement", code=engagement.code),
    ]


def test_each_is_a_picture_of_the_size_that_is_said(action):
    for adresse in adresses(action):
        for langue in ("", "/en"):
            reponse = Client().get(langue + adresse)
            assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/png"), adresse
            image = Image.open(io.BytesIO(reponse.content))
            assert (image.format, image.size) == ("PNG", (1200, 630))
            assert len(reponse.content) < 60_000
            assert reponse["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_each_says_its_title_its_day_and_that_its_data_are_invented(action, dessines):
    for adresse in adresses(action):
        assert Client().get(adresse).status_code == 200
        assert dessines[-1]["avis"] == AVIS.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        assert dessines[-1]["jour"].startswith("État au ")
        assert dessines[-1]["titre"]
    de_l_action = dessines[2]
    assert de_l_action["titre"] == "Un titre à partager"
    assert de_l_action["etats"][0]["mot"] == "En cours"
    assert all(e["forme"].startswith("<svg") for e in de_l_action["etats"]), "never colour alone"
    assert (de_l_action["avancement"], de_l_action["dit"]) == (50, "Avancement\xa0: 50\xa0%")


def test_what_is_not_measured_is_said_and_is_no_zero(axe, dessines):
    action = ActionFactory(publiee=True, axe=axe, code="1.2")
    Client().get(action.plan.adresse("apercu-action", code="1.2"))
    assert (dessines[0]["avancement"], dessines[0]["mesure"]) == (None, True)
    assert "non mesuré" in dessines[0]["dit"]


def test_a_past_day_is_that_of_its_card(action, dessines):
    reculer(30)
    le = timezone.localdate() - timedelta(days=10)
    Action.objects.filter(pk=action.pk).update(titre="Un titre récent")
    for requete in ("", f"?au={le}"):
        Client().get(action.plan.adresse("apercu-action", code="1.1") + requete)
    assert [dessin["titre"] for dessin in dessines] == ["Un titre récent", "Un titre à partager"]
    assert dessines[0]["jour"] != dessines[1]["jour"]


@pytest.mark.parametrize("etat", ["brouillon", "a_valider"])
def test_nothing_unpublished_is_drawn(action, axe, etat, dessines):
    toutes = adresses(action)
    for adresse in toutes:
        Client().get(adresse)
    avant = list(dessines)
    caches["apercus"].clear()
    secrete = action_secrete(action.plan, axe, **({"a_valider": True} if etat == "a_valider" else {}))
    EngagementFactory(plan=action.plan, code=f"E-{SECRET}", titre=SECRET, partie=secrete.responsable)
    dessines.clear()
    for adresse in toutes:
        Client().get(adresse)
    assert dessines == avant
    for nom, valeurs in (
        ("apercu-action", {"code": secrete.code}),
        ("apercu-engagement", {"code": f"E-{SECRET}"}),
        ("apercu-organisation", {"slug": secrete.responsable.slug}),
    ):
        assert Client().get(action.plan.adresse(nom, **valeurs)).status_code == 404
    autre = PlanFactory()
    assert Client().get(autre.adresse("apercu")).status_code == 404
    assert dessines == avant


def test_an_archived_action_says_so_and_no_more_of_its_schedule(axe, dessines):
    action = ActionFactory(archivee=True, en_retard=True, axe=axe, code="1.9")
    Client().get(action.plan.adresse("apercu-action", code="1.9"))
    assert [e["mot"] for e in dessines[0]["etats"]] == ["Archivée"]


def test_the_same_card_is_drawn_once(action, monkeypatch):
    faits = []
    monkeypatch.setattr(apercu, "_dessiner", lambda *ce: faits.append(ce) or b"PNG")
    adresse = action.plan.adresse("apercu-action", code="1.1")
    assert [Client().get(adresse).content for _ in range(3)] == [b"PNG"] * 3
    assert len(faits) == 1
    Action.objects.filter(pk=action.pk).update(titre="Un autre")
    Client().get(adresse)
    assert len(faits) == 2


def test_a_crowd_after_cards_is_sent_away_at_once_and_documents_are_still_made(action, monkeypatch):
    en_cours, fini = threading.Event(), threading.Event()

    class Lent:
        def faire(self, outil, entree):
            en_cours.set()
            assert fini.wait(20)
            return b"PNG"

    monkeypatch.setattr(apercu, "_dessin", Lent())
    cartes = [Apercu("", f"Carte {n}") for n in range(apercu.PRESENTES)]
    fils = [threading.Thread(target=carte.png) for carte in cartes]
    try:
        for fil in fils:
            fil.start()
        assert en_cours.wait(20)
        while apercu._presentes._value:
            fini.wait(0.01)
        client = Client(raise_request_exception=False)
        reponse = client.get(action.plan.adresse("apercu-action", code="1.1"))
        assert reponse.status_code == 503
        assert int(reponse["Retry-After"]) > 0
        gabarit = apercu.GABARIT.parent / "mise_en_page.typ"
        document = {"titre": "Un document", "date": "2026-01-01", "langue": "fr"}
        assert composer(gabarit, document).startswith(b"%PDF")
    finally:
        fini.set()
        for fil in fils:
            fil.join()
    assert apercu._presentes._value == apercu.PRESENTES


def test_a_card_costs_as_many_queries_whatever_the_plan_holds(
    action, dessines, django_assert_max_num_queries
):
    toutes = adresses(action)
    for _ in range(12):
        ActionFactory(publiee=True, axe=action.axe, responsable=action.responsable)
    for adresse in toutes:
        with django_assert_max_num_queries(5):
            assert Client().get(adresse).status_code == 200


LONG = "Un titre qui ne finit pas, et qui dit tout ce que l'on peut dire d'une action " * 4


@pytest.mark.parametrize("titre", ["A", LONG[:110], LONG[:240], LONG, "mot" * 90, "😀 العربية 中文"])
def test_any_title_is_drawn(titre, plan, axe):
    action = ActionFactory(
        publiee=True,
        axe=axe,
        titre=titre[:300],
        responsable__nom=LONG[:250],
    )
    carte = apercus.de_l_action(action.plan, Action.objects.avec_lectures().get(pk=action.pk))
    assert Image.open(io.BytesIO(carte.png())).size == (1200, 630)


def test_a_page_says_where_its_card_is(action, dessines):
    page = Client().get(action.get_absolute_url()).content.decode()
    dits = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"', page))
    assert dits["og:title"] == f"1.1 · {action.titre}"
    assert dits["og:url"] == f"http://testserver{action.get_absolute_url()}"
    assert dits["og:locale"] == "fr_CA"
    assert dits["og:locale:alternate"] == "en_CA"
    assert dits["twitter:card"] == "summary_large_image"
    assert unescape(dits["og:image:alt"]).startswith(
        "1.1 · Un titre à partager. Données inventées pour l'essai. L'action 1.1 est en cours"
    )
    assert Client().get(dits["og:image"].removeprefix("http://testserver")).status_code == 200
    reculer(30)
    le = timezone.localdate() - timedelta(days=10)
    passee = Client().get(f"{action.get_absolute_url()}?au={le}").content.decode()
    assert f"/apercu.png?au={le}" in passee


def test_cards_take_the_place_of_nothing_else(monkeypatch):
    """A robot that walks them evicts no counter of wrong passwords, nor of requests; and they are bounded."""
    monkeypatch.setattr(apercu, "_dessiner", lambda texte, donnees: b"P" * 100_000)
    cache.set("compteur", 1)
    for rang in range(400):
        assert Apercu("Essai", f"Carte {rang}").png()
    assert cache.get("compteur") == 1
    assert len(cache._cache) == 1
    gardees = caches["apercus"]._memoire
    assert gardees.octets <= caches["apercus"].octets_max
    assert 100 < len(gardees.pages) < 400
    # The latest are kept: nothing is drawn again.
    monkeypatch.setattr(apercu, "_dessiner", None)
    assert Apercu("Essai", "Carte 399").png()
