"""What is kept as it was written, and reads oddly, is told to who wrote it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.avertissements import a_relire
from actions.models.etats import Statut
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def jour():
    return timezone.localdate()


@pytest.fixture
def personne():
    return UtilisateurFactory(coordination=True)


@pytest.mark.parametrize(("ecart", "dit"), [(-1, False), (0, False), (1, True)])
def test_a_milestone_after_the_end_of_its_action(personne, jour, ecart, dit):
    fin = jour + timedelta(days=90)
    action = ActionFactory(fin=fin)
    JalonFactory(action=action, titre="Bilan", echeance=fin + timedelta(days=ecart))
    assert any("avant l'échéance de : Bilan" in texte for texte in a_relire(action, personne)) is dit


def test_what_is_reached_or_cancelled_is_not_after_the_end(personne, jour):
    action = ActionFactory(fin=jour)
    JalonFactory(action=action, echeance=jour + timedelta(days=9), atteint_le=jour)
    JalonFactory(action=action, echeance=jour + timedelta(days=9), annule=True)
    assert not list(a_relire(action, personne))


@pytest.mark.parametrize("statut", [Statut.REALISEE, Statut.EN_COURS])
def test_an_action_that_is_done_with_milestones_that_are_not(personne, jour, statut):
    action = ActionFactory(statut=statut)
    JalonFactory(action=action, titre="Bilan", echeance=jour)
    assert any("Bilan" in texte for texte in a_relire(action, personne)) is (statut == Statut.REALISEE)


@pytest.mark.parametrize(("ecart", "dit"), [(-1, False), (0, False), (1, True)])
def test_an_action_under_way_whose_start_is_to_come(personne, jour, ecart, dit):
    action = ActionFactory(statut=Statut.EN_COURS, debut=jour + timedelta(days=ecart), fin=None)
    assert any("est à venir" in texte for texte in a_relire(action, personne)) is dit


def test_the_title_of_another_of_its_plan(personne):
    action = ActionFactory(titre="Soutenir")
    autre = ActionFactory(plan=action.plan, titre="soutenir")
    assert any(f"L'action {autre.code} porte" in texte for texte in a_relire(action, personne))


def test_the_title_of_another_plan_or_of_a_draft_that_one_may_not_read_is_not_told():
    unite = OrganisationFactory()
    action = ActionFactory(titre="Soutenir", responsable=unite)
    ActionFactory(titre="Soutenir", publiee=True)
    ActionFactory(plan=action.plan, titre="Soutenir")
    assert not list(a_relire(action, UtilisateurFactory(redaction=True, organisation=unite)))
    ActionFactory(plan=action.plan, titre="Soutenir", publiee=True)
    assert list(a_relire(action, UtilisateurFactory(redaction=True, organisation=unite)))


@pytest.mark.parametrize(
    ("unite", "avant", "apres", "dit"),
    [
        ("entreprises", "5", "6.5", True),
        ("entreprises", "5", "7", False),
        ("entreprises", "5.5", "6.5", False),
        ("M$", "5", "6.5", False),
        ("%", "5", "6.5", False),
    ],
)
def test_what_is_counted_and_no_longer_whole(personne, jour, unite, avant, apres, dit):
    indicateur = IndicateurFactory(nom="Soutenues", unite=unite)
    MesureFactory(indicateur=indicateur, date=jour - timedelta(days=90), valeur=avant)
    MesureFactory(indicateur=indicateur, date=jour, valeur=apres)
    dits = list(a_relire(indicateur.action, personne))
    assert any("se compte en entreprises" in texte for texte in dits) is dit


def test_nothing_was_counted_before_to_tell_by(personne, jour):
    indicateur = IndicateurFactory(unite="entreprises")
    MesureFactory(indicateur=indicateur, date=jour, valeur="6.5")
    assert not list(a_relire(indicateur.action, personne))
