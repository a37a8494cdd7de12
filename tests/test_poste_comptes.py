"""What waits is right: each kind of the registry, counted against the queryset that says so elsewhere."""

import pytest
from django.utils import timezone

from actions.models import Action, Indicateur
from comite.models import Ronde, Seance, Suite
from comite.rondes.reponses import demandes_de
from engagements.models import Acteur, Engagement
from engagements.models.etats import EN_VIGUEUR
from partenariat.models import Retrait
from partenariat.poste import sources
from partenariat.poste.attentes import Palier
from partenariat.retraits.lectures import a_decider
from tests.factories import (
    ActionFactory,
    DemandeFactory,
    DossierFactory,
    EngagementFactory,
    IndicateurFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    RondeFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.postes import Monde, comptes, dans, poste
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
PORTES = ["/admin/", "/espace/"]


@pytest.fixture
def monde(db):
    return Monde()


@pytest.fixture
def plan_seul(db):
    return PlanFactory(actif=True, slug="actif")


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
        signes = [e for e in engagements.exclude(etat="propose") if e.peut("publier", personne)]
        assert vu.get("a-publier", 0) == len(signes)
    assert vu["soumises"] == 3


def _des_parties(personne):
    ceux = Engagement.objects.modifiables_par(personne).exclude(publication="brouillon")
    return {
        "signatures-des-parties": ceux.filter(etat="propose", publication="aux_parties").count(),
        "contestations-des-parties": ceux.filter(conteste=True).count(),
        "verifications-des-parties": ceux.filter(a_verifier=True, conteste=False).count(),
    }


def test_what_the_parties_owe_each_other_waits_for_them_and_not_for_the_coordination(monde):
    seule = UtilisateurFactory(coordination=True)
    lu, page = poste(seule)
    vu = {s.attente.cle: s.page.total for s in lu.autres if s.attente.cle.endswith("-des-parties")}
    assert vu == _des_parties(seule)
    assert min(vu.values()) > 0
    miennes = {ligne.code for section in lu.sections for ligne in section.lignes}
    signables = Engagement.objects.filter(etat="propose", publication="aux_parties")
    assert miennes.isdisjoint(signables.values_list("code", flat=True)), "nothing of it is mine"
    avant = comptes(lu).get("a-publier", 0)
    assert f"{monde.organisme} n'a pas encore signé." in page or "Aucune des deux parties" in page
    assert f"{monde.organisme} n'a pas encore répondu" in page
    assert f"{monde.service} ne l'a ni confirmé ni contesté." in page
    for section in lu.autres:
        rangs = [ligne.rang for ligne in section.lignes]
        assert all(ligne.depuis for ligne in section.lignes), section.attente.cle
        assert rangs == sorted(rangs), section.attente.cle
    EngagementFactory(plan=monde.plan, signe=True, publication="aux_parties")
    assert comptes(poste(seule)[0])["a-publier"] == avant + 1
    # Whose unit is a party has it once: where it acts.
    vu = comptes(poste(monde.coordination)[0])
    assert "contestations-des-parties" in vu
    assert vu.get("a-signer", 0) + vu.get("proposes", 0) == _des_parties(seule)["signatures-des-parties"]
    assert "signatures-des-parties" not in vu


COMPTES_AILLEURS = {
    "nouvelles": "test_each_line_of_the_staff",
    "a-valider": "test_each_line_of_the_staff",
    "renvoyees": "test_each_line_of_the_staff",
    "renvoyees-aux-unites": "test_each_line_of_the_staff",
    "brouillons": "test_own_drafts",
    "soumises": "test_each_line_of_the_staff",
    "retraits": "test_each_line_of_the_staff",
    "retraits-demandes": "test_own_withdrawals",
    "a-proposer": "test_each_line_of_the_staff",
    "a-publier": "test_each_line_of_the_staff",
    "signatures-des-parties": "test_what_the_parties_owe",
    "contestations-des-parties": "test_what_the_parties_owe",
    "verifications-des-parties": "test_what_the_parties_owe",
    "contestes": "test_what_a_partner",
    "en-retard": "test_what_a_partner",
    "a-declarer": "test_what_a_partner",
    "a-signer": "test_what_a_partner",
    "proposes": "test_what_a_partner",
    "a-verifier": "test_the_other_kinds",
    "declares": "test_the_other_kinds",
    "a-jour": "test_the_other_kinds",
    "retires": "test_withdrawn_commitments",
    "demandes": "test_an_action_that_is_asked_for",
    "suites": "test_follow_ups",
    "suites-remises": "test_follow_ups",
    "seances": "test_what_a_partner",
    "proces-verbaux": "test_what_a_partner",
    "proces-verbaux-ecrits": "test_minutes_that_no_later",
    "suites-en-retard": "test_what_a_partner",
    "rondes": "test_open_rounds",
    "rondes-a-ouvrir": "test_open_rounds",
}
"""Which test counts each kind against the queryset that says so elsewhere."""


def test_each_kind_of_the_registry_is_counted_somewhere(monde, rf):
    """A new source without its test shows here: the registry itself is walked."""
    cles = set()
    for personne in (monde.admin, monde.coordination, monde.redaction, monde.partenaire, monde.comite):
        requete = rf.get("/espace/")
        requete.user, requete.session = personne, {}
        for lire in sources.ATTENTES:
            cles |= {attente.cle for attente in lire(requete)}
    assert cles == set(COMPTES_AILLEURS)
    ici = {nom for nom in globals() if nom.startswith("test_")}
    for cle, debut in COMPTES_AILLEURS.items():
        assert any(nom.startswith(debut) for nom in ici), cle


def test_own_drafts_wait_for_who_began_them(monde):
    siens = Action.objects.filter(publication="brouillon", auteur=monde.redaction, note_retour="")
    assert comptes(poste(monde.redaction)[0])["brouillons"] == siens.count() > 0


def test_own_withdrawals_wait_for_somebody_else(monde):
    siens = Retrait.objects.filter(etat="demande", avec=None, demande_par=monde.admin)
    assert comptes(poste(monde.admin)[0])["retraits-demandes"] == siens.count() > 0


def test_the_other_kinds_of_a_party(monde):
    engagements = Engagement.objects.exclude(publication="brouillon").avec_lectures()
    a_moi = engagements.filter(envers=monde.service, a_verifier=True)
    assert comptes(poste(monde.redaction)[0]).get("a-verifier", 0) == sum(
        e.attend_verification_de(Acteur(monde.service, monde.redaction)) for e in a_moi
    )
    vu = comptes(poste(monde.partenaire)[0])
    siens = engagements.filter(partie=monde.organisme)
    assert vu["declares"] == siens.filter(a_verifier=True).count() > 0
    calmes = siens.filter(etat__in=EN_VIGUEUR, conteste=False, en_retard=False)
    assert vu["a-jour"] + vu["a-declarer"] == calmes.count()


def test_withdrawn_commitments_are_read_by_their_parties(monde):
    engagement = Engagement.objects.filter(partie=monde.organisme, publication="publiee").first()
    lu, _page = poste(monde.partenaire)
    assert lu.a_lire == []
    retirer(engagement)
    lu, _page = poste(monde.partenaire)
    assert {s.attente.cle: s.page.total for s in lu.a_lire} == {"retires": 1}


def test_follow_ups_wait_for_their_body_then_for_the_committee(monde):
    acteur = Acteur(monde.organisme, monde.partenaire)
    assert comptes(poste(monde.partenaire)[0])["suites"] == Suite.objects.attendues_de(acteur).count() > 0
    Suite.objects.attendues_de(acteur).first().repondre(acteur, "impossible", "Faute de local.")
    vu = comptes(poste(monde.partenaire)[0])
    assert vu.get("suites", 0) == Suite.objects.attendues_de(acteur).count()
    assert vu["suites-remises"] == Suite.objects.remises_par(acteur).count() == 1


def test_open_rounds_wait_for_those_who_are_asked(plan_seul):
    comite = UtilisateurFactory(comite=True)
    RondeFactory(plan=plan_seul)
    assert not {"rondes", "rondes-a-ouvrir"} & comptes(poste(comite)[0]).keys()
    coordination = UtilisateurFactory(coordination=True)
    assert comptes(poste(coordination)[0])["rondes-a-ouvrir"] == Ronde.objects.a_ouvrir().count() == 1
    RondeFactory(plan=PlanFactory(), ouverte_le=timezone.now())
    assert comptes(poste(comite)[0])["rondes"] == Ronde.objects.ouvertes().count() == 1


def test_a_measure_whose_year_is_over_is_late_and_one_that_nears_is_not(plan_seul):
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    action = ActionFactory(plan=plan_seul, responsable=service, publiee=True)
    IndicateurFactory(action=action, cible_annee=AUJOURD_HUI.year - 2, cible_valeur=3)
    (section,) = poste(redaction)[0].sections
    (ligne,) = section.lignes
    assert (ligne.palier, ligne.etat, ligne.mot) == (Palier.RETARD, "en_retard", "Mesure en retard")
    assert ligne.quand.startswith("en retard de ")
    assert f"La mesure de {AUJOURD_HUI.year - 2} manque encore." in ligne.dit
    proche = ActionFactory(plan=plan_seul, responsable=service, publiee=True, fin=dans(3))
    (section,) = poste(redaction)[0].sections
    assert [une.code for une in section.lignes] == [action.code, proche.code]
    assert section.lignes[1].palier == Palier.DATE


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
    assert vu.get("a-signer", 0) + vu.get("proposes", 0) == siens.filter(etat="propose").count()
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


def test_an_action_that_is_asked_for_waits_once(plan_seul):
    service = OrganisationFactory(service=True)
    redaction = UtilisateurFactory(redaction=True, organisation=service)
    action = ActionFactory(plan=plan_seul, responsable=service, publiee=True, perimee=True)
    muette = ActionFactory(plan=plan_seul, responsable=service, publiee=True, perimee=True)
    assert comptes(poste(redaction)[0]) == {"nouvelles": 2}
    ronde = RondeFactory(plan=plan_seul, ouverte_le=timezone.now())
    DemandeFactory(ronde=ronde, action=action, organisation=service)
    lu, page = poste(redaction)
    assert comptes(lu) == {"nouvelles": 2}
    assert page.count("Demandé par le comité") == 1
    # Whoever may only answer.
    partenaire = UtilisateurFactory(partenaire=True, organisation=service)
    assert comptes(poste(partenaire)[0]) == {"demandes": demandes_de(Acteur(service, partenaire)).count()}
    assert demandes_de(Acteur(service, redaction)).filter(repondue=False).count() == 1
    assert muette.titre in page
    NouvelleFactory(action=action, auteur=redaction, publique=True)
    assert comptes(poste(redaction)[0]) == {"nouvelles": 1}
