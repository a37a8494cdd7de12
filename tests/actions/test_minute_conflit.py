"""News in a minute, while somebody else writes: only one field that both touched is a conflict."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from actions.models.etats import Confiance, Statut
from partenariat.presentation.formats import INSECABLE, date_longue
from tests.actions.minute_d_essai import action_a_suivre, adresse, dire, indicateur, jalon, jour, lue, remplir
from tests.factories import MesureFactory
from tests.formulaires import lire, ouvrir

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
    assert "« Statut » a changé depuis : « Suspendue » maintenant, « Réalisée » pour vous." in dit
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


CELLULES = [
    ("jalon", {"situation": "atteint", "atteint_le": "2026-03-02"}, "Atteint le : 2 mars 2026"),
    ("jalon", {"situation": "atteint", "atteint_le": "le 2"}, "Atteint le : le 2"),
    ("jalon", {"situation": "deplace", "echeance": "2031-05-04"}, "Nouvelle date : 4 mai 2031"),
    ("jalon", {"situation": "deplace", "motif_report": "Il neige."}, "Motif du report : Il neige."),
    ("indicateur", {"valeur": "1234,5"}, "Valeur mesurée : 1 234,5"),
    ("indicateur", {"valeur": "six"}, "Valeur mesurée : six"),
    ("indicateur", {"source": "Rapport final"}, "Source : Rapport final"),
    ("indicateur", {"date": "2026-03-02"}, "En date du : 2 mars 2026"),
]


@pytest.mark.parametrize(("quoi", "dit", "rendu"), CELLULES, ids=lambda cas: str(cas)[:30])
def test_what_was_typed_of_what_is_gone_is_given_back(redaction, plan, axe, unite, quoi, dit, rendu):
    action = action_a_suivre(axe=axe, responsable=unite, publiee=False, perimee=False)
    champs = remplir(redaction, action, **dit)
    objet = {"jalon": jalon, "indicateur": indicateur}[quoi](action)
    nom = str(objet)
    objet.delete()
    # Alone, and with something else that is right.
    for suite in ({}, {"nouvelle-texte": "Mon texte.", "nouvelle-visibilite": "interne"}):
        reponse = redaction.post(adresse(action), champs | suite)
        assert reponse.status_code == 200
        assert f"« {nom} » vient d'être supprimé. Vous y aviez écrit : " in lue(reponse)
        assert rendu in lue(reponse)
        assert "Rien n'est écrit" not in lue(reponse)
    assert "Mon texte." in lue(reponse)
    assert action.nouvelles.count() == 0
    # Read, the rest is sent.
    assert redaction.post(adresse(action), lire(reponse, "minute")).status_code == 302
    assert action.nouvelles.get().texte == "Mon texte."


def test_what_nobody_touched_of_what_is_gone_refuses_nothing(redaction, plan, axe, unite):
    action = action_a_suivre(axe=axe, responsable=unite, publiee=False, perimee=False)
    champs = remplir(redaction, action, texte="Mon texte.", visibilite="interne")
    jalon(action).delete()
    indicateur(action).delete()
    assert redaction.post(adresse(action), champs).status_code == 302


@pytest.mark.parametrize("quoi", ["jalon", "mesure"])
def test_a_key_of_another_action_is_named_nowhere(redaction, action, quoi):
    ailleurs = action_a_suivre(titre="Ailleurs")
    ailleurs.jalons.update(titre="Le secret")
    ailleurs.indicateurs.update(nom="Le secret")
    pk = {"jalon": jalon, "mesure": indicateur}[quoi](ailleurs).pk
    dits = {f"jalon-{pk}-situation": "atteint"} if quoi == "jalon" else {f"mesure-{pk}-mesure_valeur": "4"}
    dit = lue(redaction.post(adresse(action), remplir(redaction, action) | dits))
    assert "Un jalon ou un indicateur dont vous parliez vient d'être supprimé." in dit
    assert "Le secret" not in dit


def test_the_list_and_the_screen_say_in_one_sentence_that_something_moved(redaction, coordination, action):
    liste = "/admin/actions/action/jalons/?quand=toutes"
    rangee = ouvrir(redaction, liste, "liste_form")
    champs = remplir(redaction, action, situation="deplace", echeance=jour(30), motif_report="Tard.")
    le = timezone.localdate() + timedelta(days=30)
    dire(coordination, action, situation="deplace", echeance=jour(60), motif_report="Plus tard.")
    apres = timezone.localdate() + timedelta(days=60)
    suite = f"a changé depuis : « {date_longue(apres)} » maintenant, « {date_longue(le)} » pour vous."
    suite = suite.replace(INSECABLE, " ")
    assert suite in lue(redaction.post(adresse(action), champs))
    rangee |= {f"r{jalon(action).pk}-echeance": jour(30), "motif": "Tard."}
    assert suite in lue(redaction.post(liste, rangee))


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
