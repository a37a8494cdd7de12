"""What the database itself refuses: an import, a bulk write or the shell cannot do what a form refuses."""

from datetime import timedelta
from itertools import pairwise

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from actions.models import Action, Plan
from tests.actions.refus import modifie, refuse, sql
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    ParticipationFactory,
    PlanFactory,
    UtilisateurFactory,
    VoletFactory,
)

pytestmark = pytest.mark.django_db

AUJOURD_HUI = timezone.localdate()
DEMAIN = AUJOURD_HUI + timedelta(days=1)
HIER = AUJOURD_HUI - timedelta(days=1)


# --- Rules of the action ---------------------------------------------------------------------------------

CHAMPS_REFUSES = [
    ("action_motif_requis", {"statut": "suspendue"}),
    ("action_abandon_decide", {"statut": "abandonnee"}),
    ("action_dates_en_ordre", {"debut": AUJOURD_HUI + timedelta(days=9999)}),
    ("action_statut_connu", {"statut": "finie"}),
    ("action_confiance_connue", {"confiance": "haute"}),
    ("action_publication_connue", {"publication": "secrete"}),
    ("action_partie_connue", {"partie_engagee": "autre"}),
    ("action_titre_non_vide", {"titre": ""}),
    ("action_avancement_declare_0_100", {"avancement_declare": 101}),
    ("action_budgets_positifs", {"budget_prevu": -1}),
    ("action_budgets_positifs", {"budget_engage": -1}),
    ("action_publiee_datee", {"publication": "publiee"}),
    ("action_soumise_le_et_par", {"soumise_le": timezone.now()}),
]


@pytest.mark.parametrize(("contrainte", "champs"), CHAMPS_REFUSES)
def test_a_bulk_update_cannot_break_a_rule_of_the_action(contrainte, champs):
    refuse(contrainte, lambda: modifie(ActionFactory(), **champs))


@pytest.mark.parametrize(("contrainte", "champs"), CHAMPS_REFUSES)
def test_raw_sql_cannot_break_a_rule_of_the_action(contrainte, champs):
    action = ActionFactory()
    ((colonne, valeur),) = champs.items()
    refuse(contrainte, sql, f"UPDATE actions_action SET {colonne} = %s WHERE id = %s", valeur, action.pk)


@pytest.mark.parametrize("longueur", [1, 2, 4], ids=["itself", "each other", "four in a ring"])
def test_replacement_makes_no_circle(longueur):
    actions = ActionFactory.create_batch(longueur)
    for action, suivante in pairwise(actions):
        modifie(action, remplacee_par=suivante)
    premiere, derniere = actions[0], actions[-1]
    refuse("action_remplacee_sans_boucle", lambda: modifie(derniere, remplacee_par=premiere))
    derniere.remplacee_par = premiere
    with pytest.raises(ValidationError, match="ne se remplace pas elle-même"):
        derniere.full_clean()


def test_several_actions_are_replaced_by_one_which_is_replaced_in_turn():
    un, deux, trois, quatre = ActionFactory.create_batch(4)
    for action, suivante in ((un, trois), (deux, trois), (trois, quatre)):
        modifie(action, remplacee_par=suivante)
    modifie(un, remplacee_par=quatre)
    assert Action.objects.get(pk=un.pk).remplacee_par == quatre


INCONNUS = {
    "un motif": {"statut": "suspendue", "motif_inconnu": True},
    "une décision": {"statut": "abandonnee", "motif": "Sans suite.", "decision_inconnue": True},
}


@pytest.mark.parametrize("champs", INCONNUS.values(), ids=INCONNUS.keys())
@pytest.mark.xdist_group("role_web")
def test_only_the_file_of_a_plan_leaves_a_reason_unknown(role_web, champs):
    du_fichier, action = ActionFactory(**champs), ActionFactory()
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        refuse("action_inconnus_du_fichier", lambda: modifie(action, **champs))
        # What a file left unknown is not asked of whoever changes something else.
        modifie(du_fichier, titre="Autre titre")
        curseur.execute("RESET ROLE")


