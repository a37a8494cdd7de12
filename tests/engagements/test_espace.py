"""The space: what waits for an organisation, and what it does there."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Acteur, Declaration, Engagement, Preuve
from engagements.models.etats import Etat, Genre, Verdict
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    PreuveFactory,
    UtilisateurFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def chez_l_organisme(client_de, partenaire):
    return client_de(partenaire)


@pytest.fixture
def chez_la_ville(client_de, verificatrice):
    return client_de(verificatrice)


@pytest.fixture
def engagement(plan, organisme, ville):
    """What `organisme` promises to `ville`, signed."""
    return EngagementFactory(plan=plan, code="E-1", partie=organisme, envers=ville, signe=True)


@pytest.fixture
def propose(plan, organisme, ville):
    return EngagementFactory(plan=plan, code="E-2", partie=organisme, envers=ville, aux_parties=True)


def sections(client) -> dict[str, list[str]]:
    """Title of each section of the space → codes of its commitments."""
    import re

    page = client.get("/espace/").content.decode()
    trouvees = {}
    for compte, titre, corps in re.findall(
        r"<p class=\"poste__nombre\">(\d+) ([^<]+)</p>(.*?)</section>", page, flags=re.S
    ):
        codes = re.findall(r"<p class=\"poste__nom\">\s*<a href=\"[^\"]+\">([^ ]+) ·", corps)
        assert int(compte) == len(codes)
        trouvees[titre.replace("&#x27;", "'")] = codes
    return trouvees


def test_each_thing_waits_under_its_reason(plan, organisme, ville, engagement, propose, chez_l_organisme):
    EngagementFactory(plan=plan, code="E-3", partie=organisme, envers=ville, en_cours=True, en_retard=True)
    conteste = EngagementFactory(plan=plan, code="E-4", partie=organisme, envers=ville, signe=True)
    VerificationFactory(declaration=DeclarationFactory(engagement=conteste), contestee=True)
    a_verifier = EngagementFactory(plan=plan, code="E-5", partie=ville, envers=organisme, signe=True)
    DeclarationFactory(engagement=a_verifier)
    EngagementFactory(plan=plan, code="E-6", partie=organisme, envers=ville)
    assert sections(chez_l_organisme) == {
        "texte à signer": ["E-2"],
        "déclaration qui vous est faite": ["E-5"],
        "parole contestée": ["E-4"],
        "échéance passée": ["E-3"],
        "engagement en vigueur": ["E-1"],
        # What I said of what is late, and that the other side has not verified yet.
        "vérification": ["E-3"],
    }


def test_the_space_takes_as_many_queries_for_few_as_for_many(plan, organisme, ville, chez_l_organisme):
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            chez_l_organisme.get("/espace/")
        return len(requetes)

    def ajouter():
        EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True)
        EngagementFactory(plan=plan, partie=organisme, envers=ville, en_cours=True)
        DeclarationFactory(
            engagement=EngagementFactory(plan=plan, partie=ville, envers=organisme, signe=True)
        )

    ajouter()
    peu = compter()
    for _ in range(3):
        ajouter()
    assert compter() == peu


def signature(engagement, **autres) -> dict:
    return {
        "nom": "Alex Roy",
        "fonction": "Direction générale",
        "accord": "on",
        "empreinte": engagement.empreinte,
        **autres,
    }


def test_signing_shows_the_whole_text_and_both_signatures_put_it_in_force(
    propose, chez_l_organisme, chez_la_ville
):
    adresse = f"/espace/engagements/{propose.pk}/signer/"
    page = chez_l_organisme.get(adresse).content.decode()
    for ligne in propose.texte_fige.replace("'", "&#x27;").splitlines():
        assert ligne in page
    for client in (chez_l_organisme, chez_la_ville):
        assert client.post(adresse, signature(propose)).status_code == 302
    propose.refresh_from_db()
    assert propose.etat == Etat.SIGNE


@pytest.mark.parametrize("manque", ["nom", "fonction", "accord"])
def test_a_signature_that_lacks_something_is_asked_again_and_loses_nothing(propose, chez_l_organisme, manque):
    donnees = signature(propose)
    donnees.pop(manque)
    page = chez_l_organisme.post(f"/espace/engagements/{propose.pk}/signer/", donnees).content.decode()
    assert "champ--erreur" in page
    assert manque == "nom" or 'value="Alex Roy"' in page
    assert not propose.signatures.exists()


def test_a_text_that_changed_since_it_was_read_is_not_signed(propose, chez_l_organisme):
    lu = signature(propose)
    Engagement.objects.filter(pk=propose.pk).update(publication="brouillon")
    Engagement.objects.filter(pk=propose.pk).update(texte="Autre chose.", publication="aux_parties")
    page = chez_l_organisme.post(f"/espace/engagements/{propose.pk}/signer/", lu).content.decode()
    assert "Le texte a changé" in page
    assert not propose.signatures.exists()


def test_signing_twice_is_told_and_not_done(propose, chez_l_organisme):
    adresse = f"/espace/engagements/{propose.pk}/signer/"
    chez_l_organisme.post(adresse, signature(propose))
    reponse = chez_l_organisme.post(adresse, signature(propose), follow=True)
    assert "pas, ou plus, votre signature" in reponse.content.decode()
    assert propose.signatures.count() == 1


def test_a_party_may_ask_for_a_change_instead(propose, chez_l_organisme, chez_la_ville, client):
    adresse = f"/espace/engagements/{propose.pk}/refuser/"
    motif = {"motif": "La date ne convient pas.", "empreinte": propose.empreinte}
    assert chez_l_organisme.post(adresse, motif).status_code == 302
    assert (
        "La date ne convient pas." in chez_la_ville.get(f"/espace/engagements/{propose.pk}/").content.decode()
    )
    Engagement.objects.filter(pk=propose.pk).update(publication="publiee", publie_le=propose.propose_le)
    assert "La date ne convient pas." not in client.get("/plans/actif/engagements/E-2/").content.decode()


@pytest.mark.parametrize("genre", Genre.values)
def test_one_choice_is_one_answer(engagement, chez_l_organisme, genre):
    chez_l_organisme.post(
        f"/espace/engagements/{engagement.pk}/declarer/", {"genre": genre, "texte": "Voilà."}
    )
    assert engagement.declarations.get().genre == genre


def test_an_answer_that_must_say_what_is_asked_again(engagement, chez_l_organisme):
    adresse = f"/espace/engagements/{engagement.pk}/declarer/"
    assert "Écrivez ce qui a avancé" in chez_l_organisme.post(adresse, {"genre": "avance"}).content.decode()
    assert chez_l_organisme.post(adresse, {"genre": "rien_a_signaler"}).status_code == 302
    assert "Choisissez l" in chez_l_organisme.post(adresse, {"texte": "Sans choix"}).content.decode()


def declaration(**autres) -> dict:
    fichier = SimpleUploadedFile("Bilan.pdf", PDF)
    return {
        "genre": "avance",
        "texte": "Un local est ouvert.",
        "type": "rapport",
        "titre": "Bilan",
        "fichier": fichier,
        **autres,
    }


def test_evidence_comes_with_the_answer(engagement, chez_l_organisme):
    chez_l_organisme.post(f"/espace/engagements/{engagement.pk}/declarer/", declaration())
    preuve = Preuve.objects.get()
    assert preuve.declaration == engagement.declarations.get()
    assert preuve.nom_fichier == "Bilan.pdf"
    assert "Bilan" not in preuve.fichier.name


@pytest.mark.parametrize(
    ("date", "dite"), [("", "sans date"), ("2026-05-04", "4 mai 2026")], ids=["inconnue", "connue"]
)
def test_a_document_is_of_the_day_that_was_said_or_of_none(engagement, chez_l_organisme, date, dite):
    chez_l_organisme.post(f"/espace/engagements/{engagement.pk}/declarer/", declaration(date=date))
    preuve = Preuve.objects.get()
    assert str(preuve.date or "") == date
    page = chez_l_organisme.get(f"/espace/engagements/{engagement.pk}/").content.decode()
    assert f"Rapport ou bilan · {dite} · " in " ".join(page.replace("\u00a0", " ").split())


MAUVAIS = {
    "html": ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
    "svg": ("dessin.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "vide": ("vide.pdf", b""),
}


@pytest.mark.parametrize("cas", MAUVAIS)
def test_a_bad_file_is_refused_and_the_text_kept(engagement, chez_l_organisme, cas):
    envoi = declaration(fichier=SimpleUploadedFile(*MAUVAIS[cas]))
    page = chez_l_organisme.post(f"/espace/engagements/{engagement.pk}/declarer/", envoi).content.decode()
    assert "Un local est ouvert." in page
    assert "champ__erreur" in page
    assert not Declaration.objects.exists()


def test_the_same_file_is_not_filed_twice_and_the_declaration_is_asked_again(engagement, chez_l_organisme):
    adresse = f"/espace/engagements/{engagement.pk}/declarer/"

    def declarer(titre: str, contenu: bytes = PDF):
        piece = SimpleUploadedFile("bilan.pdf", contenu)
        return chez_l_organisme.post(
            adresse,
            {"genre": "avance", "texte": titre, "type": "rapport", "titre": titre, "fichier": piece},
            follow=True,
        )

    declarer("Bilan")
    assert "déjà au dossier" in declarer("Le même bilan").content.decode()
    assert [d.texte for d in engagement.declarations.all()] == ["Bilan"]
    declarer("Un autre bilan", PDF + b"%")
    assert engagement.preuves.count() == 2


def test_the_same_address_is_not_filed_twice(engagement, chez_l_organisme):
    adresse = f"/espace/engagements/{engagement.pk}/preuves/"
    for titre in ("Bilan", "Le même bilan"):
        dites = {"type": "rapport", "titre": titre, "adresse": "https://exemple.test/bilan"}
        reponse = chez_l_organisme.post(adresse, dites)
    assert "déjà au dossier" in reponse.content.decode()
    assert engagement.preuves.get().titre == "Bilan"


@pytest.mark.parametrize("ou", ["declarer", "preuves"])
@pytest.mark.parametrize("quand", ["recu", "garde"])
def test_a_full_disk_inscribes_nothing_and_keeps_what_was_typed(
    engagement, chez_l_organisme, monkeypatch, caplog, settings, tmp_path, ou, quand
):
    def plein(*args, **kwargs):
        raise OSError(28, "No space left on device")

    settings.MEDIA_ROOT = tmp_path
    if quand == "recu":
        monkeypatch.setattr("partenariat.donnees.reception.tempfile.TemporaryFile", plein)
    else:
        monkeypatch.setattr("partenariat.donnees.ecriture.os.fsync", plein)
    adresse = f"/espace/engagements/{engagement.pk}/{ou}/"
    reponse = chez_l_organisme.post(adresse, declaration(titre="Mon bilan"))
    page = reponse.content.decode().replace("&#x27;", "'")
    assert reponse.status_code == 507
    assert "l'espace manque" in page
    assert "est inscrite" not in page
    assert 'value="Mon bilan"' in page
    assert ("Un local est ouvert." in page) == (ou == "declarer")
    assert not Declaration.objects.exists()
    assert not Preuve.objects.exists()
    assert [trace.levelname for trace in caplog.records if trace.name.startswith("partenariat")] == ["ERROR"]
    assert not [chemin for chemin in tmp_path.rglob("*") if chemin.is_file()]


def test_a_correction_strikes_the_former_piece_of_evidence(engagement, chez_l_organisme, partenaire):
    ancienne = PreuveFactory(engagement=engagement, par=partenaire)
    adresse = f"/espace/engagements/{engagement.pk}/preuves/?corrige={ancienne.pk}"
    envoi = {"type": "rapport", "titre": "Bilan revu", "adresse": "https://exemple.test/revu"}
    assert chez_l_organisme.post(adresse, envoi).status_code == 302
    assert Preuve.objects.get(titre="Bilan revu").corrige == ancienne
    assert chez_l_organisme.get(adresse).status_code == 404


def test_verified_by_the_other_side_it_is_kept(engagement, chez_l_organisme, chez_la_ville):
    chez_l_organisme.post(
        f"/espace/engagements/{engagement.pk}/declarer/", {"genre": "tenu", "texte": "Fait."}
    )
    dite = engagement.declarations.get()
    chez_la_ville.post(f"/espace/declarations/{dite.pk}/verifier/", {"verdict": "confirmee"})
    engagement.refresh_from_db()
    assert engagement.etat == Etat.TENU


def test_contesting_needs_a_reason_and_opens_the_right_of_reply(engagement, chez_l_organisme, chez_la_ville):
    dite = DeclarationFactory(engagement=engagement)
    adresse = f"/espace/declarations/{dite.pk}/verifier/"
    assert (
        "Dites ce que vous contestez"
        in chez_la_ville.post(adresse, {"verdict": "contestee"}).content.decode()
    )
    chez_la_ville.post(adresse, {"verdict": "contestee", "texte": "Le local est fermé."})
    verification = dite.verifications.get()
    assert verification.verdict == Verdict.CONTESTEE
    chez_l_organisme.post(f"/espace/verifications/{verification.pk}/repondre/", {"texte": "Il ouvre demain."})
    assert verification.reponse.texte == "Il ouvre demain."


def test_what_waits_to_be_verified_is_what_one_may_verify(engagement, organisme, ville, client_de):
    """Whoever declared for the party is not asked to confirm it; their colleague is."""
    personne = UtilisateurFactory(coordination=True, organisation=ville)
    client = client_de(personne)
    client.post("/espace/pour/", {"organisation": organisme.slug})
    client.post(f"/espace/engagements/{engagement.pk}/declarer/", {"genre": "avance", "texte": "Dit."})
    client.post("/espace/pour/")
    assert "déclaration qui vous est faite" not in sections(client)
    collegue = client_de(UtilisateurFactory(redaction=True, organisation=ville))
    assert sections(collegue)["déclaration qui vous est faite"] == ["E-1"]
    dite = engagement.declarations.get()
    collegue.post(f"/espace/declarations/{dite.pk}/verifier/", {"verdict": "confirmee"})
    assert "déclaration qui vous est faite" not in sections(collegue)


def test_what_waits_to_be_declared_is_what_one_may_declare(engagement, organisme, ville, client_de):
    """Whoever verified for the other side does not declare; their colleague does."""
    VerificationFactory(declaration=DeclarationFactory(engagement=engagement), organisation=ville)
    personne = UtilisateurFactory(coordination=True, organisation=organisme)
    assert sections(client_de(personne))["engagement en vigueur"] == ["E-1"]
    DeclarationFactory(engagement=engagement).verifier(
        Acteur(ville, personne, saisi_pour=True), Verdict.CONFIRMEE
    )
    assert "engagement en vigueur" not in sections(client_de(personne))


def test_the_person_who_declared_for_the_party_does_not_verify(engagement, organisme, ville, client_de):
    personne = UtilisateurFactory(coordination=True, organisation=ville)
    client = client_de(personne)
    client.post("/espace/pour/", {"organisation": organisme.slug})
    client.post(f"/espace/engagements/{engagement.pk}/declarer/", {"genre": "tenu", "texte": "Fait."})
    client.post("/espace/pour/")
    dite = engagement.declarations.get()
    reponse = client.post(f"/espace/declarations/{dite.pk}/verifier/", {"verdict": "confirmee"}, follow=True)
    assert "n'agit pas pour les deux parties" in html.unescape(reponse.content.decode())
    assert not dite.verifications.exists()


def test_staff_on_behalf_is_marked_in_public(engagement, organisme, coordination, client_de, client):
    de_la_ville = client_de(coordination)
    de_la_ville.post("/espace/pour/", {"organisation": organisme.slug})
    assert "Vous saisissez pour une organisation, " in de_la_ville.get("/espace/").content.decode()
    de_la_ville.post(
        f"/espace/engagements/{engagement.pk}/declarer/", {"genre": "avance", "texte": "Par téléphone."}
    )
    dite = engagement.declarations.get()
    assert (dite.saisi_pour, dite.par, dite.organisation) == (True, coordination, organisme)
    Engagement.objects.filter(pk=engagement.pk).update(publication="publiee", publie_le=engagement.propose_le)
    assert "saisi par la Ville" in client.get("/plans/actif/engagements/E-1/").content.decode()
    de_la_ville.post("/espace/pour/")
    assert "Vous saisissez" not in de_la_ville.get("/espace/").content.decode()


def test_staff_cannot_use_the_right_of_reply(engagement, organisme, coordination, client_de):
    verification = VerificationFactory(declaration=DeclarationFactory(engagement=engagement), contestee=True)
    client = client_de(coordination)
    client.post("/espace/pour/", {"organisation": organisme.slug})
    client.post(f"/espace/verifications/{verification.pk}/repondre/", {"texte": "À sa place."})
    assert not type(verification).objects.filter(reponse__isnull=False).exists()


def test_an_account_without_organisation_has_an_empty_space(db, plan, client_de):
    client = client_de(UtilisateurFactory(comite=True))
    assert client.get("/espace/").status_code == 200


@pytest.mark.parametrize("prefixe", ["", "/en"])
def test_every_page_of_the_space_reads_in_both_languages(
    engagement, propose, chez_l_organisme, chez_la_ville, prefixe
):
    contestee = VerificationFactory(declaration=DeclarationFactory(engagement=engagement), contestee=True)
    autre = DeclarationFactory(engagement=engagement)
    preuve = PreuveFactory(engagement=engagement)
    for chemin in (
        "",
        f"engagements/{engagement.pk}/",
        f"engagements/{propose.pk}/signer/",
        f"engagements/{propose.pk}/refuser/",
        f"engagements/{engagement.pk}/declarer/",
        f"engagements/{engagement.pk}/preuves/",
        f"engagements/{engagement.pk}/preuves/?corrige={preuve.pk}",
        f"verifications/{contestee.pk}/repondre/",
    ):
        reponse = chez_l_organisme.get(f"{prefixe}/espace/{chemin}")
        assert reponse.status_code == 200, chemin
        assert reponse["Referrer-Policy"] == "same-origin"
        assert reponse["Cache-Control"] == "private, no-store"
    for chemin in (f"declarations/{autre.pk}/verifier/", f"preuves/{preuve.pk}/verifier/"):
        assert chez_la_ville.get(f"{prefixe}/espace/{chemin}").status_code == 200
