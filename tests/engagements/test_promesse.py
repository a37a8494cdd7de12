"""Face to face, the thread of two voices, the line of life, the seal: what stands under the sentence."""

import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from engagements.chronologie import avec_parties, chronologie, entourer, fil, marque_commune, signatures
from engagements.faces import faces, sceau
from engagements.models import Acteur, Engagement
from engagements.models.etats import Etat, Genre, Verdict
from engagements.vie import DESSOUS, DESSUS, ETROITE, Trace, _noms, ligne_de_vie
from partenariat.presentation.dessins.temps import Echelle
from partenariat.presentation.etats import _ETATS, _SCEAUX, pastille
from partenariat.presentation.formats import date_courte_entiere, jour_court
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    OrganisationFactory,
    PreuveFactory,
    ReponseFactory,
    SignatureFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(plan, ville, organisme):
    return EngagementFactory(
        plan=plan,
        code="E-1",
        partie=organisme,
        envers=ville,
        titre="Prêter un local",
        publie=True,
        signe=True,
    )


def lu(engagement: Engagement) -> Engagement:
    return entourer(avec_parties(Engagement.objects.filter(pk=engagement.pk)).get())


def raconte(engagement: Engagement, il_y_a: int, genre: str = Genre.TENU):
    return DeclarationFactory(engagement=engagement, genre=genre, le=timezone.now() - timedelta(days=il_y_a))


# --- The thread -------------------------------------------------------------------------------------------


def test_each_voice_has_its_side_and_each_act_its_date(engagement, plan):
    tiers = OrganisationFactory(nom="Réseau d'essai")
    engagement.contreparties.add(EngagementFactory(plan=plan, partie=tiers, envers=engagement.partie))
    declaration = raconte(engagement, 30)
    contestee = VerificationFactory(
        declaration=declaration, contestee=True, le=timezone.now() - timedelta(days=20)
    )
    ReponseFactory(verification=contestee, le=timezone.now() - timedelta(days=10))
    VerificationFactory(
        declaration=declaration, organisation=tiers, le=timezone.now() - timedelta(days=15), texte="Vu."
    )
    lue = [(m.cote, m.mot) for m in fil(chronologie(lu(engagement))) if not m.signature]
    assert lue == [
        ("partie", "Dit avoir tenu parole"),
        ("envers", "Conteste"),
        ("tiers", "Confirme"),
        ("partie", "Répond"),
    ]


def test_a_reply_stands_after_what_was_said_meanwhile(engagement):
    premiere = raconte(engagement, 30, Genre.AVANCE)
    raconte(engagement, 20, Genre.RIEN_A_SIGNALER)
    VerificationFactory(declaration=premiere, contestee=True, le=timezone.now() - timedelta(days=5))
    mots = [m.mot for m in fil(chronologie(lu(engagement))) if not m.signature]
    assert mots == ["Dit avoir avancé", "Dit n'avoir rien à signaler", "Conteste"]


def test_who_speaks_is_said_in_words_and_by_half_a_seal(engagement, client, ville, organisme):
    page = client.get("/plans/actif/engagements/E-1/").content.decode()
    (premiere, seconde) = re.findall(r'<li class="voix voix--(\w+)">(.*?)</li>', page, flags=re.S)
    assert [premiere[0], seconde[0]] == ["partie", "envers"]
    assert str(organisme) in unescape(premiere[1])
    assert str(ville) in unescape(seconde[1])
    assert pastille("voix_de_la_partie", "Signe") in premiere[1]
    assert pastille("voix_de_l_autre", "Signe") in seconde[1]
    assert "Camille Roy" in premiere[1]


def test_evidence_that_is_contested_is_in_the_thread(engagement):
    preuve = PreuveFactory(engagement=engagement, titre="Bail")
    VerificationFactory(declaration=None, preuve=preuve, contestee=True, texte="Ce bail est expiré.")
    suite = [(m.cote, m.mot, m.texte) for m in fil(chronologie(lu(engagement))) if not m.signature]
    assert suite == [
        ("partie", "Dépose une preuve", "Bail"),
        ("envers", "Conteste la preuve", "Ce bail est expiré."),
    ]


def test_a_door_that_is_the_same_for_all_is_said_once(engagement, ville, verificatrice):
    charge = fil(chronologie(lu(engagement)))
    assert marque_commune(charge) == "chargement du fichier du plan, d'après les archives"
    assert {m.marque for m in charge} == {""}
    declaration = raconte(engagement, 3, Genre.AVANCE)
    declaration.verifier(Acteur(ville, verificatrice), Verdict.CONFIRMEE)
    melange = fil(chronologie(lu(engagement)))
    assert marque_commune(melange) == ""
    assert len({m.marque for m in melange}) == 2


