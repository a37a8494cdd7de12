"""What is done has begun: its start is not to come; of what is under way, one is told of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.models import Action
from tests.actions.plan_d_essai import charger, ecrire, plan, refus
from tests.factories import ActionFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
JOURS = {"hier": -1, "aujourd'hui": 0, "demain": 1}
DEMAIN = AUJOURD_HUI + timedelta(days=1)
jours = pytest.mark.parametrize("ecart", JOURS.values(), ids=JOURS.keys())
etats = pytest.mark.parametrize("statut", ["a_venir", "en_cours", "realisee"])


@jours
@etats
def test_only_a_done_action_has_no_start_to_come(statut, ecart):
    action = ActionFactory()
    action.statut, action.debut = statut, AUJOURD_HUI + timedelta(days=ecart)
    ecrire_en_lot = Action.objects.filter(pk=action.pk)
    if statut == "realisee" and ecart > 0:
        with pytest.raises(ValidationError, match="son début, qui n'est pas à venir"):
            action.full_clean()
        with pytest.raises(IntegrityError, match="action_realisee_commencee"), transaction.atomic():
            ecrire_en_lot.update(statut=statut, debut=action.debut)
        return
    action.full_clean()
    assert ecrire_en_lot.update(statut=statut, debut=action.debut) == 1


def fichier(statut: str, ecart: int) -> dict:
    lu = plan()
    lu["actions"][0] |= {
        "statut": statut,
        "debut": (AUJOURD_HUI + timedelta(days=ecart)).isoformat(),
        "fin": (AUJOURD_HUI + timedelta(days=90)).isoformat(),
    }
    return lu


@jours
@etats
def test_the_file_says_it_at_its_line(tmp_path, statut, ecart):
    if statut == "realisee" and ecart > 0:
        dit = f"debut : l'action est réalisée, et son début est le {DEMAIN} ; attendu : une date passée."
        assert dit in refus(ecrire(tmp_path, fichier(statut, ecart)))
        return
    _lu, averti = charger(ecrire(tmp_path, fichier(statut, ecart)))
    dit = f"debut : l'action est en cours, et son début, le {DEMAIN}, est à venir."
    assert (dit in averti) == (statut == "en_cours" and ecart > 0)


def test_a_file_that_tells_it_again_is_not_told_so_twice(tmp_path):
    charger(ecrire(tmp_path, fichier("en_cours", 1)))
    assert "est à venir" not in charger(ecrire(tmp_path, fichier("en_cours", 1)))[1]


def test_a_file_that_ends_an_action_whose_kept_start_is_to_come_is_refused(tmp_path):
    charger(ecrire(tmp_path, fichier("a_venir", 1)))
    ensuite = fichier("realisee", 1)
    del ensuite["actions"][0]["debut"]
    assert "statut : l'action est réalisée, et son début" in refus(ecrire(tmp_path, ensuite))


@pytest.mark.parametrize(("statut", "averti"), [("en_cours", True), ("a_venir", False)])
def test_an_editor_is_told_that_what_is_under_way_is_to_start(redaction, unite, statut, averti):
    action = ActionFactory(publiee=True, responsable=unite, debut=DEMAIN, statut=statut)
    adresse = f"/admin/actions/action/{action.pk}/change/"
    assert envoyer(redaction, adresse, ouvrir(redaction, adresse), confiance="faible").status_code == 302
    assert ("Cette action est en cours, et son début" in texte(redaction.get(adresse))) is averti


def test_an_editor_does_not_end_what_is_to_start(redaction, unite):
    action = ActionFactory(publiee=True, responsable=unite, debut=DEMAIN, statut="a_venir")
    adresse = f"/admin/actions/action/{action.pk}/change/"
    reponse = envoyer(redaction, adresse, ouvrir(redaction, adresse), statut="realisee")
    assert "son début, qui n'est pas à venir" in texte(reponse)
    assert Action.objects.get(pk=action.pk).statut == "a_venir"
