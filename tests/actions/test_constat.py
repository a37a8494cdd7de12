"""What the page of an action finds: one paragraph, of what is known and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.autour import autour_de
from actions.constat import constat, mois_entre
from actions.models import Action
from tests.factories.actions import ActionFactory, JalonFactory

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


def dans(jours):
    return ICI + timedelta(days=jours)


def dit(action):
    lue = Action.objects.avec_lectures().get(pk=action.pk)
    autour_de(lue)
    trouve = constat(lue)
    return trouve.tete, trouve.suite.replace("\N{NO-BREAK SPACE}", " ")


def publiee(**champs):
    return ActionFactory(publiee=True, etat_le=ICI, **champs)


def test_late_by_one_milestone_among_others():
    action = publiee()
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action, echeance=dans(-26), titre="Trousse d'accueil")
    JalonFactory(action=action)
    tete, suite = dit(action)
    assert tete == "En retard de 26 jours."
    assert suite.startswith("Un jalon sur trois est atteint; « Trousse d'accueil », attendu le ")
    assert suite.endswith(", ne l'est pas.")


def test_late_with_nothing_reached():
    action = publiee()
    JalonFactory(action=action, echeance=dans(-1), titre="Bail")
    tete, suite = dit(action)
    assert tete == "En retard de 1 jour."
    assert suite.startswith("Son seul jalon n'est pas atteint. « Bail » était attendu le ")


def test_late_by_several_milestones_names_the_first():
    action = publiee()
    JalonFactory(action=action, echeance=dans(-5), titre="Second")
    JalonFactory(action=action, echeance=dans(-9), titre="Premier")
    JalonFactory(action=action, echeance=dans(-50), annule=True, titre="Annulé")
    tete, suite = dit(action)
    assert tete == "En retard de 9 jours."
    assert "Deux jalons sont en retard, le premier depuis le " in suite
    assert "« Premier »" in suite
    assert "Second" not in suite


def test_late_by_its_end():
    action = publiee(en_retard=True)
    assert dit(action)[0] == "En retard de 1 jour."
    assert dit(action)[1].startswith("Aucun jalon n'est inscrit. Sa fin était prévue le ")


def test_it_is_to_watch_by_its_date_or_by_the_confidence_in_it():
    proche = publiee(dans_les_temps=True, fin=dans(12))
    assert dit(proche)[0] == "À surveiller."
    assert "(dans 12 jours)" in dit(proche)[1]
    assert "confiance" not in dit(proche)[1]
    doute = publiee(fin=dans(300), confiance="faible")
    assert dit(doute) == (
        "À surveiller.",
        "Son responsable doute de l'échéance : confiance faible. Aucun jalon n'est inscrit.",
    )
    assert "(aujourd'hui)" in dit(publiee(fin=ICI))[1]


def test_on_time_says_what_comes_next():
    action = publiee(dans_les_temps=True, fin=dans(200))
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action, echeance=dans(40), titre="Ouverture")
    tete, suite = dit(action)
    assert tete == "Dans les temps."
    assert suite.startswith("Deux jalons sur trois sont atteints. Prochain jalon : « Ouverture », le ")
    assert suite.endswith("(dans 40 jours).")


def test_nothing_due_and_no_milestone():
    assert dit(publiee(en_continu=True)) == ("Sans échéance.", "Aucun jalon n'est inscrit.")


@pytest.mark.parametrize(
    ("sorte", "tete"),
    [("realisee", "Réalisée."), ("suspendue", "Suspendue."), ("abandonnee", "Abandonnée.")],
)
def test_what_is_over_or_set_aside_is_not_late_and_owes_no_news(sorte, tete):
    action = ActionFactory(publiee=True, perimee=True, fin=dans(-200), **{sorte: True})
    JalonFactory(action=action, echeance=dans(-60))
    assert dit(action) == (tete, "Son seul jalon n'est pas atteint.")
    Action.objects.filter(pk=action.pk).update(publication="archivee")
    assert dit(action)[0] == "Archivée."


def test_all_is_reached():
    action = publiee(realisee=True)
    JalonFactory(action=action, atteint=True)
    assert dit(action)[1] == "Son seul jalon est atteint."
    JalonFactory(action=action, atteint=True)
    assert dit(action)[1] == "Ses deux jalons sont atteints."


def test_an_action_to_come_says_so():
    assert dit(publiee(a_venir=True))[1].startswith("L'action n'a pas commencé.")


def test_only_old_news_is_spoken_of():
    assert "nouvelles" not in dit(publiee())[1]
    assert dit(ActionFactory(publiee=True, etat_le=dans(-120)))[1].endswith(
        "Sans nouvelles depuis trois mois."
    )
    assert dit(ActionFactory(publiee=True, etat_le=dans(-260), en_continu=True)) == (
        "Sans échéance.",
        "Aucun jalon n'est inscrit. Sans nouvelles depuis plus de huit mois.",
    )


@pytest.mark.parametrize(
    ("jours", "duree"),
    [
        # The state begins at 180 days, which may be five whole months: its words never say less than it does.
        (181, "six mois"),
        (365 + 40, "treize mois"),
        (2 * 365 + 2, "deux ans"),
        (8 * 365 - 30, "sept ans"),
    ],
)
def test_dans_les_temps_ne_se_lit_pas_sans_le_silence(jours, duree):
    action = ActionFactory(publiee=True, etat_le=dans(-jours), fin=dans(200))
    tete, suite = dit(action)
    assert tete == f"Dans les temps, mais sans nouvelles depuis plus de {duree}."
    assert "nouvelles" not in suite


def test_le_silence_se_dit_apres_un_retard():
    tete, suite = dit(ActionFactory(publiee=True, etat_le=dans(-800), fin=dans(-10)))
    assert tete == "En retard de 10 jours."
    assert suite.endswith("Sans nouvelles depuis plus de deux ans.")


def test_a_month_is_a_whole_one():
    assert mois_entre(date(2026, 3, 12), date(2026, 11, 26)) == 8
    assert mois_entre(date(2026, 3, 27), date(2026, 11, 26)) == 7
    assert mois_entre(date(2025, 12, 31), date(2026, 1, 1)) == 0
