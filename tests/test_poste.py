"""The desk: what waits for each person, counted as it is counted elsewhere, the most pressing first."""

import re
from html import unescape

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Indicateur
from actions.models.etats import Publication
from comite.models import Seance, Suite
from comite.rondes.reponses import demandes_de
from engagements.models import Acteur, Engagement, LienSigne
from partenariat.poste import page as page_du_poste
from partenariat.poste.attentes import Ligne, Palier
from partenariat.retraits.lectures import a_decider
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    DemandeFactory,
    DossierFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    RondeFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.postes import Monde, dans

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
PORTES = ["/admin/", "/espace/"]


@pytest.fixture
def monde(db):
    return Monde()


def poste(personne, porte="/espace/"):
    client = Client()
    client.force_login(personne)
    reponse = client.get(porte)
    assert reponse.status_code == 200
    return reponse.context["poste"], unescape(reponse.content.decode())


def comptes(lu) -> dict[str, int]:
    return {s.attente.cle: s.page.total for s in (*lu.sections, *lu.autres, *lu.plus_tard)}


def lues(actions):
    return actions.avec_lectures()


@pytest.mark.parametrize("porte", PORTES)
def test_each_line_of_the_staff_counts_what_its_queryset_says_elsewhere(monde, porte):
    for personne in (monde.admin, monde.coordination, monde.redaction):
        vu = comptes(poste(personne, porte)[0])
        miennes = Action.objects.modifiables_par(personne)
        validables = [a for a in miennes.filter(publication="a_valider") if a.peut_valider(personne)]
        assert vu.get("a-valider", 0) == len(validables)
        # The readings of the public lists, and the two that a date and a measure add.
        publiques = lues(miennes.publiques())
        dues = {
            *publiques.filter(echeancier="en_retard"),
            *publiques.filter(fraicheur__in=("a_rafraichir", "perimee")),
            *publiques.filter(echeancier__isnull=False, prochaine_echeance__range=(dans(0), dans(60))),
            *publiques.filter(pk__in=Indicateur.objects.values("action")),
        }
        assert vu["nouvelles"] == len(dues) > 0
        renvoyees = miennes.filter(publication="brouillon").exclude(note_retour="")
        assert vu.get("renvoyees", 0) + vu.get("renvoyees-aux-unites", 0) == renvoyees.count()
        soumises = miennes.filter(publication="a_valider", soumise_par=personne)
        assert vu.get("soumises", 0) == soumises.count()
        assert vu.get("retraits", 0) == a_decider(personne).count()
        engagements = Engagement.objects.modifiables_par(personne)
        assert vu.get("a-proposer", 0) == sum(e.peut("proposer", personne) for e in engagements)
        assert vu.get("a-publier", 0) == sum(e.peut("publier", personne) for e in engagements)
    assert vu["soumises"] == 3


def test_who_wrote_or_submitted_has_nothing_to_validate(monde):
    assert "a-valider" not in comptes(poste(monde.redaction)[0])
    sienne = monde.action(a_valider=True, auteur=monde.coordination)
    lu, page = poste(monde.coordination)
    assert comptes(lu)["a-valider"] == Action.objects.filter(publication="a_valider").count() - 1
    assert f"/admin/actions/action/{sienne.pk}/change/" not in page


def test_what_a_partner_and_the_committee_must_do_is_what_they_may_do(monde):
    vu = comptes(poste(monde.partenaire)[0])
    siens = Engagement.objects.filter(partie=monde.organisme).exclude(publication="brouillon")
    contestes = siens.filter(conteste=True).count()
    assert vu["contestes"] == contestes == 2
    assert vu["en-retard"] == siens.avec_lectures().filter(en_retard=True, conteste=False).count() == 2
    assert vu["a-declarer"] == siens.filter(etat="signe", declare_le=None).count() == 2
    assert vu["a-signer"] + vu["proposes"] == siens.filter(etat="propose").count()
    assert "nouvelles" not in vu
    assert "suites-en-retard" not in vu
    vu = comptes(poste(monde.comite)[0])
    assert vu == {
        "suites-en-retard": Suite.objects.en_retard().count(),
        "seances": Seance.objects.a_venir().count(),
        "proces-verbaux": Seance.objects.tenues().count(),
    }


def test_a_meeting_waits_until_it_is_called_and_has_its_packet_then_until_it_is_held(plan_seul):
    comite = UtilisateurFactory(comite=True)
    seance = SeanceFactory(plan=plan_seul, convoquee=True, date=dans(9))
    assert "Préparer le dossier" in poste(comite)[1]
    DossierFactory(seance=seance)
    assert comptes(poste(comite)[0]) == {}
    SeanceFactory(plan=plan_seul, date=dans(90))
    assert comptes(poste(comite)[0]) == {}, "too far away"
    SeanceFactory(plan=plan_seul, convoquee=True)
    lu, page = poste(comite)
    assert "Tenir la séance" in page
    assert lu.gestes == 1


