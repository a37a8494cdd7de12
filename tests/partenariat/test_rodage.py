"""What a worker keeps for its whole life is made before its first page."""

import gc

from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from partenariat.rodage import roder


def test_no_page_waits_for_a_template_to_be_made():
    (chargeur,) = engines["django"].engine.template_loaders
    chargeur.reset()
    try:
        roder()
        faits = set(chargeur.get_template_cache)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
    (dossier,) = settings.TEMPLATES[0]["DIRS"]
    get_template("base.html")
    assert set(chargeur.get_template_cache) == faits
    assert len(faits) >= len([modele for modele in dossier.rglob("*") if modele.is_file()])
