"""What a person sends is done once: the key in the form, whose it is, what is answered the second time."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.template import engines
from django.template.defaulttags import CsrfTokenNode
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from engagements.models import Declaration, LienSigne, Preuve
from partenariat.administration.phrases import phrase_de
from partenariat.models import Envoi, Organisation
from partenariat.templatetags.une_fois import JetonEtCle
from partenariat.une_fois.envois import GARDE
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    EnvoiFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import lire, lire_celui, ouvrir, texte
from tests.partenariat.deux import Seconde
from tests.test_tout import lus, relatif

pytestmark = pytest.mark.django_db

SANS_CLE = {
    "connexion": "opens a session: its answer is for one browser",
    "deconnexion": "closes the session that the key would be of",
    "changer-de-compte": "the same, and leads to that of another account",
    "apparence": "a choice that the browser keeps; made twice, it is the same",
    "premiere-fois": "a choice that the session keeps; made twice, it is the same",
    "espace-pour": "a choice that the session keeps; made twice, it is the same",
}


# --- No form is without ----------------------------------------------------------------------------------


def formulaires_postes() -> list[str]:
    """Our templates, and Django's own in the back office, that have a posted form."""
    import django

    admin = Path(django.__file__).parent / "contrib" / "admin" / "templates"
    fichiers = [c for c in [*lus(".html"), *admin.rglob("*.html")] if _postes(c)]
    return sorted(map(str, fichiers))


def _postes(chemin: Path) -> int:
    # Light or dark is no act: a key, and the token that it goes with, would give each visitor a cookie.
    page = chemin.read_text().replace("""method="post" action="{% url 'apparence' %}\"""", "")
    return len(re.findall(r"<form\b[^>]*\bmethod=\"post\"", re.sub(r"{%.*?%}", "", page)))


@pytest.mark.parametrize("chemin", formulaires_postes(), ids=lambda c: c.partition("templates/")[2])
def test_every_posted_form_hides_a_key(chemin):
    # By its text: one of ours may bear the name of the one that it extends.
    modele = engines["django"].from_string(Path(chemin).read_text()).template
    cles = modele.nodelist.get_nodes_by_type(CsrfTokenNode)
    assert len(cles) >= _postes(Path(chemin)) >= 1
    assert {type(noeud) for noeud in cles} == {JetonEtCle}


def vues(motifs=None):
    for motif in get_resolver().url_patterns if motifs is None else motifs:
        if isinstance(motif, URLResolver):
            yield from vues(motif.url_patterns)
        else:
            yield motif.name, motif.callback


def test_every_address_does_once_what_is_posted_there_but_those_that_say_why():
    assert {nom for nom, vue in vues() if getattr(vue, "plusieurs_fois", False)} == SANS_CLE.keys()


def test_each_form_of_a_page_has_its_own_key(client_de):
    page = client_de(UtilisateurFactory(coordination=True)).get("/admin/partenariat/organisation/add/")
    cles = re.findall(r'name="une_fois" value="([^"]+)"', page.content.decode())
    assert len(cles) == len(set(cles)) == 2


# --- One act ---------------------------------------------------------------------------------------------


@pytest.fixture
def engagement():
    return EngagementFactory(
        plan=PlanFactory(actif=True), partie=OrganisationFactory(), envers=OrganisationFactory(), signe=True
    )


@pytest.fixture
def adresse(engagement) -> str:
    return f"/espace/engagements/{engagement.pk}/declarer/"


@pytest.fixture
def client(engagement, client_de) -> Client:
    """Signed in for the party of `engagement`."""
    return client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))


@pytest.fixture
def saisie(client, adresse) -> dict:
    """The form of a declaration, filled."""
    lue = lire_celui(client.get(adresse), 'name="genre"')
    return {nom: v[0] for nom, v in lue.items()} | {"genre": "avance", "texte": "Le bail est signé."}


def textes() -> list[str]:
    return list(Declaration.objects.order_by("id").values_list("texte", flat=True))


