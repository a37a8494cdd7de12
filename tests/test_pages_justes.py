"""What moves no revision changes no public page: a kept page is what the site would compute."""

import re

import pytest
from django.db.models import CharField, TextField
from django.test import Client

from actions.models import Action
from comite.models import Preference
from engagements.models import Engagement
from partenariat.histoire.revision import revision
from tests.factories import ActionFactory, EngagementFactory, PlanFactory, PreferenceFactory
from tests.reponses import corps
from tests.test_adresses import OUVERTES, contenu, remplir

MOT = "Introuvable"


def _brouillons(plan):
    """A draft of each, tied to what is public; and what someone chose to see."""
    publique = Action.objects.filter(plan=plan).first()
    action = ActionFactory(axe=publique.axe, responsable=publique.responsable, code="brouillon-a")
    promesse = EngagementFactory(plan=plan, code="brouillon-e", partie=publique.responsable)
    promesse.actions.add(publique)
    return action, promesse, PreferenceFactory()


def _textes(modele) -> list[str]:
    return [
        champ.name
        for champ in modele._meta.concrete_fields
        if isinstance(champ, CharField | TextField)
        and champ.name in {"titre", "resume", "description", "texte", "note_interne"}
    ]


def _ecrire(objet):
    champs = _textes(type(objet))
    assert champs
    type(objet).objects.filter(pk=objet.pk).update(**dict.fromkeys(champs, MOT))


def _cacher(preference):
    Preference.objects.filter(pk=preference.pk).update(caches=["axes"])


ECRITURES = {
    "a draft action": lambda action, _promesse, _preference: _ecrire(action),
    "a draft commitment": lambda _action, promesse, _preference: _ecrire(promesse),
    "a preference": lambda _action, _promesse, preference: _cacher(preference),
}


def _pages(valeurs) -> dict[str, bytes]:
    """Every public page, computed."""
    pages = {}
    for route, _nom in OUVERTES:
        if "<slug:plan>" not in route:
            adresse = remplir(route, valeurs)
            pages[adresse] = re.sub(rb'(csrfmiddlewaretoken|une_fois)" value="[^"]*"', b"", _lire(adresse))
    return pages


def _lire(adresse: str) -> bytes:
    return corps(Client().get(adresse))


@pytest.mark.django_db
@pytest.mark.parametrize("ecriture", ECRITURES.values(), ids=ECRITURES)
def test_what_moves_no_revision_changes_no_page(ecriture):
    plan = PlanFactory(actif=True)
    valeurs = contenu(plan)
    brouillons = _brouillons(plan)
    avant, pages = revision(), _pages(valeurs)
    ecriture(*brouillons)
    assert revision() == avant
    assert _pages(valeurs) == pages


@pytest.mark.django_db
def test_the_same_writes_of_what_is_public_move_it():
    plan = PlanFactory(actif=True)
    contenu(plan)
    for objet in (Action.objects.get(plan=plan), Engagement.objects.get(plan=plan)):
        avant = revision()
        type(objet).objects.filter(pk=objet.pk).update(version=objet.version)
        assert revision().numero > avant.numero
        assert revision().retrait == avant.retrait
