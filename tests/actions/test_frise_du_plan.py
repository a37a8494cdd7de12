"""The plan in time: which marks, where, of what shape, and what the sentence and the table count."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.frises import plan as du_plan
from actions.frises.plan import frise_du_plan
from actions.models import Action, Jalon, Plan
from actions.models.etats import REPORTE, EtatJalon
from actions.portraits import portrait_par_axe
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.formats import date_longue
from tests.factories.actions import ActionFactory, AxeFactory, JalonFactory, PlanFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


def dans(jours):
    return ICI + timedelta(days=jours)


@pytest.fixture
def frise(plan):
    def lire():
        return frise_du_plan(plan, portrait_par_axe(plan))

    return lire


def les_marques(frise):
    return [(m.etat, m.nombre) for rangee in frise.rangees for m in rangee.marques]


def publier(axe, **champs):
    return ActionFactory(plan=axe.plan, axe=axe, publiee=True, **champs)


@pytest.mark.parametrize("sorte", ["en_cours", "realisee", "suspendue", "abandonnee"])
def test_the_state_of_a_mark_is_the_one_that_its_page_says(axe, sorte):
    action = publier(axe, **({} if sorte == "en_cours" else {sorte: True}))
    JalonFactory(action=action, atteint=True)
    JalonFactory(action=action, annule=True)
    JalonFactory(action=action, en_retard=True)
    JalonFactory(action=action)
    lus = Jalon.objects.filter(action=action).avec_etat()
    assert [j.etat for j in lus] == [j.etat_dans(action)[0] for j in lus]
    assert all(j.le == j.jour_dessine and j.mois == j.le.replace(day=1) for j in lus)


def test_a_draft_is_never_drawn(axe, frise):
    for etat in ({}, {"a_valider": True}, {"archivee": True}):
        JalonFactory(action=ActionFactory(plan=axe.plan, axe=axe, fin=dans(40), **etat), titre="Secret")
    vide = frise()
    assert not vide.parts
    assert not les_marques(vide)
    assert not any(rangee.fins for rangee in vide.rangees)


def test_milestones_stack_by_month(axe, frise):
    action = publier(axe)
    le = date(ICI.year, 1, 1) - timedelta(days=40)
    for jour in (3, 12, 27):
        JalonFactory(action=action, echeance=le.replace(day=jour), atteint_le=le.replace(day=jour))
    (rangee,) = frise().rangees
    assert len({m.x for m in rangee.marques}) == 1
    assert [m.y for m in rangee.marques] == [64, 53, 42]


def test_too_high_a_stack_is_a_figure(axe, frise):
    action = publier(axe)
    for _rang in range(du_plan.PILE + 2):
        JalonFactory(action=action, en_retard=True)
    (rangee,) = frise().rangees
    (une,) = rangee.marques
    assert une.nombre == du_plan.PILE + 2
    assert une.adresse == axe.plan.adresse("axe", numero=axe.numero)
    assert str(une.nombre) in une.nom
    assert [part.texte for part in frise().parts] == [f"{une.nombre} en retard"]


def test_the_month_under_way_has_two_sides(axe, frise):
    action = publier(axe)
    JalonFactory(action=action, echeance=ICI, atteint_le=ICI)
    JalonFactory(action=action, echeance=ICI)
    dessin = frise()
    passe, avenir = sorted(dessin.rangees[0].marques, key=lambda m: m.etat)
    ici = dessin.echelle.x(ICI)
    assert float(passe.x[:-1]) <= ici + 0.01
    assert float(avenir.x[:-1]) >= ici - 0.01


def test_what_is_outside_the_plan_is_said_in_words(frise, plan, axe):
    Plan.objects.filter(pk=plan.pk).update(debut=date(ICI.year, 1, 1), fin=date(ICI.year, 12, 31))
    plan.refresh_from_db()
    action = publier(axe)
    JalonFactory(action=action, echeance=date(2019, 5, 1), atteint_le=date(2019, 5, 1))
    JalonFactory(action=action, echeance=ICI, atteint_le=ICI)
    JalonFactory(action=action, echeance=date(ICI.year + 3, 5, 1))
    lue = frise()
    assert [part.texte for part in lue.parts] == [
        f"2 atteints, dont 1 avant {ICI.year}",
        f"1 à venir, dont 1 après {ICI.year}",
    ]
    assert lue.colonnes == [f"Avant {ICI.year}", str(ICI.year), f"Après {ICI.year}"]
    assert [dit for _colonne, dit in lue.rangees[0].tableau] == ["1 atteint", "1 atteint", "1 à venir"]
    assert len(lue.rangees[0].marques) == 1


def test_a_plan_that_does_not_say_its_years(axe, frise, plan):
    Plan.objects.filter(pk=plan.pk).update(debut=None, fin=None)
    plan.refresh_from_db()
    assert [une.le.year for une in frise().annees] == [ICI.year - 1, ICI.year, ICI.year + 1, ICI.year + 2]
    plan.debut, plan.fin = date(1900, 1, 1), date(2199, 12, 31)
    assert len(frise().annees) == du_plan.ANS
    plan.debut, plan.fin = date(2199, 1, 1), None
    assert [une.le.year for une in frise().annees] == [2199]
    assert frise().aujourd_hui is None


def reporter(jalon, le, motif="Le comité a voulu plus de temps."):
    jalon.motif_report, jalon.echeance = motif, le
    jalon.save()


def test_a_date_put_off_is_an_elbow(axe, frise, plan):
    jalon = JalonFactory(action=publier(axe, code="2.1"), echeance=dans(-30))
    assert les_marques(frise()) == [("en_retard", 1)]
    reporter(jalon, dans(40))
    (rangee,) = frise().rangees
    (coude,) = rangee.coudes
    assert not rangee.marques
    assert (coude.marque.etat, coude.marque.code) == (REPORTE, "2.1")
    assert float(coude.depuis[:-1]) < float(coude.marque.x[:-1])
    assert "reporté" in coude.marque.nom
    assert "2.1" in coude.texte


def test_a_date_that_came_back_is_not_put_off(axe, frise):
    depart = dans(60)
    jalon = JalonFactory(action=publier(axe), echeance=depart)
    reporter(jalon, dans(90))
    reporter(jalon, depart)
    assert les_marques(frise()) == [("prevu", 1)]
    reporter(jalon, dans(20))
    assert les_marques(frise()) == [("prevu", 1)]


def test_what_was_put_off_in_a_draft_is_not_drawn(axe, frise):
    action = ActionFactory(plan=axe.plan, axe=axe)
    reporter(JalonFactory(action=action, echeance=dans(60)), dans(90))
    reculer(10)
    Action.objects.filter(pk=action.pk).update(publication="publiee", publiee_le=timezone.now())
    assert not frise().rangees[0].coudes
    assert les_marques(frise()) == [("prevu", 1)]


def test_moves_that_are_not_drawn_whole_are_diamonds(axe, frise):
    action = publier(axe)
    for rang in range(du_plan.COUDES + 2):
        reporter(JalonFactory(action=action, echeance=dans(20)), dans(50 + 40 * rang))
    (rangee,) = frise().rangees
    assert len(rangee.coudes) == du_plan.COUDES
    assert [m.etat for m in rangee.marques] == [REPORTE] * 2


def test_the_end_of_an_action_is_a_tick(axe, frise):
    publier(axe, fin=dans(40))
    publier(axe, en_continu=True)
    (rangee,) = frise().rangees
    assert rangee.fins == [frise().echelle.pct(dans(40))]


def test_the_codes_of_late_marks_do_not_touch(axe, frise):
    for rang in range(8):
        JalonFactory(action=publier(axe, code=f"1.{rang}", en_continu=True), echeance=dans(-7 * rang - 1))
    (rangee,) = frise().rangees
    assert rangee.codes
    assert {m.etat for m in rangee.marques} == {EtatJalon.EN_RETARD}
    assert [m.le for m in frise().a_nommer] == sorted(m.le for m in rangee.marques if m.nombre == 1)


def test_a_full_drawing_joins_months(axe, frise, monkeypatch):
    action = publier(axe)
    for rang in range(24):
        le = date(ICI.year - 1, 1, 15) + timedelta(days=30 * rang)
        if le < ICI:
            JalonFactory(action=action, echeance=le, atteint_le=le)
    avant = les_marques(frise())
    monkeypatch.setattr(du_plan, "MARQUES", 4)
    apres = les_marques(frise())
    assert len(apres) <= 4 < len(avant)
    assert sum(n for _etat, n in apres) == sum(n for _etat, n in avant)


def test_one_query_whatever_the_plan(axe, plan):
    for rang in range(4):
        action = publier(axe, code=f"1.{rang}")
        JalonFactory(action=action, atteint=True)
        JalonFactory(action=action, en_retard=True)
    axes = portrait_par_axe(plan)
    with CaptureQueriesContext(connection) as requetes:
        frise_du_plan(plan, axes)
    assert len(requetes) == 1


def test_a_past_day_draws_what_was_true_then(axe, frise):
    jalon = JalonFactory(action=publier(axe), echeance=dans(-30))
    reculer(10)
    jalon.atteint_le = ICI
    jalon.save()
    assert les_marques(frise()) == [("atteint", 1)]
    assert frise().aujourd_hui.texte == f"Aujourd'hui, {date_longue(ICI)}"
    with au(fin_du_jour(dans(-3))):
        assert frise().aujourd_hui.texte == date_longue(dans(-3))
        assert les_marques(frise()) == [("en_retard", 1)]


def test_the_template_escapes_and_names(rf, axe, frise, plan):
    action = publier(axe, code="1.7")
    JalonFactory(action=action, en_retard=True, titre='<script>"&</script>')
    page = render_to_string("composants/frise.html", {"frise": frise(), "plan": plan}, rf.get("/"))
    assert "<script>" not in page
    assert 'aria-label="1.7, &lt;script&gt;' in page
    assert f'href="{plan.adresse("action", code="1.7")}"' in page
    # What is only read is reached by the table, not stop by stop.
    JalonFactory(action=action, atteint=True)
    page = render_to_string("composants/frise.html", {"frise": frise(), "plan": plan}, rf.get("/"))
    assert page.count('tabindex="-1"') == 1


def test_an_axis_always_has_a_hue():
    plan = PlanFactory()
    assert [AxeFactory(plan=plan, numero=n).teinte for n in (1, 5, 6, 11)] == [1, 5, 1, 1]