def test_the_same_form_sent_again_is_answered_as_the_first_time(client, adresse, saisie):
    reponses = [client.post(adresse, saisie) for _ in range(3)]
    assert {(r.status_code, r["Location"]) for r in reponses} == {(302, adresse.replace("declarer/", ""))}
    assert textes() == ["Le bail est signé."]
    assert "no-store" in reponses[2]["Cache-Control"]
    assert texte(client.get(reponses[2]["Location"])).count("Votre déclaration est inscrite.") >= 1


def test_the_second_says_what_the_first_said(client, adresse, saisie):
    """The browser that sends twice shows only the second answer."""
    client.post(adresse, saisie)
    autre_fenetre = Client()
    autre_fenetre.cookies = client.cookies.copy()
    autre_fenetre.cookies.pop("messages", None)
    reponse = autre_fenetre.post(adresse, saisie, follow=True)
    assert "Votre déclaration est inscrite." in texte(reponse)


def test_a_form_that_was_refused_is_sent_again_with_its_key(client, adresse, saisie):
    assert client.post(adresse, saisie | {"texte": ""}).status_code == 200
    assert not Envoi.objects.exists()
    assert client.post(adresse, saisie).status_code == 302
    assert textes() == ["Le bail est signé."]


def test_what_was_refused_in_a_message_may_be_asked_again(client_de):
    seance = SeanceFactory(plan=PlanFactory(actif=True))
    client = client_de(UtilisateurFactory(comite=True))
    champs = lire_celui(client.get(seance.adresse("preparation")), 'name="titre"')
    saisie = {"une_fois": champs["une_fois"][0], "cle": "nulle-part"}
    reponse = client.post(seance.adresse("ajouter"), saisie, follow=True)
    assert "message--error" in reponse.content.decode()
    assert not Envoi.objects.exists()


# What is said against, in a message, where the form's key has not to come back.
SANS_CLE_A_RENDRE = {
    "comite/seance/views/tenue.py:presences": "attendance is written: what it does not change is said",
    "engagements/admin/lien_signe.py:adresse_view": "a page that is read: nothing was sent",
    "actions/admin/action.py:avertir": "what was typed is saved: this tells of what it leads to",
    "actions/views/minute.py:_recevoir": "likewise",
    "partenariat/administration/mots.py:message_user": "another sentence for what is told, whatever it is",
    "partenariat/administration/etapes.py:save_related": "what was typed is saved: the step alone is refused",
}
CONTRE = {"error", "warning", "ERROR", "WARNING"}


def dits_en_message() -> Iterator[tuple[str, bool]]:
    """Every function that refuses in a message, and whether it gives the key back."""
    for chemin in lus(".py"):
        if "tests" not in chemin.parts:
            for fonction in ast.walk(ast.parse(chemin.read_text())):
                if isinstance(fonction, ast.FunctionDef):
                    noeuds = list(ast.walk(fonction))
                    attributs = {
                        n.attr
                        for n in noeuds
                        if isinstance(n, ast.Attribute)
                        and isinstance(n.value, ast.Name)
                        and n.value.id == "messages"
                    }
                    noms = {n.id for n in noeuds if isinstance(n, ast.Name)}
                    if attributs & CONTRE:
                        yield f"{relatif(chemin)}:{fonction.name}", "rien_d_ecrit" in noms


def test_who_refuses_in_a_message_gives_the_key_back():
    dits = dict(dits_en_message())
    assert dits["comite/gestes.py:essayer"]
    assert {ou for ou, rendue in dits.items() if not rendue} == SANS_CLE_A_RENDRE.keys()


def modules(cle: str) -> tuple[str, dict]:
    return PlanFactory(actif=True).adresse("tableau-modules"), {"une_fois": cle}


def actions_en_lot(cle: str) -> tuple[str, dict]:
    action = ActionFactory(publiee=True)
    choix = {"action": "soumettre_en_lot", "_selected_action": action.pk, "une_fois": cle}
    return "/admin/actions/action/", choix


def engagements_en_lot(cle: str) -> tuple[str, dict]:
    engagement = EngagementFactory(signe=True)
    choix = {"action": "proposer_en_lot", "_selected_action": engagement.pk, "une_fois": cle}
    return "/admin/engagements/engagement/", choix


