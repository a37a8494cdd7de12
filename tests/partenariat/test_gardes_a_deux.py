"""Two transactions at once do not break together what neither could break alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Axe
from comite.models import BilanAxe, Decision, Membre, Presence, Ronde, Seance
from comite.models.liens import DecisionAction
from engagements.models import Engagement, Signature, Verification
from engagements.models.etats import Etat, Genre
from tests.actions.refus import modifie, sql
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    DeclarationFactory,
    EngagementFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    PresenceFactory,
    RondeFactory,
    SeanceFactory,
    SignatureFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db(transaction=True)

AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def seance(plan) -> Seance:
    """Held two months ago; its minutes are written, and may be approved."""
    return SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=60), proces_verbal="Texte.")


@pytest.fixture
def suivante(plan) -> Seance:
    return SeanceFactory(plan=plan, tenue=True)


@pytest.fixture
def approuver(seance, suivante):
    """Approves the minutes, by SQL."""
    return lambda: sql(
        "UPDATE comite_seance SET etat_pv = 'approuve', approuve_a_id = %s, approuve_le = now() "
        "WHERE id = %s",
        suivante.pk,
        seance.pk,
    )


# --- sans_chevauchement ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contrainte", "champs"),
    [
        ("membre_une_presidence", lambda: {"presidence": True}),
        ("membre_un_mandat_a_la_fois", lambda: {"nom": "Camille Roy"}),
        ("membre_un_mandat_a_la_fois", lambda: {"utilisateur": UtilisateurFactory(comite=True)}),
    ],
    ids=["two chairs", "one name twice", "one account twice"],
)
def test_two_members_at_once(plan, contrainte, champs):
    service, communs = OrganisationFactory(service=True), champs()
    un, autre = (
        MembreFactory.build(plan=plan, organisation=service, mandat_debut=AUJOURD_HUI, **communs)
        for _ in range(2)
    )
    assert a_la_fois(un.save, autre.save) == contrainte
    assert Membre.objects.count() == 1


def test_a_member_takes_the_chair_while_another_does(plan):
    un, autre = MembreFactory(plan=plan), MembreFactory(plan=plan)
    presider = "UPDATE comite_membre SET presidence = true WHERE id = %s"
    assert a_la_fois(lambda: sql(presider, un.pk), lambda: sql(presider, autre.pk)) == "membre_une_presidence"


def test_two_rounds_at_once(plan):
    un, autre = RondeFactory.build(plan=plan), RondeFactory.build(plan=plan)
    assert a_la_fois(un.save, autre.save) == "ronde_une_a_la_fois"
    assert Ronde.objects.count() == 1


def test_two_decisions_of_one_number_at_once_in_two_meetings(seance, suivante):
    un, autre = (
        DecisionFactory.build(seance=reunion, numero="CMO-2026-01-R1") for reunion in (seance, suivante)
    )
    assert a_la_fois(un.save, autre.save) == "decision_numero_du_plan"
    assert Decision.objects.count() == 1


# --- du_meme and rattachement ----------------------------------------------------------------------------


@pytest.fixture
def rattachements(plan, seance):
    """By rule: what attaches, and what moves away what it is attached to."""
    action, axe, ailleurs = ActionFactory(plan=plan), AxeFactory(plan=plan, numero=99), PlanFactory()
    membre = MembreFactory(plan=plan)
    return {
        "action_axe_du_plan": (
            lambda: sql("UPDATE actions_action SET axe_id = %s WHERE id = %s", axe.pk, action.pk),
            lambda: modifie(axe, plan=ailleurs),
        ),
        "membre_plan_garde": (
            lambda: Presence.objects.create(seance=seance, membre=membre),
            lambda: modifie(membre, plan=ailleurs),
        ),
    }


CHEZ_L_ATTACHE = {
    "action_axe_du_plan": "action_axe_du_plan",
    "membre_plan_garde": "presence_membre_du_plan",
}


@pytest.mark.parametrize("regle", CHEZ_L_ATTACHE)
def test_what_is_being_attached_to_does_not_move_away(rattachements, regle):
    attacher, deplacer = rattachements[regle]
    assert a_la_fois(attacher, deplacer) == regle


@pytest.mark.parametrize("regle", CHEZ_L_ATTACHE)
def test_nothing_is_attached_to_what_is_moving_away(rattachements, regle):
    attacher, deplacer = rattachements[regle]
    assert a_la_fois(deplacer, attacher) == CHEZ_L_ATTACHE[regle]


def test_an_ordinary_change_of_an_axis_makes_nobody_wait():
    action = ActionFactory()
    with pytest.raises(AssertionError, match="did not wait"):
        a_la_fois(
            lambda: ActionFactory(plan=action.plan, axe=action.axe),
            lambda: Axe.objects.filter(pk=action.axe_id).update(titre="Autrement dit"),
        )


# --- fige_quand and fige_avec ----------------------------------------------------------------------------


def parties(seance: Seance) -> dict:
    """By rule: the writing of a part of this meeting."""
    membre, action = MembreFactory(plan=seance.plan), ActionFactory(plan=seance.plan)
    point, decision = PointFactory(seance=seance), DecisionFactory(seance=seance)
    presence = PresenceFactory(seance=seance)
    return {
        "presence_pv_approuve": lambda: Presence.objects.create(seance=seance, membre=membre),
        "point_pv_approuve": lambda: sql("UPDATE comite_point SET titre = 'Autre' WHERE id = %s", point.pk),
        "decision_pv_approuve": lambda: modifie(decision, libelle="Autre."),
        "decision_action_pv_approuve": lambda: DecisionAction.objects.create(
            decision=decision, action=action
        ),
        "membre_mandat_compte": lambda: modifie(presence.membre, mandat_fin=seance.date - timedelta(days=1)),
        "seance_pv_fige": lambda: sql("UPDATE comite_seance SET lieu = 'Ailleurs' WHERE id = %s", seance.pk),
    }


PARTIES = (
    "presence_pv_approuve",
    "point_pv_approuve",
    "decision_pv_approuve",
    "decision_action_pv_approuve",
    "membre_mandat_compte",
    "seance_pv_fige",
)


@pytest.mark.parametrize("regle", PARTIES)
def test_nothing_of_a_meeting_changes_while_its_minutes_are_approved(seance, approuver, regle):
    ecrire = parties(seance)[regle]
    assert a_la_fois(approuver, ecrire) == regle


@pytest.mark.parametrize("regle", PARTIES)
def test_minutes_are_approved_after_what_is_being_written(seance, approuver, regle):
    ecrire = parties(seance)[regle]
    assert a_la_fois(ecrire, approuver) is None
    assert Seance.objects.get(pk=seance.pk).approuvee


def test_a_review_is_not_published_while_a_narrative_is_written():
    bilan = BilanFactory()
    recit = BilanAxeFactory(bilan=bilan)

    def publier():
        modifie(bilan, publication="publiee", publie_le=timezone.now(), donnees="{}")

    def ecrire():
        BilanAxe.objects.filter(pk=recit.pk).update(recit="Autre.")

    assert a_la_fois(publier, ecrire) == "bilan_axe_publie_fige"
    modifie(bilan, publication="brouillon", donnees="")
    assert a_la_fois(ecrire, publier) is None
    assert BilanAxe.objects.get(pk=recit.pk).recit == "Autre."


# --- Rules of one table alone ----------------------------------------------------------------------------


def test_the_meeting_that_approves_minutes_is_not_put_back_meanwhile(seance, suivante, approuver):
    def avancer():
        modifie(suivante, date=seance.date - timedelta(days=1))

    assert a_la_fois(approuver, avancer) == "seance_approuve_d_autres"


def test_minutes_are_not_approved_at_a_meeting_that_is_being_put_back(seance, suivante, approuver):
    def avancer():
        modifie(suivante, date=seance.date - timedelta(days=1))

    assert a_la_fois(avancer, approuver) == "seance_pv_approuve_plus_tard"


def test_no_decision_is_taken_at_a_meeting_that_is_being_cancelled(plan):
    seance = SeanceFactory(plan=plan, convoquee=True)
    annuler = "UPDATE comite_seance SET etat = 'annulee', motif = 'Neige.' WHERE id = %s"
    decision = DecisionFactory.build(seance=seance, numero="R1")
    assert a_la_fois(lambda: sql(annuler, seance.pk), decision.save) == "decision_seance_tenue"


def test_a_meeting_that_is_being_decided_at_is_not_cancelled(plan):
    seance = SeanceFactory(plan=plan, convoquee=True)
    annuler = "UPDATE comite_seance SET etat = 'annulee', motif = 'Neige.' WHERE id = %s"
    decision = DecisionFactory.build(seance=seance, numero="R1")
    assert a_la_fois(decision.save, lambda: sql(annuler, seance.pk)) == "seance_a_decide"


@pytest.fixture
def approbation(plan):
    """A meeting in nine days; what puts the approval of its minutes on a later agenda, what puts it off."""
    tot, tard = (
        SeanceFactory(plan=plan, date=timezone.localdate() + timedelta(days=jours)) for jours in (9, 19)
    )
    point = PointFactory.build(seance=tard, nature="proces_verbal", approuve=tot)
    return point.save, lambda: modifie(tot, date=tard.date)


def test_a_meeting_is_not_put_off_while_its_approval_is_put_on_an_agenda(approbation):
    inscrire, reporter = approbation
    assert a_la_fois(inscrire, reporter) == "seance_points_d_approbation"


def test_the_approval_of_a_meeting_that_is_being_put_off_is_not_put_on_an_agenda(approbation):
    inscrire, reporter = approbation
    assert a_la_fois(reporter, inscrire) == "point_approuve_plus_tot"


@pytest.fixture
def proposition():
    """A proposed commitment: what signs it, what takes it back."""
    engagement = EngagementFactory(aux_parties=True)
    signature = SignatureFactory.build(
        engagement=engagement, organisation=engagement.partie, empreinte=engagement.empreinte
    )
    return signature.save, lambda: modifie(engagement, publication="brouillon", propose_le=None)


def test_a_text_is_not_taken_back_while_it_is_signed(proposition):
    signer, reprendre = proposition
    assert a_la_fois(signer, reprendre) == "engagement_signe_sans_retour"


def test_a_text_is_not_signed_while_it_is_taken_back(proposition):
    signer, reprendre = proposition
    assert a_la_fois(reprendre, signer) == "signature_hors_proposition"
    assert not Signature.objects.exists()


def test_a_commitment_is_not_kept_while_it_is_contested():
    engagement = EngagementFactory(en_cours=True)
    declaration = DeclarationFactory(engagement=engagement, genre=Genre.TENU)
    VerificationFactory(declaration=declaration)
    conteste = VerificationFactory.build(
        declaration=declaration, organisation=OrganisationFactory(), contestee=True
    )
    tenir = "UPDATE engagements_engagement SET etat = %s WHERE id = %s"
    assert a_la_fois(conteste.save, lambda: sql(tenir, Etat.TENU, engagement.pk)) == "engagement_tenu_verifie"
    assert Verification.objects.count() == 2
    assert Engagement.objects.get(pk=engagement.pk).etat == Etat.EN_COURS
