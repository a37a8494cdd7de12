"""A word that stands only in what is not public finds nothing, anywhere, and nothing betrays it."""

import pytest
from django.http import QueryDict
from django.test import Client

from actions.filters import FiltreActions
from actions.models.etats import Visibilite
from comite.decisions.filters import FiltreDecisions
from comite.models import Decision
from engagements.filters import FiltreEngagements
from engagements.models import Acteur
from engagements.models.etats import Genre, Verdict
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DocumentFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    ObjectifFactory,
    OrganisationFactory,
    PlanFactory,
    PreuveFactory,
    RefusFactory,
    SeanceFactory,
    SourceFactory,
    UtilisateurFactory,
)
from tests.factories.comite import approuver
from tests.reponses import corps

pytestmark = pytest.mark.django_db
SECRET, ABSENT = "zirconium", "wolframite"
FILTRES = (FiltreActions, FiltreEngagements, FiltreDecisions)
ADRESSES = (
    "/plans/actif/actions/",
    "/plans/actif/engagements/",
    "/plans/actif/comite/decisions/",
    "/plans/actif/donnees/actions.csv",
    "/plans/actif/donnees/engagements.json",
    "/plans/actif/donnees/decisions.csv",
)


@pytest.fixture
def plan():
    """A public action, commitment and decision, which the word concerns from behind."""
    plan = PlanFactory(actif=True)
    publique = ActionFactory(plan=plan, publiee=True, code="1.1", titre="Ouvrir un atelier")
    engagement = EngagementFactory(plan=plan, publie=True, code="E-01")
    engagement.actions.add(publique)
    seance = SeanceFactory(plan=plan, tenue=True)
    decision = DecisionFactory(seance=seance, libelle="Le comité approuve l'atelier.")
    decision.actions.add(publique)
    approuver(seance)
    return plan


def une_action(plan, **traits):
    return ActionFactory(plan=plan, **traits)


def brouillon(plan):
    une_action(plan, code=f"9.{SECRET}", titre=SECRET, description=SECRET)


def a_valider(plan):
    une_action(plan, a_valider=True, titre=SECRET)


def archivee(plan):
    une_action(plan, archivee=True, titre=SECRET)


def jalon_de_brouillon(plan):
    JalonFactory(action=une_action(plan), titre=SECRET)


def indicateur_de_brouillon(plan):
    IndicateurFactory(action=une_action(plan), nom=SECRET)


def nouvelle_de_brouillon(plan):
    NouvelleFactory(action=une_action(plan), texte=SECRET, publique=True)


def note_interne(plan):
    NouvelleFactory(action=plan.actions.get(code="1.1"), texte=SECRET)


def responsable_de_brouillon(plan):
    une_action(plan, responsable=OrganisationFactory(service=True, nom=f"Service du {SECRET}"))


def engagement_de_brouillon(plan):
    EngagementFactory(plan=plan, titre=SECRET, texte=SECRET)


def engagement_aux_parties(plan):
    EngagementFactory(plan=plan, aux_parties=True, titre=SECRET, texte=SECRET)


def document_interne(plan):
    DocumentFactory(action=plan.actions.get(code="1.1"), titre=SECRET, visibilite=Visibilite.INTERNE)


def document_de_brouillon(plan):
    DocumentFactory(action=une_action(plan), titre=SECRET)


def source_de_brouillon(plan):
    une_action(plan).sources.add(SourceFactory(plan=plan, titre=SECRET))


def source_de_personne(plan):
    SourceFactory(plan=plan, titre=SECRET)


def contenu_d_une_source(plan):
    plan.actions.get(code="1.1").sources.add(SourceFactory(plan=plan, titre="Une étude", contenu=SECRET))


def objectif_d_un_autre_plan(plan):
    autre = PlanFactory()
    une_action(autre, publiee=True).objectifs.add(ObjectifFactory(plan=autre, titre=SECRET))


def _aux_parties(plan):
    """One that both signed, and that the public does not see yet."""
    return EngagementFactory(plan=plan, aux_parties=True, en_cours=True)


def declaration_aux_parties(plan):
    engagement = _aux_parties(plan)
    engagement.declarer(Acteur(engagement.partie), Genre.AVANCE, SECRET)


def contestation_aux_parties(plan):
    engagement = _aux_parties(plan)
    partie, envers = Acteur(engagement.partie), Acteur(engagement.envers)
    declaration = engagement.declarer(partie, Genre.TENU, "Fait.")
    declaration.verifier(envers, Verdict.CONTESTEE, SECRET).repondre(partie, SECRET)


