"""What happened is not dated tomorrow, wherever it is written: database and forms alike.

The file of a plan refuses the same (`tests/actions/test_charger_plan_erreurs.py`).
"""

from datetime import timedelta

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from partenariat.administration.champs import DateDuNavigateur
from partenariat.histoire.temps import dates_de_faits
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DeclarationFactory,
    DemandeFactory,
    DocumentFactory,
    EngagementFactory,
    JalonFactory,
    LienSigneFactory,
    MesureFactory,
    NouvelleFactory,
    PreuveFactory,
    RondeFactory,
    SuiteFactory,
)

pytestmark = pytest.mark.django_db

FAITS = {
    "mesure": (MesureFactory, "date", {}),
    "nouvelle": (NouvelleFactory, "date", {}),
    "jalon": (JalonFactory, "atteint_le", {}),
    "document": (DocumentFactory, "date", {}),
    "preuve": (PreuveFactory, "date", {}),
    "suite": (SuiteFactory, "close_le", {"etat": "fait"}),
    "statut et confiance": (ActionFactory, "etat_le", {}),
}


INSTANTS = {
    "action publiée": (ActionFactory, "publiee_le", {"publiee": True}),
    "action soumise": (ActionFactory, "soumise_le", {"a_valider": True}),
    "nouvelle inscrite": (NouvelleFactory, "cree_le", {}),
    "engagement proposé": (EngagementFactory, "propose_le", {"aux_parties": True}),
    "engagement publié": (EngagementFactory, "publie_le", {"publie": True}),
    "décision": (DecisionFactory, "le", {}),
    "déclaration": (DeclarationFactory, "le", {}),
    "preuve déposée": (PreuveFactory, "le", {}),
    "lien révoqué": (LienSigneFactory, "revoque_le", {}),
    "ronde ouverte": (RondeFactory, "ouverte_le", {}),
    "demande répondue": (DemandeFactory, "repondue_le", {}),
}
HEURES = {"hier": -24, "à l'instant": 0, "dans une heure": 1, "demain": 24}


@pytest.mark.parametrize("heures", HEURES.values(), ids=HEURES.keys())
@pytest.mark.parametrize(("fabrique", "champ", "reste"), INSTANTS.values(), ids=INSTANTS.keys())
def test_an_instant_has_come(fabrique, champ, reste, heures):
    """One of today may be to come: an instant is compared to now."""
    dites = reste | {champ: timezone.now() + timedelta(hours=heures)}
    if heures <= 0:
        fabrique(**dites)
        return
    with pytest.raises(IntegrityError, match="sans_avenir"), transaction.atomic():
        fabrique(**dites)


@pytest.mark.parametrize("jours", [-1, 0], ids=["hier", "aujourd'hui"])
@pytest.mark.parametrize(("fabrique", "champ", "reste"), FAITS.values(), ids=FAITS.keys())
def test_a_fact_is_of_yesterday_or_of_today(fabrique, champ, reste, jours):
    fait = fabrique(**reste, **{champ: timezone.localdate() + timedelta(days=jours)})
    fait.validate_constraints()
    assert champ in dates_de_faits(type(fait))


@pytest.mark.parametrize(("fabrique", "champ", "reste"), FAITS.values(), ids=FAITS.keys())
def test_a_fact_is_not_of_tomorrow(fabrique, champ, reste):
    demain = timezone.localdate() + timedelta(days=1)
    fait = fabrique(**reste)
    with pytest.raises(IntegrityError, match="sans_avenir"), transaction.atomic():
        fabrique(**reste, **{champ: demain})
    setattr(fait, champ, demain)
    with pytest.raises(ValidationError, match="n'est pas à venir"):
        fait.validate_constraints()


# --- What the browser offers -------------------------------------------------------------------------------


def jours_du_bureau() -> dict[tuple[str, str], DateDuNavigateur]:
    """The fields of a day of every form of the back office, its rows included, that are fields of a model."""
    requete = RequestFactory().get("/")
    requete.user = get_user_model().objects.create_superuser("bureau", password="x")
    trouves = {}
    for reglage in admin.site._registry.values():
        formulaires = [reglage.get_form(requete, change=True)]
        formulaires += [
            rangee(reglage.model, admin.site).get_formset(requete).form for rangee in reglage.inlines
        ]
        for formulaire in formulaires:
            modele = formulaire._meta.model
            du_modele = {champ.name for champ in modele._meta.fields}
            for nom, champ in formulaire.base_fields.items():
                if isinstance(champ, forms.DateField) and nom in du_modele:
                    trouves[modele._meta.label, nom] = champ.widget
    return trouves


def test_the_back_office_offers_no_day_to_come_for_what_took_place_and_only_for_that():
    jours = jours_du_bureau()
    assert {("actions.Jalon", "atteint_le"), ("actions.Nouvelle", "date"), ("actions.Jalon", "echeance")} <= (
        jours.keys()
    )
    for (modele, nom), widget in jours.items():
        fait = nom in dates_de_faits(apps.get_model(modele))
        dernier = widget.get_context(nom, None, {})["widget"]["attrs"]["max"]
        assert (dernier == timezone.localdate().isoformat()) is fait, f"{modele}.{nom}"