def test_a_reason_that_is_written_is_not_unknown():
    action = ActionFactory(**INCONNUS["un motif"])
    modifie(action, motif="Chantier.")
    action.refresh_from_db()
    assert not action.motif_inconnu
    modifie(action, motif_inconnu=True)
    action.refresh_from_db()
    assert not action.motif_inconnu


def test_two_actions_of_a_plan_never_share_a_code_and_those_of_two_plans_may():
    action = ActionFactory(code="2.3")
    refuse("action_code_unique", lambda: ActionFactory(plan=action.plan, code="2.3"))
    assert ActionFactory(code="2.3").plan != action.plan


def test_the_axis_of_an_action_is_of_its_plan():
    action, ailleurs = ActionFactory(), AxeFactory()
    refuse("action_axe_du_plan", lambda: modifie(action, axe=ailleurs))
    refuse("action_axe_du_plan", lambda: modifie(action, plan=PlanFactory()))
    refuse(
        "action_axe_du_plan",
        lambda: ActionFactory.build(plan=action.plan, axe=ailleurs, responsable=action.responsable).save(),
    )


def test_the_strand_of_an_action_is_of_its_axis():
    action = ActionFactory()
    refuse("action_volet_de_l_axe", lambda: modifie(action, volet=VoletFactory()))
    voisin = VoletFactory(axe__plan=action.plan)
    refuse("action_volet_de_l_axe", lambda: modifie(action, volet=voisin))
    assert modifie(action, volet=VoletFactory(axe=action.axe)) == 1


def test_an_axis_that_has_actions_cannot_move_to_another_plan():
    action = ActionFactory()
    refuse("action_axe_du_plan", lambda: modifie(action.axe, plan=PlanFactory()))


def test_a_strand_that_has_actions_cannot_move_to_another_axis():
    action = ActionFactory(volet=VoletFactory())
    refuse("action_volet_de_l_axe", lambda: modifie(action.volet, axe=AxeFactory(plan=action.plan)))


@pytest.mark.parametrize("role", ["auteur", "soumise_par"])
def test_no_bulk_write_lets_one_person_write_and_validate(role):
    personne = UtilisateurFactory()
    action = ActionFactory(
        **{role: personne}, **({"soumise_le": timezone.now()} if role == "soumise_par" else {})
    )
    refuse("action_quatre_yeux", lambda: modifie(action, validee_par=personne))
    refuse(
        "action_quatre_yeux",
        sql,
        "UPDATE actions_action SET validee_par_id = %s WHERE id = %s",
        personne.pk,
        action.pk,
    )
    assert modifie(action, validee_par=UtilisateurFactory()) == 1


def test_only_one_plan_is_active():
    PlanFactory(actif=True)
    autre = PlanFactory()
    refuse("plan_un_seul_actif", lambda: PlanFactory(actif=True, slug="autre"))
    refuse("plan_un_seul_actif", lambda: modifie(autre, actif=True))


@pytest.mark.parametrize(
    ("contrainte", "fabrique", "champs"),
    [
        ("plan_dates_en_ordre", PlanFactory, {"fin": AUJOURD_HUI - timedelta(days=9999)}),
        ("jalon_atteint_sans_avenir", JalonFactory, {"atteint_le": AUJOURD_HUI + timedelta(days=2)}),
        ("jalon_poids_positif", JalonFactory, {"poids": 0}),
        ("jalon_atteint_ou_annule", JalonFactory, {"annule": True, "atteint_le": HIER}),
        ("jalon_titre_non_vide", JalonFactory, {"titre": ""}),
        ("nouvelle_sans_avenir", NouvelleFactory, {"date": AUJOURD_HUI + timedelta(days=2)}),
        ("nouvelle_texte_non_vide", NouvelleFactory, {"texte": ""}),
        ("nouvelle_visibilite_connue", NouvelleFactory, {"visibilite": "x"}),
        ("document_adresse_sure", DocumentFactory, {"adresse": "javascript:alert(1)"}),
        ("document_visibilite_connue", DocumentFactory, {"visibilite": "x"}),
        ("indicateur_reference_datee", IndicateurFactory, {"reference_annee": 2024}),
        ("indicateur_cible_datee", IndicateurFactory, {"cible_valeur": 3}),
        ("indicateur_sens_connu", IndicateurFactory, {"sens": "x"}),
        ("participation_role_connu", ParticipationFactory, {"role": "x"}),
    ],
)
def test_the_database_refuses_a_bulk_update_that_breaks_a_rule(contrainte, fabrique, champs):
    refuse(contrainte, lambda: modifie(fabrique(), **champs))


