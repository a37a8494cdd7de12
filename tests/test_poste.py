"""The desk: what waits for each person, counted as it is counted elsewhere, the most pressing first."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action
from actions.models.etats import Publication
from comite.models import Suite
from engagements.models import Engagement, LienSigne
from partenariat.poste import page as page_du_poste
from partenariat.poste.attentes import Ligne, Palier
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.postes import Monde, comptes, dans, poste

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
PORTES = ["/admin/", "/espace/"]


@pytest.fixture
def monde(db):
    return Monde()


@pytest.fixture
def plan_seul(db):
    return PlanFactory(actif=True, slug="actif")


# --- Whose eyes ------------------------------------------------------------------------------------------
def test_nothing_foreign_nor_unpublished_shows(monde):
    ailleurs = [
        *Action.objects.filter(responsable=monde.autre),
        *Engagement.objects.filter(publication="brouillon"),
    ]
    for porte in PORTES:
        page = poste(monde.redaction, porte)[1]
        assert not [objet.titre for objet in ailleurs if f"{objet.code} · {objet.titre}" in page]
    caches = Action.objects.exclude(publication=Publication.PUBLIEE)
    for personne in (monde.partenaire, monde.comite, UtilisateurFactory()):
        page = poste(personne)[1]
        assert not [a.code for a in caches if f"{a.code} · {a.titre}" in page]
        assert not [e.code for e in ailleurs if f"{e.code} · {e.titre}" in page]
        assert "/admin/" not in page
    etranger = UtilisateurFactory(partenaire=True)
    assert comptes(poste(etranger)[0]) == {}
    suites = [suite.libelle for suite in Suite.objects.all()]
    assert not [mot for mot in suites if mot in poste(monde.redaction)[1]], "minutes are not approved"


def test_a_signed_link_opens_on_what_waits_for_its_body(monde):
    _lien, jeton = LienSigne.ouvrir(
        organisation=monde.organisme, destinataire="Direction", par=monde.coordination
    )
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    lu = client.get("/espace/").context["poste"]
    assert comptes(lu) == comptes(poste(monde.partenaire)[0])
    assert lu.roles == []


def test_what_i_did_is_told_the_last_first_and_no_more_than_ten(monde):
    engagement = Engagement.objects.filter(etat="signe", publication="publiee").first()
    for _ in range(12):
        DeclarationFactory(engagement=engagement, par=monde.partenaire, organisation=monde.organisme)
    lu, page = poste(monde.partenaire)
    assert [f.quoi for f in lu.faits] == ["Déclaration"] * page_du_poste.FAITS
    assert f"/espace/engagements/{engagement.pk}/" in page
    action = Action.objects.filter(responsable=monde.service, publication="publiee").first()
    NouvelleFactory(action=action, auteur=monde.redaction)
    lu, page = poste(monde.redaction)
    assert [(f.quoi, f.adresse) for f in lu.faits] == [("Nouvelle", action.get_absolute_url())]


# --- The page --------------------------------------------------------------------------------------------
def test_rows_stand_by_urgency_and_say_how_long(plan_seul):
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    ici = {"plan": plan_seul, "responsable": service, "publiee": True}
    muette = ActionFactory(**ici, perimee=True)
    proche = ActionFactory(**ici, fin=dans(19))
    tard = ActionFactory(**ici, fin=dans(-26))
    lu, page = poste(redaction)
    (section,) = lu.sections
    assert [ligne.code for ligne in section.lignes] == [tard.code, proche.code, muette.code]
    assert [ligne.quand for ligne in section.lignes] == [
        "en retard de 26 jours",
        "dans 19 jours",
        "il y a 181 jours",
    ]
    assert [ligne.mot for ligne in section.lignes] == [
        "En retard",
        "À surveiller",
        "Sans nouvelles depuis plus de 6 mois",
    ]
    titre = " ".join(re.search(r"<h1>(.*?)</h1>", page, flags=re.S)[1].split())
    assert titre == "Trois choses vous attendent"
    assert lu.plus_pressee.code == tard.code
    assert "en retard de 26 jours." in page


def test_the_order_in_the_database_is_that_of_the_rows(monde):
    for personne in (monde.admin, monde.redaction):
        lu, _page = poste(personne, "/espace/?tout=nouvelles")
        (nouvelles,) = [s for s in lu.sections if s.attente.cle == "nouvelles"]
        rangs = [ligne.rang for ligne in nouvelles.lignes]
        assert len(rangs) == nouvelles.page.total > 7
        assert rangs == sorted(rangs)
        assert len({palier for palier, _jour in rangs}) == 3, "late, near, silent"


def test_long_lists_stay_in_the_database(monkeypatch, monde):
    """One page of them is read, and none is looked at twice."""
    lues = []
    monkeypatch.setattr(page_du_poste, "PAR_SECTION", 2)
    origine = Action.from_db.__func__
    monkeypatch.setattr(
        Action, "from_db", classmethod(lambda cls, *args: lues.append(1) or origine(cls, *args))
    )
    (section,) = [s for s in poste(monde.redaction)[0].sections if s.attente.cle == "nouvelles"]
    avant = len(lues)
    monde.garnir(0, 9, 0)
    lues.clear()
    (apres,) = [s for s in poste(monde.redaction)[0].sections if s.attente.cle == "nouvelles"]
    assert apres.page.total > section.page.total
    assert len(lues) == avant


def test_the_most_pressing_is_told_on_whatever_page_one_stands(monkeypatch, plan_seul):
    monkeypatch.setattr(page_du_poste, "PAR_SECTION", 2)
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    codes = [
        ActionFactory(plan=plan_seul, responsable=service, publiee=True, fin=dans(n - 9)).code
        for n in range(5)
    ]
    lu, page = poste(redaction)
    assert lu.sections[0].toutes == "?tout=nouvelles#page-nouvelles"
    assert 'href="?tout=nouvelles#page-nouvelles"' in page
    assert "Tout voir : 5 actions, une minute chacune" in dites(page)
    lu, page = poste(redaction, "/espace/?page-nouvelles=3")
    assert [ligne.code for ligne in lu.sections[0].lignes] == codes[4:]
    assert lu.plus_pressee.code == codes[0]
    assert lu.gestes == 5
    lu, page = poste(redaction, "/espace/?tout=nouvelles")
    assert [ligne.code for ligne in lu.sections[0].lignes] == codes, "each is one click away"
    assert "Tout voir" not in page
    monkeypatch.setattr(page_du_poste, "PAR_PAGE", 4)
    lu, page = poste(redaction, "/espace/?tout=nouvelles")
    assert 'href="?tout=nouvelles&page-nouvelles=2#page-nouvelles"' in page


def dites(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({role: True}, id=role)
        for role in ("superutilisateur", "coordination", "redaction", "partenaire", "comite")
    ]
    + [pytest.param({}, id="no role")],
)
def test_an_empty_desk_is_calm_and_says_what_one_may_do(plan_seul, traits):
    lu, page = poste(UtilisateurFactory(**traits))
    assert lu.gestes == 0
    assert "Rien ne vous attend" in page
    assert "Vous êtes à jour." in page
    assert "Les actions du plan" in page


def test_the_next_meeting_is_said_in_the_head(plan_seul):
    seance = SeanceFactory(plan=plan_seul, date=dans(11))
    for porte in PORTES:
        lu, page = poste(UtilisateurFactory(redaction=True), porte)
        (annonce,) = lu.annonces
        assert annonce.adresse == seance.get_absolute_url()
        assert annonce.texte in page


def test_what_presses_comes_before_what_only_waits():
    def ligne(palier, jours):
        return Ligne("", "", "", "", palier, depuis=dans(jours))

    tard, passee = ligne(Palier.RETARD, 0), ligne(Palier.DATE, -90)
    proche, libre = ligne(Palier.DATE, 9), ligne(Palier.LIBRE, -99)
    en_ordre = sorted([libre, proche, passee, tard], key=lambda une: une.rang)
    assert en_ordre == [tard, passee, proche, libre]
    assert ligne(Palier.LIBRE, 0).quand == "aujourd'hui"
    assert ligne(Palier.LIBRE, 0).presse == "depuis aujourd'hui"
    assert ligne(Palier.LIBRE, -2).presse == "depuis 2 jours"


# --- What it costs ---------------------------------------------------------------------------------------
BUDGET = 60


def test_a_full_desk_takes_as_many_queries_as_a_fuller_one():
    """20 to validate, 12 late, 5 returned; then twice as many."""
    monde = Monde(valider=20, tard=12, renvoyees=5)

    def couts() -> dict[tuple[str, str], int]:
        lus = {}
        for nom in ("admin", "coordination", "redaction"):
            client = Client()
            client.force_login(getattr(monde, nom))
            for porte in PORTES:
                client.get(porte)
                with CaptureQueriesContext(connection) as requetes:
                    client.get(porte)
                lus[nom, porte] = len(requetes)
        return lus

    peu = couts()
    monde.garnir(20, 12, 5)
    assert couts() == peu
    assert max(peu.values()) <= BUDGET, peu


@pytest.mark.parametrize(("compte", "dit"), [("coordination", 0), ("Comité", 0), ("dominique", 1)])
def test_an_account_without_a_name_is_not_said_twice(plan_seul, compte, dit):
    role = "comite" if compte == "Comité" else "coordination"
    personne = UtilisateurFactory(username=compte, first_name="", last_name="", **{role: True})
    client = Client()
    client.force_login(personne)
    page = client.get("/espace/").content.decode()
    qui = re.search(r'<p class="poste__qui">(.*?)</p>', page, re.DOTALL)[1]
    mot = "comité" if role == "comite" else "coordination"
    assert qui.lower().count(mot) == 1
    assert (f"· {mot}" in qui) == bool(dit)


@pytest.mark.parametrize("porte", PORTES)
def test_an_absence_is_said_from_both_doors(plan_seul, porte):
    client = Client()
    client.force_login(UtilisateurFactory(coordination=True))
    assert "Dire une absence" in client.get(porte).content.decode()
