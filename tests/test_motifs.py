"""A reason is in words of its own: those that say that nobody knows are refused wherever one is required."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone, translation

from actions.models import Action
from actions.models.gardes import avec_motif
from comite.models.etats import NatureEffet
from comite.seance.formulaires_decision import FormulaireDecision
from engagements.models import Engagement
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.motifs import est_un_motif, sans_motif
from tests.actions.plan_d_essai import ecrire, plan, refus
from tests.actions.refus import modifie, refusee
from tests.comite.test_fichier import fichier
from tests.factories import (
    ActionFactory,
    EffetFactory,
    EngagementFactory,
    JalonFactory,
    PointFactory,
    RefusFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db
TARD = timezone.localdate() + timedelta(days=900)
SANS = [
    "", " ", "\u00a0", "sans motif", "Sans motif", " SANS  MOTIF. ", "sans\u00a0motif…",
    "« Sans motif »",
    "(sans motif)", "motif non consigné", "Motif non consigné.", "motif non consigne\u0301",
    "MOTIF INCONNU",
    "inconnu", "Inconnue.", "non précisé", "aucun motif", "Sans raison", "sans décision consignée",
    "Sans décision", "décision inconnue", "Aucune décision consignée!", "no reason given",
    "No decision on record", "unknown reason", "not recorded",
    # No letter: marks, figures, what is not seen.
    "?", ".", "—", "…", "-", "0", "2027", "،", "🚧", "👍🏽 🏳️\u200d🌈", "\u200b", "\ufeff",
    "\u2060\u200d", "\u00ad",
    "\u034f", "\u061c", "\u180e", "\u115f\u1160", "\u3164", "\uffa0", "\u2800", "\n\t", "©", "№",
    # What fills a field in.
    "N/A", "n.a.", "n. d.", "n/d", "ND", "s. o.", "s/o", "S.O.", "motifs inconnus", "inconnus",
    "inconnues",
    "le motif est inconnu", "sans objet", "Sans\u200bobjet", "aucun", "Aucune.", "pas de motif",
    "pas connu",
    "non connue", "non spécifié", "Non spécifiée.", "non disponible", "non déterminé", "à préciser",
    "À PRE\u0301CISER!", "motif à préciser", "à venir", "à compléter", "à déterminer",
    "A completer.", "TBD", "tba",
    "none", "reason unknown", "xxx", "XXXX", "motif", "Motif :", "raison", "Raisons", "reason",
    "néant", "rien",
    "sans motif\n", "\n à venir \n", "2027 : à venir",
]  # fmt: skip
AVEC = [
    "Sans motif valable de poursuivre.", "Le motif inconnu l'an dernier est levé.",
    "Chantier voisin",
    "Terrain inconnu du cadastre.", "Sans décision du comité avant juin.", "Non", "无",
    "بدون سبب", "가", "ぁ",
    "причина", "À", "Ø", "ﬁ", "Locaux inondés.", "Budget coupé net", "Aucun local trouvé",
    "Sans motif économique, le bailleur s'est retiré", "Inconnu au registre : l'organisme a fermé",
    "À venir au budget 2027 : report voté", "Raison budgétaire", "Motif : chantier",
    "Sans objet depuis la fusion",
    "Sonnette", "Nord", "Nadia partie", "Non disponible avant mai", "None of the sites is free",
    "Rien à louer",
]  # fmt: skip


@pytest.mark.parametrize("texte", SANS)
def test_words_that_say_that_nobody_knows_are_no_reason(texte):
    assert not est_un_motif(texte)
    assert _sans_motif_en_sql(texte)


@pytest.mark.parametrize("texte", AVEC)
def test_words_that_say_why_are_a_reason(texte):
    assert est_un_motif(texte)
    assert not _sans_motif_en_sql(texte)


def _sans_motif_en_sql(texte: str) -> bool:
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT {sans_motif('lu.t')} FROM (SELECT %s::text AS t) AS lu", [texte])
        return curseur.fetchone()[0]


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
def test_what_the_site_says_of_the_unknown_is_no_reason(langue):
    with translation.override(langue):
        dits = (
            Action(motif_inconnu=True).motif_dit,
            Action(decision_inconnue=True).sans_decision_dit,
            Engagement(decision_inconnue=True).sans_decision_dit,
        )
    assert [est_un_motif(dit) for dit in dits] == [False] * 3


def _deplacer(objet, champ, motif):
    with avec_motif(motif):
        modifie(objet, **{champ: TARD})


def _rouvrir(engagement, motif):
    with avec_motif(motif):
        modifie(engagement, etat="en_cours")


ECRITURES = {
    "action_motif_requis": lambda m: ActionFactory(suspendue=True, motif=m),
    "action_abandon_decide": lambda m: ActionFactory(abandonnee=True, decision="", sans_decision=m),
    "report_motif_requis": lambda m: _deplacer(ActionFactory(fin=timezone.localdate()), "fin", m),
    "report_motif_requis, milestone": lambda m: _deplacer(JalonFactory(), "echeance", m),
    "deplacement_motif_requis": lambda m: _deplacer(SeanceFactory(convoquee=True), "date", m),
    "effet_motif_requis": lambda m: EffetFactory(motif=m),
    "seance_annulee_avec_motif": lambda m: SeanceFactory(annulee=True, motif=m),
    "suite_caduque_expliquee": lambda m: SuiteFactory(etat="caduque", note=m),
    "engagement_motif_requis": lambda m: modifie(EngagementFactory(aux_parties=True), etat="retire", motif=m),
    "engagement_motif_requis, reopened": lambda m: _rouvrir(EngagementFactory(non_tenu=True), m),
    "engagement_retrait_decide": lambda m: modifie(
        EngagementFactory(publie=True, signe=True), etat="retire", motif="Fusion.", sans_decision=m
    ),
    "refus_motif_non_vide": lambda m: RefusFactory(motif=m),
}


@pytest.mark.parametrize("cas", ECRITURES)
@pytest.mark.parametrize("texte", ["", "Sans motif."])
def test_the_database_refuses_them(cas, texte):
    with refusee(cas.split(",")[0]):
        ECRITURES[cas](texte)


@pytest.mark.parametrize("cas", ECRITURES)
def test_the_database_takes_a_reason(cas):
    ECRITURES[cas]("Chantier voisin.")


def _jalon(motif):
    jalon = JalonFactory()
    jalon.echeance, jalon.motif_report = TARD, motif
    jalon.full_clean()


def _action(motif):
    action = ActionFactory(fin=timezone.localdate())
    action.fin, action.motif_report = TARD, motif
    action.full_clean()


def _seance(motif):
    seance = SeanceFactory(convoquee=True)
    seance.date, seance.motif_deplacement = TARD, motif
    seance.full_clean()


GESTES = {
    "move a milestone": _jalon,
    "move an end": _action,
    "move a meeting": _seance,
    "suspend": lambda m: ActionFactory.build(statut="suspendue", motif=m).validate_constraints(),
    "cancel a meeting": lambda m: SeanceFactory().annuler(m),
    "close a follow-up": lambda m: SuiteFactory().noter("caduque", m),
    "an effect": lambda m: EffetFactory.build(nature=NatureEffet.SUSPENDRE, motif=m).clean(),
    "withdraw a commitment": lambda m: EngagementFactory(publie=True, signe=True).retirer(
        UtilisateurFactory(coordination=True), m, sans_decision="Avant le registre."
    ),
    "withdraw without a decision": lambda m: EngagementFactory(publie=True, signe=True).retirer(
        UtilisateurFactory(coordination=True), "Fusion.", sans_decision=m
    ),
    "give an action back": lambda m: ActionFactory(publiee=True).retirer(
        UtilisateurFactory(coordination=True), m
    ),
}


@pytest.mark.parametrize("geste", GESTES)
def test_a_person_who_types_them_is_told_to_write_the_reason(geste):
    with pytest.raises((ValidationError, TransitionRefusee), match=r"motif|pourquoi|explique"):
        GESTES[geste]("Motif non consigné")


def test_the_form_of_a_decision_asks_for_the_reason_under_its_field(action_vue):
    point = PointFactory(action=action_vue, seance__plan=action_vue.plan, nature="action")
    champs = {"libelle": "x", "vote": "unanimite", "effet": "suspendre", "motif": "sans motif"}
    formulaire = FormulaireDecision({f"p{point.pk}-{nom}": v for nom, v in champs.items()}, point=point)
    assert list(formulaire.errors) == ["motif"]


@pytest.fixture
def action_vue() -> Action:
    return ActionFactory(publiee=True)


def _dans_l_action(**cles) -> dict:
    contenu = plan()
    contenu["actions"][0] |= cles
    return contenu


FICHIERS = {
    "motif": lambda m: _dans_l_action(statut="suspendue", motif=m),
    "sans_decision": lambda m: _dans_l_action(statut="abandonnee", motif="Fusion.", sans_decision=m),
    "motif_report": lambda m: _dans_l_action(motif_report=m),
    "seances[1] › motif": lambda m: fichier(etat="annulee", motif=m, decisions=[], suites=[], presences=[]),
    "deplacements[1] › motif": lambda m: fichier(
        convoquee_le="2026-01-05", deplacements=[{"date": "2026-02-10", "le": "2026-02-01", "motif": m}]
    ),
    "effets[1] › motif": lambda m: fichier(
        presences=["M1", "M2"],
        absences=["M3"],
        decisions=[
            {
                "numero": "S-1-R1",
                "libelle": "x",
                "effets": [{"effet": "suspendre", "action": "1.1", "motif": m}],
            }
        ],
    ),
}


@pytest.mark.parametrize("cle", FICHIERS)
def test_a_plan_file_that_writes_them_is_refused_with_their_place(tmp_path, cle):
    dit = refus(ecrire(tmp_path, FICHIERS[cle]("Sans motif")))
    assert "1 erreur ;" in dit.replace("\u00a0", " ")
    assert f"{cle} : trouvé « Sans motif » ; attendu : pourquoi" in dit.replace("\u00a0", " ")