def test_words_are_quoted_and_titles_are_not(engagement):
    raconte(engagement, 3)
    PreuveFactory(engagement=engagement)
    dits = {m.mot: m.dit for m in fil(chronologie(lu(engagement)))}
    assert dits["Dit avoir tenu parole"]
    assert not dits["Dépose une preuve"]
    assert not dits["Signe"]


# --- Face to face -----------------------------------------------------------------------------------------


def cotes(engagement: Engagement):
    e = lu(engagement)
    return faces(e, e.contreparties_publiques, signatures(e))


def test_without_a_counterpart_the_other_side_receives_and_signs(engagement, ville):
    premiere, (autre,) = cotes(engagement)
    assert premiere.promesse == engagement
    assert premiere.signature.signature
    assert (autre.organisation, autre.promesse) == (ville, None)
    assert autre.signature.signature


def test_the_counterpart_of_the_other_side_bears_its_signature(engagement, plan, ville, organisme):
    retour = EngagementFactory(plan=plan, partie=ville, envers=organisme, publie=True, en_cours=True)
    engagement.contreparties.add(retour)
    _premiere, (autre,) = cotes(engagement)
    assert autre.promesse == retour
    assert autre.signature.organisation == ville
    assert autre.parole[0] == (Etat.EN_COURS, "En cours")
    assert autre.preuve == ("sans", "Sans preuve")


def test_a_counterpart_of_a_third_body_leaves_its_place_to_who_receives(engagement, plan, ville):
    tiers = OrganisationFactory(nom="Réseau d'essai")
    retours = [
        EngagementFactory(plan=plan, partie=p, envers=engagement.partie, publie=True) for p in (tiers, tiers)
    ]
    engagement.contreparties.add(*retours)
    _premiere, en_face = cotes(engagement)
    assert [f.organisation for f in en_face] == [ville, tiers, tiers]
    assert [bool(f.signature) for f in en_face] == [True, False, False]
    page_de_deux = EngagementFactory(plan=plan, partie=ville, envers=engagement.partie, publie=True)
    engagement.contreparties.add(page_de_deux)
    _premiere, en_face = cotes(engagement)
    assert sorted(f.organisation.pk for f in en_face) == sorted([tiers.pk, tiers.pk, ville.pk])
    assert sum(bool(f.signature) for f in en_face) == 1


def test_the_promise_is_read_as_it_was_signed(plan, ville, organisme, client):
    texte = "Verser 60 000 $ ; c'est dit."
    EngagementFactory(
        plan=plan, code="E-1", partie=organisme, envers=ville, texte=texte, publie=True, signe=True
    )
    page = unescape(client.get("/plans/actif/engagements/E-1/").content.decode())
    # Face to face, and in the exact text.
    assert page.count(texte) == 2


# --- The seal ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("etat", [e for e in Etat if e != Etat.PROPOSE])
def test_each_state_has_its_seal_and_its_word(plan, etat):
    e = lu(EngagementFactory(plan=plan, publie=True, **{etat.value: True}))
    cle, mot = sceau(e)
    assert cle == (Etat.SIGNE if etat == Etat.EN_COURS else etat)
    assert cle in _SCEAUX
    assert mot == etat.label


def test_the_seal_of_a_proposal_shows_who_signed(plan):
    personne = EngagementFactory(plan=plan, publie=True)
    assert sceau(lu(personne)) == ("propose", "Proposé")
    SignatureFactory(engagement=personne)
    assert sceau(lu(personne))[0] == "propose_1"
    autre = EngagementFactory(plan=plan, publie=True)
    SignatureFactory(engagement=autre, organisation=autre.envers)
    assert sceau(lu(autre))[0] == "propose_2"


def test_what_is_contested_slips_apart(engagement, client):
    VerificationFactory(declaration=raconte(engagement, 3), contestee=True)
    assert sceau(lu(engagement)) == ("conteste", "Contesté")
    page = client.get("/plans/actif/engagements/E-1/").content.decode()
    assert "sceau__moitie--autre" in page
    assert 'class="enonce__alertes">La partie engagée dit avoir tenu parole; l&#x27;autre' in page


