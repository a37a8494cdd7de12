"""Walks the English pages with French in every field that people write: each passage says so."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from engagements.models import Engagement
from tests.balises import AvecPile
from tests.factories import PlanFactory, UtilisateurFactory
from tests.monde import MOUVANTS, endormir_les_gardes, monde
from tests.reponses import corps
from tests.test_adresses import ADRESSES, DURABLES, PUBLIQUES, SANS_LANGUE, est_courte, remplir

pytestmark = pytest.mark.django_db

MARQUE = "é§"
PAGES = [(route, nom) for route, nom in DURABLES if nom not in SANS_LANGUE]
TUS = {"script", "style", "head", "textarea"}
"""What is not read, or holds no element: the title of a page is of one language."""
MARQUES_D_UN_DESSIN = "svg"
"""Where an attribute may hold both languages: the mark of a drawing has no other name, and the list or the
table beside it says the same, each part in its language."""
PAS_DES_MOTS = (models.SlugField, models.URLField, models.EmailField, models.FileField)
DES_COMPTES = [
    route
    for route, nom in ADRESSES
    if nom not in PUBLIQUES and nom not in SANS_LANGUE and not est_courte(route)
]
MOINS_DE_LUES = {"coordination": 10, "partie": 3}
"""Pages of an account, at least, that are read in English."""
BAVARDES = ("accueil", "actions", "action", "axe", "engagement", "engagements", "seance", "rondes")
"""The pages that show something of what was written."""
SANS_LANGUE_PROPRE = {
    # What one calls by its name in every language.
    ("Organisation", "nom"),
    ("Organisation", "sigle"),
    ("Membre", "nom"),
    ("Signature", "nom"),
    # What is computed of the rest, or is for programs.
    ("Dossier", "donnees"),
    ("Bilan", "donnees"),
    ("Engagement", "texte_fige"),
    ("Organisation", "code_officiel"),
    ("Equipe", "telephone"),
    ("PartiePrenante", "identifiant"),
    ("UsageLien", "geste"),
    ("LienSigne", "destinataire"),
    ("LienSigne", "envoye_a"),
    ("LienSigne", "cle"),
    ("Preuve", "nom_fichier"),
    ("Preuve", "adresse"),
    ("Preuve", "type_media"),
    ("Image", "nom_fichier"),
    ("Source", "adresse"),
    ("Document", "adresse"),
    ("Retrait", "relation"),
    ("Retrait", "champ"),
    ("Retrait", "formulation"),
    ("Retrait", "page"),
}


def ecrits() -> list[tuple[type[models.Model], str]]:
    """Each field in which people write words."""
    return [
        (modele, champ.name)
        for modele in MOUVANTS
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.CharField | models.TextField)
        and not isinstance(champ, PAS_DES_MOTS)
        and not isinstance(champ, models.GeneratedField)
        and not champ.choices
        and not champ.name.endswith("_en")
        and champ.name not in ("code", "numero", "empreinte", "empreinte_donnees", "slug", "site")
        and champ.name not in ("username", "password", "first_name", "last_name")
        and (modele.__name__, champ.name) not in SANS_LANGUE_PROPRE
    ]


ECRITS = ecrits()


def marquer() -> list[str]:
    """Puts French in each of them, and no translation; which did not take it."""
    perdus = []
    for modele, nom in ECRITS:
        table, colonne = modele._meta.db_table, modele._meta.get_field(nom).column
        taille = modele._meta.get_field(nom).max_length or 10_000
        noms = {champ.name for champ in modele._meta.concrete_fields}
        try:
            with transaction.atomic(), connection.cursor() as curseur:
                curseur.execute(
                    f"UPDATE public.{table} SET {colonne} = left(%s || {colonne}, %s) WHERE {colonne} <> ''",
                    [f"{MARQUE} ", taille],
                )
                if f"{nom}_en" in noms:
                    curseur.execute(f"UPDATE public.{table} SET {nom}_en = ''")
        except DatabaseError as faute:
            perdus.append(f"{modele.__name__}.{nom} : {faute}")
    return perdus


class Passages(AvecPile[tuple[str, str, str]]):
    """The marked words of a page that nothing says to be French, each with the element that holds it."""

    def __init__(self, page: str):
        self.muets: list[str] = []
        self.francais = 0
        super().__init__(page, ("", "", ""))

    def ouvrir(self, nom, dits):
        langue = dits.get("lang") or self.pile[-1][1]
        dessin = nom == MARQUES_D_UN_DESSIN or any(
            autour == MARQUES_D_UN_DESSIN for autour, _, _ in self.pile
        )
        for cle in ("aria-label", "alt", "title", "placeholder"):
            if MARQUE in (dits.get(cle) or "") and not langue.startswith("fr") and not dessin:
                self.muets.append(f"{cle} : {self.get_starttag_text()}")
        return nom, langue, self.get_starttag_text() or ""

    def handle_data(self, mots):
        if MARQUE not in mots or any(nom in TUS for nom, _, _ in self.pile):
            return
        if self.pile[-1][1].startswith("fr"):
            self.francais += 1
        else:
            self.muets.append(f"{self.pile[-1][2]}{mots.strip()}")


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    with base_du_module():
        return monde(PlanFactory(actif=True))


def test_the_fields_take_it(valeurs):
    endormir_les_gardes()
    assert marquer() == []


@pytest.mark.parametrize(("route", "nom"), PAGES, ids=[route for route, _ in PAGES])
def test_what_is_french_says_so(route, nom, valeurs):
    endormir_les_gardes()
    marquer()
    reponse = Client().get("/en" + remplir(route, valeurs), follow=True)
    page = corps(reponse)
    if reponse["Content-Type"].startswith("text/html"):
        lus = Passages(page.decode())
        assert lus.muets == []
        # Else what is read here would be nothing.
        assert lus.francais or nom not in BAVARDES


@pytest.mark.parametrize("de_qui", ["coordination", "partie"])
def test_so_do_the_pages_of_an_account(de_qui, valeurs):
    endormir_les_gardes()
    marquer()
    partie = Engagement.objects.order_by("pk").first().partie
    role = (
        {"coordination": True, "roles": ("coordination", "comite")}
        if de_qui == "coordination"
        else {"partenaire": True, "organisation": partie}
    )
    client = Client()
    client.force_login(UtilisateurFactory(**role))
    muets, lues, francais = {}, 0, 0
    for route in DES_COMPTES:
        reponse = client.get("/en" + remplir(route, valeurs), follow=True)
        lu = corps(reponse)
        if reponse.status_code == 200 and reponse["Content-Type"].startswith("text/html"):
            page = Passages(lu.decode())
            lues, francais = lues + 1, francais + page.francais
            muets |= {route: page.muets} if page.muets else {}
    assert muets == {}
    assert min(lues, francais) >= MOINS_DE_LUES[de_qui]
