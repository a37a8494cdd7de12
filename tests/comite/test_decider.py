"""Deciding: what a general point aims at, what has no point, mending the words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from comite.models import Decision, Point, Suite
from comite.seance.formulaires_decision import FormulaireDecision
from partenariat.cycles.pas import TransitionRefusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    JalonFactory,
    MembreFactory,
    PointFactory,
    SeanceFactory,
)
from tests.factories.comite import approuver, prendre
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
DANS_UN_AN = (timezone.localdate() + timedelta(days=365)).isoformat()


def test_a_decision_on_a_general_point_chooses_what_it_aims_at(seance, action, client_du_comite):
    general = PointFactory(seance=seance, rang=1, titre="Actions en retard")
    page = texte(client_du_comite.get(seance.adresse("tenue"), {"point": general.pk, "viser": "1.1"}))
    assert "Porte sur 1.1 · Ouvrir des locaux" in page
    assert "Suspendre l'action" in page
    donnees = {
        "point": general.pk, "viser": "1.1", f"p{general.pk}-libelle": "Reporter.",
        f"p{general.pk}-vote": "unanimite",
        f"p{general.pk}-nouvelle_date": DANS_UN_AN, f"p{general.pk}-motif": "Appel d'offres.",
    }  # fmt: skip
    assert client_du_comite.post(seance.adresse("decider"), donnees).status_code == 302
    decision = Decision.objects.get()
    assert decision.point == general
    assert [effet.action for effet in decision.effets.all()] == list(decision.actions.all()) == [action]
    assert Action.objects.get(pk=action.pk).fin.isoformat() == DANS_UN_AN


def test_an_unknown_or_unpublished_target_is_refused_in_words(seance, plan, axe, client_du_comite):
    general = PointFactory(seance=seance, rang=1)
    ActionFactory(plan=plan, axe=axe, code="9.9")
    for code in ("9.9", "nulle part"):
        reponse = client_du_comite.get(seance.adresse("tenue"), {"point": general.pk, "viser": code})
        assert reponse.status_code == 422
        assert f"« {code} » n'est le code" in texte(reponse)
    reponse = client_du_comite.post(
        seance.adresse("decider"),
        {
            "point": general.pk,
            "viser": "9.9",
            f"p{general.pk}-libelle": "x",
            f"p{general.pk}-vote": "unanimite",
        },
    )
    assert reponse.status_code == 422
    assert not Decision.objects.exists()


def test_a_decision_without_a_point_is_shown_too(seance, client_du_comite):
    DecisionFactory(seance=seance, numero="CMO-2026-05-R9", libelle="Une décision seule.")
    assert "Une décision seule." in texte(client_du_comite.get(seance.adresse("tenue")))


# --- Resuming an action -----------------------------------------------------------------------------------


@pytest.fixture
def arretee(plan, axe) -> Action:
    """Suspended, with an open milestone whose date is past, and one that was reached."""
    aujourd_hui = timezone.localdate()
    action = ActionFactory(plan=plan, axe=axe, code="4.2", publiee=True, suspendue=True, fin=aujourd_hui)
    JalonFactory(action=action, titre="Ouvert", echeance=aujourd_hui - timedelta(days=30))
    JalonFactory(action=action, titre="Atteint", atteint=True)
    return action


@pytest.fixture
def decider(seance, client_du_comite):
    """Decides on the point of this action, by the form."""

    def poster(action, **champs):
        point = PointFactory(seance=seance, nature="action", action=action)
        champs = {"libelle": "Décidé.", "vote": "unanimite", "motif": "Financement trouvé."} | champs
        donnees = {f"p{point.pk}-{nom}": valeur for nom, valeur in champs.items()}
        return client_du_comite.post(seance.adresse("decider"), donnees | {"point": point.pk})

    return poster


@pytest.mark.parametrize("etat", ["suspendue", "abandonnee"])
def test_the_decision_that_resumes_an_action_says_its_new_dates(decider, arretee, etat):
    Action.objects.filter(pk=arretee.pk).update(statut=etat, decision="CMO-1")
    ouvert = arretee.jalons.get(titre="Ouvert")
    dates = {"nouvelle_date": DANS_UN_AN, f"jalon_{ouvert.pk}": DANS_UN_AN}
    reponse = decider(arretee, effet="reprendre", **dates)
    assert reponse.status_code == 302, texte(reponse)
    arretee.refresh_from_db()
    ouvert.refresh_from_db()
    assert (arretee.statut, arretee.fin.isoformat(), ouvert.echeance.isoformat()) == (
        "en_cours",
        DANS_UN_AN,
        DANS_UN_AN,
    )
    natures = [effet.nature for effet in Decision.objects.get().effets.all()]
    assert natures == ["reprendre", "deplacer_fin", "deplacer_jalon"]
    assert {report.motif for report in arretee.reports.all()} == {
        "Décision CMO-2026-05-R1\u00a0: Financement trouvé."
    }


@pytest.mark.parametrize("effet", ["", "abandonner"])
def test_a_date_of_a_suspended_action_moves_with_its_resumption_only(decider, arretee, effet):
    reponse = decider(arretee, effet=effet, nouvelle_date=DANS_UN_AN)
    assert reponse.status_code == 422
    assert "la même décision peut reprendre une action" in texte(reponse)
    assert not Decision.objects.exists()


def test_the_form_offers_what_each_statut_allows(seance, arretee, action, plan, axe):
    realisee = ActionFactory(plan=plan, axe=axe, publiee=True, realisee=True)
    offerts = {}
    for visee in (action, arretee, realisee):
        point = PointFactory(seance=seance, nature="action", action=visee)
        champs = FormulaireDecision(point=point).fields
        statuts = [valeur for valeur, _mot in champs["effet"].choices] if "effet" in champs else []
        jalons = [champ.label for nom, champ in champs.items() if nom.startswith("jalon_")]
        offerts[visee.statut] = (statuts, "nouvelle_date" in champs, len(jalons), "nouveau_texte" in champs)
    assert offerts == {
        "en_cours": (["", "suspendre", "abandonner"], True, 1, True),
        "suspendue": (["", "reprendre", "abandonner"], True, 1, True),
        "realisee": ([], False, 0, True),
    }


# --- Mending the words -------------------------------------------------------------------------------------


def test_the_words_of_a_decision_are_mended_until_the_minutes_are_approved(seance, client_du_comite):
    decision = DecisionFactory(seance=seance, libelle="Repporter.")

    def corriger(libelle):
        champs = {f"c{decision.pk}-libelle": libelle, f"c{decision.pk}-vote": "majorite"}
        return client_du_comite.post(seance.adresse("corriger", pk=decision.pk), champs)

    assert corriger("").status_code == 422
    assert corriger("Reporter.").status_code == 302
    decision.refresh_from_db()
    assert (decision.libelle, decision.vote) == ("Reporter.", "majorite")
    seance.tenir()
    # Its minutes are approved at a later one, which is held today.
    seance.date, seance.motif_deplacement = timezone.localdate() - timedelta(days=1), "Devancée."
    seance.save()
    approuver(seance)
    assert corriger("Autre chose.").status_code == 422
    decision.refresh_from_db()
    assert decision.libelle == "Reporter."
    ailleurs = DecisionFactory(seance__plan=seance.plan)
    assert client_du_comite.post(seance.adresse("corriger", pk=ailleurs.pk), {}).status_code == 404


# --- What changed while one was typing ---------------------------------------------------------------------


def test_two_people_do_not_overwrite_each_other_s_correction(
    seance, client_du_comite, client_de, coordination
):
    decision = DecisionFactory(seance=seance, libelle="Au départ.")
    prefixe = f"c{decision.pk}"

    def corriger(client, libelle):
        champs = {
            f"{prefixe}-libelle": libelle,
            f"initial-{prefixe}-libelle": "Au départ.",
            f"{prefixe}-vote": decision.vote,
        }
        return client.post(seance.adresse("corriger", pk=decision.pk), champs)

    assert corriger(client_du_comite, "De la première.").status_code == 302
    reponse = corriger(client_de(coordination), "De la seconde.")
    assert reponse.status_code == 422
    page = texte(reponse)
    assert "De la première." in page
    assert "De la seconde." in page
    decision.refresh_from_db()
    assert decision.libelle == "De la première."


def test_what_was_typed_for_a_point_that_is_gone_is_shown(seance, point, coordination):
    Point.objects.filter(pk=point.pk).delete()
    with pytest.raises(TransitionRefusee, match="vient d'être retiré"):
        prendre(seance, coordination, point=point, libelle="x")
    assert not Decision.objects.exists()


def test_a_target_that_is_gone_leaves_the_words_typed(seance, client_du_comite):
    general = PointFactory(seance=seance, rang=1)
    reponse = client_du_comite.post(
        seance.adresse("decider"),
        {
            "point": general.pk, "viser": "9.9", f"p{general.pk}-libelle": "PAROLES-TAPÉES",
            f"p{general.pk}-vote": "unanimite", f"p{general.pk}-motif": "MOTIF-TAPÉ",
        },
    )  # fmt: skip
    assert reponse.status_code == 422
    page = texte(reponse)
    assert "« 9.9 » n'est le code" in page
    assert "PAROLES-TAPÉES" in page
    assert "MOTIF-TAPÉ" in page


@pytest.mark.parametrize("code", ["\0", "1.1\0", "x" * 7000], ids=["NUL", "a code and NUL", "huge"])
def test_an_odd_target_is_a_sentence(seance, client_du_comite, code):
    general = PointFactory(seance=seance, rang=1)
    reponse = client_du_comite.get(seance.adresse("tenue"), {"point": general.pk, "viser": code})
    assert reponse.status_code in (200, 422)
    assert "x" * 100 not in reponse.content.decode()


def test_who_was_ticked_stays_ticked_where_the_rest_is_refused(plan, client_du_comite):
    seance = SeanceFactory(plan=plan, convoquee=True)
    un, deux = MembreFactory(plan=plan), MembreFactory(plan=plan)
    reponse = client_du_comite.post(
        seance.adresse("presences"), {"present": [deux.pk], "presidee_par": "x" * 300}
    )
    assert reponse.status_code == 422
    lignes = {ligne["membre"].pk: (ligne["vu"], ligne["coche"]) for ligne in reponse.context["appel"]}
    assert lignes == {un.pk: (False, False), deux.pk: (False, True)}


def test_a_subject_and_a_follow_up_are_written_once(seance, service, client_du_comite):
    for _ in range(2):
        sujet = client_du_comite.post(seance.adresse("ajouter"), {"titre": "Doublon"})
        suite = client_du_comite.post(
            seance.adresse("suite"), {"libelle": "Encore\x01", "responsable": service.pk}
        )
    assert (sujet.status_code, suite.status_code) == (422, 422)
    assert "déjà à l'ordre du jour" in texte(sujet)
    assert "déjà inscrite" in texte(suite)
    assert [s.libelle for s in Suite.objects.all()] == ["Encore"]
