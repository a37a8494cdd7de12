"""What happened is not dated tomorrow, wherever it is written: database and forms alike.

The file of a plan refuses the same (`tests/actions/test_charger_plan_erreurs.py`).
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

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


@pytest.mark.parametrize(("fabrique", "champ", "reste"), FAITS.values(), ids=FAITS.keys())
def test_a_fact_is_not_of_tomorrow(fabrique, champ, reste):
    demain = timezone.localdate() + timedelta(days=1)
    fait = fabrique(**reste)
    with pytest.raises(IntegrityError, match="sans_avenir"), transaction.atomic():
        fabrique(**reste, **{champ: demain})
    setattr(fait, champ, demain)
    with pytest.raises(ValidationError, match="n'est pas à venir"):
        fait.validate_constraints()