@pytest.mark.parametrize("refuse", [modules, actions_en_lot, engagements_en_lot])
def test_what_a_batch_or_a_choice_refused_may_be_asked_again(refuse, client_de):
    client = client_de(get_user_model().objects.create_superuser("bureau", password="x"))
    adresse, saisie = refuse("CLÉ")
    reponse = client.post(adresse, saisie)
    assert reponse.status_code == 302
    assert [m.level_tag for m in get_messages(reponse.wsgi_request)] in (["error"], ["warning"])
    assert not Envoi.objects.exists()


def test_other_words_under_a_used_key_are_asked_about_neither_dropped_nor_written(client, adresse, saisie):
    client.post(adresse, saisie)
    reponse = client.post(adresse, saisie | {"texte": "Le bail est « signé »,\r\net le local peint."})
    assert reponse.status_code == 409
    assert textes() == ["Le bail est signé."]
    assert "rien n'en est encore inscrit" in texte(reponse)
    assert adresse.replace("declarer/", "") in reponse.content.decode()
    gardee = {nom: v[0] for nom, v in lire_celui(reponse, 'name="genre"').items()}
    assert gardee["une_fois"] != saisie["une_fois"]
    assert client.post(adresse, gardee).status_code == 302
    assert textes()[1:] == ["Le bail est « signé »,\net le local peint."]


