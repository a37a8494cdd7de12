"""A name that the public knew is for ever that of what it named: it leads there, and nobody else takes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.cles import Cles
from actions.models import Action, Plan
from partenariat.histoire.appellations import Appellation, premiers_noms
from partenariat.models import Organisation
from tests.actions.plan_d_essai import charger, ecrire, evenements, plan, refus
from tests.actions.refus import modifie, refuse, sql
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, ouvrir, texte
from tests.partenariat.deux import a_la_fois
from tests.passe import reculer
from tests.retraits import retirer

pytestmark = pytest.mark.django_db

D_UN_AUTRE = "appellation_d_un_autre"


def noms(objet) -> list[str]:
    siennes = Appellation.objects.filter(relation=objet._meta.db_table, objet=objet.pk)
    return list(siennes.order_by("rang").values_list("nom", flat=True))


@pytest.fixture
def actif():
    return PlanFactory(actif=True, slug="pes")


@pytest.fixture
def action(actif):
    """Public under 2.3, then under 3.10."""
    action = ActionFactory(plan=actif, code="2.3", publiee=True)
    modifie(action, code="3.10")
    action.refresh_from_db()
    return action


@pytest.fixture
def organisation(actif):
    """Public under « coop », then under « cooperative »."""
    organisation = ActionFactory(plan=actif, publiee=True, responsable=OrganisationFactory(slug="coop"))
    responsable = organisation.responsable
    modifie(responsable, slug="cooperative")
    responsable.refresh_from_db()
    return responsable


def adresse(objet, nom: str, au: str = "") -> str:
    page, champ = ("action", "code") if isinstance(objet, Action) else ("organisation", "slug")
    return Plan.objects.get(slug="pes").adresse(page, **{champ: nom}) + (f"?au={au}" if au else "")


def jour(il_y_a: int) -> str:
    return (timezone.localdate() - timedelta(days=il_y_a)).isoformat()


# --- What is kept -----------------------------------------------------------------------------------------


def test_each_code_under_which_an_action_was_public_is_kept_in_order(action):
    assert noms(action) == ["2.3", "3.10"]
    assert Cles(action.plan).action(action) == "pes:2.3"
    assert premiers_noms({Action: action.plan_id}) == {("actions_action", action.pk): "2.3"}


def test_the_code_of_a_draft_is_not_kept_until_it_is_public(actif):
    brouillon = ActionFactory(plan=actif, code="secret")
    modifie(brouillon, code="1.1")
    brouillon.refresh_from_db()
    assert noms(brouillon) == []
    assert Cles(brouillon.plan).action(brouillon) == "pes:1.1"
    modifie(brouillon, publication="publiee", publiee_le=timezone.now())
    assert noms(brouillon) == ["1.1"]


def test_a_draft_that_was_public_is_renamed_without_the_public_knowing(action):
    modifie(action, publication="brouillon")
    modifie(action, code="secret")
    assert noms(action) == ["2.3", "3.10"]


def test_an_archived_action_that_is_renamed_keeps_its_codes(actif):
    action = ActionFactory(plan=actif, code="9", archivee=True)
    modifie(action, code="10")
    assert noms(action) == ["9", "10"]


def test_a_name_taken_back_is_kept_once(action):
    modifie(action, code="2.3")
    assert noms(action) == ["2.3", "3.10"]
    assert Client().get("/plans/pes/actions/2.3/", follow=True).status_code == 200


@pytest.mark.parametrize("nommee", ["answers for an action", "takes part in one", "promises", "nobody knows"])
def test_a_body_keeps_the_short_addresses_by_which_the_public_knew_it(nommee, actif):
    qui = OrganisationFactory(slug="coop")
    if nommee == "answers for an action":
        ActionFactory(plan=actif, publiee=True, responsable=qui)
    elif nommee == "takes part in one":
        ParticipationFactory(action=ActionFactory(plan=actif, publiee=True), organisation=qui)
    elif nommee == "promises":
        EngagementFactory(plan=actif, partie=qui, publie=True)
    else:
        ActionFactory(plan=actif, responsable=qui)
    modifie(qui, slug="cooperative")
    assert noms(qui) == ([] if nommee == "nobody knows" else ["coop", "cooperative"])


def test_what_was_public_and_is_no_longer_made_a_body_known(actif):
    action = ActionFactory(plan=actif, publiee=True, responsable=OrganisationFactory(slug="coop"))
    modifie(action, publication="brouillon")
    modifie(action.responsable, slug="cooperative")
    assert noms(action.responsable) == ["coop", "cooperative"]


# --- What is refused --------------------------------------------------------------------------------------


def test_nobody_takes_the_code_that_was_another_action_s(action):
    refuse(D_UN_AUTRE, lambda: ActionFactory(plan=action.plan, code="2.3"))
    autre = ActionFactory(plan=action.plan, publiee=True)
    refuse(D_UN_AUTRE, lambda: modifie(autre, code="2.3"))
    refuse(D_UN_AUTRE, sql, "UPDATE actions_action SET code = '2.3' WHERE id = %s", autre.pk)
    assert ActionFactory(code="2.3", publiee=True).pk, "another plan has its own codes"


def test_nobody_takes_the_short_address_that_was_another_body_s(organisation):
    refuse(D_UN_AUTRE, lambda: OrganisationFactory(slug="coop"))
    refuse(D_UN_AUTRE, lambda: modifie(OrganisationFactory(), slug="coop"))


@pytest.mark.django_db(transaction=True)
def test_a_name_given_up_meanwhile_is_not_taken():
    qui = ActionFactory(publiee=True, responsable=OrganisationFactory(slug="coop")).responsable
    assert (
        a_la_fois(lambda: modifie(qui, slug="cooperative"), lambda: OrganisationFactory(slug="coop"))
        == D_UN_AUTRE
    )


def test_forms_say_so_first(action, organisation):
    with pytest.raises(ValidationError) as dit:
        ActionFactory.build(plan=action.plan, axe=action.axe, code="2.3").clean()
    assert dit.value.message_dict == {
        "code": ["Ce code a été celui d'une autre action du plan\N{NO-BREAK SPACE}: il reste le sien."]
    }
    with pytest.raises(ValidationError) as dit:
        OrganisationFactory.build(slug="coop").clean()
    assert dit.value.message_dict == {"slug": ["Cette adresse courte a été celle d'une autre organisation."]}
    action.clean()
    organisation.clean()


def test_what_is_kept_is_neither_changed_nor_deleted(action):
    refuse("appellation_inalterable", lambda: Appellation.objects.update(nom="x"))
    refuse("appellation_inalterable", lambda: Appellation.objects.all().delete())


@pytest.mark.parametrize(
    "requete",
    [
        "INSERT INTO partenariat_appellation (relation, dans, nom, objet, rang, le)"
        " VALUES ('actions_action', 1, 'x', 1, 1, now())",
        "UPDATE partenariat_appellation SET nom = 'x'",
        "DELETE FROM partenariat_appellation",
    ],
)
def test_the_web_writes_no_name_by_itself(requete, comme_le_web):
    with pytest.raises(ProgrammingError, match="permission denied"):
        comme_le_web(lambda: sql(requete))


def test_the_web_renames_and_the_name_is_kept(comme_le_web):
    action = ActionFactory(code="2.3", publiee=True)
    comme_le_web(lambda: modifie(action, code="2.4"), UtilisateurFactory(coordination=True))
    assert noms(action) == ["2.3", "2.4"]


def test_a_file_does_not_give_an_action_the_code_of_another(tmp_path):
    charger(ecrire(tmp_path, plan()), "--publier")
    modifie(Action.objects.get(code="1.1"), code="1.2")
    dit = refus(ecrire(tmp_path, plan()))
    assert "le code « 1.1 » a été celui d'une autre action du plan (aujourd'hui « 1.2 »)" in dit


def test_a_file_loaded_again_changes_no_name(tmp_path):
    charger(ecrire(tmp_path, plan()), "--publier")
    avant, gardees = evenements(), list(Appellation.objects.values_list())
    assert gardees
    sortie, _ = charger(ecrire(tmp_path, plan()), "--publier")
    assert sortie.startswith("Rien à changer")
    assert (evenements(), list(Appellation.objects.values_list())) == (avant, gardees)


def test_a_file_gives_a_new_body_an_address_that_was_never_another_s(tmp_path, actif):
    qui = ActionFactory(plan=actif, publiee=True, responsable=OrganisationFactory(slug="sde")).responsable
    modifie(qui, slug="autre")
    charger(ecrire(tmp_path, plan()))
    assert Organisation.objects.get(nom="Service du développement économique").slug == "sde-essai"


# --- Where former addresses lead --------------------------------------------------------------------------


@pytest.mark.parametrize("langue", ["", "/en"])
def test_the_former_address_of_an_action_leads_to_it_for_ever(action, langue):
    reponse = Client().get(langue + adresse(action, "2.3"))
    assert reponse.status_code == 301
    assert reponse["Location"].removeprefix(langue) == adresse(action, "3.10").removeprefix(langue)
    assert reponse["Location"].startswith(langue)
    assert "no-cache" in reponse["Cache-Control"]


def test_the_former_address_of_a_body_leads_to_it_for_ever(organisation):
    reponse = Client().get(adresse(organisation, "coop") + "?page-repond=2")
    assert (reponse.status_code, reponse["Location"]) == (
        301,
        adresse(organisation, "cooperative") + "?page-repond=2",
    )


@pytest.mark.parametrize("quoi", ["action", "organisation"])
def test_on_a_past_day_the_present_address_shows_what_then_bore_another_name(quoi, actif):
    action = ActionFactory(plan=actif, code="2.3", publiee=True, responsable=OrganisationFactory(slug="coop"))
    objet, champ, avant, apres = (
        (action, "code", "2.3", "3.10") if quoi == "action" else (action.responsable, "slug", "coop", "neuve")
    )
    reculer(30)
    modifie(objet, **{champ: apres})
    objet.refresh_from_db()
    for au in (jour(10), jour(40), "2000-01-01"):
        reponse = Client().get(adresse(objet, avant, au))
        assert (reponse.status_code, reponse["Location"]) == (301, adresse(objet, apres, au)), au
    page = Client().get(adresse(objet, apres, jour(10)))
    assert page.status_code == 200
    assert page.context["action" if quoi == "action" else "organisation"].pk == objet.pk
    assert getattr(page.context["action" if quoi == "action" else "organisation"], champ) == avant
    assert Client().get(adresse(objet, apres, jour(40))).status_code == 404


def test_on_a_past_day_what_is_a_draft_today_is_found_by_its_last_public_code(action):
    reculer(30)
    modifie(action, publication="brouillon")
    modifie(action, code="secret")
    for nom in ("2.3", "3.10", "secret"):
        assert Client().get(f"/plans/pes/actions/{nom}/").status_code == 404
    assert Client().get(f"/plans/pes/actions/secret/?au={jour(10)}").status_code == 404
    assert Client().get(f"/plans/pes/actions/3.10/?au={jour(10)}").status_code == 200
    reponse = Client().get(f"/plans/pes/actions/2.3/?au={jour(10)}")
    assert reponse.status_code == 301
    assert "3.10" in reponse["Location"]
    assert "secret" not in reponse["Location"]


def test_a_code_that_was_never_public_leads_nowhere(actif):
    action = ActionFactory(plan=actif, code="secret")
    modifie(action, code="1.1", publication="publiee", publiee_le=timezone.now())
    assert Client().get("/plans/pes/actions/1.1/").status_code == 200
    assert Client().get("/plans/pes/actions/secret/").status_code == 404
    assert Client().get(f"/plans/pes/actions/secret/?au={jour(0)}").status_code == 404


def test_the_code_of_another_plan_leads_nowhere(action):
    ActionFactory(code="7", publiee=True)
    autre = ActionFactory(publiee=True).plan
    assert Client().get(f"/plans/{autre.slug}/actions/2.3/").status_code == 404


def test_the_former_address_of_what_was_withdrawn_leads_to_what_says_so(action):
    retirer(action)
    reponse = Client().get(adresse(action, "2.3"), follow=True)
    assert reponse.redirect_chain[0][1] == 301
    assert reponse.status_code == 410


@pytest.mark.parametrize("quoi", ["action", "body"])
def test_a_file_that_was_kept_is_made_again_after_a_renaming(quoi, actif, pages_gardees):
    action = ActionFactory(plan=actif, code="2.3", publiee=True, responsable=OrganisationFactory(slug="coop"))
    fichier = actif.adresse("donnees-actions", format_="json")
    (avant,) = Client().get(fichier).json()
    objet, champs = (
        (action, {"code": "3.10"}) if quoi == "action" else (action.responsable, {"slug": "neuve"})
    )
    modifie(objet, **champs)
    for _fois in range(2):
        (apres,) = Client().get(fichier).json()
        assert (apres["id"], apres["responsable_id"]) == (avant["id"], avant["responsable_id"])
        assert apres["code"] == ("3.10" if quoi == "action" else "2.3")
    modifie(objet, **({"code": "4"} if quoi == "action" else {"slug": "autre"}))
    assert Client().get(fichier).json()[0]["id"] == "pes:2.3"


def test_a_page_of_today_costs_no_query_more(action):
    with CaptureQueriesContext(connection) as requetes:
        assert Client().get(action.get_absolute_url()).status_code == 200
    assert requetes.captured_queries
    assert not [r["sql"] for r in requetes if Appellation._meta.db_table in r["sql"]]


def test_the_back_office_says_whose_a_code_was(action, client_de):
    autre = ActionFactory(plan=action.plan, axe=action.axe)
    client, page = (
        client_de(UtilisateurFactory(coordination=True)),
        f"/admin/actions/action/{autre.pk}/change/",
    )
    reponse = envoyer(client, page, ouvrir(client, page), code="2.3")
    assert "Ce code a été celui d'une autre action du plan" in texte(reponse).replace("\xa0", " ")


def test_what_is_deleted_keeps_the_name_by_which_the_public_knew_it(actif):
    organisation = OrganisationFactory(slug="coop")
    participation = ParticipationFactory(
        action=ActionFactory(plan=actif, publiee=True), organisation=organisation
    )
    participation.delete()
    organisation.delete()
    refuse(D_UN_AUTRE, lambda: OrganisationFactory(slug="coop"))


def test_a_borough_that_a_public_action_aims_at_is_known(actif):
    arrondissement = OrganisationFactory(nature="arrondissement", slug="rosemont")
    ActionFactory(plan=actif, publiee=True).arrondissements.add(arrondissement)
    modifie(arrondissement, slug="rpp")
    arrondissement.refresh_from_db()
    assert noms(arrondissement) == ["rosemont", "rpp"]
