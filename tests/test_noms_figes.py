"""What never changes once others know it: what names a row in an address that no former name leads to."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Action, Axe, Document, Image, Plan
from comite.models import Bilan, Decision, Point, Seance, Suite
from engagements.models import Engagement, Preuve
from partenariat.histoire.appellations import NOMMES
from partenariat.histoire.noms_figes import FIGES
from partenariat.models import Organisation
from tests.actions.plan_d_essai import charger, ecrire, refus
from tests.actions.plan_d_essai import plan as plan_du_fichier
from tests.actions.refus import modifie, refuse, sql
from tests.engagements.engagements_d_essai import avec, engagement
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanFactory,
    EngagementFactory,
    PlanFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir
from tests.partenariat.deux import a_la_fois
from tests.test_adresses import ADRESSES

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


# --- Everything that an address names -----------------------------------------------------------------------

DERRIERE = {
    ("plans", "plan"): (Plan, "slug"),
    ("axes", "numero"): (Axe, "numero"),
    ("actions", "code"): (Action, "code"),
    ("organisations", "slug"): (Organisation, "slug"),
    ("images", "empreinte"): (Image, "empreinte"),
    ("engagements", "code"): (Engagement, "code"),
    ("preuves", "pk"): (Preuve, "id"),
    ("documents", "pk"): (Document, "id"),
    ("seances", "numero"): (Seance, "numero"),
    ("points", "pk"): (Point, "id"),
    ("decisions", "pk"): (Decision, "id"),
    ("suites", "pk"): (Suite, "id"),
    ("bilans", "annee"): (Bilan, "annee"),
}
"""By what leads to it in an address and the parameter: the field that it is."""
VARIABLES = sorted(
    {
        (avant, nom)
        for route, _ in ADRESSES
        if route.startswith("/plans/<")
        for avant, convertit, nom in re.findall(r"([\w-]+)[/.]<(\w+):(\w+)>", route)
        # A kind of file is the same for ever.
        if convertit != "format"
    }
)


@pytest.mark.parametrize("variable", VARIABLES, ids="/".join)
def test_what_an_address_names_keeps_its_name(variable):
    modele, champ = DERRIERE[variable]
    tenus = {m: n.champ for m, n in (*NOMMES.items(), *FIGES.items())}
    # Bytes bear one name, and those of a row never change (`image_figee`, tests/actions/test_images.py).
    des_octets = (modele, champ) == (Image, "empreinte")
    assert champ == "id" or des_octets or tenus.get(modele) == champ, (
        f"{modele.__name__}.{champ} is neither kept nor frozen"
    )


def test_nothing_is_told_of_addresses_that_are_not():
    assert set(DERRIERE) == set(VARIABLES)
    assert not set(NOMMES) & set(FIGES)


# --- Meetings ---------------------------------------------------------------------------------------------


@pytest.fixture
def preparation():
    """A plan that nobody knows yet."""
    return PlanFactory(slug="demain")


def seance(etat: str, plan: Plan) -> Seance:
    """A meeting whose address others have, each for one reason alone; or nobody."""
    if etat == "of a public plan":
        modifie(plan, actif=True)
    elif etat == "of a plan that was public":
        modifie(ActionFactory(plan=plan, publiee=True), publication="brouillon")
    return SeanceFactory(plan=plan, numero="S-1", **({etat: True} if etat in ("convoquee", "tenue") else {}))


CONNUES = ("convoquee", "tenue", "of a public plan", "of a plan that was public")


@pytest.mark.parametrize("etat", CONNUES)
def test_the_number_of_a_meeting_freezes_once_others_have_its_address(etat, preparation):
    elle = seance(etat, preparation)
    assert elle.connue
    refuse("seance_numero_fige", lambda: modifie(elle, numero="S-2"))
    refuse("seance_tenue_gardee", elle.delete)
    refuse("seance_numero_unique", lambda: SeanceFactory(plan=preparation, numero="S-1"))
    elle.numero = "S-2"
    with pytest.raises(ValidationError) as dit:
        elle.clean()
    assert "Le numéro d'une séance ne change plus" in dit.value.message_dict["numero"][0]
    modifie(elle, lieu="Ailleurs")


def test_the_number_of_a_meeting_that_nobody_knows_changes(preparation):
    elle = seance("", preparation)
    assert not elle.connue
    modifie(elle, numero="S-2")
    elle.numero = "S-3"
    elle.clean()
    elle.delete()


@pytest.mark.parametrize("etat", ["", *CONNUES])
def test_the_form_of_a_meeting_freezes_its_number(etat, preparation, client_de):
    elle = seance(etat, preparation)
    client, page = (
        client_de(UtilisateurFactory(coordination=True)),
        f"/admin/comite/seance/{elle.pk}/change/",
    )
    champs = ouvrir(client, page, "seance_form")
    assert ("numero" in champs) is (etat == "")
    assert envoyer(client, page, champs, numero="S-2").status_code == 302
    assert Seance.objects.get(pk=elle.pk).numero == ("S-1" if etat else "S-2")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("par", ["its plan", "an action"])
def test_a_meeting_is_not_renamed_while_its_plan_becomes_public(par):
    elle = SeanceFactory()
    action = ActionFactory(plan=elle.plan)
    publier = {
        "its plan": lambda: modifie(elle.plan, actif=True),
        "an action": lambda: modifie(action, publication="publiee", publiee_le=timezone.now()),
    }[par]
    assert a_la_fois(publier, lambda: modifie(elle, numero="S-2")) == "seance_numero_fige"


# --- Axes and reviews -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "connu", ["groups an action", "grouped one", "its action left", "its plan is the home"]
)
def test_the_number_of_an_axis_freezes_once_the_public_knows_it(connu):
    axe = AxeFactory(numero=1)
    if connu == "its plan is the home":
        modifie(axe.plan, actif=True)
    else:
        action = ActionFactory(plan=axe.plan, axe=axe, publiee=True)
    if connu == "grouped one":
        modifie(action, publication="brouillon")
    elif connu == "its action left":
        modifie(action, axe=AxeFactory(plan=axe.plan, numero=2))
    refuse("axe_numero_fige", lambda: modifie(axe, numero=3))
    refuse("axe_connu_reste", sql, "DELETE FROM actions_axe WHERE id = %s", axe.pk)
    axe.numero = 3
    with pytest.raises(ValidationError) as dit:
        axe.clean()
    assert "Le numéro d'un axe ne change plus" in dit.value.message_dict["numero"][0]
    autre = PlanFactory()
    if connu in ("its action left", "its plan is the home"):
        refuse("axe_plan_fixe", lambda: modifie(axe, plan=autre))
    modifie(axe, titre="Autre titre")


def test_an_axis_in_preparation_changes_its_number(client_de):
    libre = AxeFactory(numero=1)
    ActionFactory(plan=libre.plan, axe=libre)
    connu = ActionFactory(publiee=True, axe=AxeFactory(numero=2)).axe
    client = client_de(UtilisateurFactory(coordination=True))
    for axe, attendu in ((libre, 7), (connu, 2)):
        page = f"/admin/actions/axe/{axe.pk}/change/"
        champs = ouvrir(client, page, "axe_form")
        assert ("numero" in champs) is (axe is libre)
        assert envoyer(client, page, champs, numero="7").status_code == 302
        assert Axe.objects.get(pk=axe.pk).numero == attendu
    efface = client.get(f"/admin/actions/axe/{connu.pk}/delete/")
    assert efface.status_code == 403


def test_a_file_does_not_renumber_an_axis_that_the_public_knows(tmp_path):
    # The one that is loaded does not become the home.
    PlanFactory(actif=True)
    charger(ecrire(tmp_path, plan_du_fichier()))
    neuf = plan_du_fichier()
    neuf["axes"][0]["numero"] = 9
    charger(ecrire(tmp_path, neuf), "--publier")
    assert Axe.objects.get(code=neuf["axes"][0]["code"]).numero == 9
    neuf["axes"][0]["numero"] = 8
    assert "attendu : 9, que le public connaît" in refus(ecrire(tmp_path, neuf))


@pytest.mark.django_db(transaction=True)
def test_an_axis_is_not_renumbered_while_its_first_action_is_being_published():
    action = ActionFactory()
    assert (
        a_la_fois(
            lambda: modifie(action, publication="publiee", publiee_le=timezone.now()),
            lambda: modifie(action.axe, numero=99),
        )
        == "axe_numero_fige"
    )


@pytest.fixture
def repris():
    """A review that was published, then taken back."""
    hier = timezone.localdate() - timedelta(days=1)
    bilan = BilanFactory(annee=hier.year, arret=hier)
    modifie(bilan, publication="publiee", publie_le=timezone.now(), donnees="{}")
    modifie(bilan, publication="brouillon", donnees="")
    bilan.refresh_from_db()
    return bilan


def test_a_review_that_was_published_keeps_its_year(repris):
    refuse("bilan_repris_annee_figee", lambda: modifie(repris, annee=repris.annee - 1))
    refuse("bilan_repris_reste", repris.delete)
    repris.annee -= 1
    with pytest.raises(ValidationError) as dit:
        repris.clean()
    assert "L'année d'un bilan qui a été publié ne change plus" in dit.value.message_dict["annee"][0]
    brouillon = BilanFactory(annee=2024)
    modifie(brouillon, annee=2023, arret="2023-12-31")
    brouillon.delete()


def test_the_form_of_a_review_that_was_published_freezes_its_year(repris, client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    for bilan in (repris, BilanFactory(annee=2024)):
        page = f"/admin/comite/bilan/{bilan.pk}/"
        assert ("annee" in ouvrir(client, f"{page}change/", "bilan_form")) is (bilan is not repris)
        assert client.get(f"{page}delete/").status_code == (403 if bilan is repris else 200)
