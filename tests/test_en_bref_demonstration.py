"""The demonstration, walked from its home: each page has a title and a sentence that no other has."""

from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from partenariat.presentation.en_bref import LONGUEUR
from tests.actions.plan_d_essai import charger
from tests.test_en_bref import dits
from tests.test_liens_dates import pages

pytestmark = pytest.mark.django_db

FICHIER = Path(settings.RACINE) / "demonstration" / "plan-demonstration.yaml"


@pytest.fixture(scope="module")
def demonstration(base_du_module):
    with base_du_module():
        charger(FICHIER, "--publier")


@pytest.mark.parametrize("depart", ["/", "/en/"], ids=["fr", "en"])
def test_no_two_pages_of_the_demonstration_say_the_same_of_themselves(depart, demonstration):
    titres, phrases = defaultdict(set), defaultdict(set)
    for _adresse, page in pages(depart):
        if page:
            lu = dits(page)
            titres[" ".join(lu["titre"].split())].add(lu["canonique"])
            phrases[lu["phrase"]].add(lu["canonique"])
    assert len(phrases) > 150
    assert not {dit: ou for dit, ou in (titres | phrases).items() if len(ou) > 1}
    assert all(0 < len(dite) <= LONGUEUR for dite in phrases)
    assert not [dite for dite in phrases if "…" in dite and not dite.endswith("…")]
