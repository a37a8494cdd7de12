"""The box says nothing of what is not public: neither by what it finds, nor by what it offers instead."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import Action
from comite.models import Seance
from partenariat.recherche.vocabulaire import lexique
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DecisionFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    PointFactory,
    SeanceFactory,
)
from tests.factories.comite import approuver
from tests.passe import reculer

pytestmark = pytest.mark.django_db

SECRET = "zirconium"
QUESTIONS = (
    SECRET,
    SECRET[:4],
    "zircomium",
    "zirconuim fondation",
    f"projet {SECRET}",
    f"9.{SECRET}",
    f"E-{SECRET}",
    f"{SECRET}-R1",
    SECRET.upper(),
    "fondation",
    "projet",
    "",
)


@pytest.fixture
def plan(db):
    """A plan where something is public of each kind."""
    plan = PlanFactory(actif=True, slug="actif")
    axe = AxeFactory(plan=plan, numero=1, titre="Entreprendre")
    action = ActionFactory(plan=plan, axe=axe, code="1.1", titre="Une fondation", publiee=True)
    engagement = EngagementFactory(plan=plan, code="E-1", titre="Bâtir une fondation", publie=True)
    engagement.actions.add(action)
    seance = SeanceFactory(plan=plan, numero="S-1", tenue=True, date=timezone.localdate() - timedelta(days=9))
    DecisionFactory(seance=seance, numero="S-1-R1", libelle="Fonder.", reunie=True).actions.add(action)
    approuver(seance)
    return plan


def cacher(plan) -> None:
    """The secret word, wherever a word fits, in what the public may not read."""
    axe, publique = plan.axes.get(), Action.objects.publiques().get()
    organisation = OrganisationFactory(service=True, nom=f"Service {SECRET}", sigle=SECRET.upper())
    dit = {"titre": f"Projet {SECRET}", "code": f"9.{SECRET}"}
    brouillon = ActionFactory(plan=plan, axe=axe, description=SECRET, responsable=organisation, **dit)
    JalonFactory(action=brouillon, titre=SECRET)
    IndicateurFactory(action=brouillon, nom=SECRET)
    NouvelleFactory(action=brouillon, texte=SECRET, publique=True)
    ParticipationFactory(action=brouillon, organisation__nom=f"Partenaire {SECRET}")
    NouvelleFactory(action=publique, texte=f"Note interne {SECRET}")
    ActionFactory(plan=plan, axe=axe, titre=f"À valider {SECRET}", a_valider=True)
    ActionFactory(plan=plan, axe=axe, titre=f"Archivée {SECRET}", archivee=True)
    promesse = EngagementFactory(
        plan=plan, code=f"E-{SECRET}", titre=SECRET, texte=SECRET, partie=organisation
    )
    promesse.actions.add(publique)
    seances_secretes(plan, brouillon)


def seances_secretes(plan, brouillon) -> None:
    """What was said there is not approved; an agenda that was not sent; points on what is not public. The
    meetings themselves are public: they stand there before (`plan_et_seances`)."""
    tenue, appelee, prevue = (Seance.objects.get(numero=f"S-{n}") for n in (2, 3, 4))
    DecisionFactory(seance=tenue, numero=f"{SECRET}-R1", libelle=f"Décider {SECRET}")
    PointFactory(seance=tenue, titre="Varia", rang=8, delibere=SECRET)
    Seance.objects.filter(pk=tenue.pk).update(proces_verbal=f"Il est dit {SECRET}")
    PointFactory(seance=appelee, titre=SECRET, rang=8, action=brouillon)
    PointFactory(seance=prevue, titre=SECRET, rang=8)


@pytest.fixture
def plan_et_seances(plan):
    hier = timezone.localdate() - timedelta(days=1)
    SeanceFactory(plan=plan, numero="S-2", tenue=True, date=hier)
    SeanceFactory(plan=plan, numero="S-3", convoquee=True)
    SeanceFactory(plan=plan, numero="S-4")
    PointFactory(seance=Seance.objects.get(numero="S-2"), titre="Varia", rang=8)
    return plan


def pages(plan, **autres) -> dict[str, bytes]:
    lues = {}
    for langue in ("", "/en"):
        for saisie in QUESTIONS:
            for genre in ("", "organisations", "seances", "actions"):
                requete = {"q": saisie, **autres} | ({"genre": genre} if genre else {})
                reponse = Client().get(f"{langue}/plans/{plan.slug}/recherche/", requete)
                assert reponse.status_code == 200
                lues[f"{langue} {saisie} {genre}"] = reponse.content
    return lues


def test_what_is_not_public_changes_no_answer(plan_et_seances):
    plan = plan_et_seances
    avant = pages(plan)
    # « Varia » is public: what was said of it is not.
    plan.seances.get(numero="S-2").points.all().delete()
    cacher(plan)
    apres = pages(plan)
    assert {nom for nom in avant if avant[nom] != apres[nom]} == set()
    assert SECRET not in lexique(plan)
    assert "fondation" in lexique(plan)


def test_once_public_it_is_found(plan_et_seances):
    """The test above would pass on a box that finds nothing."""
    plan = plan_et_seances
    action = ActionFactory(
        plan=plan, axe=plan.axes.get(), titre=f"Projet {SECRET}", code=f"9.{SECRET}", publiee=True
    )
    assert SECRET in lexique(plan)
    adresse = plan.adresse("recherche")
    page = Client().get(adresse, {"q": "zirconuim"})
    assert [essai["saisie"] for essai in page.context["essais"]] == [SECRET]
    assert [un.code for un in Client().get(adresse, {"q": f"8 {SECRET}"}).context["reponse"].exacts] == []
    assert [un.code for un in Client().get(adresse, {"q": f"9.{SECRET}"}).context["reponse"].exacts] == [
        action.code
    ]
    PointFactory(seance=Seance.objects.get(numero="S-3"), titre=SECRET, rang=9)
    seance = Seance.objects.get(numero="S-2")
    DecisionFactory(seance=seance, numero="S-2-R1", libelle=f"Décider {SECRET}")
    EngagementFactory(plan=plan, titre=SECRET, publie=True)
    trouves = trouver(plan)
    assert trouves == {"actions": 1, "engagements": 1, "seances": 1}
    Seance.objects.filter(pk=seance.pk).update(proces_verbal=f"Il est dit {SECRET}")
    approuver(Seance.objects.get(pk=seance.pk))
    assert trouver(plan) == {"actions": 1, "engagements": 1, "seances": 2, "decisions": 1}


def trouver(plan, **autres) -> dict[str, int]:
    reponse = Client().get(plan.adresse("recherche"), {"q": SECRET, **autres}).context["reponse"]
    return {groupe.nom: len(groupe.resultats) for groupe in reponse.groupes}


def test_an_organisation_ceases_to_be_found_with_what_made_it_public(plan):
    organisation = OrganisationFactory(organisme=True, nom=f"Atelier {SECRET}", sigle="AZ")
    participation = ParticipationFactory(action=Action.objects.publiques().get(), organisation=organisation)
    assert trouver(plan) == {"actions": 1, "organisations": 1}
    participation.delete()
    assert trouver(plan) == {}
    assert SECRET not in lexique(plan)


def test_the_vocabulary_is_that_of_now(plan):
    action = Action.objects.publiques().get()
    assert SECRET not in lexique(plan)
    action.titre = f"Une fondation de {SECRET}"
    action.save()
    assert SECRET in lexique(plan)
    action.titre = "Une fondation"
    action.save()
    assert SECRET not in lexique(plan)


def test_a_past_day_is_read_as_it_was(plan):
    action = Action.objects.publiques().get()
    Action.objects.filter(pk=action.pk).update(titre=f"Une fondation de {SECRET}")
    reculer(30)
    Action.objects.filter(pk=action.pk).update(titre="Une fondation")
    jour = (timezone.localdate() - timedelta(days=10)).isoformat()
    assert trouver(plan) == {}
    assert trouver(plan, au=jour) == {"actions": 1}
    adresse = plan.adresse("recherche")
    page = Client().get(adresse, {"q": "zirconuim", "au": jour})
    (essai,) = page.context["essais"]
    assert essai["saisie"] == SECRET
    assert f"au={jour}" in essai["requete"]
    assert Client().get(adresse, {"q": "zirconuim"}).context["essais"] == []
    exacte = unescape(Client().get(adresse, {"q": "1.1", "au": jour}).content.decode())
    assert f'/actions/1.1/?au={jour}"' in exacte
    assert re.search(rf'name="au" value="{jour}"', exacte)