def test_a_password_is_never_written_back_in_a_page(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = "/admin/partenariat/organisation/add/"
    saisie = {"une_fois": "CLÉ", "nom": "Un", "slug": "un", "nature": "organisme", "_save": "1"}
    assert client.post(adresse, saisie).status_code == 302
    page = client.post(adresse, saisie | {"nom": "Deux", "password1": "SECRET-TAPÉ"}).content.decode()
    assert "Deux" in page
    assert "SECRET-TAPÉ" not in page


def test_the_same_file_is_the_same_form_and_another_file_is_not(client, adresse, saisie):
    def envoyer(octets: bytes):
        fichier = SimpleUploadedFile("bail.pdf", octets, "application/pdf")
        return client.post(adresse, saisie | {"titre": "Bail", "fichier": fichier})

    pdf = b"%PDF-1.7\n%%EOF\n"
    assert [envoyer(pdf).status_code for _ in range(2)] == [302, 302]
    autre = envoyer(pdf + b"%")
    assert autre.status_code == 409
    assert "Le fichier est à joindre de nouveau." in texte(autre)
    assert (Declaration.objects.count(), Preuve.objects.count()) == (1, 1)


def test_a_key_is_its_persons_own(engagement, client, adresse, saisie, client_de):
    client.post(adresse, saisie)
    collegue = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    assert collegue.post(adresse, saisie).status_code == 302
    assert len(textes()) == 2


def test_a_key_is_of_one_form_whatever_its_query_says(client, adresse, saisie):
    client.post(adresse, saisie)
    assert client.post(f"{adresse}?de-nouveau=", saisie).status_code == 302
    assert len(textes()) == 1


def test_a_signed_link_has_its_keys_too(engagement, adresse):
    par = UtilisateurFactory(coordination=True)
    _lien, jeton = LienSigne.ouvrir(organisation=engagement.partie, destinataire="Direction", par=par)
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    saisie = {nom: v[0] for nom, v in lire_celui(client.get(adresse), 'name="genre"').items()}
    for _ in range(2):
        assert client.post(adresse, saisie | {"genre": "rien_a_signaler"}).status_code == 302
    assert Declaration.objects.count() == 1


def test_without_a_key_each_request_is_an_act(client, adresse):
    for _ in range(2):
        assert client.post(adresse, {"genre": "avance", "texte": "Même mot."}).status_code == 302
    assert textes() == ["Même mot."] * 2


def test_a_visitor_has_no_key_and_signing_in_is_not_replayed(client_de):
    personne = UtilisateurFactory(comite=True)
    champs = lire(Client().get("/compte/connexion/"), None)
    donnees = {nom: v[0] for nom, v in champs.items()}
    donnees |= {"username": personne.username, "password": "phrase-de-passe-d-essai"}
    for _ in range(2):
        client = Client()
        assert client.post("/compte/connexion/", donnees).status_code == 302
        assert client.get("/espace/").status_code == 200
    assert not Envoi.objects.exists()


def test_a_page_of_the_back_office_saves_once(client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = "/admin/partenariat/organisation/add/"
    champs = ouvrir(client, adresse, "organisation_form")
    saisie = {nom: v[0] for nom, v in champs.items()} | {
        "nom": "Coopérative d'essai", "slug": "coop", "nature": "organisme", "_save": "1",
    }  # fmt: skip
    premiere, seconde = (client.post(adresse, saisie) for _ in range(2))
    assert (seconde.status_code, seconde["Location"]) == (302, premiere["Location"])
    assert Organisation.objects.filter(nom="Coopérative d'essai").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_that_waits_too_long_for_the_first_is_told_so(client, adresse, saisie):
    client.post(adresse, saisie)
    cle, contenu = Envoi.objects.values_list("cle", "contenu").get()
    Envoi.objects.all().delete()
    reponses = []

    def envoyer():
        with connection.cursor() as curseur:
            curseur.execute("SET lock_timeout = '200ms'")
        reponses.append(client.post(adresse, saisie))

    with transaction.atomic():
        Envoi.objects.create(cle=cle, contenu=contenu)
        autre = Seconde(envoyer)
        autre.start()
        autre.join(20)
    (reponse,) = reponses
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "5")
    assert "Un envoi est encore en cours" in texte(reponse)
    assert len(textes()) == 1


def test_keys_are_kept_longer_than_a_page_stays_open():
    vieux = EnvoiFactory(le=timezone.now() - GARDE * 2)
    EnvoiFactory()
    assert list(Envoi.objects.perimes()) == [vieux]


# --- What waits for the commit ---------------------------------------------------------------------------


@pytest.fixture
def ranger_mal():
    """Two subjects of one agenda at one rank, which PostgreSQL refuses at the commit only."""
    seance = SeanceFactory()
    premier, second = (PointFactory(seance=seance, rang=rang) for rang in (1, 2))
    return lambda: type(second).objects.filter(pk=second.pk).update(rang=premier.rang)


def test_what_is_refused_at_the_commit_is_told_while_there_is_a_page_to_tell_it_on(ranger_mal):
    assert phrase_de(ranger_mal) == "Cette valeur est déjà prise : choisissez-en une autre."


def test_likewise_in_the_back_office(client_de, ranger_mal, monkeypatch):
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = "/admin/partenariat/organisation/add/"
    champs = {nom: v[0] for nom, v in ouvrir(client, adresse, "organisation_form").items()}
    modele = type(admin.site.get_model_admin(Organisation))
    monkeypatch.setattr(modele, "save_related", lambda *args, **kwargs: ranger_mal())
    saisie = champs | {"nom": "TITRE-TAPÉ", "slug": "coop", "nature": "organisme", "_save": "1"}
    reponse = client.post(adresse, saisie)
    assert reponse.status_code == 200
    assert "Cette valeur est déjà prise" in texte(reponse)
    assert "TITRE-TAPÉ" in reponse.content.decode()
    assert not Organisation.objects.filter(slug="coop").exists()


def test_likewise_where_a_record_is_taken_away(client_de, ranger_mal, monkeypatch):
    client = client_de(UtilisateurFactory(superutilisateur=True))
    membre = MembreFactory()
    modele = type(admin.site.get_model_admin(type(membre)))
    monkeypatch.setattr(modele, "delete_model", lambda *args, **kwargs: ranger_mal())
    adresse = reverse("admin:comite_membre_delete", args=[membre.pk])
    reponse = client.post(adresse, {"post": "yes"}, follow=True)
    assert "Cette valeur est déjà prise" in texte(reponse)
    assert type(membre).objects.filter(pk=membre.pk).exists()