def test_an_indicator_has_one_measure_a_day_and_an_organisation_one_part_in_an_action():
    mesure, participation = MesureFactory(), ParticipationFactory()
    refuse("mesure_une_par_date", lambda: MesureFactory(indicateur=mesure.indicateur, date=mesure.date))
    refuse(
        "participation_unique",
        lambda: ParticipationFactory(action=participation.action, organisation=participation.organisation),
    )


def test_the_official_text_is_frozen_once_published():
    action = ActionFactory(texte_officiel="Adopté.")
    modifie(action, texte_officiel="Adopté le 3 mars.")
    modifie(action, publication="publiee", publiee_le=timezone.now())
    refuse("action_texte_officiel_fige", lambda: modifie(action, texte_officiel="Autre"))
    refuse("action_texte_officiel_fige", lambda: modifie(action, texte_officiel=""))
    modifie(action, publication="brouillon")
    refuse("action_texte_officiel_fige", lambda: modifie(action, texte_officiel="Autre"))
    refuse("action_publiee_le_gardee", lambda: modifie(action, texte_officiel="Autre", publiee_le=None))


def test_the_date_of_first_publication_is_set_once():
    action = ActionFactory()
    modifie(action, publiee_le=timezone.localtime() - timedelta(days=3))
    for le in (timezone.now(), timezone.localtime() - timedelta(days=400), None):
        refuse("action_publiee_le_gardee", lambda le=le: modifie(action, publiee_le=le))


def test_the_date_of_first_publication_cannot_be_wiped_to_unfreeze_the_text():
    action = ActionFactory(publiee=True, texte_officiel="Adopté.")

    def contourner():
        modifie(action, publication="brouillon", publiee_le=None)
        modifie(action, texte_officiel="Autre")

    with pytest.raises(IntegrityError), transaction.atomic():
        contourner()


# --- Version ------------------------------------------------------------------------------------


def il_y_a(jours: int):
    return AUJOURD_HUI - timedelta(days=jours)


def test_every_change_moves_the_version_also_in_bulk():
    action = ActionFactory()
    modifie(action, titre="Un")
    sql("UPDATE actions_action SET titre = 'Deux' WHERE id = %s", action.pk)
    Action.objects.filter(pk=action.pk).update(titre="Deux")
    action.refresh_from_db()
    assert action.version == 3


# --- Nothing puts the guards to sleep --------------------------------------------------------------------


def test_guards_hold_under_replication_role(replique):
    jalon = JalonFactory()
    refuse("report_motif_requis", lambda: modifie(jalon, echeance=DEMAIN))
    refuse("jalon_echeance_initiale_figee", lambda: modifie(jalon, echeance_initiale=DEMAIN))
    refuse("action_axe_du_plan", lambda: modifie(jalon.action, plan=PlanFactory()))


def test_history_is_kept_under_replication_role(replique):
    plan = PlanFactory(titre="Un")
    modifie(plan, titre="Deux")
    Plan.objects.filter(pk=plan.pk).delete()
    evenements = Plan.pgh_event_model.objects.filter(pgh_obj_id=plan.pk).order_by("pgh_id")
    assert list(evenements.values_list("pgh_label", "titre")) == [
        ("insert", "Un"),
        ("update", "Deux"),
        ("delete", "Deux"),
    ]


@pytest.mark.parametrize("replique_aussi", [False, True], ids=["plain", "replica"])
@pytest.mark.parametrize("geste", ["update", "delete"])
def test_what_history_holds_cannot_be_changed_nor_deleted(geste, replique_aussi, request):
    plan = PlanFactory()
    if replique_aussi:
        request.getfixturevalue("replique")
    evenements = Plan.pgh_event_model.objects.filter(pgh_obj_id=plan.pk)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        evenements.update(titre="Réécrit") if geste == "update" else evenements._raw_delete("default")
    assert evenements.get().titre == plan.titre
