"""What was typed in a form that can no longer be taken is given back on the page that says so."""

from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comite.models import Demande
from engagements.models import Declaration, Engagement, LienSigne
from engagements.models.etats import Genre
from partenariat.donnees.empreintes import LONGUEUR
from partenariat.retraits.modele import Cause
from partenariat.une_fois import reception
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    RondeFactory,
    VerificationFactory,
)
from tests.formulaires import lire_celui, texte

pytestmark = pytest.mark.django_db
TAPE = 'Nous avons trouvé un local :\n<b>rue "Ontario"</b> & nous y serons au printemps.'
CLE, EMPREINTE = "une-cle-de-formulaire", "e" * LONGUEUR
CACHES_DU_FORMULAIRE = {"une_fois": CLE, "empreinte": EMPREINTE, "au_nom_de": "1"}


@pytest.fixture
def engagement(plan, organisme, ville):
    return EngagementFactory(plan=plan, code="E-1", partie=organisme, envers=ville, signe=True)


def declarer(engagement: Engagement) -> str:
    return f"/espace/engagements/{engagement.pk}/declarer/"


def gardent(reponse) -> None:
    """The page holds the text, escaped, and nothing that the form hid."""
    page = reponse.content.decode()
    assert escape(TAPE) in page.replace("&#x27;", "'")
    assert "readonly" in page
    assert TAPE not in page
    assert CLE not in page
    assert EMPREINTE not in page
    assert "no-store" in reponse["Cache-Control"]


@pytest.fixture
def par_lien(organisme, coordination):
    """A visitor who came by a link, and that link."""
    lien, jeton = LienSigne.ouvrir(organisation=organisme, destinataire="Direction", par=coordination)
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    return client, lien


def test_a_link_revoked_meanwhile_gives_the_text_back(engagement, par_lien):
    client, lien = par_lien
    lien.revoquer()
    saisie = {"genre": "avance", "texte": TAPE, "titre": "Bail du local", **CACHES_DU_FORMULAIRE}
    fichier = SimpleUploadedFile("bail signé.pdf", b"%PDF-1.7\n%%EOF\n")
    reponse = client.post(declarer(engagement), {**saisie, "fichier": fichier})
    assert reponse.status_code == 403
    gardent(reponse)
    page = reponse.content.decode()
    assert '<label for="texte-1">Précisions</label>' in page
    assert '<label for="texte-2">Titre de la preuve</label>' in page
    dite = " ".join(texte(reponse).split())
    assert "Fichier : bail signé.pdf (à joindre de nouveau)" in dite
    assert f"Votre réponse : {Genre.AVANCE.label}" in dite
    assert ">avance<" not in page


def test_nothing_typed_gives_nothing_back(engagement, par_lien):
    client, lien = par_lien
    lien.revoquer()
    for reponse in (
        client.get(f"/espace/engagements/{engagement.pk}/"),
        client.post(declarer(engagement), CACHES_DU_FORMULAIRE),
    ):
        assert "Ce que vous aviez écrit" not in reponse.content.decode()


def test_sent_once_more_after_the_link_closed_it_is_given_back_again(engagement, par_lien):
    client, lien = par_lien
    lien.revoquer()
    client.get("/espace/")
    reponse = client.post(declarer(engagement), {"genre": "avance", "texte": TAPE})
    gardent(reponse)
    assert f"/compte/connexion/?next={declarer(engagement)}" in reponse.content.decode()


@pytest.mark.parametrize("adresse", ["/espace/engagements/1/declarer/", "/admin/actions/action/add/"])
def test_a_session_that_ended_gives_the_text_back_before_the_login(adresse, plan):
    reponse = Client().post(adresse, {"texte": TAPE, **CACHES_DU_FORMULAIRE})
    assert reponse.status_code == 403
    assert "Votre session a pris fin" in reponse.content.decode()
    gardent(reponse)
    assert Client().post(adresse, CACHES_DU_FORMULAIRE).status_code == 302