def test_minutes_that_no_later_meeting_can_approve_wait_for_it(plan_seul):
    comite = UtilisateurFactory(comite=True)
    seance = SeanceFactory(plan=plan_seul, tenue=True, date=dans(-30), proces_verbal="Le texte.")
    assert comptes(poste(comite)[0]) == {"proces-verbaux-ecrits": 1}
    SeanceFactory(plan=plan_seul, tenue=True, date=dans(-2), proces_verbal="Le texte.")
    vu = comptes(poste(comite)[0])
    assert vu == {"proces-verbaux": 1, "proces-verbaux-ecrits": 1}
    assert seance.peut_approuver_a


@pytest.fixture
def plan_seul(db):
    return PlanFactory(actif=True, slug="actif")


def test_an_action_that_is_asked_for_waits_once(plan_seul):
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    action = ActionFactory(plan=plan_seul, responsable=service, publiee=True, perimee=True)
    muette = ActionFactory(plan=plan_seul, responsable=service, publiee=True, perimee=True)
    assert comptes(poste(redaction)[0]) == {"nouvelles": 2}
    ronde = RondeFactory(plan=plan_seul, ouverte_le=timezone.now())
    DemandeFactory(ronde=ronde, action=action, organisation=service)
    lu, page = poste(redaction)
    assert comptes(lu) == {"demandes": 1, "nouvelles": 1}
    assert demandes_de(Acteur(service, redaction)).filter(repondue=False).count() == 1
    assert muette.titre in page
    NouvelleFactory(action=action, auteur=redaction, publique=True)
    assert comptes(poste(redaction)[0]) == {"nouvelles": 1}


# --- Whose eyes ------------------------------------------------------------------------------------------
def test_nothing_foreign_nor_unpublished_shows(monde):
    ailleurs = [
        *Action.objects.filter(responsable=monde.autre),
        *Engagement.objects.filter(publication="brouillon"),
    ]
    for porte in PORTES:
        page = poste(monde.redaction, porte)[1]
        assert not [objet.titre for objet in ailleurs if f"{objet.code} · {objet.titre}" in page]
    caches = Action.objects.exclude(publication=Publication.PUBLIEE)
    for personne in (monde.partenaire, monde.comite, UtilisateurFactory()):
        page = poste(personne)[1]
        assert not [a.code for a in caches if f"{a.code} · {a.titre}" in page]
        assert not [e.code for e in ailleurs if f"{e.code} · {e.titre}" in page]
        assert "/admin/" not in page
    etranger = UtilisateurFactory(partenaire=True)
    assert comptes(poste(etranger)[0]) == {}
    suites = [suite.libelle for suite in Suite.objects.all()]
    assert not [mot for mot in suites if mot in poste(monde.redaction)[1]], "minutes are not approved"


def test_a_signed_link_opens_on_what_waits_for_its_body(monde):
    _lien, jeton = LienSigne.ouvrir(
        organisation=monde.organisme, destinataire="Direction", par=monde.coordination
    )
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    lu = client.get("/espace/").context["poste"]
    assert comptes(lu) == comptes(poste(monde.partenaire)[0])
    assert lu.roles == []


def test_the_log_names_only_what_one_may_still_read(monde):
    cle = ContentType.objects.get_for_model(Action)
    siennes = [monde.action(titre="ACTION-GARDÉE"), monde.action(monde.autre, titre="ACTION-PARTIE")]
    for action in siennes:
        LogEntry.objects.create(
            user=monde.redaction,
            content_type=cle,
            object_id=str(action.pk),
            object_repr="NOM-D'AVANT",
            action_flag=CHANGE,
        )
    for porte in PORTES:
        lu, page = poste(monde.redaction, porte)
        assert "ACTION-GARDÉE" in page
        assert "ACTION-PARTIE" not in page
        assert "NOM-D'AVANT" not in page
        assert [f.quoi for f in lu.faits] == ["Modification · action"] * 2


def test_what_i_did_is_told_the_last_first_and_no_more_than_ten(monde):
    engagement = Engagement.objects.filter(etat="signe", publication="publiee").first()
    for _ in range(12):
        DeclarationFactory(engagement=engagement, par=monde.partenaire, organisation=monde.organisme)
    lu, page = poste(monde.partenaire)
    assert [f.quoi for f in lu.faits] == ["Déclaration"] * page_du_poste.FAITS
    assert f"/espace/engagements/{engagement.pk}/" in page
    action = Action.objects.filter(responsable=monde.service, publication="publiee").first()
    NouvelleFactory(action=action, auteur=monde.redaction)
    lu, page = poste(monde.redaction)
    assert [(f.quoi, f.adresse) for f in lu.faits] == [("Nouvelle", action.get_absolute_url())]


