"""What a round asks of an action: one row of the desk, with its reasons and its rank, and its one screen; and
how a round is opened."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from actions.attentes import a_nourrir_de
from actions.minute.suivante import suivante
from comite.models import Demande, Ronde
from partenariat.presentation.formats import date_longue
from tests.actions.minute_d_essai import adresse, dire, lue
from tests.actions.refus import modifie
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    JalonFactory,
    NouvelleFactory,
    RondeFactory,
    UtilisateurFactory,
)
from tests.postes import comptes, dans, poste

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
DEMANDE = "<strong>Demandé par le comité, dans 8 jours.</strong>"


@pytest.fixture
def agent(service):
    return UtilisateurFactory(redaction=True, organisation=service)


@pytest.fixture
def garni(plan, axe, service):
    """The action, up to date; one silent; one whose milestone nears."""
    options = {"plan": plan, "axe": axe, "responsable": service, "publiee": True}
    action = ActionFactory(code="9.0", **options)
    muette = ActionFactory(code="9.1", perimee=True, **options)
    pressee = ActionFactory(code="9.2", **options)
    JalonFactory(action=pressee, titre="Bilan", echeance=dans(20))
    return action, muette, pressee


@pytest.fixture
def ronde(plan, garni, engagement):
    ronde = RondeFactory(plan=plan, titre="Ronde d'automne", ferme_le=dans(8))
    ronde.ouvrir()
    return ronde


def nouvelles(personne):
    (section,) = [s for s in poste(personne)[0].sections if s.attente.cle == "nouvelles"]
    return section.lignes


@pytest.mark.parametrize("porte", ["/espace/", "/admin/"])
def test_what_is_asked_keeps_its_reasons_its_rank_and_its_screen(agent, garni, plan, porte):
    action, muette, pressee = garni
    assert [ligne.code for ligne in nouvelles(agent)] == ["9.2", "9.1"]
    RondeFactory(plan=plan, ferme_le=dans(8)).ouvrir()
    lu = poste(agent, porte)[0]
    assert comptes(lu) == {"nouvelles": 3}
    lignes = nouvelles(agent)
    # What presses, then what is silent longest; what owed nothing comes last.
    assert [ligne.code for ligne in lignes] == ["9.2", "9.1", action.code]
    assert [ligne.adresse for ligne in lignes] == [adresse(a) for a in (pressee, muette, action)]
    assert all(ligne.dit.startswith(DEMANDE) for ligne in lignes)
    assert "« Bilan », attendu le" in lignes[0].dit.replace("\u00a0", " ")
    assert "Sans nouvelles depuis le" in lignes[1].dit
    assert lignes[2].etat == "reponse"
    assert sorted(lignes, key=lambda ligne: ligne.rang) == lignes
    assert [a.pk for a in a_nourrir_de(agent)] == [pressee.pk, muette.pk, action.pk]
    assert suivante(agent, muette) == action


def test_the_list_of_questions_leads_to_the_same_screen(ronde, agent, garni, engagement, client_de):
    page = client_de(agent).get("/espace/demandes/").content.decode()
    for action in garni:
        assert f'href="{adresse(action)}"' in page
    assert "/espace/demandes/" not in page.split('<ul class="attentes"')[1].split("</ul>")[0]
    partenaire = UtilisateurFactory(partenaire=True, organisation=engagement.partie)
    demande = Demande.objects.get(engagement=engagement)
    assert (
        f'href="/espace/demandes/{demande.pk}/"'
        in client_de(partenaire).get("/espace/demandes/").content.decode()
    )


def test_who_may_only_answer_and_who_acts_for_another_keep_the_form(
    ronde, garni, service, coordination, client_de
):
    partenaire = UtilisateurFactory(partenaire=True, organisation=service)
    lu, page = poste(partenaire)
    assert comptes(lu) == {"demandes": 4}
    assert f"/espace/demandes/{Demande.objects.get(action=garni[0]).pk}/" in page
    # Of the coordination nothing is asked, though it may write every action…
    assert DEMANDE not in poste(coordination)[1]
    # … until it acts for the body: each stands once, where the answer is that of the body.
    EngagementFactory(plan=garni[0].plan, publie=True, signe=True, envers=service)
    client = client_de(coordination)
    client.post("/espace/pour/", {"organisation": service.slug})
    vu = comptes(client.get("/espace/").context["poste"])
    assert vu["demandes"] == 4
    assert "nouvelles" not in vu


def test_an_internal_note_is_no_answer_and_the_screen_says_so(ronde, agent, garni, client_de):
    action = garni[0]
    client = client_de(agent)
    phrase = " ".join(f"Le comité demande des nouvelles d'ici le {date_longue(ronde.ferme_le)}".split())
    assert phrase in lue(client.get(adresse(action)))
    dire(client, action, texte="Entre nous.", visibilite="interne")
    assert not Demande.objects.avec_reponse().get(action=action).repondue
    assert phrase in lue(client.get(adresse(action)))
    (ligne,) = [ligne for ligne in nouvelles(agent) if ligne.code == action.code]
    assert "Note interne aujourd'hui" in unescape(ligne.dit)
    dire(client, action, texte="Deux locaux sont ouverts.", visibilite="publique")
    assert Demande.objects.avec_reponse().get(action=action).repondue
    assert "Le comité demande" not in lue(client.get(adresse(action)))
    assert action.code not in [ligne.code for ligne in nouvelles(agent)]


def test_nobody_else_is_told_that_it_is_asked(ronde, garni, coordination, client_de):
    assert "Le comité demande" not in lue(client_de(coordination).get(adresse(garni[0])))


def test_an_internal_note_is_not_denied(agent, garni):
    muette = garni[1]
    muette.refresh_from_db()
    NouvelleFactory(action=muette, auteur=agent, date=AUJOURD_HUI, visibilite="interne")
    (ligne,) = [ligne for ligne in nouvelles(agent) if ligne.code == muette.code]
    assert "publique depuis" in ligne.dit
    assert unescape(ligne.dit).endswith("; note interne aujourd'hui.")
    assert "Sans nouvelles" not in ligne.dit


def test_a_note_older_than_the_last_public_news_is_not_told(agent, garni):
    muette = garni[1]
    muette.refresh_from_db()
    NouvelleFactory(action=muette, auteur=agent, visibilite="interne", date=muette.maj_le - timedelta(days=3))
    (ligne,) = [ligne for ligne in nouvelles(agent) if ligne.code == muette.code]
    assert "note interne" not in ligne.dit


# --- Opening one -----------------------------------------------------------------------------------------


def test_its_page_opens_it_and_says_how_many_questions_leave(
    plan, garni, engagement, coordination, client_de
):
    client = client_de(coordination)
    ronde = RondeFactory(plan=plan, titre="Ronde d'automne", ferme_le=dans(8))
    fiche = f"/admin/comite/ronde/{ronde.pk}/change/"
    page = client.get(fiche).content.decode()
    assert 'value="Ouvrir la ronde\u00a0: 5 demandes"' in page
    (ligne,) = next(s for s in poste(coordination)[0].sections if s.attente.cle == "rondes-a-ouvrir").lignes
    assert (ligne.adresse, ligne.dit) == (fiche, "5 demandes partiront.")
    saisie = {
        "plan": plan.pk,
        "seance": "",
        "titre": ronde.titre,
        "ouvre_le": ronde.ouvre_le,
        "ferme_le": ronde.ferme_le,
        "_ouvrir": "1",
    }
    reponse = client.post(fiche, saisie)
    assert (reponse.status_code, reponse["Location"]) == (302, fiche)
    assert ronde.demandes.count() == 5
    page = client.get(fiche).content.decode()
    assert "Ronde d'automne\u00a0: 5 demandes posées." in page.replace("&#x27;", "'")
    assert 'name="_ouvrir"' not in page
    assert "rondes-a-ouvrir" not in comptes(poste(coordination)[0])


def test_it_opens_on_its_days_alone_and_not_from_the_list(plan, garni, coordination, client_de):
    client = client_de(coordination)
    ronde = RondeFactory(plan=plan, ouvre_le=dans(1), ferme_le=dans(8))
    assert 'name="_ouvrir"' not in client.get(f"/admin/comite/ronde/{ronde.pk}/change/").content.decode()
    assert "rondes-a-ouvrir" not in comptes(poste(coordination)[0])
    assert 'value="ouvrir"' not in client.get("/admin/comite/ronde/").content.decode()
    client.post("/admin/comite/ronde/", {"action": "ouvrir", "_selected_action": ronde.pk})
    modifie(ronde, ouvre_le=AUJOURD_HUI)
    client.post("/admin/comite/ronde/", {"action": "ouvrir", "_selected_action": ronde.pk})
    assert not Demande.objects.exists()


def test_the_committee_that_does_not_open_it_is_not_asked_to(plan, garni, membre):
    RondeFactory(plan=plan, ferme_le=dans(8))
    assert "rondes-a-ouvrir" not in comptes(poste(membre)[0])


def test_what_is_counted_is_what_is_asked(plan, axe, garni, engagement):
    ActionFactory(plan=plan, axe=axe, publiee=True, realisee=True)
    ActionFactory(publiee=True)
    vide = RondeFactory(ferme_le=dans(8))
    ronde = RondeFactory(plan=plan, ferme_le=dans(8))
    comptes_ = dict(Ronde.objects.avec_a_demander().values_list("pk", "a_demander"))
    assert comptes_ == {vide.pk: 0, ronde.pk: 5}
    assert ronde.ouvrir() == 5
