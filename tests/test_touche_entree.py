"""Enter, typed in a field, presses the first button of its form: never an act that nobody chose.

On the site the buttons of a form all send the same: one act, or one choice that was ticked; or else
the first shows what would be written, and writes nothing. In the back office, whose forms are Django's,
the first of several only saves.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from factory.django import DjangoModelFactory

from tests import factories
from tests.factories import ActionFactory, BilanFactory, EngagementFactory, PlanFactory
from tests.test_gabarits import GABARITS, nom
from tests.test_tout import NOS_APPS, RACINE

INCLUS = re.compile(r"""\{%\s*include\s+["']([^"']+)["'].*?%\}""", re.DOTALL)
COMMENTAIRE = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
BALISE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
DU_SITE = [g for g in GABARITS if g.suffix == ".html" and not nom(g).startswith("admin/")]
ENREGISTRER = "_save"
MONTRER = "_apercu"
"""The button that writes nothing (`actions.views.minute`)."""


class Boutons(HTMLParser):
    """The buttons that send each form of a page, in the order of the page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.formulaires: list[list[str]] = []
        self.dedans = False

    def handle_starttag(self, balise, attributs):
        a = dict(attributs)
        if balise == "form":
            self.formulaires.append([])
            self.dedans = True
        genre = a.get("type", "submit" if balise == "button" else "text")
        if self.dedans and balise in ("button", "input") and genre in ("submit", "image"):
            self.formulaires[-1].append(a.get("name", "") or a.get("formaction", ""))

    def handle_endtag(self, balise):
        if balise == "form":
            self.dedans = False


def boutons(page: str) -> list[list[str]]:
    lecteur = Boutons()
    lecteur.feed(page)
    return lecteur.formulaires


def deplie(gabarit: Path) -> str:
    """What a template writes, with the pieces that it includes, without its tags."""
    texte = COMMENTAIRE.sub("", gabarit.read_text())
    plein = INCLUS.sub(lambda inclus: deplie(RACINE / "templates" / inclus[1]), texte)
    return BALISE.sub("", plein)


def test_the_walk_sees_the_buttons_of_what_a_form_includes():
    assert [f for f in boutons(deplie(RACINE / "templates" / "espace" / "verifier.html")) if f] == [[""]]
    assert boutons("<form><button>Un</button><input type=submit name=b></form>") == [["", "b"]]


@pytest.mark.parametrize("gabarit", DU_SITE, ids=nom)
def test_the_buttons_of_a_form_of_the_site_all_send_the_same(gabarit):
    plusieurs = [
        formulaire
        for formulaire in boutons(deplie(gabarit))
        if len(formulaire) > 1 and any(formulaire) and formulaire[0] != MONTRER
    ]
    assert not plusieurs, "un acte a son formulaire, ou un choix se coche puis s'envoie"


ADMINISTRES = [m for config in NOS_APPS for m in config.get_models() if m in admin.site._registry]
FABRIQUES = {
    fabrique._meta.model: fabrique
    for fabrique in vars(factories).values()
    if isinstance(fabrique, type) and issubclass(fabrique, DjangoModelFactory)
}
ETATS = {
    "a plan, not the active one": lambda: PlanFactory(actif=False),
    "a draft action": lambda: ActionFactory(publication="brouillon"),
    "a public action": lambda: ActionFactory(publiee=True),
    "a commitment proposed": lambda: EngagementFactory(aux_parties=True),
    "a commitment signed": lambda: EngagementFactory(signe=True),
    "a draft review": lambda: BilanFactory(),
    **{modele._meta.label: FABRIQUES[modele] for modele in ADMINISTRES if modele in FABRIQUES},
}


@pytest.fixture
def bureau(client_de):
    return client_de(get_user_model().objects.create_superuser("bureau", password="x"))


@pytest.mark.django_db
@pytest.mark.parametrize("fait", ETATS.values(), ids=ETATS.keys())
def test_in_the_back_office_enter_only_saves(fait, bureau):
    objet = fait()
    nom_de_page = f"admin:{objet._meta.app_label}_{objet._meta.model_name}_change"
    page = bureau.get(reverse(nom_de_page, args=[objet.pk]))
    assert page.status_code == 200
    plusieurs = [formulaire for formulaire in boutons(page.content.decode()) if len(formulaire) > 1]
    assert all(formulaire[0] == ENREGISTRER for formulaire in plusieurs)


@pytest.mark.django_db
@pytest.mark.parametrize("modele", ADMINISTRES, ids=lambda modele: modele._meta.label)
def test_in_the_back_office_enter_only_saves_what_is_added_and_lists_have_one_button(modele, bureau):
    for page in ("add", "changelist"):
        reponse = bureau.get(reverse(f"admin:{modele._meta.app_label}_{modele._meta.model_name}_{page}"))
        # A record that is asked for from the page of another leads to the list.
        assert reponse.status_code in (200, 302, 403)
        plusieurs = [formulaire for formulaire in boutons(reponse.content.decode()) if len(formulaire) > 1]
        assert all(formulaire[0] == ENREGISTRER for formulaire in plusieurs)
