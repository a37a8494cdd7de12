"""Deciding: what a general point aims at, what has no point, mending the words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.models import Action
from comite.models import Decision
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    PointFactory,
)
from tests.factories.comite import approuver
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
        f"p{general.pk}-vote": "unanimite", f"p{general.pk}-effet": "deplacer_fin",
        f"p{general.pk}-nouvelle_date": DANS_UN_AN, f"p{general.pk}-motif": "Appel d'offres.",
    }  # fmt: skip
    assert client_du_comite.post(seance.adresse("decider"), donnees).status_code == 302
    decision = Decision.objects.get()
    assert (decision.point, decision.action, list(decision.actions.all())) == (general, action, [action])
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
    approuver(seance)
    assert corriger("Autre chose.").status_code == 422
    decision.refresh_from_db()
    assert decision.libelle == "Reporter."
    ailleurs = DecisionFactory(seance__plan=seance.plan)
    assert client_du_comite.post(seance.adresse("corriger", pk=ailleurs.pk), {}).status_code == 404
