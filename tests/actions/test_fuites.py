"""An unpublished record leaks nowhere: every public answer is the same, to the byte, with and without it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models.etats import Publication
from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    DomaineFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    ObjectifFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    SourceFactory,
    VoletFactory,
)
from tests.factories.partenariat import OrganisationFactory
from tests.reponses import sans_la_demande

SECRET = "zirconium"


@pytest.fixture
def plan_public(plan, axe):
    """A plan with public actions of several states, and a borough."""
    verdun = OrganisationFactory(arrondissement=True, nom="Verdun", slug="verdun", code_officiel="REM12")
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    for rang, etat in enumerate(("en_retard", "a_surveiller", "dans_les_temps", "realisee", "suspendue")):
        action = ActionFactory(plan=plan, axe=axe, code=f"1.{rang}", publiee=True, **{etat: True})
        JalonFactory(action=action, atteint=True)
        ParticipationFactory(action=action)
    action.arrondissements.add(verdun)
    return plan


def action_secrete(plan, axe, **traits):
    """An action that carries the secret word wherever a word fits."""
    organisation = OrganisationFactory(
        service=True, nom=f"Service {SECRET}", slug=SECRET, sigle=SECRET.upper()
    )
    volet = VoletFactory(axe=axe, titre="Volet connu", code="V")
    action = ActionFactory(
        plan=plan,
        axe=axe,
        volet=volet,
        code=f"9.{SECRET}",
        titre=f"Projet {SECRET}",
        description=SECRET,
        responsable=organisation,
        texte_officiel=SECRET,
        **traits,
    )
    JalonFactory(action=action, titre=SECRET, atteint=True)
    NouvelleFactory(action=action, texte=SECRET, publique=True)
    DocumentFactory(action=action, titre=SECRET)
    MesureFactory(indicateur=IndicateurFactory(action=action, nom=SECRET))
    ParticipationFactory(action=action, organisation__nom=f"Partenaire {SECRET}")
    action.arrondissements.set(organisation_locale for organisation_locale in plan.territoire())
    action.objectifs.add(ObjectifFactory(plan=plan, titre="Objectif connu"))
    action.domaines.add(DomaineFactory(plan=plan, titre="Domaine connu"))
    action.sources.add(SourceFactory(plan=plan))
    return action


def adresses_publiques() -> list[str]:
    return [
        "/",
        "/plans/actif/axes/1/",
        "/plans/actif/actions/",
        "/plans/actif/actions/?tri=-maj",
        "/plans/actif/actions/?tri=avancement",
        "/plans/actif/actions/?statut=en_cours",
        f"/plans/actif/actions/?q={SECRET}",
        "/plans/actif/actions/?q=projet",
        f"/plans/actif/actions/?organisation={SECRET}",
        "/plans/actif/actions/?axe=1",
        "/plans/actif/actions/?arrondissement=verdun",
        "/plans/actif/actions/?page=2",
        "/plans/actif/actions/1.0/",
        "/plans/actif/organisations/",
        f"/plans/actif/organisations/{SECRET}/",
        "/plans/actif/organisations/verdun/",
        "/plans/actif/arrondissements/",
        "/plans/actif/donnees/",
        "/plans/",
        "/methode/",
        "/plans/actif/donnees/actions.json",
        "/plans/actif/donnees/actions.csv",
        f"/plans/actif/donnees/actions.json?q={SECRET}",
        f"/plans/actif/donnees/actions.json?organisation={SECRET}",
        f"/plans/actif/actions/9.{SECRET}/",
        "/plans/actif/",
        "/en/",
        "/en/plans/actif/actions/",
        f"/en/plans/actif/actions/9.{SECRET}/",
        f"/plans/actif/actions/9.{SECRET}/",
        f"/plans/actif/actions/?au={timezone.localdate() - timedelta(days=1)}",
        "/sitemap.xml",
        "/sitemap-actif.xml",
        "/robots.txt",
        "/recherche/opensearch.xml",
        "/plans/actif/apercu.png",
        "/plans/actif/actions/1.0/apercu.png",
        f"/plans/actif/actions/9.{SECRET}/apercu.png",
        f"/plans/actif/organisations/{SECRET}/apercu.png",
        "/healthz",
        "/readyz",
    ]


def reponses(client) -> dict[str, tuple[int, bytes]]:
    resultat = {}
    for adresse in adresses_publiques():
        reponse = client.get(adresse)
        resultat[adresse] = (reponse.status_code, reponse.content)
    return resultat


@pytest.mark.parametrize("etat", ["brouillon", "a_valider"])
def test_an_unpublished_action_changes_no_public_answer(client, plan_public, axe, etat):
    VoletFactory(axe=axe, titre="Volet connu", code="V").delete()
    avant = reponses(client)
    action_secrete(plan_public, axe, **({"a_valider": True} if etat == "a_valider" else {}))
    apres = reponses(client)
    for adresse in avant:
        assert apres[adresse] == avant[adresse], adresse


def test_its_address_answers_as_a_code_that_never_existed(client, plan_public, axe):
    action = action_secrete(plan_public, axe)
    inconnue = client.get("/plans/actif/actions/jamais-vu/")
    brouillon = client.get(f"/plans/actif/actions/{action.code}/")
    assert brouillon.status_code == 404
    assert sans_la_demande(brouillon) == sans_la_demande(inconnue)
    assert dict(brouillon.headers).keys() == dict(inconnue.headers).keys()


def test_the_same_action_published_is_everywhere(client, plan_public, axe):
    """The two tests above would pass on an empty site; this one says what they hide."""
    action = action_secrete(plan_public, axe, publiee=True)
    for adresse in (
        "/plans/actif/actions/",
        "/",
        "/plans/actif/donnees/actions.json",
        "/plans/actif/organisations/",
        f"/plans/actif/actions/{action.code}/",
    ):
        assert SECRET in client.get(adresse).content.decode(), adresse


def test_internal_notes_and_documents_stay_inside(client, plan_public):
    action = plan_public.actions.first()
    NouvelleFactory(action=action, texte=f"{SECRET} interne")
    DocumentFactory(action=action, titre=f"{SECRET} interne", visibilite="interne")
    for adresse in adresses_publiques():
        assert f"{SECRET} interne" not in client.get(adresse).content.decode(errors="replace"), adresse


def test_an_archived_action_keeps_its_page_with_a_banner_and_leaves_every_list(client, plan_public, axe):
    action = action_secrete(plan_public, axe, archivee=True)
    page = client.get(f"/plans/actif/actions/{action.code}/")
    assert page.status_code == 200
    assert "archivée" in page.content.decode()
    for adresse in (
        "/plans/actif/actions/",
        "/",
        "/plans/actif/donnees/actions.json",
        "/plans/actif/axes/1/",
        f"/plans/actif/actions/?q={SECRET}",
    ):
        corps = (
            client.get(adresse)
            .content.decode()
            .replace(f'value="{SECRET}"', "")
            .replace(f"«\N{NO-BREAK SPACE}{SECRET}", "")
        )
        assert f"Projet {SECRET}" not in corps, adresse


def test_the_replacement_of_an_archived_action_is_named_only_if_public(client, plan_public, axe):
    secrete = action_secrete(plan_public, axe)
    archivee = ActionFactory(plan=plan_public, axe=axe, archivee=True, remplacee_par=secrete)
    assert SECRET not in client.get(f"/plans/actif/actions/{archivee.code}/").content.decode()


def test_what_an_action_was_before_its_publication_is_not_in_its_history(client, plan_public, axe):
    action = ActionFactory(plan=plan_public, axe=axe, titre=f"Titre {SECRET}")
    action.titre = "Titre public"
    action.save()
    type(action).objects.filter(pk=action.pk).update(
        publication=Publication.PUBLIEE, publiee_le=timezone.now(), titre="Titre public"
    )
    action.refresh_from_db()
    action.titre = "Titre précisé"
    action.save()
    page = client.get(f"/plans/actif/actions/{action.code}/").content.decode()
    assert SECRET not in page
    assert "Titre public" in page, "the change made in public is told"


def test_a_plan_with_nothing_published_is_unknown(client, plan_public):
    autre = PlanFactory(slug=SECRET, titre=f"Plan {SECRET}")
    ActionFactory(plan=autre, axe=AxeFactory(plan=autre))
    assert SECRET not in client.get("/plans/").content.decode()
    inconnu = client.get("/plans/jamais-vu/")
    assert client.get(f"/plans/{SECRET}/").status_code == inconnu.status_code == 404
    assert sans_la_demande(client.get(f"/plans/{SECRET}/")) == sans_la_demande(inconnu)