def rendu(adresse: str, saisie: dict) -> str:
    """What the page of the ended session gives back, on one line."""
    return " ".join(texte(Client().post(adresse, saisie)).partition("Ce que vous aviez écrit")[2].split())


REMPLIS = {
    "un choix": ({"type": "photo"}, "Type de preuve : Photo"),
    "un jour": ({"date": "2026-03-01"}, "Date du document : 1er mars 2026"),
    "une case": (
        {"nommes_sus": EMPREINTE},
        "Cela sera lisible dans le fichier : je le dépose quand même : coché",
    ),
    "un fichier": (
        {"fichier": SimpleUploadedFile("bail.pdf", b"%PDF-1.7\n%%EOF\n")},
        "Fichier : bail.pdf (à joindre de nouveau)",
    ),
    "une fiche": ({"partie": "12"}, "à choisir de nouveau"),
    "ce qui est à retirer": ({"chose": "actions_action:12"}, "Ce qui est à retirer : à choisir de nouveau"),
    "sa cause": ({"cause": Cause.RENSEIGNEMENT_PERSONNEL}, "Renseignement personnel"),
}


@pytest.mark.parametrize(("saisie", "attendu"), REMPLIS.values(), ids=REMPLIS)
def test_a_session_that_ended_gives_back_what_was_chosen_too(saisie, attendu):
    dit = rendu("/admin/partenariat/retrait/add/", saisie)
    assert attendu in dit.replace("\u00a0", " ")
    assert EMPREINTE not in dit


def test_neither_a_button_nor_a_choice_left_as_it_was_is_given_back():
    boutons = {"_save": "Demander le retrait", "_etape_publier": "Publier cette action"}
    assert rendu("/admin/actions/action/1/change/", boutons | CACHES_DU_FORMULAIRE) == ""
    dit = rendu(
        "/admin/actions/action/1/change/",
        {"statut": "en_cours", "initial-statut": "en_cours", "titre": "Bail"},
    )
    assert "Titre" in dit
    assert "Statut" not in dit


def test_a_record_that_another_form_names_is_told_to_nobody(engagement):
    dit = rendu("/admin/engagements/engagement/add/", {"partie": str(engagement.partie_id), "texte": TAPE})
    assert str(engagement.partie) not in dit


def test_an_act_that_closed_meanwhile_gives_the_text_back(engagement, client_de, partenaire, coordination):
    client = client_de(partenaire)
    champs = lire_celui(client.get(declarer(engagement)), "genre")
    Engagement.objects.get(pk=engagement.pk).retirer(
        coordination, "Le local est vendu.", sans_decision="Urgent."
    )
    reponse = client.post(declarer(engagement), champs | {"genre": "avance", "texte": TAPE})
    assert reponse.status_code == 409
    gardent(reponse)
    assert f'href="/espace/engagements/{engagement.pk}/"' in reponse.content.decode()
    assert not Declaration.objects.exists()


def test_an_answer_that_someone_gave_meanwhile_gives_the_text_back(engagement, client_de, partenaire):
    verification = VerificationFactory(declaration=DeclarationFactory(engagement=engagement), contestee=True)
    client, adresse = client_de(partenaire), f"/espace/verifications/{verification.pk}/repondre/"
    assert client.post(adresse, {"texte": "Une première réponse."}).status_code == 302
    gardent(client.post(adresse, {"texte": TAPE, "une_fois": CLE}))


def test_a_request_answered_meanwhile_gives_the_text_back(engagement, client_de, partenaire):
    EngagementFactory(plan=engagement.plan, partie=engagement.partie, publie=True, signe=True)
    ronde = RondeFactory(plan=engagement.plan)
    ronde.ouvrir()
    demande = Demande.objects.get(ronde=ronde, organisation=partenaire.organisation)
    client, adresse = client_de(partenaire), f"/espace/demandes/{demande.pk}/"
    assert client.post(adresse, {"situation": "avance", "texte": "Le bail avance."}).status_code == 302
    gardent(client.post(adresse, {"situation": "avance", "texte": TAPE, "une_fois": CLE}))


