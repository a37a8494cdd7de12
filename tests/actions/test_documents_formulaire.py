"""A file is attached in the long form: judged, kept once, asked for again where the form is given back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Document
from partenariat.donnees import depots, reception
from tests.documents import PDF, joindre
from tests.factories import ActionFactory, AxeFactory, DocumentFactory, PlanFactory, UtilisateurFactory
from tests.formulaires import envoyer, lire, ouvrir, texte
from tests.partenariat.test_depots import docx
from tests.partenariat.test_depots_archives import CORE
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    axe = AxeFactory(plan=PlanFactory(actif=True))
    return ActionFactory(plan=axe.plan, axe=axe, code="1.1", publiee=True)


@pytest.fixture
def client(client_de):
    return client_de(UtilisateurFactory(coordination=True))


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def fichier(contenu: bytes = PDF, nom: str = "bilan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, contenu)


def joindre_ici(client, action, contenu=PDF, nom: str = "bilan.pdf", rang: int = 0, vu=None, **autres):
    """As a browser does, whatever row of the form is new."""
    saisie = {f"documents-{rang}-titre": "Bilan", f"documents-{rang}-piece": fichier(contenu, nom)}
    return envoyer(client, page(action), vu or ouvrir(client, page(action)), **{**saisie, **autres})


def test_a_file_is_attached_and_its_history_says_so(client, action):
    assert 'enctype="multipart/form-data"' in client.get(page(action)).content.decode()
    assert joindre_ici(client, action).status_code == 302
    document = Document.objects.get()
    assert (document.nom_fichier, document.taille, document.adresse) == ("bilan.pdf", len(PDF), "")
    assert document.fichier.storage.exists(document.fichier.name)
    lue = texte(client.get(reverse("admin:actions_action_history", args=[action.pk])))
    assert "Document « Bilan » – inscription" in lue.replace("\u00a0", " ")


def test_it_is_read_there_then_and_the_form_keeps_it(client, action):
    document = joindre(action)
    lue = client.get(page(action)).content.decode()
    assert f'href="/espace/documents/{document.pk}/fichier/"' in lue
    assert re.search(r"bilan\.pdf</a> · PDF, \d+\s*Ko", lue)
    # A row that is inscribed has no field of files, and the page still sends those of the others.
    assert 'name="documents-0-piece" type="file"' not in lue
    assert 'enctype="multipart/form-data"' in lue
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), **{"documents-0-titre": "Autre"})
    assert reponse.status_code == 302
    garde = Document.objects.get()
    assert (garde.titre, garde.fichier.name) == ("Autre", document.fichier.name)


def test_neither_its_file_nor_its_kind_is_changed_by_who_insists(client, action):
    document = joindre(action)
    saisie = {"documents-0-piece": fichier(PDF + b"%2"), "documents-0-adresse": "https://exemple.test/"}
    envoyer(client, page(action), ouvrir(client, page(action)), **saisie)
    garde = Document.objects.get()
    assert (garde.empreinte, garde.adresse) == (document.empreinte, "")


def test_an_address_is_still_enough_and_may_be_written_anew(client, action):
    saisie = {"documents-0-titre": "Lien", "documents-0-adresse": "https://exemple.test/a"}
    assert envoyer(client, page(action), ouvrir(client, page(action)), **saisie).status_code == 302
    saisie = {"documents-0-adresse": "https://exemple.test/b"}
    assert envoyer(client, page(action), ouvrir(client, page(action)), **saisie).status_code == 302
    assert Document.objects.get().adresse == "https://exemple.test/b"
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), **{"documents-0-adresse": ""})
    assert "Donnez l'adresse de ce document, ou supprimez cette ligne." in texte(reponse)


@pytest.mark.parametrize("adresse", ["", "https://exemple.test/"], ids=["rien", "les deux"])
def test_one_of_the_two_is_asked_for(client, action, adresse):
    saisie = {"documents-0-titre": "Bilan", "documents-0-adresse": adresse}
    if adresse:
        saisie["documents-0-piece"] = fichier()
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), **saisie)
    assert "Donnez un fichier ou une adresse, l'un ou l'autre." in texte(reponse)
    assert lire(reponse)["documents-0-titre"] == ["Bilan"]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        (b"<html><script>alert(1)</script>", "Ce type de fichier n'est pas accepté"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ce type de fichier n'est pas accepté"),
        (b"", "Le fichier soumis est vide."),
    ],
)
def test_what_is_no_document_is_refused_whatever_its_name(client, action, contenu, dit):
    reponse = joindre_ici(client, action, contenu)
    assert dit in texte(reponse)
    assert not Document.objects.exists()


@pytest.mark.parametrize("titre", ["Bilan", ""], ids=["avec un titre", "sans rien d'autre"])
def test_what_is_too_big_is_stopped_and_said_beside_its_field(client, action, monkeypatch, titre):
    monkeypatch.setattr(reception, "TAILLE_MAX", 1000)
    monkeypatch.setattr(depots, "TAILLE_MAX", 1000)
    reponse = joindre_ici(client, action, PDF + b"%" * 2000, **{"documents-0-titre": titre})
    assert "Ce fichier dépasse 20 Mo, la limite : réduisez-le, ou donnez plutôt son adresse." in texte(
        reponse
    ).replace("\u00a0", " ")
    assert not Document.objects.exists()


def test_whom_it_names_is_told_and_confirmed(client, action):
    nomme = docx(**{"docProps/core.xml": CORE})
    reponse = joindre_ici(client, action, nomme, "Bilan.docx")
    assert "Ce fichier nomme : Alex Roy, Sam Côté." in texte(reponse).replace("\u00a0", " ")
    balise = r'<input type="checkbox" name="documents-0-nommes_sus" value="([0-9a-f]{64})"'
    (case,) = re.findall(balise, reponse.content.decode())
    assert not Document.objects.exists()
    vu = lire(reponse)
    reponse = joindre_ici(client, action, nomme, "Bilan.docx", vu=vu, **{"documents-0-nommes_sus": case})
    assert reponse.status_code == 302
    assert Document.objects.get().empreinte == case


def test_a_form_that_is_given_back_asks_for_the_file_again(client, action):
    reponse = joindre_ici(client, action, titre="")
    lue = texte(reponse).replace("\u00a0", " ")
    assert "« bilan.pdf » n'est pas gardé tant que la fiche n'est pas enregistrée" in lue
    assert "joignez-le de nouveau" in lue
    assert lire(reponse)["documents-0-titre"] == ["Bilan"]
    assert "Rien n'est enregistré : 2 choses sont à corriger" in lue
    assert not Document.objects.exists()


def test_a_file_follows_its_row_where_somebody_else_added_one(client, action):
    vu = ouvrir(client, page(action))
    DocumentFactory(action=action, titre="D'une autre personne")
    assert joindre_ici(client, action, vu=vu).status_code == 302
    assert Document.objects.exclude(fichier="").get().titre == "Bilan"
    assert Document.objects.count() == 2


def test_what_was_withdrawn_is_refused_with_a_sentence(client, action):
    retirer(joindre(action), champ="fichier")
    reponse = joindre_ici(client, action, nom="autre-nom.pdf", rang=1)
    assert "Ce fichier a été retiré du site : il ne s'y dépose pas de nouveau." in texte(reponse).replace(
        "\u00a0", " "
    )
    assert Document.objects.count() == 1


def test_what_was_published_is_not_erased_and_the_form_says_what_to_do(client, action):
    document = joindre(action)
    reponse = envoyer(client, page(action), ouvrir(client, page(action)), **{"documents-0-DELETE": "on"})
    assert "ne s'efface pas" in texte(reponse)
    assert Document.objects.filter(pk=document.pk).exists()


def test_where_the_action_is_only_read_its_file_is_too(client, action):
    document = joindre(action)
    retirer(action)
    lue = client.get(page(action)).content.decode()
    assert "nommes_sus" not in lue
    assert "Cela sera lisible dans le fichier" not in lue
    assert document.nom_fichier not in lue


def test_the_long_form_costs_the_same_whatever_is_attached(client, action):
    couts = []
    for _tour in range(2):
        with CaptureQueriesContext(connection) as lues:
            client.get(page(action))
        couts.append(len(lues))
        for rang in range(5):
            joindre(action, contenu=PDF + b"%%%d" % rang)
    assert couts[0] == couts[1]