# --- The page --------------------------------------------------------------------------------------------
def test_rows_stand_by_urgency_and_say_how_long(plan_seul):
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    ici = {"plan": plan_seul, "responsable": service, "publiee": True}
    muette = ActionFactory(**ici, perimee=True)
    proche = ActionFactory(**ici, fin=dans(19))
    tard = ActionFactory(**ici, fin=dans(-26))
    lu, page = poste(redaction)
    (section,) = lu.sections
    assert [ligne.code for ligne in section.lignes] == [tard.code, proche.code, muette.code]
    assert [ligne.quand for ligne in section.lignes] == [
        "en retard de 26 jours",
        "dans 19 jours",
        "il y a 181 jours",
    ]
    assert [ligne.mot for ligne in section.lignes] == [
        "En retard",
        "À surveiller",
        "Sans nouvelles depuis plus de 6 mois",
    ]
    titre = " ".join(re.search(r"<h1>(.*?)</h1>", page, flags=re.S)[1].split())
    assert titre == "Trois choses vous attendent"
    assert lu.plus_pressee.code == tard.code
    assert "en retard de 26 jours." in page


def test_the_most_pressing_is_told_on_whatever_page_one_stands(monkeypatch, plan_seul):
    monkeypatch.setattr(page_du_poste, "PAR_SECTION", 2)
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    codes = [
        ActionFactory(plan=plan_seul, responsable=service, publiee=True, fin=dans(n - 9)).code
        for n in range(5)
    ]
    lu, page = poste(redaction)
    assert "Les 3 autres" in " ".join(page.split())
    assert 'href="?page-nouvelles=2#page-nouvelles"' in page
    lu, page = poste(redaction, "/espace/?page-nouvelles=3")
    assert [ligne.code for ligne in lu.sections[0].lignes] == codes[4:]
    assert lu.plus_pressee.code == codes[0]
    assert lu.gestes == 5
    assert "Les 3 autres" not in " ".join(page.split())


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({role: True}, id=role)
        for role in ("superutilisateur", "coordination", "redaction", "partenaire", "comite")
    ]
    + [pytest.param({}, id="no role")],
)
def test_an_empty_desk_is_calm_and_says_what_one_may_do(plan_seul, traits):
    lu, page = poste(UtilisateurFactory(**traits))
    assert lu.gestes == 0
    assert "Rien ne vous attend" in page
    assert "Vous êtes à jour." in page
    assert "Les actions du plan" in page


def test_the_next_meeting_is_said_in_the_head(plan_seul):
    seance = SeanceFactory(plan=plan_seul, date=dans(11))
    for porte in PORTES:
        lu, page = poste(UtilisateurFactory(redaction=True), porte)
        (annonce,) = lu.annonces
        assert annonce.adresse == seance.get_absolute_url()
        assert annonce.texte in page


def test_what_presses_comes_before_what_only_waits():
    def ligne(palier, jours):
        return Ligne("", "", "", "", palier, depuis=dans(jours))

    tard, passee = ligne(Palier.RETARD, 0), ligne(Palier.DATE, -90)
    proche, libre = ligne(Palier.DATE, 9), ligne(Palier.LIBRE, -99)
    en_ordre = sorted([libre, proche, passee, tard], key=lambda une: une.rang)
    assert en_ordre == [tard, passee, proche, libre]
    assert ligne(Palier.LIBRE, 0).quand == "aujourd'hui"
    assert ligne(Palier.LIBRE, 0).presse == "depuis aujourd'hui"
    assert ligne(Palier.LIBRE, -2).presse == "depuis 2 jours"


# --- What it costs ---------------------------------------------------------------------------------------
BUDGET = 55


def test_a_full_desk_takes_as_many_queries_as_a_fuller_one():
    """20 to validate, 12 late, 5 returned; then twice as many."""
    monde = Monde(valider=20, tard=12, renvoyees=5)

    def couts() -> dict[tuple[str, str], int]:
        lus = {}
        for nom in ("admin", "coordination", "redaction"):
            client = Client()
            client.force_login(getattr(monde, nom))
            for porte in PORTES:
                client.get(porte)
                with CaptureQueriesContext(connection) as requetes:
                    client.get(porte)
                lus[nom, porte] = len(requetes)
        return lus

    peu = couts()
    monde.garnir(20, 12, 5)
    assert couts() == peu
    assert max(peu.values()) <= BUDGET, peu
