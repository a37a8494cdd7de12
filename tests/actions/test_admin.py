"""The page of an action in the back office: what its form refuses, what a save does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Mesure, Report
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DomaineFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    ObjectifFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    SourceFactory,
    UtilisateurFactory,
    VoletFactory,
)
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

LISTE = "/admin/actions/action/"
AJOUT = "/admin/actions/action/add/"


def page(action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def dans(jours: int) -> str:
    return (timezone.localdate() + timedelta(days=jours)).isoformat()


# --- Creating --------------------------------------------------------------------------------------------


def test_an_editor_writes_an_action_of_their_unit_and_is_its_author(redaction, unite):
    axe = AxeFactory(plan__actif=True)
    volet = VoletFactory(axe=axe)
    champs = ouvrir(redaction, AJOUT)
    assert champs["plan"] == [str(axe.plan_id)]
    reponse = envoyer(
        redaction,
        AJOUT,
        champs,
        code="9.1",
        titre="Nouvelle",
        axe=axe.pk,
        volet=volet.pk,
        responsable=unite.pk,
    )
    action = Action.objects.get(code="9.1")
    assert reponse["Location"] == page(action)
    assert action.auteur.last_name == "Roy"
    assert action.publication == "brouillon"
    assert action.volet == volet


def test_an_editor_cannot_write_for_another_unit(redaction, unite):
    axe, autre = AxeFactory(plan__actif=True), OrganisationFactory(service=True, nom="Autre service")
    contenu = redaction.get(AJOUT).content.decode()
    assert "Autre service" not in contenu.split('<select name="responsable"')[1].split("</select>")[0]
    reponse = envoyer(
        redaction, AJOUT, ouvrir(redaction, AJOUT), code="9.1", titre="X", axe=axe.pk, responsable=autre.pk
    )
    assert "Votre compte n'inscrit que des actions de votre unité." in texte(reponse)
    assert not Action.objects.exists()


def test_an_editor_cannot_hand_an_action_over(redaction, unite):
    action = ActionFactory(responsable=unite)
    autre = OrganisationFactory(service=True)
    reponse = envoyer(redaction, page(action), ouvrir(redaction, page(action)), responsable=autre.pk)
    assert "Votre compte n'inscrit que des actions de votre unité." in texte(reponse)


def test_an_editor_without_unit_adds_nothing(client_de):
    client = client_de(UtilisateurFactory(roles=("redaction",), is_staff=True))
    assert client.get(AJOUT).status_code == 403


def test_what_belongs_to_another_plan_is_refused_by_name(coordination):
    action = ActionFactory()
    autre = PlanFactory()
    etrangers = {
        "objectifs": ObjectifFactory(plan=autre, titre="Objectif d'ailleurs"),
        "domaines": DomaineFactory(plan=autre, titre="Domaine d'ailleurs"),
        "sources": SourceFactory(plan=autre, titre="Source d'ailleurs"),
    }
    saisies = {nom: [str(objet.pk)] for nom, objet in etrangers.items()}
    saisies |= {"axe": AxeFactory(plan=autre).pk, "remplacee_par": ActionFactory(plan=autre).pk}
    lue = texte(envoyer(coordination, page(action), ouvrir(coordination, page(action)), **saisies))
    for objet in etrangers.values():
        assert (
            f"D'un autre plan que «\N{NO-BREAK SPACE}{action.plan}".replace("\N{NO-BREAK SPACE}", " ") in lue
        )
        assert f": {objet.titre}." in lue
    assert "Cet axe est d'un autre plan." in lue
    assert "Cette action est d'un autre plan" in lue


def test_a_strand_of_another_axis_is_refused(coordination):
    action = ActionFactory()
    volet = VoletFactory(axe__plan=action.plan)
    lue = texte(envoyer(coordination, page(action), ouvrir(coordination, page(action)), volet=volet.pk))
    assert "Ce volet est d'un autre axe." in lue


def test_strands_are_grouped_by_axis(coordination):
    action = ActionFactory()
    VoletFactory(axe=action.axe, titre="Volet à grouper")
    contenu = coordination.get(page(action)).content.decode()
    groupe = contenu.split(f'<optgroup label="{action.axe}">'.replace("'", "&#x27;"))[1].split("</optgroup>")[
        0
    ]
    assert "Volet à grouper" in groupe


def test_the_plan_is_fixed_once_chosen(coordination):
    action, autre = ActionFactory(), PlanFactory()
    champs = ouvrir(coordination, page(action))
    assert "plan" not in champs
    envoyer(coordination, page(action), champs, plan=autre.pk, titre="Renommée")
    action.refresh_from_db()
    assert (action.titre, action.plan_id == autre.pk) == ("Renommée", False)


# --- Changing --------------------------------------------------------------------------------------------


def test_saving_an_untouched_form_writes_nothing(coordination):
    action = ActionFactory(description="Une ligne\nune autre", budget_prevu="1500.50", publiee=True)
    IndicateurFactory(action=action, cible_annee=2030, cible_valeur="12.5", methode="a\nb")
    (
        JalonFactory(action=action),
        NouvelleFactory(action=action, texte="x\ny"),
        ParticipationFactory(action=action),
    )
    evenements = Action.pgh_event_model.objects.count()
    action.refresh_from_db()
    reponse = envoyer(coordination, page(action), ouvrir(coordination, page(action)))
    assert reponse.status_code == 302
    assert Action.pgh_event_model.objects.count() == evenements
    assert Action.objects.get(pk=action.pk).version == action.version


def test_moving_the_end_without_a_reason_is_refused_and_keeps_the_typed_date(redaction, unite):
    action = ActionFactory(responsable=unite)
    reponse = envoyer(redaction, page(action), ouvrir(redaction, page(action)), fin=dans(700))
    assert "Écrivez le motif du report" in texte(reponse)
    assert f'value="{dans(700)}"' in reponse.content.decode()
    assert Action.objects.get(pk=action.pk).fin == action.fin


def test_moving_the_end_with_a_reason_leaves_a_report_signed_by_the_person(redaction, unite):
    action = ActionFactory(responsable=unite)
    envoyer(
        redaction, page(action), ouvrir(redaction, page(action)), fin=dans(700), motif_report="Appel d'offres"
    )
    report = Report.objects.get(action=action)
    assert (report.motif, report.par.last_name, report.nouvelle_date.isoformat()) == (
        "Appel d'offres",
        "Roy",
        dans(700),
    )


def test_moving_a_milestone_needs_its_own_reason(redaction, unite):
    jalon = JalonFactory(action__responsable=unite)
    champs = ouvrir(redaction, page(jalon.action))
    reponse = envoyer(redaction, page(jalon.action), champs, **{"jalons-0-echeance": dans(300)})
    assert "Écrivez le motif du report" in texte(reponse)
    assert dans(300) in reponse.content.decode()
    deplace = {"jalons-0-echeance": dans(300), "jalons-0-motif_report": "Retard du bailleur"}
    assert envoyer(redaction, page(jalon.action), champs, **deplace).status_code == 302
    assert Report.objects.get(jalon=jalon).motif == "Retard du bailleur"


@pytest.mark.parametrize("statut", ["suspendue", "abandonnee"])
def test_suspending_or_abandoning_asks_why(redaction, unite, statut):
    action = ActionFactory(responsable=unite)
    champs = ouvrir(redaction, page(action))
    assert "doit dire pourquoi" in texte(envoyer(redaction, page(action), champs, statut=statut))
    reponse = envoyer(redaction, page(action), champs, statut=statut, motif="Faute de fonds")
    if statut == "suspendue":
        assert reponse.status_code == 302
    else:
        # A unit suspends its own action; abandoning it is the committee's.
        assert "par décision du comité" in texte(reponse)


def test_the_coordination_abandons_an_action_and_says_why_without_a_decision(client_de):
    coordination = client_de(UtilisateurFactory(coordination=True))
    action = ActionFactory()
    champs = ouvrir(coordination, page(action))
    saisie = {"statut": "abandonnee", "motif": "Faute de fonds"}
    assert "par décision du comité" in texte(envoyer(coordination, page(action), champs, **saisie))
    saisie["sans_decision"] = "Le comité ne siège pas avant l'automne."
    assert envoyer(coordination, page(action), champs, **saisie).status_code == 302
    action.refresh_from_db()
    assert (action.statut, action.sans_decision) == ("abandonnee", saisie["sans_decision"])


def test_the_latest_measure_is_added_from_the_page_of_the_action(redaction, unite):
    indicateur = IndicateurFactory(action__responsable=unite)
    adresse = page(indicateur.action)
    saisies = {"indicateurs-0-mesure_valeur": "1 234,5", "indicateurs-0-mesure_date": "2026-09-30"}
    assert envoyer(redaction, adresse, ouvrir(redaction, adresse), **saisies).status_code == 302
    mesure = Mesure.objects.get()
    assert (str(mesure.valeur), mesure.date.isoformat(), mesure.indicateur) == (
        "1234.5000",
        "2026-09-30",
        indicateur,
    )
    lue = texte(envoyer(redaction, adresse, ouvrir(redaction, adresse), **saisies))
    assert "Cet indicateur a déjà une mesure à cette date : corrigez-la, ou changez la date." in lue


DE_DEMAIN = {
    "mesure": {"indicateurs-0-mesure_valeur": "1", "indicateurs-0-mesure_date": dans(1)},
    "jalon": {"jalons-0-atteint_le": dans(1)},
    "nouvelle": {
        "nouvelles-0-texte": "Dit.",
        "nouvelles-0-date": dans(1),
        "nouvelles-0-visibilite": "interne",
    },
    "document": {
        "documents-TOTAL_FORMS": "1",
        "documents-0-titre": "Plan",
        "documents-0-adresse": "https://exemple.test/p",
        "documents-0-date": dans(1),
    },
}


@pytest.mark.parametrize("saisies", DE_DEMAIN.values(), ids=DE_DEMAIN.keys())
def test_a_fact_of_tomorrow_is_refused_on_the_page_of_the_action(redaction, unite, saisies):
    indicateur = IndicateurFactory(action__responsable=unite)
    JalonFactory(action=indicateur.action)
    adresse = page(indicateur.action)
    reponse = envoyer(redaction, adresse, ouvrir(redaction, adresse), **saisies)
    assert "Cette date dit ce qui est fait" in texte(reponse)


def test_a_new_indicator_and_its_first_measure_go_together(redaction, unite):
    action = ActionFactory(responsable=unite)
    saisies = {
        "indicateurs-TOTAL_FORMS": "1",
        "indicateurs-0-nom": "Logements",
        "indicateurs-0-unite": "logements",
        "indicateurs-0-sens": "hausse",
        "indicateurs-0-mesure_valeur": "12",
        "indicateurs-0-mesure_date": "2026-01-31",
    }
    envoyer(redaction, page(action), ouvrir(redaction, page(action)), **saisies)
    assert Mesure.objects.get().indicateur.nom == "Logements"


def test_a_update_is_signed(redaction, unite):
    action = ActionFactory(responsable=unite)
    envoyer(
        redaction,
        page(action),
        ouvrir(redaction, page(action)),
        **{"nouvelles-0-texte": "Premier versement fait", "nouvelles-0-visibilite": "interne"},
    )
    nouvelle = action.nouvelles.get()
    assert (nouvelle.texte, nouvelle.auteur.last_name, nouvelle.visibilite) == (
        "Premier versement fait",
        "Roy",
        "interne",
    )


def test_the_computed_readings_stand_beside_the_declared_rate(redaction, unite):
    action = ActionFactory(responsable=unite, avancement_declare=80, en_retard=True)
    JalonFactory(action=action, atteint=True), JalonFactory(action=action)
    lue = texte(redaction.get(page(action)))
    assert "50 % (déclaré : 80 %)" in lue
    assert "En retard" in lue
    assert "À jour" in lue


def test_the_official_text_is_frozen_once_published(coordination):
    action = ActionFactory(publiee=True, texte_officiel="Texte adopté")
    champs = ouvrir(coordination, page(action))
    assert "texte_officiel" not in champs
    assert envoyer(coordination, page(action), champs, texte_officiel="Autre").status_code == 302
    action.refresh_from_db()
    assert action.texte_officiel == "Texte adopté"


def test_the_code_of_another_action_of_the_plan_is_refused_in_the_form(coordination):
    action = ActionFactory(code="1.1")
    ActionFactory(code="1.2", axe=action.axe)
    lue = texte(
        envoyer(coordination, page(action), ouvrir(coordination, page(action)), code="1.2", titre="Mon titre")
    )
    assert "Ce code est déjà celui d'une autre action du plan : choisissez-en un autre." in lue
    assert Action.objects.get(pk=action.pk).code == "1.1"
