"""The plan and its grouping in the back office."""

import pytest
from django.urls import reverse

from actions.models import Axe, Plan
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DomaineFactory,
    ObjectifFactory,
    PlanFactory,
    RepereFactory,
    SourceFactory,
    UtilisateurFactory,
    VoletFactory,
)
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

ELEMENTS = {
    "plan": PlanFactory,
    "axe": AxeFactory,
    "objectif": ObjectifFactory,
    "domaine": DomaineFactory,
    "source": SourceFactory,
    "repere": RepereFactory,
}


def adresse(objet, vue: str = "change") -> str:
    return reverse(f"admin:actions_{objet._meta.model_name}_{vue}", args=[objet.pk])


@pytest.fixture
def coordination(client_de):
    return client_de(UtilisateurFactory(coordination=True))


@pytest.mark.parametrize("nom", ELEMENTS)
def test_the_coordination_keeps_each_part_of_the_plan_and_deletes_none(coordination, nom):
    objet = ELEMENTS[nom]()
    assert coordination.get(reverse(f"admin:actions_{nom}_changelist")).status_code == 200
    assert coordination.get(reverse(f"admin:actions_{nom}_add")).status_code == 200
    assert (
        envoyer(coordination, adresse(objet), ouvrir(coordination, adresse(objet), f"{nom}_form")).status_code
        == 302
    )
    assert coordination.get(adresse(objet, "history")).status_code == 200
    assert coordination.post(adresse(objet, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("nom", ELEMENTS)
def test_an_editor_has_no_access_to_the_plan_itself(client_de, nom):
    client = client_de(UtilisateurFactory(redaction=True))
    assert client.get(reverse(f"admin:actions_{nom}_changelist")).status_code == 403
    assert client.get(adresse(ELEMENTS[nom]())).status_code in (403, 404)


def test_what_is_used_is_not_deleted_even_by_a_superuser(client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    action = ActionFactory()
    utilises = [action.plan, action.axe]
    for nom in ("objectifs", "domaines", "sources"):
        element = ELEMENTS[nom.removesuffix("s")](plan=action.plan)
        getattr(action, nom).add(element)
        utilises.append(element)
    for objet in utilises:
        reponse = client.post(adresse(objet, "delete"), {"post": "yes"}, follow=True)
        assert "retirez-l'en d'abord." in texte(reponse)
        assert type(objet).objects.filter(pk=objet.pk).exists()


def test_what_nothing_uses_is_deleted_by_a_superuser(client_de):
    axe = AxeFactory()
    client = client_de(UtilisateurFactory(superutilisateur=True))
    assert client.post(adresse(axe, "delete"), {"post": "yes"}).status_code == 302
    assert not Axe.objects.filter(pk=axe.pk).exists()


def test_making_a_plan_active_retires_the_former_one(coordination):
    ancien, nouveau = PlanFactory(actif=True), PlanFactory()
    champs = ouvrir(coordination, adresse(nouveau), "plan_form")
    assert "actif" not in champs
    envoyer(coordination, adresse(nouveau), champs, bouton="_activer", titre="Le nouveau")
    assert list(Plan.objects.filter(actif=True)) == [nouveau]
    ancien.refresh_from_db()
    assert ancien.actif is False
    assert Plan.objects.actif().titre == "Le nouveau"


def test_strands_are_written_with_their_axis(coordination):
    axe = AxeFactory()
    VoletFactory(axe=axe, code="a")
    saisies = {
        "volets-TOTAL_FORMS": "2",
        "volets-1-code": "b",
        "volets-1-titre": "Deuxième",
        "volets-1-rang": "2",
    }
    envoyer(coordination, adresse(axe), ouvrir(coordination, adresse(axe), "axe_form"), **saisies)
    assert list(axe.volets.values_list("code", flat=True)) == ["a", "b"]


def test_a_taken_number_is_refused_in_the_form(coordination):
    axe = AxeFactory(numero=1)
    autre = AxeFactory(plan=axe.plan, numero=2)
    reponse = envoyer(
        coordination, adresse(autre), ouvrir(coordination, adresse(autre), "axe_form"), numero="1"
    )
    assert reponse.status_code == 200
    assert "Cette valeur est déjà prise : choisissez-en une autre." in texte(
        reponse
    ) or "existe déjà" in texte(reponse)
