"""An act that comes before what it points at: a foreign key waits for the end of a transaction."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagements.models import Declaration, Preuve, Refus, Reponse, Signature, Verification
from engagements.models.etats import Genre, TypeDePreuve, Verdict
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

PLUS_TARD = 2_000_000_000
"""The key of a row that is not written yet."""
EMPREINTE = "0" * 64
DE = {"engagement_id": PLUS_TARD, "le": timezone.now()}

GESTES = {
    "signature_hors_proposition": lambda: Signature(**DE, fonction="Direction", empreinte=EMPREINTE),
    "refus_hors_proposition": lambda: Refus(**DE, motif="Trop tôt.", empreinte=EMPREINTE),
    "declaration_hors_cours": lambda: Declaration(**DE, genre=Genre.AVANCE, texte="Dit."),
    "preuve_hors_cours": lambda: Preuve(
        **DE, type=TypeDePreuve.AUTRE, titre="Pièce", adresse="https://example.org/"
    ),
    "verification_par_une_autre": lambda: Verification(preuve_id=PLUS_TARD, verdict=Verdict.CONFIRMEE),
    "verification_par_une_autre ": lambda: Verification(declaration_id=PLUS_TARD, verdict=Verdict.CONFIRMEE),
    "reponse_de_la_partie": lambda: Reponse(verification_id=PLUS_TARD, texte="Non."),
}


@pytest.mark.parametrize(("contrainte", "geste"), GESTES.items(), ids=[nom.strip() for nom in GESTES])
def test_an_act_follows_what_it_points_at(contrainte, geste):
    ecrit = geste()
    ecrit.organisation = OrganisationFactory()
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        ecrit.save(force_insert=True)
    assert erreur.value.__cause__.diag.constraint_name == contrainte.strip()