def test_what_no_longer_exists_for_this_account_gives_the_text_back(engagement, client_de, verificatrice):
    """Another window chose another body: the form is of a commitment that this one does not declare."""
    reponse = client_de(verificatrice).post(declarer(engagement), {"genre": "avance", "texte": TAPE})
    assert reponse.status_code == 404
    gardent(reponse)


def test_a_key_used_by_another_text_shows_it(engagement, client_de, partenaire):
    client = client_de(partenaire)
    champs = lire_celui(client.get(declarer(engagement)), "genre") | {"genre": "avance"}
    client.post(declarer(engagement), champs | {"texte": "Un premier texte."})
    reponse = client.post(declarer(engagement), champs | {"texte": TAPE})
    assert reponse.status_code == 409
    assert "<textarea" in reponse.content.decode()
    assert TAPE.splitlines()[1] in texte(reponse)


def test_an_expired_form_gives_the_text_back(engagement, partenaire):
    client = Client(enforce_csrf_checks=True)
    client.force_login(partenaire)
    reponse = client.post(declarer(engagement), {"genre": "avance", "texte": TAPE})
    assert "Le formulaire a expiré" in reponse.content.decode()
    gardent(reponse)


def test_another_site_writes_nothing_on_a_page_of_ours(engagement):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://ailleurs.example"})
    reponse = client.post(declarer(engagement), {"texte": TAPE})
    assert reponse.status_code == 403
    assert escape(TAPE) not in reponse.content.decode()
    reponse = client.post("/nulle-part/", {"texte": TAPE})
    assert escape(TAPE) not in reponse.content.decode()


def test_a_password_is_never_given_back(db):
    client = Client(enforce_csrf_checks=True)
    reponse = client.post("/compte/connexion/", {"username": "alex", "password": "une phrase de passe"})
    assert reponse.status_code == 403
    assert "une phrase de passe" not in reponse.content.decode()


def test_in_the_back_office_only_what_was_typed_is_given_back(plan):
    saisie = {
        "description": TAPE,
        "titre": "Un titre laissé",
        "initial-titre": "Un titre laissé",
        "initial-description": "Une description d'avant",
    }
    page = Client().post("/admin/actions/action/add/", saisie).content.decode()
    assert '<label for="texte-1">Description</label>' in page
    assert "Un titre laissé" not in page
    assert "d&#x27;avant" not in page


@pytest.mark.parametrize("code", ["55P03", "57014", "40P01"])
def test_what_is_held_too_long_gives_the_text_back(engagement, client_de, partenaire, monkeypatch, code):
    from django.db import OperationalError

    class Attente(Exception):
        pgcode = code

    def tenue(*_args, **_options):
        raise OperationalError from Attente()

    monkeypatch.setattr(reception.Envoi, "tenir", tenue)
    reponse = client_de(partenaire).post(declarer(engagement), {"genre": "avance", "texte": TAPE})
    assert reponse.status_code == 503
    gardent(reponse)


ILLISIBLES = {
    "sans frontière": (b"x", "multipart/form-data"),
    "coupé": (
        b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\nb c',
        "multipart/form-data; boundary=xx",
    ),
    "trop de champs": (
        "&".join(f"a{n}=b+c" for n in range(3001)).encode(),
        "application/x-www-form-urlencoded",
    ),
}


@pytest.mark.parametrize(("corps", "type_"), ILLISIBLES.values(), ids=ILLISIBLES)
def test_what_is_no_form_gives_back_nothing_and_breaks_nothing(corps, type_):
    """Cut short, it is refused before anyone looks where it was going."""
    assert Client().generic("POST", "/nulle-part/", corps, content_type=type_).status_code in (400, 404)


def test_what_another_site_posts_is_not_said_here():
    dit = {"motif": "Mots d'un autre site."}
    for entetes in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.test"}):
        assert dit["motif"] not in Client().post("/nulle-part/", dit, headers=entetes).content.decode()
    assert "Mots d&#x27;un autre site." in Client().post("/nulle-part/", dit).content.decode()
