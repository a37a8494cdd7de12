"""The back office of actions: who sees what, and what nobody but a superuser deletes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Jalon, Report
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

LISTE = "/admin/actions/action/"
AJOUT = "/admin/actions/action/add/"


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def dans(jours: int) -> str:
    return (timezone.localdate() + timedelta(days=jours)).isoformat()


# --- Who sees what ---------------------------------------------------------------------------------------


def test_an_editor_lists_only_the_actions_of_their_unit(redaction, unite):
    ActionFactory(responsable=unite, titre="Le nôtre")
    ActionFactory(titre="Le leur")
    lue = texte(redaction.get(LISTE))
    assert "Le nôtre" in lue
    assert "Le leur" not in lue


@pytest.mark.parametrize("vue", ["change", "delete", "history"])
@pytest.mark.parametrize("methode", ["get", "post"])
def test_an_action_of_another_unit_answers_like_one_that_does_not_exist(redaction, vue, methode):
    etrangere = ActionFactory(publiee=True)
    reponses = [
        getattr(redaction, methode)(reverse(f"admin:actions_action_{vue}", args=[pk]))
        for pk in (etrangere.pk, 999_999)
    ]
    assert [r.status_code for r in reponses] == [404, 404]
    assert reponses[0].content == reponses[1].content
    assert Action.objects.get(pk=etrangere.pk).version == etrangere.version


@pytest.mark.parametrize("vue", ["change", "history"])
def test_an_indicator_of_another_unit_is_a_404(redaction, vue):
    etranger = IndicateurFactory()
    assert redaction.get(reverse(f"admin:actions_indicateur_{vue}", args=[etranger.pk])).status_code == 404


def test_moved_dates_of_another_unit_are_not_listed(redaction, unite, coordination):
    for titre, responsable in (
        ("Jalon chez nous", unite),
        ("Jalon ailleurs", OrganisationFactory(service=True)),
    ):
        jalon = JalonFactory(titre=titre, action__responsable=responsable)
        jalon.echeance += timedelta(days=9)
        jalon.motif_report = "Un motif"
        jalon.save()
    lue = texte(redaction.get("/admin/actions/report/"))
    assert "Jalon chez nous" in lue
    assert "Jalon ailleurs" not in lue
    assert "Jalon ailleurs" in texte(coordination.get("/admin/actions/report/"))
    report = Report.objects.first()
    assert coordination.post(f"/admin/actions/report/{report.pk}/change/", {"motif": "x"}).status_code == 403


def test_no_autocomplete_tells_an_unpublished_action_of_another_unit(redaction, unite):
    ActionFactory(responsable=unite, code="1.1", titre="Visible")
    ActionFactory(code="1.2", titre="Secrète")
    for champ in ("remplacee_par",):
        reponse = redaction.get(
            "/admin/autocomplete/",
            {"app_label": "actions", "model_name": "action", "field_name": champ, "term": ""},
        )
        assert [r["text"] for r in reponse.json()["results"]] == ["1.1 · Visible"]


def test_the_replacement_list_offers_published_actions_and_those_of_the_unit_only(redaction, unite):
    action = ActionFactory(responsable=unite)
    ActionFactory(axe=action.axe, titre="Brouillon d'ailleurs")
    ActionFactory(axe=action.axe, titre="Publiée ailleurs", publiee=True)
    lue = texte(redaction.get(page(action)))
    assert "Publiée ailleurs" in lue
    assert "Brouillon d'ailleurs" not in lue


def test_a_row_of_another_action_cannot_be_written_through_mine(redaction, unite):
    action, ailleurs = ActionFactory(responsable=unite), JalonFactory(titre="Intact")
    champs = ouvrir(redaction, page(action))
    reponse = envoyer(
        redaction, page(action), champs,
        **{"jalons-TOTAL_FORMS": "1", "jalons-INITIAL_FORMS": "1", "jalons-0-id": str(ailleurs.pk),
           "jalons-0-titre": "Détourné", "jalons-0-echeance": dans(3), "jalons-0-poids": "1"},
    )  # fmt: skip
    assert reponse.status_code == 200
    ailleurs.refresh_from_db()
    assert ailleurs.titre == "Intact"
    assert ailleurs.action_id != action.pk


@pytest.mark.parametrize("role", ["partenaire", "comite"])
def test_other_roles_do_not_enter_the_back_office(client_de, role):
    client = client_de(UtilisateurFactory(**{role: True}))
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("suite", "attendue"),
    [
        ("/admin/actions/action/", "/admin/actions/action/"),
        ("https://mechant.test/", "/admin/"),
        ("//x.test", "/admin/"),
    ],
)
def test_the_back_office_sends_to_the_one_login_and_back(client, suite, attendue):
    reponse = client.get("/admin/login/", {"next": suite})
    assert reponse.status_code == 302
    assert reponse["Location"] == f"/compte/connexion/?next={attendue}"


def test_the_back_office_has_no_address_by_type_and_number(coordination):
    assert coordination.get(f"/admin/r/1/{ActionFactory().pk}/").status_code == 404


@pytest.mark.parametrize("role", ["redaction", "coordination"])
def test_only_a_superuser_deletes_an_action(client_de, unite, role):
    jalon = JalonFactory(action__responsable=unite)
    jalon.echeance += timedelta(days=3)
    jalon.motif_report = "x"
    jalon.save()
    adresse = reverse("admin:actions_action_delete", args=[jalon.action.pk])
    personne = client_de(UtilisateurFactory(**{role: True}, organisation=unite))
    assert personne.post(adresse, {"post": "yes"}).status_code == 403
    assert (
        client_de(UtilisateurFactory(superutilisateur=True)).post(adresse, {"post": "yes"}).status_code == 302
    )
    assert not Action.objects.exists()
    assert not Jalon.objects.exists()


def test_nobody_deletes_what_the_public_read(client_de):
    """Its address, its past days, the rounds and commitments that name it would say nothing any more."""
    action = ActionFactory(publiee=True)
    client = client_de(UtilisateurFactory(superutilisateur=True))
    adresse = reverse("admin:actions_action_delete", args=[action.pk])
    assert (
        adresse not in client.get(reverse("admin:actions_action_change", args=[action.pk])).content.decode()
    )
    assert client.post(adresse, {"post": "yes"}).status_code == 403
    with refusee("action_gardee"):
        action.delete()
    assert Action.objects.filter(pk=action.pk).exists()


def test_bulk_deletion_is_offered_to_nobody(client_de):
    ActionFactory()
    client = client_de(UtilisateurFactory(superutilisateur=True))
    assert "delete_selected" not in client.get(LISTE).content.decode()
