"""What the site says of itself: the text that comes with it, until the coordination writes its own."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from partenariat.histoire.temps import PAS_A_VENIR
from partenariat.models import TexteDuSite
from partenariat.presentation.formats import date_longue
from partenariat.presentation.typographie import INSECABLE
from partenariat.textes.cles import PAGES, Cle
from partenariat.textes.modele import d_origine
from partenariat.textes.origine import DOSSIER, origine
from tests.actions.refus import refusee
from tests.factories import EngagementFactory, PlanFactory, TexteDuSiteFactory, UtilisateurFactory
from tests.formulaires import envoyer, lire, ouvrir, texte
from tests.passe import reculer

pytestmark = pytest.mark.django_db

LISTE, AJOUT = "/admin/partenariat/textedusite/", "/admin/partenariat/textedusite/add/"
MOTS_MAX = 80
"""Words of a text in plain words."""


def page_de(adresse: str, **requete: str) -> str:
    reponse = Client().get(adresse, requete)
    assert reponse.status_code == 200, adresse
    return unescape(reponse.content.decode())


# --- What comes with the site ----------------------------------------------------------------------------


def test_each_text_has_its_origin_and_no_other_file_is_there():
    attendus = {f"{cle.value}{suffixe}" for cle in Cle for suffixe in (".md", ".en.md")}
    assert {chemin.name for chemin in DOSSIER.iterdir()} == attendus


@pytest.mark.parametrize("cle", Cle)
def test_each_origin_is_whole_dated_and_such_as_a_form_would_take(cle):
    lu = origine(cle)
    assert lu.texte
    assert lu.texte_en
    assert lu.revu_le <= timezone.localdate()
    d_origine(cle).full_clean()


@pytest.mark.parametrize("cle", [cle for cle in Cle if cle.startswith("en_clair")])
def test_plain_words_are_few(cle):
    for dit in origine(cle)[:2]:
        assert 20 < len(dit.split()) <= MOTS_MAX


@pytest.mark.parametrize("cle", Cle)
def test_each_address_that_an_origin_gives_is_one_of_the_site_in_its_language(cle, client):
    PlanFactory(actif=True)
    for dit, prefixe in zip(origine(cle)[:2], ("/", "/en/"), strict=True):
        for vers in re.findall(r"\]\((/[^)]*)\)", dit):
            assert vers.startswith(prefixe)
            assert prefixe == "/en/" or not vers.startswith("/en/")
            assert client.get(vers, follow=True).status_code == 200, vers


@pytest.mark.parametrize("langue", ["", "/en"])
@pytest.mark.parametrize(("cle", "nom"), PAGES.items())
def test_a_page_that_nobody_wrote_anew_shows_the_text_of_the_site_and_its_day(cle, nom, langue):
    page = page_de(langue + reverse(nom))
    lu = origine(cle)
    with translation.override("en" if langue else "fr-ca"):
        assert f"<h1>{cle.label}</h1>" in page
        jour = date_longue(lu.revu_le)
    titres = re.findall(r"^## (.+)$", lu.texte_en if langue else lu.texte, re.MULTILINE)
    assert [titre for titre in titres if f"<h2>{titre}</h2>" not in page] == []
    assert jour in re.search(r'<p class="note">(.*?)</p>', page, re.DOTALL)[1]
    assert "##" not in page
    assert 'lang="fr"' not in re.search(r"<main.*?</main>", page, re.DOTALL)[0]


# --- What the coordination writes ------------------------------------------------------------------------


def test_a_text_written_anew_takes_the_place_of_the_other_with_its_day():
    le = timezone.localdate() - timedelta(days=40)
    ligne = TexteDuSiteFactory(
        cle=Cle.CONTACT, texte="Avant.\n\n## Où\n\nIci : 60 000 $.", texte_en="", revu_le=le
    )
    page = page_de("/contact/")
    assert f"Mise à jour le {date_longue(le)}" in page
    assert f"<h2>Où</h2>\n<p>Ici{INSECABLE}: 60{INSECABLE}000{INSECABLE}$.</p>" in page
    assert "<h2>À qui écrire</h2>" not in page
    anglais = page_de("/en/contact/")
    assert re.search(r'<div lang="fr">\s*<p>Avant\.</p>', anglais)
    ligne.delete()
    assert "<h2>À qui écrire</h2>" in page_de("/contact/")


def test_its_html_is_cleaned_and_its_titles_are_words():
    TexteDuSiteFactory(
        cle=Cle.LICENCE,
        texte="## <b onclick=x>Titre</b>\n\n<script>alert(1)</script> [mot](javascript:alert(2)) **gras**",
    )
    brute = Client().get("/licence/").content.decode()
    contenu = re.search(r"<main.*?</main>", brute, re.DOTALL)[0]
    assert "<h2>&lt;b onclick=x&gt;Titre&lt;/b&gt;</h2>" in contenu
    assert "<strong>gras</strong>" in contenu
    assert "<script" not in contenu
    assert "javascript:" not in contenu


def test_its_past_is_read_as_it_stood():
    ligne = TexteDuSiteFactory(cle=Cle.ACCESSIBILITE, texte="Le premier.", texte_en="The first.")
    reculer(10)
    TexteDuSite.objects.filter(pk=ligne.pk).update(texte="Le second.")
    alors = str(timezone.localdate() - timedelta(days=5))
    assert "Le second." in page_de("/accessibilite/")
    assert "Le premier." in page_de("/accessibilite/", au=alors)
    avant = str(timezone.localdate() - timedelta(days=20))
    assert "WCAG 2.2" in page_de("/accessibilite/", au=avant)


def test_a_kept_page_follows_what_is_written(pages_gardees):
    client = Client()
    PlanFactory(actif=True)
    lire_ = lambda: client.get("/en/contact/").content.decode()  # noqa: E731
    assert "French version prevails" in lire_()
    TexteDuSiteFactory(cle=Cle.AVIS_ANGLAIS, texte="Avis.", texte_en="A notice of ours.")
    assert "A notice of ours." in lire_()


@pytest.mark.parametrize(
    ("contrainte", "valeurs"),
    [
        ("textedusite_cle_connue", {"cle": "ailleurs"}),
        ("textedusite_non_vide", {"texte": " \n"}),
        ("textedusite_avis_en_anglais", {"cle": "avis_anglais", "texte_en": ""}),
        ("textedusite_date_possible", {"revu_le": date(1899, 1, 1)}),
        ("textedusite_sans_avenir", {"revu_le": timezone.localdate() + timedelta(days=2)}),
    ],
)
def test_what_is_no_text_is_refused_by_the_form_and_by_the_database(contrainte, valeurs):
    bonnes = {"cle": Cle.LICENCE, "texte": "Un.", "texte_en": "One.", "revu_le": timezone.localdate()}
    with pytest.raises(ValidationError):
        TexteDuSite(**{**bonnes, **valeurs}).full_clean()
    with refusee(contrainte):
        TexteDuSite.objects.bulk_create([TexteDuSite(**{**bonnes, **valeurs})])


def test_there_is_one_row_a_text():
    TexteDuSiteFactory(cle=Cle.LICENCE)
    with pytest.raises(IntegrityError):
        TexteDuSite.objects.bulk_create([TexteDuSite(**vars_de(Cle.LICENCE))])


def vars_de(cle: Cle) -> dict[str, object]:
    return {"cle": cle, **origine(cle)._asdict()}


# --- The back office -------------------------------------------------------------------------------------


def test_the_coordination_writes_one_anew_from_the_one_of_the_site(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    assert f'href="{AJOUT}?cle=confidentialite"' in client.get(LISTE).content.decode()
    adresse = f"{AJOUT}?cle=confidentialite"
    champs = ouvrir(client, adresse, "textedusite_form")
    assert champs["texte"][0].replace("\r\n", "\n") == origine(Cle.CONFIDENTIALITE).texte
    assert champs["revu_le"] == [str(timezone.localdate())]
    demain = str(timezone.localdate() + timedelta(days=1))
    assert " ".join(str(PAS_A_VENIR).split()) in texte(envoyer(client, adresse, champs, revu_le=demain))
    assert envoyer(client, adresse, champs, texte="Nos mots.").status_code == 302
    (ligne,) = TexteDuSite.objects.all()
    assert (ligne.cle, ligne.texte) == ("confidentialite", "Nos mots.")
    assert ligne.texte_en.replace("\r\n", "\n") == origine(Cle.CONFIDENTIALITE).texte_en
    assert f'href="{AJOUT}?cle=confidentialite"' not in client.get(LISTE).content.decode()
    assert "Nos mots." in page_de("/confidentialite/")


def test_its_history_says_who_and_what(client_de):
    client = client_de(UtilisateurFactory(coordination=True, first_name="Alex", last_name="Un"))
    ligne = TexteDuSiteFactory(cle=Cle.LICENCE, texte="Avant.")
    adresse = f"{LISTE}{ligne.pk}/change/"
    assert envoyer(client, adresse, ouvrir(client, adresse, "textedusite_form"), texte="Après.")
    histoire = texte(client.get(f"{LISTE}{ligne.pk}/history/"))
    for attendu in ("Alex Un", "Avant.", "Après."):
        assert attendu in histoire


def test_of_two_saves_the_second_is_told_of_the_first(client_de):
    premiere, seconde = (client_de(UtilisateurFactory(coordination=True)) for _ in range(2))
    ligne = TexteDuSiteFactory(cle=Cle.LICENCE, texte="Avant.")
    adresse = f"{LISTE}{ligne.pk}/change/"
    vu = ouvrir(seconde, adresse, "textedusite_form")
    envoyer(premiere, adresse, ouvrir(premiere, adresse, "textedusite_form"), texte="Le premier.")
    reponse = envoyer(seconde, adresse, vu, texte="Le second.")
    lue = texte(reponse)
    for attendu in ("Avant.", "Le premier.", "Le second."):
        assert attendu in lue
    ligne.refresh_from_db()
    assert ligne.texte == "Le premier."
    assert envoyer(seconde, adresse, lire(reponse, "textedusite_form")).status_code == 302
    ligne.refresh_from_db()
    assert ligne.texte == "Le second."


@pytest.mark.parametrize("role", ["redaction", "partenaire", "comite"])
def test_nobody_else_writes_any(client_de, role):
    client = client_de(UtilisateurFactory(**{role: True}))
    ligne = TexteDuSiteFactory(cle=Cle.LICENCE, texte="Avant.")
    for adresse in (LISTE, AJOUT, f"{LISTE}{ligne.pk}/change/"):
        assert client.get(adresse).status_code in (302, 403), adresse
    client.post(f"{LISTE}{ligne.pk}/change/", {"texte": "Après.", "revu_le": "2026-01-01"})
    ligne.refresh_from_db()
    assert ligne.texte == "Avant."


def test_one_that_is_a_page_leads_there(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    vues = {}
    for cle in (Cle.LICENCE, Cle.EN_CLAIR_METHODE):
        ligne = TexteDuSiteFactory(cle=cle)
        vues[cle] = client.get(f"{LISTE}{ligne.pk}/change/").content.decode()
    assert 'href="/licence/"' in vues[Cle.LICENCE]
    assert "viewsitelink" not in vues[Cle.EN_CLAIR_METHODE]


# --- In plain words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adresse", "cle"),
    [("/methode/", Cle.EN_CLAIR_METHODE), ("/plans/actif/engagements/", Cle.EN_CLAIR_ENGAGEMENTS)],
)
def test_a_page_says_itself_in_plain_words_in_one_query(adresse, cle):
    EngagementFactory(plan=PlanFactory(actif=True, slug="actif"), publie=True)
    for prefixe, dit in (("", origine(cle).texte), ("/en", origine(cle).texte_en)):
        page = page_de(prefixe + adresse)
        assert len(re.findall(r'class="en-clair[ "]', page)) == 1
        assert dit.partition(". ")[0] in page
    with CaptureQueriesContext(connection) as requetes:
        page_de(f"/en{adresse}")
    assert sum("partenariat_textedusite" in requete["sql"] for requete in requetes) == 1


# --- Cookies ---------------------------------------------------------------------------------------------


def test_every_cookie_that_the_site_sets_is_on_its_page(client):
    dits = set(re.findall(r'<th scope="row"><code>(.+?)</code>', page_de("/temoins/")))
    UtilisateurFactory(username="camille", coordination=True)
    client.get("/compte/connexion/")
    client.post("/compte/connexion/", {"username": "camille", "password": "phrase-de-passe-d-essai"})
    ligne = TexteDuSiteFactory(cle=Cle.LICENCE)
    adresse = f"{LISTE}{ligne.pk}/change/"
    envoyer(client, adresse, ouvrir(client, adresse, "textedusite_form"), texte="Autre.")
    client.post(reverse("apparence"), {"theme": "sombre"})
    poses = {nom for nom, temoin in client.cookies.items() if temoin.value}
    assert poses == dits == {"csrf", "session", "messages", "theme"}


@pytest.mark.parametrize("nom", [*PAGES.values(), "accueil", "methode"])
def test_reading_sets_none(nom):
    client = Client()
    client.get(reverse(nom), follow=True)
    assert not client.cookies
