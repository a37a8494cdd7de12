"""What PostgreSQL refuses of the committee, whoever writes: a page, an import, the shell."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actions.models import Action
from comite.models import Bilan, BilanAxe, Decision, Membre, Point, Ronde, Seance, Suite
from comite.models.liens import DecisionAction
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    AxeFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    JalonFactory,
    MembreFactory,
    OrganisationFactory,
    PointFactory,
    PresenceFactory,
    RondeFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver, prendre

pytestmark = pytest.mark.django_db
HIER = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def approuvee(plan) -> Seance:
    """A meeting of two months ago whose minutes are approved, with one present member and one decision."""
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=60))
    PresenceFactory(seance=seance)
    DecisionFactory(seance=seance)
    return approuver(seance)


# --- Approved minutes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "champs",
    [
        {"lieu": "Ailleurs"},
        {"heure": "09:00"},
        {"mode": "distance"},
        {"presidee_par": "Une autre"},
        {"secretaire": "Une autre"},
        {"invites": "Une autre"},
        {"quorum_requis": 1},
        {"presents_consignes": 99},
        {"approuve_le": timezone.now()},
        {"arret_des_donnees": date(2026, 1, 1)},
    ],
    ids=lambda champs: next(iter(champs)),
)
def test_nothing_of_an_approved_meeting_changes(approuvee, champs):
    with refusee("seance_pv_fige"):
        Seance.objects.filter(pk=approuvee.pk).update(**champs)


def test_nothing_is_added_to_an_approved_meeting_nor_moved_into_it(plan, approuvee, action):
    autre = SeanceFactory(plan=plan, tenue=True)
    ajouts = {
        "point_pv_approuve": lambda: PointFactory(seance=approuvee),
        "decision_pv_approuve": lambda: DecisionFactory(seance=approuvee),
        "presence_pv_approuve": lambda: PresenceFactory(seance=approuvee),
        "suite_pv_approuve": lambda: SuiteFactory(seance=approuvee),
    }
    for contrainte, ajouter in ajouts.items():
        with refusee(contrainte):
            ajouter()
    for modele, fabrique in ((Point, PointFactory), (Suite, SuiteFactory)):
        objet = fabrique(seance=autre)
        with refusee(f"{modele._meta.model_name}_pv_approuve"):
            modele.objects.filter(pk=objet.pk).update(seance=approuvee)
    libre = DecisionFactory(seance=autre)
    libre.actions.add(action)
    with refusee("decision_action_pv_approuve"):
        DecisionAction.objects.filter(decision=libre).update(decision=approuvee.decisions.get())
    with refusee("decision_engagement_pv_approuve"):
        approuvee.decisions.get().engagements.add(EngagementFactory(plan=plan, publie=True))


def test_a_link_of_an_approved_decision_is_not_moved_away(plan, action):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=60))
    decision, ailleurs = DecisionFactory(seance=seance), DecisionFactory(seance__plan=plan)
    decision.actions.add(action)
    approuver(seance)
    with refusee("decision_action_pv_approuve"):
        DecisionAction.objects.filter(decision=decision).update(decision=ailleurs)


def test_a_follow_up_goes_on_being_told_after_approval_and_nothing_else_of_it_changes(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=60))
    suite = SuiteFactory(seance=seance)
    approuver(seance)
    suite.noter("fait", "Déposé.")
    suite.refresh_from_db()
    assert (suite.etat, suite.close_le) == ("fait", timezone.localdate())
    for champs in (
        {"libelle": "Autre chose"},
        {"responsable": OrganisationFactory()},
        {"echeance": timezone.localdate()},
        {"seance": SeanceFactory(plan=plan, tenue=True)},
    ):
        with refusee("suite_pv_approuve"):
            Suite.objects.filter(pk=suite.pk).update(**champs)
    with refusee("suite_pv_approuve"):
        suite.delete()


def test_a_mandate_does_not_change_the_quorum_of_approved_minutes(approuvee):
    membre = Membre.objects.get()
    with refusee("membre_mandat_compte"):
        Membre.objects.filter(pk=membre.pk).update(mandat_fin=approuvee.date - timedelta(days=1))
    with refusee("membre_mandat_compte"):
        Membre.objects.filter(pk=membre.pk).update(mandat_debut=approuvee.date + timedelta(days=1))
    Membre.objects.filter(pk=membre.pk).update(mandat_fin=approuvee.date)
    assert Seance.objects.get(pk=approuvee.pk).presents == 1


def test_the_meeting_that_approved_minutes_stays_after_them(approuvee):
    autre = approuvee.approuve_a
    for champs in ({"date": approuvee.date}, {"date": approuvee.date - timedelta(days=1)}):
        with refusee("seance_approuve_d_autres"):
            Seance.objects.filter(pk=autre.pk).update(**champs)
    appelee = SeanceFactory(plan=approuvee.plan, convoquee=True)
    seance = SeanceFactory(plan=approuvee.plan, tenue=True, proces_verbal="Texte.")
    seance.approuver(appelee, UtilisateurFactory(coordination=True))
    with refusee("seance_approuve_d_autres"):
        Seance.objects.filter(pk=appelee.pk).update(etat="planifiee")


def test_a_held_meeting_is_not_to_come(plan):
    seance = SeanceFactory(plan=plan, tenue=True)
    seance.date = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="n'est pas à venir"):
        seance.full_clean()


# --- Decisions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trait", [{}, {"annulee": True}], ids=["planned", "cancelled"])
def test_a_decision_is_taken_at_a_meeting_that_is_held(plan, trait):
    with refusee("decision_seance_tenue"):
        DecisionFactory(seance=SeanceFactory(plan=plan, **trait))


def test_a_number_is_that_of_one_decision_of_the_plan(plan):
    DecisionFactory(seance__plan=plan, numero="CMO-R1")
    with refusee("decision_numero_du_plan"):
        DecisionFactory(seance__plan=plan, numero="CMO-R1")
    DecisionFactory(numero="CMO-R1")


def test_what_a_decision_points_to_goes_together(plan, action, seance):
    with refusee("decision_point_de_la_seance"):
        DecisionFactory(seance=seance, point=PointFactory(seance=SeanceFactory(plan=plan)))
    with refusee("effet_jalon_de_l_action"):
        EffetFactory(
            decision__seance=seance, nature="deplacer_jalon", action=action, nouvelle_date=HIER,
            jalon=JalonFactory(action=ActionFactory(plan=plan)),
        )  # fmt: skip
    with refusee("comite_objets_du_plan"):
        EffetFactory(decision__seance=seance, action=ActionFactory())
    with refusee("suite_decision_de_la_seance"):
        SuiteFactory(seance=seance, decision=DecisionFactory(seance__plan=plan))


@pytest.mark.parametrize(
    "champs",
    [
        pytest.param({"nature": "suspendre", "action": None}, id="aimed at nothing"),
        pytest.param({"nature": "retirer", "action": None}, id="no commitment"),
        pytest.param({"nature": "retirer"}, id="an action for a commitment"),
        pytest.param({"nature": "deplacer_fin"}, id="no date"),
        pytest.param({"nature": "reformuler"}, id="no title"),
        pytest.param({"nature": "suspendre", "nouvelle_date": HIER}, id="a date that it does not use"),
        pytest.param({"nature": "suspendre", "nouveau_texte": "x"}, id="a title that it does not use"),
        pytest.param({"nature": "inconnue"}, id="no such effect"),
    ],
)
def test_an_effect_is_whole(seance, action, champs):
    with refusee("effet_entier"):
        EffetFactory(decision__seance=seance, **{"action": action} | champs)


def test_an_effect_says_why(seance, action):
    with refusee("effet_motif_requis"):
        EffetFactory(decision__seance=seance, action=action, motif="")


def test_a_decision_has_an_effect_once(seance, action):
    effet = EffetFactory(decision__seance=seance, action=action)
    with refusee("effet_une_fois"):
        EffetFactory(decision=effet.decision, action=action, motif="Encore.")


def test_what_was_applied_is_neither_rewritten_nor_erased(seance, action, coordination):
    decision = prendre(
        seance, coordination, libelle="Suspendre.", effet="suspendre", action=action, motif="m"
    )
    with refusee("effet_inalterable"):
        decision.effets.update(motif="Un autre.")
    with refusee("effet_inalterable"):
        decision.effets.all().delete()
    with refusee("decision_effet_fige"):
        Decision.objects.filter(pk=decision.pk).update(numero="CMO-R99")
    with refusee("decision_gardee"):
        Decision.objects.filter(pk=decision.pk)._raw_delete("default")


@pytest.mark.parametrize("vide", ["", " ", "\n"])
def test_an_action_is_not_abandoned_by_a_blank(action, vide):
    with refusee("action_abandon_decide"):
        Action.objects.filter(pk=action.pk).update(
            statut="abandonnee", motif="m", decision=vide, sans_decision=vide
        )


# --- Agenda, rounds --------------------------------------------------------------------------------------


def test_a_subject_is_once_on_an_agenda(plan, seance, action, engagement):
    PointFactory(seance=seance, rang=11, action=action)
    PointFactory(seance=seance, rang=12, engagement=engagement)
    with refusee("point_action_une_fois"):
        PointFactory(seance=seance, rang=13, action=action)
    with refusee("point_engagement_une_fois"):
        PointFactory(seance=seance, rang=14, engagement=engagement)
    with refusee("point_un_seul_objet"):
        PointFactory(
            seance=seance, rang=15, action=ActionFactory(plan=plan), engagement=EngagementFactory(plan=plan)
        )
    with refusee("comite_objets_du_plan"):
        PointFactory(seance=seance, rang=16, action=ActionFactory())


@pytest.mark.parametrize(
    ("ecart", "permis"),
    [(-1, True), (0, False), (1, False)],
    ids=["the day before", "the same day", "the day after"],
)
def test_an_agenda_approves_the_minutes_of_an_earlier_meeting(plan, ecart, permis):
    ici = SeanceFactory(plan=plan, date=HIER)
    autre = SeanceFactory(plan=plan, date=HIER + timedelta(days=ecart))
    champs = {"seance": ici, "nature": "proces_verbal", "approuve": autre}
    if not permis:
        with refusee("point_approuve_plus_tot"):
            PointFactory(**champs)
        return
    PointFactory(**champs)
    for seance, jour in ((ici, autre.date), (autre, ici.date)):
        with refusee("seance_points_d_approbation"):
            Seance.objects.filter(pk=seance.pk).update(date=jour)
    Seance.objects.filter(pk=ici.pk).update(date=HIER + timedelta(days=9))
    Seance.objects.filter(pk=autre.pk).update(date=HIER - timedelta(days=9))


def test_only_a_point_of_approval_names_the_minutes_of_its_plan_and_once(plan, seance):
    avant = SeanceFactory(plan=plan, tenue=True, date=HIER - timedelta(days=9))
    with refusee("point_approuve_un_proces_verbal"):
        PointFactory(seance=seance, approuve=avant)
    with refusee("point_approuve_du_plan"):
        PointFactory(
            seance=seance, nature="proces_verbal",
            approuve=SeanceFactory(tenue=True, date=HIER - timedelta(days=9)),
        )  # fmt: skip
    PointFactory(seance=seance, nature="proces_verbal", approuve=avant)
    with refusee("point_approuve_une_fois"):
        PointFactory(seance=seance, nature="proces_verbal", approuve=avant)


def test_a_question_is_of_its_round_s_plan_and_asked_once(plan, action):
    ronde = RondeFactory(plan=plan)
    ronde.ouvrir()
    with refusee("demande_une_par_action"):
        ronde.demandes.create(action=action, organisation=action.responsable)
    with refusee("demande_du_plan"):
        ronde.demandes.create(action=ActionFactory(), organisation=action.responsable)
    with refusee("demande_un_seul_objet"):
        ronde.demandes.create(
            action=ActionFactory(plan=plan), engagement=EngagementFactory(plan=plan),
            organisation=action.responsable,
        )  # fmt: skip
    with refusee("ronde_dates_en_ordre"):
        Ronde.objects.filter(pk=ronde.pk).update(ferme_le=ronde.ouvre_le - timedelta(days=1))


# --- Members ---------------------------------------------------------------------------------------------


def test_a_person_sits_once_at_a_time(plan):
    personne = UtilisateurFactory(comite=True)
    MembreFactory(plan=plan, utilisateur=personne, nom="Camille Roy", mandat_fin=date(2026, 1, 1))
    for champs in ({"utilisateur": personne}, {"nom": "Camille Roy"}):
        with refusee("membre_un_mandat_a_la_fois"):
            MembreFactory(plan=plan, mandat_debut=date(2026, 1, 1), **champs)
    MembreFactory(plan=plan, utilisateur=personne, nom="Camille Roy", mandat_debut=date(2026, 1, 2))
    MembreFactory(plan=plan)
    MembreFactory(nom="Camille Roy")


def test_a_person_who_sat_stays_on_the_committee_of_the_plan(approuvee):
    with refusee("membre_plan_garde"):
        Membre.objects.update(plan=SeanceFactory().plan)


# --- Dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jour", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_date_is_one_that_can_be_computed_with(plan, action, seance, jour):
    suite = SuiteFactory(seance=seance)
    for objet, champ in (
        (action, "fin"),
        (action.jalons.get(), "echeance"),
        (SeanceFactory(plan=plan), "date"),
        (suite, "echeance"),
        (MembreFactory(plan=plan), "mandat_fin"),
        (RondeFactory(plan=plan), "ferme_le"),
    ):
        nom = objet._meta.model_name
        setattr(objet, champ, jour)
        if nom in ("action", "jalon"):
            objet.motif_report = "m"
        objet.motif_deplacement = "m"
        with pytest.raises(ValidationError, match="Une date va de 1900 à 2199"):
            objet.full_clean()


def test_the_database_refuses_it_too(seance):
    with refusee("seance_dates_possibles"):
        Seance.objects.filter(pk=seance.pk).update(date=date(2200, 1, 1))


# --- Reviews ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annee", "arret"), [(2024, date(2026, 1, 1)), (2025, date(2024, 12, 31))], ids=["after", "before"]
)
def test_a_review_stops_in_its_year_or_the_next(plan, annee, arret):
    with refusee("bilan_arret_de_l_annee"):
        BilanFactory(plan=plan, annee=annee, arret=arret)


def test_a_published_review_is_frozen_until_it_is_taken_back(plan, axe):
    bilan = BilanFactory(plan=plan, annee=2025, arret=date(2025, 12, 31))
    recit = BilanAxeFactory(bilan=bilan, axe=axe)
    Bilan.objects.filter(pk=bilan.pk).update(
        publication="publiee", publie_le=timezone.now(), donnees='{"a": 1}'
    )
    for champs in ({"donnees": "{}"}, {"introduction": "FAUX"}, {"annee": 2024}, {"arret": date(2025, 6, 1)}):
        with refusee("bilan_publie_fige"):
            Bilan.objects.filter(pk=bilan.pk).update(**champs)
    with refusee("bilan_axe_publie_fige"):
        BilanAxe.objects.filter(pk=recit.pk).update(recit="FAUX")
    with refusee("bilan_axe_publie_fige"):
        recit.delete()
    with refusee("bilan_axe_publie_fige"):
        BilanAxeFactory(bilan=bilan, axe=AxeFactory(plan=plan, numero=9, code="A9"))
    with refusee("bilan_publie_fige"):
        Bilan.objects.filter(pk=bilan.pk)._raw_delete("default")
    Bilan.objects.filter(pk=bilan.pk).update(publication="brouillon", donnees="")
    BilanAxe.objects.filter(pk=recit.pk).update(recit="Corrigé.")


def test_a_narrative_is_of_an_axis_of_the_review_s_plan(plan):
    with refusee("bilan_axe_du_plan"):
        BilanAxeFactory(bilan=BilanFactory(plan=plan), axe=AxeFactory())
