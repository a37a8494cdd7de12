"""The file of a document of an action: given while it is public and its action published; else nothing."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Document
from actions.models.etats import Publication, Visibilite
from partenariat.donnees.depots import TAILLE_MAX, examiner
from partenariat.models import Retrait
from partenariat.retraits.caviardage import caviarder
from partenariat.sauvegarde import depots
from tests.documents import PDF, joindre
from tests.factories import ActionFactory, AxeFactory, OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.passe import reculer, sans_gardes
from tests.reponses import corps, sans_la_demande
from tests.retraits import retirer

pytestmark = pytest.mark.django_db

DEBUT = "/plans/actif/actions/1.1"


@pytest.fixture
def action():
    unite = OrganisationFactory(service=True)
    axe = AxeFactory(plan=PlanFactory(actif=True), numero=1)
    return ActionFactory(plan=axe.plan, axe=axe, code="1.1", responsable=unite, publiee=True)


def ici(document: Document, jour=None) -> str:
    return f"{DEBUT}/documents/{document.pk}/" + (f"?au={jour}" if jour else "")


def statut(client, adresse: str) -> int:
    reponse = client.get(adresse)
    corps(reponse)
    return reponse.status_code


def il_y_a(jours: int):
    return timezone.localdate() - timedelta(days=jours)


# --- What is given ----------------------------------------------------------------------------------------


def test_the_page_says_what_it_is_and_how_big_and_its_address_gives_it(client, action):
    document = joindre(action, contenu=PDF + b"%" * 240_000)
    page = client.get(f"{DEBUT}/").content.decode()
    assert f'href="{ici(document)}"' in page
    assert "PDF, 240\u00a0Ko" in page
    reponse = client.get(ici(document))
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "application/pdf")
    assert 'attachment; filename="bilan.pdf"' in reponse["Content-Disposition"]
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reponse["Content-Security-Policy"]
    assert corps(reponse).startswith(PDF)


def test_an_address_is_no_file(client, action):
    document = Document.objects.create(action=action, titre="Lien", adresse="https://exemple.test/")
    assert statut(client, ici(document)) == 404
    assert 'href="https://exemple.test/"' in client.get(f"{DEBUT}/").content.decode()


@pytest.mark.parametrize("cache", ["interne", "brouillon", "autre code"])
def test_what_is_not_public_answers_as_what_never_was(client, action, cache):
    document = joindre(action, visibilite=Visibilite.INTERNE if cache == "interne" else Visibilite.PUBLIQUE)
    adresse = ici(document)
    if cache == "brouillon":
        autre = ActionFactory(plan=action.plan, axe=action.axe, code="1.2")
        document = joindre(autre, contenu=PDF + b"%2")
        adresse = f"/plans/actif/actions/1.2/documents/{document.pk}/"
    elif cache == "autre code":
        ActionFactory(plan=action.plan, axe=action.axe, code="1.3", publiee=True)
        adresse = f"/plans/actif/actions/1.3/documents/{document.pk}/"
    caches, jamais = client.get(adresse), client.get(adresse.replace(str(document.pk), "999999"))
    assert (caches.status_code, jamais.status_code) == (404, 404)
    attendu = sans_la_demande(jamais).replace("999999", str(document.pk))
    assert sans_la_demande(caches) == attendu


def test_a_past_day_gives_what_was_public_that_day(client, action):
    document = joindre(action)
    reculer(20)
    Document.objects.filter(pk=document.pk).update(visibilite=Visibilite.INTERNE)
    reculer(10)
    assert statut(client, ici(document)) == 404
    assert statut(client, ici(document, il_y_a(15))) == 200
    assert statut(client, ici(document, il_y_a(5))) == 404
    autre = joindre(action, contenu=PDF + b"%2")
    assert statut(client, ici(autre)) == 200
    assert statut(client, ici(autre, il_y_a(5))) == 404


def test_an_action_that_leaves_the_site_takes_it_along(client, action):
    document = joindre(action)
    Action.objects.filter(pk=action.pk).update(publication=Publication.BROUILLON)
    assert statut(client, ici(document)) == 404


def test_bytes_that_are_gone_are_a_page_that_is_not_found(client, action, caplog):
    document = joindre(action)
    document.fichier.storage.delete(document.fichier.name)
    assert statut(client, ici(document)) == 404


# --- Inside -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qui", "statut"),
    [({"coordination": True}, 200), ({"redaction": True}, 200), ({"redaction": False}, 404), (None, 404)],
    ids=["coordination", "unité", "autre unité", "partenaire"],
)
def test_what_is_kept_inside_is_read_by_whoever_may_change_the_action(client_de, action, qui, statut):
    document = joindre(action, visibilite=Visibilite.INTERNE)
    if qui is None:
        personne = UtilisateurFactory(partenaire=True)
    elif qui.get("redaction") is False:
        personne = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    else:
        personne = UtilisateurFactory(**qui, organisation=action.responsable)
    reponse = client_de(personne).get(f"/espace/documents/{document.pk}/fichier/")
    assert reponse.status_code == statut
    if statut == 200:
        assert corps(reponse) == PDF
        assert "no-store" in reponse["Cache-Control"]


# --- Withdrawn --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("champ", ["", "fichier"], ids=["en entier", "le fichier seul"])
def test_withdrawn_it_is_gone_on_every_day_and_by_every_way(client, client_de, action, champ):
    document = joindre(action, nom="liste-de-camille.pdf")
    reculer(10)
    retirer(document, champ=champ)
    for jour in (None, il_y_a(5)):
        reponse = client.get(ici(document, jour))
        assert reponse.status_code == 410
        assert "Retiré du site" in reponse.content.decode()
    coordination = client_de(UtilisateurFactory(coordination=True))
    assert coordination.get(f"/espace/documents/{document.pk}/fichier/").status_code == 410
    ailleurs = [f"{DEBUT}/", f"{DEBUT}/?au={il_y_a(5)}", "/plans/actif/donnees/actions.json"]
    for adresse in (*ailleurs, f"/plans/actif/donnees/actions.csv?au={il_y_a(5)}", "/retraits/"):
        lu = corps(client.get(adresse)).decode()
        for dit in ("liste-de-camille", document.empreinte[:12], ici(document)):
            assert dit not in lu, adresse
    fiche = coordination.get(f"/admin/actions/action/{action.pk}/change/").content.decode()
    assert "liste-de-camille" not in fiche
    assert "[retiré du site le" in fiche


def test_withdrawn_though_inside_it_never_was(client, action):
    document = joindre(action, visibilite=Visibilite.INTERNE)
    assert not retirer(document).public
    assert statut(client, ici(document)) == 404


def test_it_leaves_with_its_action_and_says_so(client, action):
    document = joindre(action)
    reculer(3)
    retirer(action)
    assert Retrait.objects.de(document).exists()
    assert statut(client, ici(document)) == 410


def test_the_same_bytes_are_not_handed_in_again(action):
    document = joindre(action)
    retirer(document, champ="fichier")
    autre = ActionFactory(plan=action.plan, axe=action.axe, code="1.2")
    with pytest.raises(IntegrityError, match="Ce fichier a été retiré du site"), transaction.atomic():
        joindre(autre, nom="autre-nom.pdf")
    assert joindre(autre, contenu=PDF + b"%2").pk
    # What has no file waits for none of this.
    Document.objects.create(action=autre, titre="Lien", adresse="https://exemple.test/")


def test_the_same_bytes_elsewhere_are_asked_for_apart(action):
    une, autre = joindre(action), joindre(ActionFactory(plan=action.plan, axe=action.axe, code="1.2"))
    retirer(une)
    autre.refresh_from_db()
    assert not autre.retiree


def test_its_bytes_are_blanked_and_looked_for_by_nobody(action):
    document = joindre(action)
    retirer(document)
    constat = caviarder()
    assert constat.fichiers == [document.fichier.name]
    assert not document.fichier.storage.exists(document.fichier.name)
    assert document.fichier.name in depots.partis()
    assert not list(depots.fautes())


def test_its_bytes_are_blanked_though_its_row_went_since(action):
    document = joindre(action)
    retirer(document)
    nom, depot = document.fichier.name, document.fichier.storage
    with sans_gardes(Document):
        Document.objects.filter(pk=document.pk).delete()
    assert caviarder().fichiers == [nom]
    assert not depot.exists(nom)
    assert nom in depots.partis()


# --- The database -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("les_deux", [False, True])
def test_a_document_is_a_file_or_an_address(action, les_deux):
    document = Document(action=action, titre="x", adresse="https://exemple.test/" if les_deux else "")
    if les_deux:
        document.recevoir(examiner(ContentFile(PDF, "x.pdf")))
    with pytest.raises(IntegrityError, match="document_fichier_ou_adresse"), transaction.atomic():
        document.save()


@pytest.mark.parametrize(
    ("champ", "faux"), [("empreinte", "abc"), ("taille", 0), ("taille", TAILLE_MAX + 1), ("type_media", "")]
)
def test_a_file_is_known_whole(action, champ, faux):
    document = Document(action=action, titre="x")
    document.recevoir(examiner(ContentFile(PDF, "x.pdf")))
    setattr(document, champ, faux)
    with pytest.raises(IntegrityError, match="document_fichier_empreint"), transaction.atomic():
        document.save()


def test_its_file_does_not_change(action):
    document = joindre(action)
    with pytest.raises(IntegrityError, match="ne change plus"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(taille=12)
    Document.objects.filter(pk=document.pk).update(titre="Autre titre")


@transaction.atomic
def effacer(document: Document) -> None:
    document.delete()
    connection.check_constraints()


@pytest.mark.parametrize("publiee", [True, False])
def test_what_was_published_is_not_erased(action, publiee):
    if not publiee:
        action = ActionFactory(plan=action.plan, axe=action.axe, code="1.2")
    document = joindre(action)
    if publiee:
        with pytest.raises(IntegrityError, match="ne s'efface pas"):
            effacer(document)
    else:
        effacer(document)
    assert Document.objects.exists() is publiee


def test_an_address_is_erased(action):
    document = Document.objects.create(action=action, titre="Lien", adresse="https://exemple.test/")
    document.delete()
    connection.check_constraints()


# --- The dataset ------------------------------------------------------------------------------------------


def test_the_dataset_says_the_files_and_the_addresses_that_are_public(client, action):
    document = joindre(action)
    joindre(action, contenu=PDF + b"%2", titre="Interne", visibilite=Visibilite.INTERNE)
    Document.objects.create(action=action, titre="Lien", adresse="https://exemple.test/")
    (ligne,) = json.loads(corps(client.get("/plans/actif/donnees/actions.json")))
    fichier, lien = sorted(ligne["documents"], key=lambda dit: dit["titre"])
    assert fichier["adresse"].endswith(ici(document))
    assert (fichier["type"], fichier["taille"]) == ("application/pdf", len(PDF))
    assert fichier["empreinte"] == document.empreinte
    assert lien == {
        "titre": "Lien", "date": None, "adresse": "https://exemple.test/", "type": None, "taille": None,
        "empreinte": None,
    }  # fmt: skip
    csv = corps(client.get("/plans/actif/donnees/actions.csv")).decode()
    assert "Lien (https://exemple.test/)" in csv
    assert f"Bilan ({fichier['adresse']}, application/pdf, {len(PDF)}, {document.empreinte})" in csv


def test_the_page_and_the_dataset_cost_the_same_whatever_is_joined(client, action):
    adresses = [f"{DEBUT}/", "/plans/actif/donnees/actions.json", f"{DEBUT}/documents/{joindre(action).pk}/"]
    couts = []
    for _tour in range(2):
        for adresse in adresses:
            with CaptureQueriesContext(connection) as lues:
                assert statut(client, adresse) == 200
            couts.append(len(lues))
        for rang in range(5):
            joindre(action, contenu=PDF + b"%%%d" % rang)
    assert couts[: len(adresses)] == couts[len(adresses) :]
