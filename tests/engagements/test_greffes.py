"""What commitments add to the other pages, and what must not show there."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import Acteur, Engagement
from engagements.models.etats import Verdict
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    OrganisationFactory,
    PreuveFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan):
    return ActionFactory(
        plan=plan, axe=AxeFactory(plan=plan, numero=1, titre="Habitation"), code="1.1", publiee=True
    )


@pytest.fixture
def engagement(plan, action, ville, organisme):
    engagement = EngagementFactory(
        plan=plan, code="E-1", partie=organisme, envers=ville, titre="Former", publie=True, en_cours=True
    )
    engagement.actions.add(action)
    return engagement


def lire(client, adresse: str) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == 200, adresse
    return reponse.content.decode()


def test_an_action_shows_who_committed_to_it(engagement, client):
    page = lire(client, "/plans/actif/actions/1.1/")
    assert "Qui s'est engagé à quoi" in page.replace("&#x27;", "'")
    assert "/plans/actif/engagements/E-1/" in page


def test_an_organisation_shows_what_it_promises_and_what_it_is_promised(engagement, client):
    promet = lire(client, "/plans/actif/organisations/cesim/")
    assert (
        promet.index("Ce que cette organisation promet")
        < promet.index("/plans/actif/engagements/E-1/")
        < promet.index("Ce qu'on lui")
    )
    recoit = lire(client, "/plans/actif/organisations/sha/")
    assert recoit.index("Ce qu'on lui promet") < recoit.index("/plans/actif/engagements/E-1/")


def test_a_body_known_only_by_a_public_promise_has_its_page(engagement, client):
    assert "/plans/actif/organisations/cesim/" in lire(client, "/plans/actif/organisations/")


def test_the_home_counts_promises_by_state(engagement, client):
    page = lire(client, "/")
    assert 'href="/plans/actif/engagements/?etat=en_cours"' in page
    assert 'href="/plans/actif/engagements/?preuve=sans"' in page


def test_the_door_says_what_was_not_kept_and_on_what_the_kept_ones_rest(plan, engagement, client):
    porte = texte_de_la_porte(client)
    assert "dont aucun tenu et aucun contesté." in porte
    EngagementFactory(plan=plan, code="E-0", publie=True, non_tenu=True)
    assert "dont aucun tenu, 1 non tenu et aucun contesté." in texte_de_la_porte(client)
    EngagementFactory(plan=plan, code="E-2", publie=True, tenu=True)
    assert "dont 1 tenu (aucun sur preuve vérifiée), 1 non tenu et aucun contesté." in texte_de_la_porte(
        client
    )
    prouve = EngagementFactory(plan=plan, code="E-3", publie=True, tenu=True)
    PreuveFactory(engagement=prouve).verifier(Acteur(prouve.envers), Verdict.CONFIRMEE)
    EngagementFactory(plan=plan, code="E-4", publie=True, non_tenu=True)
    assert "dont 2 tenus (1 sur preuve vérifiée), 2 non tenus et aucun contesté." in texte_de_la_porte(client)
    page = lire(client, "/").replace("\u00a0", " ")
    for lien, n in (("tenu=verifiee", 1), ("etat=non_tenu", 2)):
        assert f'href="/plans/actif/engagements/?{lien}">{n} ' in page
        assert len(client.get(f"/plans/actif/engagements/?{lien}").context["page"].object_list) == n


def texte_de_la_porte(client) -> str:
    portes = re.findall('<li class="porte">.*?</li>', lire(client, "/"), re.DOTALL)
    (porte,) = [porte for porte in portes if ">Engagements</a>" in porte]
    return " ".join(re.sub("<[^>]+>", "", porte).split())


def test_what_was_not_kept_demands_attention_by_name(plan, engagement, client):
    assert "Ce qui demande attention" not in lire(client, "/")
    for n in (2, 3, 4):
        EngagementFactory(plan=plan, code=f"E-{n}", titre=f"Louer {n}", publie=True, non_tenu=True)
    EngagementFactory(plan=plan, code="E-9", titre="Caché", non_tenu=True)
    with CaptureQueriesContext(connection) as lues:
        attention = lire(client, "/").split("Ce qui demande attention")[1].split("</section>")[0]
    assert len(lues) <= 11
    assert attention.count(">Non tenu</strong>") == 2
    assert ">Louer 4</a>" in attention  # the last one
    assert "Et 1 autre engagement non tenu" in attention
    assert "Caché" not in attention


def pages(client) -> dict[str, tuple[int, bytes]]:
    adresses = [
        "/",
        "/plans/actif/axes/1/",
        "/plans/actif/actions/",
        "/plans/actif/actions/1.1/",
        "/plans/actif/actions/?q=secret",
        "/plans/actif/engagements/",
        "/plans/actif/engagements/?q=secret",
        "/plans/actif/engagements/par-axe/",
        "/plans/actif/engagements/E-1/",
        "/plans/actif/engagements/E-S/",
        "/plans/actif/engagements/E-S/texte.txt",
        "/plans/actif/organisations/",
        "/plans/actif/organisations/cesim/",
        "/plans/actif/organisations/secrete/",
        "/plans/actif/donnees/",
        "/plans/actif/donnees/engagements.json",
        "/plans/actif/donnees/engagements.csv",
        "/plans/actif/donnees/preuves.json",
        "/plans/actif/donnees/preuves.csv",
        "/plans/actif/donnees/actions.json",
        "/en/plans/actif/engagements/",
    ]
    lues = {}
    for adresse in adresses:
        reponse = client.get(adresse)
        lues[adresse] = (reponse.status_code, reponse.getvalue())
    return lues


@pytest.mark.parametrize("trait", ["brouillon", "aux_parties", "signe", "en_cours", "retire"])
def test_an_unpublished_commitment_leaks_nowhere(engagement, action, plan, client, organisme, trait):
    """Every public address answers byte for byte the same with and without it."""
    secrete = OrganisationFactory(nom="Organisme secret", slug="secrete")
    avant = pages(client)
    traits = {} if trait == "brouillon" else {trait: True}
    secret = EngagementFactory(
        plan=plan, code="E-S", titre="Un titre secret", partie=secrete, envers=organisme, **traits
    )
    secret.actions.add(action)
    secret.contreparties.add(engagement)
    if secret.etat in ("signe", "en_cours"):
        DeclarationFactory(engagement=secret)
        PreuveFactory(engagement=secret)
    assert pages(client) == avant


def test_an_archived_commitment_is_in_no_count_but_keeps_its_page(engagement, client, coordination):
    engagement.archiver(coordination)
    assert client.get("/plans/actif/donnees/engagements.json").json() == []
    assert "Ce qu'on s'est promis" not in lire(client, "/")
    assert "Cet engagement est archivé" in lire(client, "/plans/actif/engagements/E-1/")


def test_the_table_counts_by_axis_and_marks_the_only_support(
    engagement, plan, action, ville, organisme, client
):
    autre = AxeFactory(plan=plan, numero=2, titre="Culture")
    for numero, axe in enumerate((action.axe, autre)):
        retour = EngagementFactory(
            plan=plan, code=f"V-{numero}", partie=ville, envers=organisme, publie=True, signe=True
        )
        retour.actions.add(ActionFactory(plan=plan, axe=axe, publiee=True))
    page = lire(client, "/plans/actif/engagements/par-axe/")
    assert page.count("Seul appui</span>") == 2 * 3
    service = OrganisationFactory(service=True, nom="Service de la culture", slug="culture")
    second = EngagementFactory(plan=plan, partie=service, envers=organisme, publie=True, signe=True)
    second.actions.add(ActionFactory(plan=plan, axe=autre, publiee=True))
    page = lire(client, "/plans/actif/engagements/par-axe/")
    assert page.count("Seul appui</span>") == 2 * 2
    assert "?organisation=culture&amp;axe=2&amp;etat=signe&amp;etat=en_cours" in page
    requete = "organisation=culture&axe=2&etat=signe&etat=en_cours"
    assert len(client.get(f"/plans/actif/donnees/engagements.json?{requete}").json()) == 1


def test_the_table_takes_as_many_queries_for_few_as_for_many(engagement, plan, client, ville):
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            lire(client, "/plans/actif/engagements/par-axe/")
        return len(requetes)

    peu = compter()
    for _ in range(8):
        EngagementFactory(plan=plan, envers=ville, publie=True, signe=True)
    assert compter() == peu <= 8


@pytest.mark.django_db(transaction=True)
def test_the_past_shows_the_commitments_of_that_day(plan, ville, organisme, maintenant):
    from engagements.filters import FiltreEngagements
    from partenariat.histoire.temps import au

    engagement = EngagementFactory(plan=plan, partie=ville, envers=organisme, publie=True, signe=True)
    avant = maintenant()
    DeclarationFactory(engagement=engagement)
    PreuveFactory(engagement=engagement)
    Engagement.objects.filter(pk=engagement.pk).update(publication="archivee")
    with au(avant):
        vus = list(FiltreEngagements(None, plan=plan).qs)
        assert [(e.etat, e.preuve, e.a_verifier) for e in vus] == [("signe", "sans", False)]
        assert vus[0].signatures.count() == 2
    assert not FiltreEngagements(None, plan=plan).qs.exists()


def test_a_page_of_the_past_answers(engagement, client):
    hier = timezone.localdate() - datetime.timedelta(days=1)
    for adresse in (
        "/plans/actif/engagements/",
        "/plans/actif/engagements/par-axe/",
        "/",
        "/plans/actif/organisations/",
    ):
        assert lire(client, f"{adresse}?au={hier}")
    assert client.get(f"/plans/actif/engagements/E-1/?au={hier}").status_code == 404