def test_a_tinted_ground_is_for_what_calls():
    assert "etat--appel" in pastille("conteste", "Contesté")
    assert "etat--appel" in pastille("deposee", "Preuve non vérifiée")
    assert "etat--appel" in pastille("non_tenu", "Non tenu")
    for calme in ("signe", "tenu", "propose", "sans", "retire"):
        assert "etat--appel" not in pastille(calme, "x")


def test_red_is_for_what_is_late_contested_or_not_kept():
    rouges = {etat for etat, (_forme, ton) in _ETATS.items() if ton == "danger"}
    assert rouges == {"en_retard", "conteste", "contestee", "non_tenu"}


def test_what_is_not_kept_has_a_shape_and_a_seal_of_its_own(plan):
    assert [etat for etat, (forme, _ton) in _ETATS.items() if forme == "sceau-rompu"] == ["non_tenu"]
    rompu = EngagementFactory(plan=plan, publie=True, non_tenu=True)
    assert sceau(lu(rompu)) == ("non_tenu", "Non tenu")
    assert [cle for cle, moities in _SCEAUX.items() if "rompu" in moities] == ["non_tenu"]


# --- The line of life -------------------------------------------------------------------------------------


def vie(engagement: Engagement):
    e = lu(engagement)
    return ligne_de_vie(e, fil(chronologie(e)))


def test_it_has_what_was_signed_said_contested_and_is_due(plan):
    echeance = timezone.localdate() + timedelta(days=300)
    e = EngagementFactory(plan=plan, publie=True, signe=True, echeance=echeance)
    declaration = raconte(e, 40)
    VerificationFactory(declaration=declaration, contestee=True, le=timezone.now() - timedelta(days=20))
    dite = vie(e)
    suite = [part.split(",")[0] for part in dite.description.split("; ")]
    assert suite == ["Dit tenu", "Contesté", "Signé par les deux", "Aujourd'hui", "Échéance"]
    assert dite.reste == (dite.aujourd_hui, dite.reste[1])
    assert next(n.ou.texte for n in dite.noms if n.rouge).startswith("Contesté")


def test_nothing_of_the_future_is_drawn_of_what_is_settled(plan):
    e = EngagementFactory(
        plan=plan, publie=True, tenu=True, echeance=timezone.localdate() + timedelta(days=90)
    )
    assert vie(e).reste is None


def test_a_proposal_nobody_signed_has_only_its_due_date(plan):
    sans = EngagementFactory(plan=plan, publie=True)
    assert vie(sans) is None
    avec = EngagementFactory(plan=plan, publie=True, echeance=timezone.localdate() + timedelta(days=90))
    assert [n.ou.texte.split(",")[0] for n in vie(avec).noms] == ["Aujourd'hui", "Échéance"]


def test_what_is_late_is_red(plan):
    e = EngagementFactory(plan=plan, publie=True, en_cours=True, en_retard=True)
    assert any(n.rouge and n.ou.texte.startswith("Échéance") for n in vie(e).noms)
    assert any("m--triangle" in marque for marque in vie(e).marques)


def test_what_was_due_and_is_settled_is_a_tick_across_the_line(plan):
    e = EngagementFactory(plan=plan, publie=True, non_tenu=True, en_retard=True)
    dite = vie(e)
    assert any('class="m m--fin"' in marque for marque in dite.marques)
    assert not any("m--trait" in marque for marque in dite.marques)
    # That it was not kept is red, and is no filled mark.
    assert [n.ou.texte.split(",")[0] for n in dite.noms if n.rouge] == ["Non tenu"]
    assert any("m--triangle" in marque for marque in dite.marques)


def test_a_label_without_room_under_the_line_stands_over_it():
    echelle = Echelle(date(2025, 12, 1), date(2026, 11, 27))
    traces = [
        Trace(date(2026, 11, 27), "aujourdhui", "Aujourd'hui", dessus=True),
        Trace(date(2026, 6, 30), "terme", "Échéance, 30 juin 2026"),
        Trace(date(2026, 7, 20), "en_retard", "Non tenu, 20 juill. 2026", rouge=True),
        Trace(date(2026, 5, 20), "atteint", "Dit impossible à évaluer, 20 mai 2026"),
    ]
    places = {nom.ou.texte: nom.ou.y for nom in _noms(echelle, traces)}
    assert places.keys() == {t.nom for t in traces}
    assert places["Dit impossible à évaluer, 20 mai 2026"] in DESSUS
    assert places["Échéance, 30 juin 2026"] in DESSOUS


