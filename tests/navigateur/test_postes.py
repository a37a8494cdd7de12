"""Each role's desk, empty and full (20 to validate, 12 late, 5 returned), in a real browser at both widths.

`POSTES_EN_IMAGES=un/dossier` keeps what was seen, to be looked at.
"""

import os
from pathlib import Path

import pytest

from partenariat.parties.roles import ROLES
from tests.factories import OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.postes import Monde

PORTES = {"coordination": "/admin/", "redaction": "/admin/", "partenaire": "/espace/", "comite": "/espace/"}


@pytest.fixture
def vides(transactional_db):
    PlanFactory(actif=True, slug="actif")
    unite = OrganisationFactory(service=True)
    return {role.nom: UtilisateurFactory(**{role.nom: True}, organisation=unite) for role in ROLES}


@pytest.fixture
def pleins(transactional_db):
    monde = Monde(valider=20, tard=12, renvoyees=5)
    return {role.nom: getattr(monde, role.nom) for role in ROLES}


@pytest.mark.parametrize("etat", ["vides", "pleins"])
def test_each_desk_keeps_to_the_width_and_to_the_accessibility_rules(request, ouvrir, connecter, axe, etat):
    comptes = request.getfixturevalue(etat)
    for role, personne in comptes.items():
        for largeur in (1280, 360):
            page = connecter(ouvrir(largeur), personne)
            page.goto(PORTES[role])
            if dossier := os.environ.get("POSTES_EN_IMAGES"):
                page.screenshot(path=Path(dossier) / f"{role}-{etat}-{largeur}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") == largeur, (role, largeur)
            titre = page.locator(".poste h1").inner_text()
            assert (titre == "Rien ne vous attend") == (etat == "vides"), (role, titre)
            for acte in page.locator("a.poste__acte, .poste__autres a").all()[:6]:
                assert acte.bounding_box()["height"] >= 24, role
            axe(page)
            page.context.close()
