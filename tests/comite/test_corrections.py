"""What the committee, and the parties, did with a change in sight: it is no mistake any more. Dashboards and
reviews count what is annulled no more than pages do."""

from datetime import timedelta

import pghistory
import pytest
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.models import Action, Jalon
from comite.mesures.depuis import depuis
from comite.mesures.lectures import retards
from comite.mesures.perimetre import Perimetre
from comite.models import Bilan, Demande
from comite.models.etats import NatureEffet
from partenariat.histoire.temps import fin_du_jour
from tests.actions.changements_d_essai import deplacer, sans_insecables
from tests.actions.corrections_d_essai import commettre, un_changement
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DeclarationFactory,
    DossierFactory,
    EngagementFactory,
    JalonFactory,
    NouvelleFactory,
    OrganisationFactory,
    PointFactory,
    PreuveFactory,
    RondeFactory,
    SeanceFactory,
    SuppleanceFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.factories.comite import prendre
from tests.passe import reculer, sans_gardes

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)
BIENTOT = AUJOURD_HUI + timedelta(days=40)


@pytest.fixture
def auteur(db):
    return UtilisateurFactory(coordination=True)


@pytest.fixture
def suivie(plan, axe, auteur):
    """A public action with a milestone, a round that asked, a commitment: all of three days ago."""
    action = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, statut="en_cours", fin=BIENTOT)
    JalonFactory(action=action, titre="Bail", echeance=BIENTOT)
    EngagementFactory(plan=plan, publie=True, signe=True).actions.add(action)
    reculer(3)
    return action


def _tenir(action, _auteur):
    SeanceFactory(plan=action.plan, tenue=True, date=AUJOURD_HUI)


def _figer(action, _auteur):
    DossierFactory(seance=SeanceFactory(plan=action.plan), arret=timezone.now())


def _decider(action, _auteur):
    seance = SeanceFactory(plan=action.plan, tenue=True)
    DecisionFactory(seance=seance, point=PointFactory(seance=seance, action=action))


def _agir(action, auteur):
    seance = SeanceFactory(plan=action.plan, tenue=True)
    with pghistory.context(user=auteur.pk):
        prendre(
            seance,
            auteur,
            effet=NatureEffet.DEPLACER_FIN,
            action=action,
            nouvelle_date=HIER,
            motif="Hors délai.",
        )


def _publier_le_bilan(action, _auteur):
    bilan = Bilan(plan=action.plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI, donnees="{}")
    bilan.publication, bilan.publie_le = "publiee", timezone.now()
    bilan.save()


def _declarer(action, _auteur):
    DeclarationFactory(engagement=action.engagements.get())


def _verifier(action, _auteur):
    preuve = PreuveFactory(engagement=action.engagements.get())
    VerificationFactory(declaration=None, preuve=preuve)


def _repondre(action, _auteur):
    ronde = RondeFactory(plan=action.plan)
    ronde.ouvrir()
    Demande.objects.filter(action=action).update(repondue_le=timezone.now())


BATIES = {
    "correction_seance": _tenir,
    "correction_dossier": _figer,
    "correction_decidee": _decider,
    "correction_effet": _agir,
    "correction_bilan": _publier_le_bilan,
    "correction_declaree": _declarer,
    "correction_verifiee": _verifier,
    "correction_ronde": _repondre,
}


@pytest.mark.parametrize("nature", ["jalon", "report", "statut"])
@pytest.mark.parametrize("contrainte", BATIES)
def test_what_was_built_on_it_forbids_it(suivie, auteur, contrainte, nature):
    faire = {
        "jalon": lambda a: Jalon.objects.filter(action=a).update(atteint_le=HIER),
        "report": lambda a: deplacer(a.jalons.get(), "echeance", HIER),
        "statut": lambda a: Action.objects.filter(pk=a.pk).update(confiance="faible", statut="a_venir"),
    }[nature]
    commettre(faire, suivie, auteur)
    un = un_changement(suivie, auteur, nature)
    assert not un.obstacle
    BATIES[contrainte](suivie, auteur)
    dits = un_changement(suivie, auteur, nature).obstacle
    assert sans_insecables(dits).endswith((" écrivez la suite.", "y revient."))
    un.correction.par, un.correction.raison = auteur, "Sans demander."
    with refusee(contrainte):
        un.correction.save(force_insert=True)


def test_what_a_decision_did_is_never_a_mistake(suivie, auteur):
    seance = SeanceFactory(plan=suivie.plan, tenue=True)
    with pghistory.context(user=auteur.pk):
        prendre(seance, auteur, effet=NatureEffet.SUSPENDRE, action=suivie, motif="Budget gelé.")
        for lu in changements(suivie, auteur):
            assert lu.obstacle


@pytest.mark.parametrize("de", ["unite", "collegue", "successeur"])
def test_a_public_update_that_answers_a_round_counts_as_one(suivie, auteur, service, de):
    with sans_gardes(Action):
        Action.objects.filter(pk=suivie.pk).update(responsable=service)
    ronde = RondeFactory(plan=suivie.plan)
    ronde.ouvrir()
    commettre(lambda a: Jalon.objects.update(atteint_le=HIER), suivie, auteur)
    un = un_changement(suivie, auteur, "jalon")
    assert not un.obstacle
    un.correction.fait_le -= timedelta(seconds=1)
    evenements = type(Jalon.objects.get()).pgh_event_model
    with sans_gardes(evenements):
        evenements.objects.filter(pk=un.correction.evenement).update(pgh_created_at=un.correction.fait_le)
    agent = UtilisateurFactory(redaction=True, organisation=service)
    if de == "successeur":
        agent = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
        service.successeur, service.jusqu_a = agent.organisation, HIER
        service.save()
    elif de == "collegue":
        agent = SuppleanceFactory(absent=agent).suppleant
    NouvelleFactory(action=suivie, auteur=agent, publique=True)
    assert "ronde" in un_changement(suivie, auteur, "jalon").obstacle


@pytest.mark.parametrize(
    ("faire", "nature"),
    [
        (lambda a: Jalon.objects.filter(action=a).update(atteint_le=HIER), "jalon"),
        (lambda a: Jalon.objects.filter(action=a).update(annule=True), "jalon"),
        (lambda a: deplacer(a.jalons.get(), "echeance", HIER), "report"),
        (lambda a: Action.objects.filter(pk=a.pk).update(statut="suspendue", motif="Gel."), "statut"),
    ],
    ids=["atteint", "annulé", "reporté", "suspendue"],
)
def test_dashboards_count_as_before(plan, suivie, auteur, faire, nature):
    def lus():
        perimetre = Perimetre.du_plan(plan, fin_du_jour(AUJOURD_HUI - timedelta(days=2)))
        compte = retards(perimetre)
        depuis_lors = depuis(plan, fin_du_jour(AUJOURD_HUI - timedelta(days=2)))
        return (
            [(f.quoi, f.texte, f.le) for f in depuis_lors.faits],
            depuis_lors.immobiles,
            depuis_lors.ecartes,
            compte.en_retard,
            compte.reportees,
            compte.deplacements,
            [(j.echeance, j.atteint_le) for j in perimetre.jalons_lus],
        )

    avant = lus()
    commettre(faire, suivie, auteur)
    assert lus() != avant
    (un,) = [c for c in changements(suivie, auteur) if c.correction.nature == nature]
    with pghistory.context(user=auteur.pk):
        corriger(suivie, un.cle, auteur, "Mauvaise ligne.")
    assert lus() == avant
