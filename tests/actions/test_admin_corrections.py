"""« C'était une erreur » in the back office: who sees what, one confirmation, and what it costs."""

from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Correction, Jalon, Report
from partenariat.presentation.formats import date_longue
from tests.actions.changements_d_essai import deplacer, sans_insecables
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.passe import reculer

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def action(plan, unite):
    action = ActionFactory(plan=plan, publiee=True, responsable=unite, statut="en_cours")
    JalonFactory(action=action, titre="Bail", echeance=AUJOURD_HUI)
    reculer(3)
    return action


@pytest.fixture
def auteur(unite):
    return UtilisateurFactory(redaction=True, organisation=unite, first_name="Alex", last_name="Roy")


def adresse(action) -> str:
    return reverse("admin:actions_action_corrections", args=[action.pk])


def cocher(action, par):
    with pghistory.context(user=par.pk):
        Jalon.objects.filter(action=action).update(atteint_le=AUJOURD_HUI)


def lire(client, ou) -> str:
    reponse = client.get(ou)
    assert reponse.status_code == 200
    return sans_insecables(reponse.content.decode())


def test_what_one_wrote_is_annulled_in_two_screens(client_de, action, auteur):
    cocher(action, auteur)
    client = client_de(auteur)
    fiche = lire(client, reverse("admin:actions_action_change", args=[action.pk]))
    assert adresse(action) in fiche
    page = lire(client, adresse(action))
    assert "Jalon « Bail » : attendu → atteint le" in page
    (un,) = client.get(adresse(action)).context["changements"]
    choisie = f"{adresse(action)}?erreur={un.cle}"
    assert "Ce qui était une erreur, en quelques mots" in lire(client, choisie)
    vide = client.post(choisie, {"raison": " "})
    assert vide.status_code == 200
    assert vide.context["formulaire"].errors["raison"]
    assert not Correction.objects.exists()
    fait = client.post(choisie, {"raison": "Mauvaise ligne."}, follow=True)
    assert fait.redirect_chain == [(adresse(action), 302)]
    assert "C'est corrigé" in sans_insecables(fait.content.decode())
    correction = Correction.objects.get()
    assert (correction.par, correction.fait_par, correction.raison) == (auteur, auteur, "Mauvaise ligne.")
    assert Jalon.objects.get().atteint_le is None
    historique = lire(client, reverse("admin:actions_action_history", args=[action.pk]))
    assert "Correction" in historique
    assert "Mauvaise ligne." in historique
    # Once done, the page says so, and an old tab annuls nothing more.
    assert "C'est déjà corrigé." in lire(client, adresse(action))
    assert client.post(choisie, {"raison": "Encore."}).status_code == 302
    assert Correction.objects.count() == 1


def test_history_says_that_what_went_was_annulled(client_de, action, auteur):
    indicateur = IndicateurFactory(action=action, nom="Soutenues")
    reculer(3)
    with pghistory.context(user=auteur.pk):
        MesureFactory(indicateur=indicateur, date=AUJOURD_HUI, valeur=6)
    client = client_de(auteur)
    (un,) = client.get(adresse(action)).context["changements"]
    page = lire(client, f"{adresse(action)}?erreur={un.cle}")
    assert 'value="Annuler ce changement"' in page
    client.post(f"{adresse(action)}?erreur={un.cle}", {"raison": "Lu de travers."})
    assert not indicateur.mesures.exists()
    histoire = lire(client, reverse("admin:actions_action_history", args=[action.pk]))
    assert "annulé par correction" in histoire
    assert "suppression" not in histoire
    assert f"Mesure « {date_longue(AUJOURD_HUI)} : 6 »".replace("\N{NO-BREAK SPACE}", " ") in histoire


def test_what_is_deleted_without_a_correction_is_said_so(client_de, plan, unite, auteur):
    action = ActionFactory(plan=plan, responsable=unite)
    JalonFactory(action=action).delete()
    histoire = lire(client_de(auteur), reverse("admin:actions_action_history", args=[action.pk]))
    assert "suppression" in histoire
    assert "annulé par correction" not in histoire


def test_a_typo_of_a_reason_is_corrected_there(client_de, action, auteur):
    with pghistory.context(user=auteur.pk):
        deplacer(action.jalons.get(), "echeance", AUJOURD_HUI + timedelta(days=9))
    client = client_de(auteur)
    coquille = next(un for un in client.get(adresse(action)).context["changements"] if un.coquille)
    choisie = f"{adresse(action)}?erreur={coquille.cle}"
    meme = client.post(choisie, {"raison": "Une lettre.", "mots": coquille.mots})
    assert "sans leur coquille" in sans_insecables(meme.content.decode())
    client.post(choisie, {"raison": "Une lettre.", "mots": "Appels d'offres."})
    assert Report.objects.publics().get().motif == "Appels d'offres."


@pytest.mark.parametrize(
    ("qui", "statut"),
    [({"coordination": True}, 200), ({"redaction": True}, 404), ({"partenaire": True}, 302), ({}, 302)],
    ids=["coordination", "autre unité", "partenaire", "sans rôle"],
)
def test_who_sees_the_page(client_de, action, auteur, qui, statut):
    cocher(action, auteur)
    roles = {"organisation": OrganisationFactory(service=True)} if "redaction" in qui else {}
    client = client_de(UtilisateurFactory(**qui, **roles))
    reponse = client.get(adresse(action))
    assert reponse.status_code in ({statut, 403} if statut == 302 else {statut})
    if statut != 200:
        client.post(f"{adresse(action)}?erreur=jalon-e1", {"raison": "Non."})
        assert not Correction.objects.exists()


def test_a_colleague_reads_why_not(client_de, action, auteur, unite):
    cocher(action, auteur)
    page = lire(client_de(UtilisateurFactory(redaction=True, organisation=unite)), adresse(action))
    assert "Seule la personne qui l'a écrit, ou la coordination" in page
    assert "?erreur=" not in page


def test_the_page_costs_the_same_whatever_was_written(client_de, action, auteur):
    client = client_de(auteur)

    def cout() -> int:
        with CaptureQueriesContext(connection) as lues:
            client.get(adresse(action))
        return len(lues)

    cocher(action, auteur)
    client.get(adresse(action))
    premier = cout()
    with pghistory.context(user=auteur.pk):
        for jalon in JalonFactory.create_batch(12, action=action, echeance=AUJOURD_HUI):
            deplacer(jalon, "echeance", AUJOURD_HUI + timedelta(days=9))
    assert cout() == premier