def preuve_aux_parties(plan):
    engagement = _aux_parties(plan)
    preuve = PreuveFactory(engagement=engagement, titre=SECRET)
    preuve.verifier(Acteur(engagement.envers), Verdict.CONFIRMEE, SECRET)


def retrait_aux_parties(plan):
    engagement = EngagementFactory(plan=plan, aux_parties=True)
    engagement.retirer(UtilisateurFactory(coordination=True), f"Sans {SECRET}, rien ne tient.")


def preuve_depubliee(plan):
    engagement = EngagementFactory(plan=plan, publie=True, en_cours=True)
    PreuveFactory(engagement=engagement, titre=SECRET)
    engagement.refresh_from_db()
    engagement.depublier(UtilisateurFactory(coordination=True), "À revoir avec les deux parties.")


def declaration_archivee(plan):
    engagement = EngagementFactory(plan=plan, publie=True, en_cours=True)
    engagement.declarer(Acteur(engagement.partie), Genre.AVANCE, SECRET)
    engagement.refresh_from_db()
    engagement.archiver(UtilisateurFactory(coordination=True))


def refus_de_signer(plan):
    """The parties' own affair, though the text is public."""
    RefusFactory(engagement=plan.engagements.get(code="E-01"), motif=f"Le {SECRET} ne convient pas.")


def action_cachee_d_un_engagement(plan):
    plan.engagements.get().actions.add(une_action(plan, code=f"9.{SECRET}"))


def action_cachee_d_une_decision(plan):
    decision = DecisionFactory(seance=SeanceFactory(plan=plan, tenue=True), libelle="Autre.")
    decision.actions.add(une_action(plan, code=f"9.{SECRET}"))
    approuver(decision.seance)


def decision_sans_proces_verbal(plan):
    DecisionFactory(seance=SeanceFactory(plan=plan, tenue=True, numero=f"CMO-{SECRET}"), libelle=SECRET)


CACHETTES = [
    document_interne,
    document_de_brouillon,
    source_de_brouillon,
    source_de_personne,
    contenu_d_une_source,
    objectif_d_un_autre_plan,
    declaration_aux_parties,
    contestation_aux_parties,
    preuve_aux_parties,
    retrait_aux_parties,
    preuve_depubliee,
    declaration_archivee,
    refus_de_signer,
    brouillon,
    a_valider,
    archivee,
    jalon_de_brouillon,
    indicateur_de_brouillon,
    nouvelle_de_brouillon,
    note_interne,
    responsable_de_brouillon,
    engagement_de_brouillon,
    engagement_aux_parties,
    action_cachee_d_un_engagement,
    action_cachee_d_une_decision,
    decision_sans_proces_verbal,
]


@pytest.mark.parametrize("cacher", CACHETTES, ids=lambda f: f.__name__)
def test_a_hidden_word_answers_as_a_word_that_nobody_wrote(cacher, plan):
    cacher(plan)
    for dite in ("{}", "« {} »", "atelier {}", "{}-1"):
        for classe in FILTRES:
            requete = QueryDict(mutable=True)
            requete["q"] = dite.format(SECRET)
            assert classe(requete, plan=plan).total == 0
    for adresse in ADRESSES:
        secret, absent = (Client().get(adresse, {"q": f"atelier {mot}"}) for mot in (SECRET, ABSENT))
        assert secret.status_code == absent.status_code
        assert corps(secret).replace(SECRET.encode(), b"") == corps(absent).replace(ABSENT.encode(), b"")


def test_the_words_are_found_once_they_are_public(plan):
    """Else the test above could not fail."""
    publique = plan.actions.get(code="1.1")
    for ecrire in (
        lambda: JalonFactory(action=publique, titre=f"Premier {SECRET}"),
        lambda: IndicateurFactory(action=publique, nom="Deuxième molybdène"),
        lambda: NouvelleFactory(action=publique, texte="Troisième vanadium", publique=True),
    ):
        ecrire()
    for mot in (SECRET, "molybdène", "vanadium", f"{SECRET} molybdène vanadium atelier"):
        assert [a.code for a in FiltreActions(_saisie(mot), plan=plan).qs] == ["1.1"]
    assert FiltreEngagements(_saisie("1.1"), plan=plan).total == 1
    assert (
        FiltreDecisions(_saisie("1.1 atelier"), plan=plan).total == Decision.objects.publiques().count() == 1
    )
    # A commitment is found by the code of its action, and not by what that action says.
    assert FiltreEngagements(_saisie("atelier"), plan=plan).total == 0


def _saisie(mot: str) -> QueryDict:
    requete = QueryDict(mutable=True)
    requete["q"] = mot
    return requete
