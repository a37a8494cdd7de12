"""Save and next: what comes after on the desk, in its order, and a row or two read of all that waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.attentes import a_nourrir_de
from actions.minute.suivante import suivante
from actions.models import Action
from actions.models.etats import Confiance
from tests.actions.minute_d_essai import action_a_suivre, adresse, dire, lue
from tests.factories import ActionFactory, IndicateurFactory, JalonFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


def test_save_and_next_goes_through_what_waits_late_first_then_silent(redaction, plan, axe, unite):
    options = {"axe": axe, "responsable": unite, "publiee": True}
    ActionFactory(code="1.9", titre="À jour", confiance=Confiance.ELEVEE, **options)
    muette = ActionFactory(code="1.1", perimee=True, **options)
    retard = ActionFactory(code="1.5", en_retard=True, **options)
    ActionFactory(code="1.6", en_retard=True, axe=axe, publiee=True)
    ActionFactory(code="1.7", en_retard=True, axe=axe, responsable=unite)
    assert f"{muette.code} · {muette.titre}" in lue(redaction.get(adresse(retard)))
    reponse = dire(redaction, retard, texte="Vu.", visibilite="publique", _suivante="1")
    assert reponse["Location"] == adresse(muette)
    assert "1.5 · inscrit" in lue(redaction.get(adresse(muette)))
    # The last one has none: what was passed over is on the desk.
    assert "passer à la suivante" not in lue(redaction.get(adresse(muette)))
    assert (
        dire(redaction, muette, texte="Vu.", visibilite="publique", _suivante="1")["Location"] == "/espace/"
    )


def test_next_after_next_is_the_desk_from_its_first_line_to_its_last(plan, axe, unite):
    options = {"axe": axe, "responsable": unite, "publiee": True}
    ce_jour = timezone.localdate()

    def dans(jours: int):
        return ce_jour + timedelta(days=jours)

    for code in ("1.10", "1.2", "2.a", "2.B", "10.1"):
        ActionFactory(code=code, en_retard=True, **options)
    for rang, jours in enumerate((-400, -3, 0, 20, 59, 60, 61)):
        JalonFactory(action=ActionFactory(code=f"3.{rang}", **options), echeance=dans(jours))
    for rang, annee in enumerate((ce_jour.year - 2, ce_jour.year, ce_jour.year + 1)):
        mesuree = ActionFactory(code=f"4.{rang}", **options)
        IndicateurFactory(action=mesuree, cible_valeur=6, cible_annee=annee)
    # Several reasons at once: the first of them is what presses.
    double = ActionFactory(code="5.1", perimee=True, **options)
    IndicateurFactory(action=double, cible_valeur=6, cible_annee=ce_jour.year)
    IndicateurFactory(action=double, cible_valeur=6, cible_annee=ce_jour.year - 1)
    JalonFactory(action=double, echeance=dans(12))
    action_a_suivre(code="5.2", **options)
    for code in ("6.2", "6.10"):
        ActionFactory(code=code, perimee=True, **options)
    personne = UtilisateurFactory(coordination=True)
    poste = [action.pk for action in a_nourrir_de(personne)]
    assert len(poste) >= 15
    suite = [suivante(personne, ActionFactory()).pk]
    while prochaine := suivante(personne, Action.objects.get(pk=suite[-1])):
        suite.append(prochaine.pk)
        assert len(suite) <= len(poste)
    assert suite == poste


@pytest.mark.parametrize("geste", ["get", "apercu", "refus", "suivante"])
def test_two_hundred_actions_that_wait_are_not_read_for_the_next_one(
    coordination, plan, axe, unite, monkeypatch, geste
):
    action = action_a_suivre(axe=axe, responsable=unite)
    ActionFactory.create_batch(200, axe=axe, responsable=unite, publiee=True, perimee=True)
    lues = []
    de_la_base = Action.from_db.__func__

    def compter(modele, *args):
        lues.append(args)
        return de_la_base(modele, *args)

    monkeypatch.setattr(Action, "from_db", classmethod(compter))
    gestes = {
        "get": lambda: coordination.get(adresse(action)),
        "apercu": lambda: dire(coordination, action, texte="Vu.", visibilite="publique", _apercu="page"),
        "refus": lambda: dire(coordination, action, texte="Vu.", _suivante="1"),
        "suivante": lambda: dire(coordination, action, texte="Vu.", visibilite="publique", _suivante="1"),
    }
    assert gestes[geste]().status_code == (302 if geste == "suivante" else 200)
    assert len(lues) <= 12
