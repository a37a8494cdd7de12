"""What never changes once others know it: the code of a commitment, the short address of a plan."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Plan
from engagements.models import Engagement
from tests.actions.plan_d_essai import charger, ecrire, refus
from tests.actions.refus import modifie, refuse, sql
from tests.engagements.engagements_d_essai import avec, engagement
from tests.factories import ActionFactory, EngagementFactory, PlanFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db


def test_the_code_of_a_commitment_freezes_once_it_is_proposed():
    brouillon = EngagementFactory(code="E-1")
    modifie(brouillon, code="E-2")
    propose = EngagementFactory(aux_parties=True)
    refuse("engagement_code_fige", lambda: modifie(propose, code="E-9"))
    coordination = UtilisateurFactory(coordination=True)
    propose.reprendre(coordination, "Une faute dans le texte.")
    refuse("engagement_code_fige", lambda: modifie(propose, code="E-9"))
    modifie(propose, titre="Un autre titre")


@pytest.mark.parametrize("etat", ["draft", "proposed", "draft again"])
def test_the_form_of_a_commitment_freezes_its_code(etat, client_de):
    promesse = EngagementFactory(code="E-1", **({} if etat == "draft" else {"aux_parties": True}))
    coordination = UtilisateurFactory(coordination=True)
    if etat == "draft again":
        promesse.reprendre(coordination, "Une faute dans le texte.")
    client, page = client_de(coordination), f"/admin/engagements/engagement/{promesse.pk}/change/"
    champs = ouvrir(client, page, "engagement_form")
    assert ("code" in champs) is (etat == "draft")
    assert envoyer(client, page, champs, code="E-9").status_code == 302
    assert Engagement.objects.get(pk=promesse.pk).code == ("E-9" if etat == "draft" else "E-1")


def test_a_file_does_not_rename_a_commitment_that_was_proposed(tmp_path):
    charger(ecrire(tmp_path, avec(engagement(code="E-01"))))
    dit = refus(ecrire(tmp_path, avec(engagement(code="E-02"))))
    assert "pour l'engagement déjà proposé sous le code « E-01 »" in dit
    charger(ecrire(tmp_path, avec(engagement(code="E-01"), engagement(code="E-02", titre_fr="Autre"))))
    assert Engagement.objects.count() == 2


@pytest.mark.parametrize("connu", ["active", "was active", "shows an action", "showed one"])
def test_the_short_address_of_a_plan_freezes_once_the_public_knows_it(connu):
    lui = PlanFactory(slug="ici", actif=connu in ("active", "was active"))
    assert not PlanFactory(slug="la").connu
    if connu == "was active":
        modifie(lui, actif=False)
    elif connu != "active":
        action = ActionFactory(plan=lui, publiee=True)
        if connu == "showed one":
            modifie(action, publication="brouillon")
    refuse("plan_slug_fige", lambda: modifie(lui, slug="ailleurs"))
    assert lui.connu
    lui.slug = "ailleurs"
    with pytest.raises(ValidationError) as dit:
        lui.clean()
    assert dit.value.message_dict == {
        "slug": ["L'adresse courte d'un plan ne change plus\N{NO-BREAK SPACE}: le public la connaît."]
    }
    modifie(lui, titre="Autre titre")


def test_the_short_address_of_a_plan_in_preparation_changes(client_de):
    lui, connu = PlanFactory(slug="ici"), PlanFactory(slug="la", actif=True)
    ActionFactory(plan=lui)
    client = client_de(UtilisateurFactory(coordination=True))
    for un, attendu in ((lui, "ailleurs"), (connu, "la")):
        page = f"/admin/actions/plan/{un.pk}/change/"
        champs = ouvrir(client, page, "plan_form")
        assert ("slug" in champs) is (un is lui)
        assert envoyer(client, page, champs, slug="ailleurs").status_code == 302
        assert Plan.objects.get(pk=un.pk).slug == attendu


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_not_renamed_while_its_first_action_is_being_published():
    action = ActionFactory()
    assert (
        a_la_fois(
            lambda: modifie(action, publication="publiee", publiee_le=timezone.now()),
            lambda: modifie(action.plan, slug="ailleurs"),
        )
        == "plan_slug_fige"
    )


def test_what_the_public_knows_is_not_deleted_with_its_name():
    plan = PlanFactory(actif=True, slug="pes")
    refuse("plan_connu_reste", plan.delete)
    brouillon = EngagementFactory(plan=plan)
    brouillon.delete()
    for etat in ("aux_parties", "signe"):
        engagement = EngagementFactory(plan=plan, **{etat: True})
        refuse(
            "engagement_propose_reste",
            lambda pk=engagement.pk: sql("DELETE FROM engagements_engagement WHERE id = %s", pk),
        )
    PlanFactory().delete()
