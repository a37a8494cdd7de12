"""What a person reads of each model, and what forms refuse before the database does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from actions.models import Action, Participation, Plan
from partenariat.models import Organisation
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    SourceFactory,
    UtilisateurFactory,
    VoletFactory,
)

pytestmark = pytest.mark.django_db


def erreurs(objet) -> dict[str, list[str]]:
    """What the form says, by field; whatever the kind of blank before a colon."""
    with pytest.raises(ValidationError) as refus:
        objet.full_clean()
    return {
        champ: [phrase.replace("\xa0", " ") for phrase in phrases]
        for champ, phrases in refus.value.message_dict.items()
    }


# --- What forms refuse -----------------------------------------------------------------------------------


def test_a_form_refuses_the_axis_of_another_plan():
    action = ActionFactory()
    action.axe = AxeFactory()
    assert erreurs(action) == {"axe": ["Cet axe est d'un autre plan."]}


def test_a_form_refuses_the_strand_of_another_axis():
    action = ActionFactory()
    action.volet = VoletFactory()
    assert erreurs(action) == {"volet": ["Ce volet est d'un autre axe."]}


@pytest.mark.parametrize("motif", ["", "   "])
def test_a_form_asks_why_a_date_moves(motif):
    action, jalon = ActionFactory(), JalonFactory()
    action.fin, action.motif_report = action.fin + timedelta(days=1), motif
    jalon.echeance, jalon.motif_report = jalon.echeance + timedelta(days=1), motif
    phrase = "Écrivez le motif du report : une date ne se déplace pas sans motif."
    assert erreurs(action) == {"fin": [phrase]}
    assert erreurs(jalon) == {"echeance": [phrase]}


def test_a_form_accepts_a_date_that_moves_for_a_reason():
    jalon = JalonFactory()
    jalon.echeance, jalon.motif_report = jalon.echeance + timedelta(days=1), "Retard du chantier."
    jalon.full_clean()
    jalon.save()
    assert jalon.reporte


def test_a_form_refuses_to_rewrite_the_official_text_once_published():
    action = ActionFactory(publiee=True, texte_officiel="Adopté.")
    action.texte_officiel = "Autre"
    assert erreurs(action) == {
        "texte_officiel": ["Le texte officiel ne se modifie plus après la publication."]
    }


@pytest.mark.parametrize("statut", ["suspendue", "abandonnee"])
def test_a_form_asks_why_an_action_is_set_aside(statut):
    action = ActionFactory()
    action.statut = statut
    assert "Une action suspendue ou abandonnée doit dire pourquoi (motif)." in str(erreurs(action))


@pytest.mark.parametrize("code", ["", " ", "2 3", "a/b", ".5", "5.", "?", "<b>", "../x"])
def test_a_code_that_would_make_a_bad_address_is_refused(code):
    action = ActionFactory()
    action.code = code
    assert "code" in erreurs(action)


@pytest.mark.parametrize("code", ["1", "2.3", "2.3.1", "A-12", "É1", "a_b"])
def test_a_code_is_letters_figures_dots_and_dashes(code):
    ActionFactory(code=code).full_clean()


def test_an_organisation_that_has_a_successor_has_an_end():
    organisation = OrganisationFactory()
    organisation.successeur = OrganisationFactory()
    assert erreurs(organisation) == {
        "jusqu_a": ["Une organisation qui a un successeur a une date de fin."],
    }
    with refusee("organisation_successeur_a_la_fin"):
        organisation.save()


def test_the_responsible_body_does_not_also_take_part():
    action = ActionFactory()
    assert erreurs(Participation(action=action, organisation=action.responsable)) == {
        "organisation": ["Cette organisation est déjà responsable de l'action : retirez cette ligne."]
    }


# --- What a person reads ---------------------------------------------------------------------------------


def test_each_thing_is_named_as_a_person_would():
    plan = PlanFactory(titre="Plan", titre_en="The plan")
    assert str(ActionFactory(plan=plan, code="2.3", titre="Créer un fonds")) == "2.3 · Créer un fonds"
    assert str(UtilisateurFactory(first_name="Rosalie", last_name="Roy")) == "Rosalie Roy"
    assert str(UtilisateurFactory(first_name="", last_name="", username="rroy")) == "rroy"
    with translation.override("en"):
        assert str(plan) == "The plan"
        assert str(ActionFactory(code="2.4", titre="Créer un fonds")) == "2.4 · Créer un fonds"


@pytest.mark.parametrize(
    ("nom", "sigle", "court"),
    [
        ("Conseil d'économie sociale (CESIM; autrefois CÉSÎM)", "CESIM", "Conseil d'économie sociale"),
        ("Maison (des jeunes)", "MJ", "Maison (des jeunes)"),
        ("Maison (des jeunes)", "", "Maison (des jeunes)"),
        ("Service de l'eau", "SE", "Service de l'eau"),
    ],
)
def test_the_short_name_of_a_body_leaves_its_acronym_out(nom, sigle, court):
    assert Organisation(nom=nom, sigle=sigle).nom_court == court


@pytest.mark.parametrize(
    ("nature", "ville"),
    [("service", True), ("arrondissement", True), ("paramunicipal", True), ("organisme", False),
     ("reseau", False), ("fonds", False), ("etablissement", False)],
)  # fmt: skip
def test_the_party_of_a_body_follows_from_its_nature(nature, ville):
    organisation = OrganisationFactory(**{nature: True})
    organisation.refresh_from_db()
    assert (organisation.partie == "ville") is ville


def test_an_address_names_its_plan_the_active_one_too():
    actif, autre = PlanFactory(actif=True), PlanFactory(slug="plan-2031")
    assert ActionFactory(plan=actif, code="2.3").get_absolute_url() == "/plans/actif/actions/2.3/"
    assert ActionFactory(plan=autre, code="2.3").get_absolute_url() == "/plans/plan-2031/actions/2.3/"
    assert AxeFactory(plan=actif, numero=2).get_absolute_url() == "/plans/actif/axes/2/"
    assert (actif.get_absolute_url(), autre.get_absolute_url()) == ("/plans/actif/", "/plans/plan-2031/")


def test_a_plan_is_public_once_it_is_active_or_has_something_published():
    actif, publie, cache = PlanFactory(actif=True), PlanFactory(), PlanFactory()
    ActionFactory(plan=publie, publiee=True)
    ActionFactory(plan=cache, a_valider=True)
    assert set(Plan.objects.publics()) == {actif, publie}
    assert Plan.objects.actif() == actif


@pytest.mark.parametrize("adresse", ["javascript:alert(1)", "data:text/html,x", "document 4", ""])
def test_the_address_of_a_source_is_a_link_only_where_it_is_safe(adresse):
    assert SourceFactory.build(plan=None, adresse=adresse).lien == ""
    assert SourceFactory.build(plan=None, adresse="https://exemple.test").lien == "https://exemple.test"


def test_a_milestone_is_late_the_day_after_it_was_due():
    aujourd_hui = timezone.localdate()
    assert not JalonFactory(echeance=aujourd_hui).en_retard
    assert JalonFactory(echeance=aujourd_hui - timedelta(days=1)).en_retard
    assert not JalonFactory(atteint=True).en_retard
    assert not JalonFactory(en_retard=True, annule=True).en_retard


@pytest.mark.parametrize(
    ("sens", "valeur", "atteinte"),
    [("hausse", 10, True), ("hausse", 9, False), ("baisse", 10, True), ("baisse", 11, False),
     ("maintien", 10, True), ("maintien", 11, False), ("hausse", None, None)],
)  # fmt: skip
def test_an_indicator_meets_its_target_in_the_direction_that_is_wanted(sens, valeur, atteinte):
    indicateur = IndicateurFactory(sens=sens, cible_annee=2030, cible_valeur=10)
    if valeur is not None:
        MesureFactory(indicateur=indicateur, date=date(2024, 1, 1), valeur=1_000)
        MesureFactory(indicateur=indicateur, date=date(2025, 1, 1), valeur=valeur)
    assert indicateur.cible_atteinte is atteinte


# --- Factories -------------------------------------------------------------------------------------------


def test_an_action_is_of_one_plan_with_its_axis_and_strand_whatever_is_given():
    plan, axe, volet = PlanFactory(), AxeFactory(), VoletFactory()
    assert ActionFactory(plan=plan).axe.plan == plan
    assert ActionFactory(axe=axe).plan == axe.plan
    assert (ActionFactory(volet=volet).axe, ActionFactory(volet=volet).plan) == (volet.axe, volet.axe.plan)
    assert JalonFactory(action__plan=plan).action.axe.plan == plan
    assert ActionFactory(plan__slug="autre").plan.slug == "autre"
    assert ParticipationFactory(action__volet=volet).action.plan == volet.axe.plan


@pytest.mark.parametrize("trait", ["a_rafraichir", "perimee"])
def test_a_trait_of_freshness_gives_that_reading(trait):
    assert Action.objects.avec_lectures().get(pk=ActionFactory(**{trait: True}).pk).fraicheur == trait
