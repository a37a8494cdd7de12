"""What a worker keeps for its whole life is made before its first page."""

import gc

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError, engines
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


def test_a_template_that_cannot_be_made_is_said_by_its_page_alone(monkeypatch, tmp_path):
    (tmp_path / "a.html").write_text("{% rien %}")
    (tmp_path / ".b.html.swp").write_bytes(b"b0VIM\xff\xfe")
    (tmp_path / "c.html").write_text("bien")
    moteur = engines["django"]
    (chargeur,) = moteur.engine.template_loaders
    for ou in (moteur, moteur.engine):
        monkeypatch.setattr(ou, "dirs", [tmp_path])
    chargeur.reset()
    try:
        roder()
        assert chargeur.get_template_cache["c.html"].source == "bien"
        with pytest.raises(TemplateSyntaxError):
            get_template("a.html")
    finally:
        gc.unfreeze()
        chargeur.reset()
