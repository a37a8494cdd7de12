"""News in a minute, while somebody else writes: only one field that both touched is a conflict."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from actions.models.etats import Confiance, Statut
from tests.actions.minute_d_essai import action_a_suivre, adresse, dire, indicateur, jalon, jour, lue, remplir
from tests.factories import MesureFactory
from tests.formulaires import lire

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe, unite):
    return action_a_suivre(axe=axe, responsable=unite)


def test_a_milestone_ticked_elsewhere_does_not_refuse_a_screen_that_does_not_touch_it(
    redaction, coordination, action
):
    champs = remplir(redaction, action, texte="Un pas.", visibilite="publique", confiance="moyenne")
    assert dire(coordination, action, situation="atteint").status_code == 302
    assert redaction.post(adresse(action), champs).status_code == 302
    action.refresh_from_db()
    assert action.confiance == Confiance.MOYENNE
    assert jalon(action).atteint_le == timezone.localdate()


def test_two_statuses_are_shown_side_by_side_and_nothing_typed_is_lost(redaction, coordination, action):
    champs = remplir(redaction, action, texte="Mon texte.", visibilite="publique", statut="realisee")
    dire(coordination, action, statut="suspendue", motif="Le budget est gelé.")
    reponse = redaction.post(adresse(action), champs)
    dit = lue(reponse)
    assert reponse.status_code == 200
    assert "Quelqu'un a changé la même chose pendant que vous écriviez" in dit
    assert "maintenant « Suspendue »" in dit
    assert "vous avez écrit « Réalisée »" in dit
    assert "Dominique Côté" in dit
    assert "Mon texte." in dit
    assert action.nouvelles.count() == 0
    # Sent again, having read both: it is a choice.
    repris = lire(reponse, "minute")
    assert repris["etat-statut"] == ["realisee"]
    assert redaction.post(adresse(action), repris).status_code == 302
    action.refresh_from_db()
    assert (action.statut, action.motif) == (Statut.REALISEE, "")
    assert action.nouvelles.count() == 1


def test_one_milestone_of_which_both_spoke_is_a_conflict(redaction, coordination, action):
    champs = remplir(redaction, action, situation="deplace", echeance=jour(30), motif_report="Tard.")
    dire(coordination, action, situation="deplace", echeance=jour(60), motif_report="Plus tard.")
    reponse = redaction.post(adresse(action), champs)
    assert "Le bilan" in lue(reponse).split("vous écriviez")[1]
    assert jalon(action).echeance == timezone.localdate() + timedelta(days=60)
    repris = lire(reponse, "minute")
    assert repris[f"jalon-{jalon(action).pk}-echeance"] == [jour(30)]
    assert repris[f"jalon-{jalon(action).pk}-motif_report"] == ["Tard."]
    assert redaction.post(adresse(action), repris).status_code == 302
    assert jalon(action).echeance == timezone.localdate() + timedelta(days=30)


def test_a_milestone_that_was_reached_meanwhile_is_not_moved(redaction, coordination, action):
    champs = remplir(redaction, action, situation="deplace", echeance=jour(30), motif_report="Tard.")
    dire(coordination, action, situation="atteint")
    reponse = redaction.post(adresse(action), champs)
    assert "Le bilan" in lue(reponse).split("vous écriviez")[1]
    reponse = redaction.post(adresse(action), lire(reponse, "minute"))
    assert "Ce jalon est atteint" in lue(reponse)
    assert action.reports.count() == 0


def test_a_milestone_that_was_cancelled_meanwhile_is_not_reached(redaction, action):
    champs = remplir(redaction, action, situation="atteint")
    type(jalon(action)).objects.filter(action=action).update(annule=True)
    assert "Ce jalon est annulé" in lue(redaction.post(adresse(action), champs))
    assert jalon(action).atteint_le is None


def test_a_milestone_that_is_gone_is_said_and_the_text_stays(redaction, plan, axe, unite):
    action = action_a_suivre(axe=axe, responsable=unite, publiee=False, perimee=False)
    champs = remplir(redaction, action, texte="Mon texte.", visibilite="publique", situation="atteint")
    jalon(action).delete()
    dit = lue(redaction.post(adresse(action), champs))
    assert "vient d'être supprimé" in dit
    assert "Mon texte." in dit
    assert action.nouvelles.count() == 0


def test_two_measures_of_one_day_are_one_and_the_other_is_shown(redaction, action):
    champs = remplir(redaction, action, valeur="7")
    MesureFactory(indicateur=indicateur(action), date=timezone.localdate(), valeur=6)
    dit = lue(redaction.post(adresse(action), champs))
    assert "a déjà une mesure à cette date" in dit
    assert "Dernière mesure : 6, le " in dit
    assert indicateur(action).mesures.count() == 2


def test_a_long_form_open_meanwhile_is_told_of_a_milestone_and_not_of_a_note(redaction, action):
    avant = action.version
    dire(redaction, action, texte="Une note.", visibilite="publique", valeur="6")
    action.refresh_from_db()
    assert action.version == avant
    dire(redaction, action, situation="atteint")
    action.refresh_from_db()
    assert action.version == avant + 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_holds_for_too_long_is_said_and_all_that_was_typed_is_given_back(
    redaction, action
):
    premier = jalon(action)
    dit = {"texte": "Mon texte.", "visibilite": "publique", "confiance": "faible", "situation": "deplace"}
    champs = remplir(redaction, action, **dit, echeance=jour(90), motif_report="Le bail a tardé.", valeur="7")
    ailleurs = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with ailleurs.cursor() as curseur, connection.cursor() as ici:
            curseur.execute("SELECT 1 FROM actions_action WHERE id = %s FOR UPDATE", [action.pk])
            ici.execute("SET lock_timeout = '50ms'")
            reponse = redaction.post(adresse(action), champs)
            ici.execute("RESET lock_timeout")
    finally:
        ailleurs.close()
    assert reponse.status_code == 200
    assert "Une autre personne enregistre cette fiche en ce moment" in lue(reponse)
    rendus = lire(reponse, "minute")
    assert rendus["nouvelle-texte"] == ["Mon texte."]
    assert rendus["etat-confiance"] == ["faible"]
    assert rendus[f"jalon-{premier.pk}-situation"] == ["deplace"]
    assert rendus[f"jalon-{premier.pk}-echeance"] == [jour(90)]
    assert rendus[f"mesure-{indicateur(action).pk}-mesure_valeur"] == ["7"]
    assert redaction.post(adresse(action), rendus).status_code == 302
    premier.refresh_from_db()
    assert premier.echeance.isoformat() == jour(90)
