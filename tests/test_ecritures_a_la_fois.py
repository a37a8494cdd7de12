"""Eight people write the same actions at once, through every screen: nothing lost, no deadlock, all of it told."""

import pytest
from django.utils import timezone

from bench.ecritures.foule import ecrire_a_la_fois
from bench.ecritures.preuve import fautes
from bench.ecritures.scene import poser

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hundred_edits_of_eight_hands_lose_nothing():
    mains = poser(actions=6, mains=8, graine=14, jalons=3)
    depuis = timezone.now()
    editions = ecrire_a_la_fois(mains, 96, penser=0.05)
    assert len(editions) == 96
    dites = fautes(editions, depuis)
    assert not dites, "\n".join(dites)
    assert {edition.ecran for edition in editions} == {"fiche", "minute", "jalons en liste", "actions en liste"}
    assert any(edition.refusees for edition in editions), "they met"
    assert sum(not edition.refusees for edition in editions) > 40