def test_a_day_of_the_line_is_written_as_its_language_writes_it():
    with translation.override("en"):
        assert date_courte_entiere(date(2026, 1, 22)).replace("\N{NO-BREAK SPACE}", " ") == "Jan 22, 2026"
    assert date_courte_entiere(date(2026, 1, 1)).replace("\N{NO-BREAK SPACE}", " ") == "1er janv. 2026"


def test_labels_never_touch(engagement):
    for il_y_a in range(60, 0, -3):
        VerificationFactory(
            declaration=raconte(engagement, il_y_a + 1),
            contestee=True,
            le=timezone.now() - timedelta(days=il_y_a),
        )
    lignes: dict[float, list[tuple[float, float]]] = {}
    for nom in vie(engagement).noms:
        lignes.setdefault(nom.ou.y, []).append(nom.ou.etendue(ETROITE))
    assert len(lignes) == 4
    for etendues in lignes.values():
        etendues.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(etendues))


# --- What must not be known -------------------------------------------------------------------------------


def test_an_unpublished_counterpart_is_in_no_sentence_thread_nor_line(
    engagement, plan, ville, organisme, client
):
    avant = client.get("/plans/actif/engagements/E-1/").content.decode()
    secret = EngagementFactory(
        plan=plan, code="E-9", partie=ville, envers=organisme, titre="Secret", aux_parties=True, en_cours=True
    )
    engagement.contreparties.add(secret)
    apres = client.get("/plans/actif/engagements/E-1/").content.decode()
    assert apres == avant
    assert "sans contrepartie" in apres


def test_a_past_day_says_what_was_true_then(engagement, client):
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert client.get(f"/plans/actif/engagements/E-1/?au={hier}").status_code == 404
    aujourd_hui = timezone.localdate().isoformat()
    page = client.get(f"/plans/actif/engagements/E-1/?au={aujourd_hui}").content.decode()
    assert "Signé par les deux parties" in page


# --- The list ---------------------------------------------------------------------------------------------


def test_a_row_says_who_what_when_and_how_it_stands(engagement, client):
    page = unescape(client.get("/plans/actif/engagements/").content.decode())
    (rangee,) = re.findall(r'<li class="ligne ligne--promesse">(.*?)</li>', page, flags=re.S)
    for dit in ("E-1", "Prêter un local", str(engagement.partie), str(engagement.envers), "Signé"):
        assert dit in rangee
    assert pastille("signe", "Signé") in rangee


# --- Signing ----------------------------------------------------------------------------------------------


def test_signing_shows_both_promises_and_whose_signature_is_awaited(
    plan, ville, organisme, partenaire, client_de
):
    propose = EngagementFactory(plan=plan, code="E-2", partie=ville, envers=organisme, aux_parties=True)
    retour = EngagementFactory(
        plan=plan, code="E-3", partie=organisme, envers=ville, texte="Tenir le registre.", aux_parties=True
    )
    brouillon = EngagementFactory(
        plan=plan, code="E-4", partie=organisme, envers=ville, texte="Texte en travail."
    )
    propose.contreparties.add(retour, brouillon)
    page = unescape(client_de(partenaire).get(f"/espace/engagements/{propose.pk}/signer/").content.decode())
    assert "Tenir le registre." in page
    assert "Texte en travail." not in page
    assert page.count("La vôtre est attendue") == 1
    assert f"Signer pour : {organisme}" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.index('id="id_accord"') < page.index('for="id_accord"')


def test_signing_takes_as_many_queries_for_few_as_for_many(plan, ville, organisme, partenaire, client_de):
    propose = EngagementFactory(plan=plan, partie=ville, envers=organisme, aux_parties=True)
    client = client_de(partenaire)

    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            client.get(f"/espace/engagements/{propose.pk}/signer/")
        return len(requetes)

    propose.contreparties.add(EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True))
    peu = compter()
    for _rang in range(4):
        propose.contreparties.add(
            EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True)
        )
    assert compter() == peu


@pytest.mark.parametrize(
    ("langue", "jour", "premier"), [("fr-ca", "2 oct.", "1er mars"), ("en", "Oct 2", "Mar 1")]
)
def test_a_day_of_the_thread_is_short(langue, jour, premier):
    with translation.override(langue):
        dits = [
            jour_court(le).replace("\N{NO-BREAK SPACE}", " ") for le in (date(2026, 10, 2), date(2026, 3, 1))
        ]
    assert dits == [jour, premier]
