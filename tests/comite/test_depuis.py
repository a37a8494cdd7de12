"""« Depuis la dernière séance »: every kind of fact, on its day, and what stood still."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.derniers_faits import derniers_faits
from actions.models import Action, Jalon, Mesure, Nouvelle, Report
from comite.mesures.depuis import depuis
from comite.models import Decision, Dossier
from comite.seance.depuis_par_groupes import LISTES, par_groupes
from comite.sorties.dossier.plan import du_plan
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.pages import Tables
from tests.actions.changements_d_essai import annuler, rendre
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DecisionFactory,
    DeclarationFactory,
    DossierFactory,
    EffetFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PreuveFactory,
    ReponseFactory,
    SeanceFactory,
    VerificationFactory,
)
from tests.factories.comite import prendre
from tests.passe import reculer, sans_gardes

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
LE = AUJOURD_HUI - timedelta(days=10)


def dits(lu, objet) -> dict[str, str]:
    return {f.quoi: f.texte for f in lu.faits if f.objet == objet}


def publiee(action: Action, quand: datetime) -> None:
    """As if it had been published then: nothing changes that date."""
    with sans_gardes(Action):
        Action.objects.filter(pk=action.pk).update(publiee_le=quand)
    action.refresh_from_db()


def test_what_is_verified_contested_answered_and_filed_is_told(plan, engagement):
    declaration = DeclarationFactory(engagement=engagement)
    verification = VerificationFactory(declaration=declaration, contestee=True)
    ReponseFactory(verification=verification)
    preuve = PreuveFactory(engagement=engagement, titre="Le bail")
    VerificationFactory(declaration=None, preuve=preuve)
    lu = dits(depuis(plan, fin_du_jour(LE)), engagement)
    assert lu["Contestation"].endswith("conteste la déclaration. Le local est encore fermé.")
    assert lu["Vérification"].endswith("confirme la preuve «\u00a0Le bail\u00a0»")
    assert lu["Réponse"] == "Il ouvre le mois prochain."
    assert lu["Preuve déposée"] == "Le bail (Rapport ou bilan)"


def test_a_milestone_given_up_and_one_expected_again_are_told(plan, action):
    annuler(JalonFactory(action=action, titre="Bail"))
    rendre(JalonFactory(action=action, titre="Permis", atteint_le=LE, echeance=LE))
    lu = dits(depuis(plan, fin_du_jour(LE)), action)
    assert (lu["Jalon annulé"], lu["Jalon de nouveau attendu"]) == ("Bail", "Permis")


def test_a_measurement_is_told(plan, action):
    indicateur = IndicateurFactory(action=action, nom="Locaux ouverts", unite="locaux")
    MesureFactory(indicateur=indicateur, valeur=12, date=AUJOURD_HUI)
    MesureFactory(indicateur=indicateur, valeur=3, date=LE)
    lu = [f.texte for f in depuis(plan, fin_du_jour(LE)).faits if f.quoi == "Mesure"]
    assert lu == ["Locaux ouverts\u00a0: 12\u00a0locaux"]


@pytest.mark.parametrize("recul", [20, 3], ids=["histoire-avant-la-seance", "histoire-apres-la-seance"])
def test_a_status_and_a_title_are_told_as_soon_as_history_saw_them_change(plan, action, recul):
    reculer(recul)
    Action.objects.filter(pk=action.pk).update(statut="suspendue", motif="Budget.")
    Action.objects.filter(pk=action.pk).update(titre="Ouvrir dix locaux")
    lu = dits(depuis(plan, fin_du_jour(LE)), action)
    assert lu["Statut"] == "En cours → Suspendue. Budget."
    assert lu["Titre reformulé"] == "«\u00a0Ouvrir des locaux\u00a0» → «\u00a0Ouvrir dix locaux\u00a0»"


def test_what_was_there_when_history_begins_is_not_new(plan, axe, action):
    reculer(3)
    publiee(action, timezone.localtime() - timedelta(days=3))
    nouvelle = ActionFactory(plan=plan, axe=axe, code="9", publiee=True)
    lu = depuis(plan, fin_du_jour(LE))
    assert [f.objet for f in lu.faits if f.quoi == "Nouvelle action"] == [nouvelle]


def test_a_decision_that_changed_the_plan_gives_its_number_and_never_its_words(plan, action, coordination):
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", convoquee=True)
    prendre(
        seance, coordination, libelle="MOTS-SOUS-EMBARGO", effet="suspendre", action=action, motif="Budget."
    )
    DecisionFactory(seance=seance, numero="CMO-2026-05-R9", libelle="MOTS-SANS-EFFET")
    lu = depuis(plan, fin_du_jour(LE))
    assert dits(lu, action)["Décision"] == "CMO-2026-05-R1 · Suspendre l'action"
    assert dits(lu, action)["Statut"].endswith("Suspendue. Décision CMO-2026-05-R1\u00a0: Budget.")
    assert not [f for f in lu.faits if "MOTS" in f.texte]


def test_what_is_dated_before_is_not_since(plan, action):
    JalonFactory(action=action, titre="D'avant", atteint_le=LE, echeance=LE)
    NouvelleFactory(action=action, date=LE, publique=True)
    lu = depuis(plan, fin_du_jour(LE))
    assert lu.faits == []
    assert lu.immobiles == [action]


def test_what_is_set_aside_is_neither_silent_nor_lost(plan, axe):
    suspendue = ActionFactory(plan=plan, axe=axe, code="1", publiee=True, suspendue=True)
    abandonnee = ActionFactory(plan=plan, axe=axe, code="2", publiee=True, abandonnee=True)
    ActionFactory(plan=plan, axe=axe, code="3", publiee=True, realisee=True)
    calme = ActionFactory(plan=plan, axe=axe, code="4", publiee=True)
    lu = depuis(plan, fin_du_jour(LE))
    assert (lu.immobiles, lu.ecartes) == ([calme], [suspendue, abandonnee])
    (groupe,) = lu.axes
    assert (groupe.immobiles, groupe.ecartes) == ([calme], [suspendue, abandonnee])
    assert {o for g in lu.organisations for o in g.ecartes} == {suspendue, abandonnee}


def dit(lu) -> str:
    """The first axis, as its page says it."""
    groupes = par_groupes(lu, Tables(QueryDict(), noms=LISTES), "")
    return render_to_string("composants/depuis.html", {"groupe": groupes.axes[0]})


def test_bodies_go_by_their_short_name_and_each_item_by_code_and_title(plan, axe):
    conseil = OrganisationFactory(nom="Conseil du milieu (CESIM; autrefois CEM)", sigle="CESIM")
    action = ActionFactory(
        plan=plan, axe=axe, code="1", publiee=True, titre="Ouvrir des locaux", responsable=conseil
    )
    NouvelleFactory(action=action, publique=True, date=AUJOURD_HUI, texte="Le bail est signé.")
    ActionFactory(plan=plan, axe=axe, code="2", publiee=True, titre="Former", responsable=conseil)
    ActionFactory(plan=plan, axe=axe, code="3", publiee=True, titre="Prêter", suspendue=True)
    lu = depuis(plan, fin_du_jour(LE))
    assert "Conseil du milieu" in [g.nom for g in lu.organisations]
    page = dit(lu)
    for attendu in ("1 · Ouvrir des locaux", "2 · Former", "3 · Prêter", "Le bail est signé."):
        assert attendu in page


def test_it_costs_the_same_with_five_and_fifty_actions(plan, axe):
    def garnir(n):
        for _ in range(n):
            action = ActionFactory(plan=plan, axe=axe, publiee=True)
            JalonFactory(action=action, atteint=True)
            MesureFactory(indicateur=IndicateurFactory(action=action))
            engagement = EngagementFactory(plan=plan, publie=True, signe=True)
            engagement.actions.add(action)
            VerificationFactory(declaration=DeclarationFactory(engagement=engagement))
            PreuveFactory(engagement=engagement)

    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            lu = depuis(plan, fin_du_jour(LE))
            assert lu.faits
            dit(lu)
        return len(requetes)

    garnir(5)
    peu = cout()
    garnir(45)
    assert cout() == peu
    assert peu <= 22


def test_what_changed_on_the_very_day_of_the_last_meeting_is_not_since(plan, axe, action):
    publiee(action, timezone.localtime() - timedelta(days=40))
    reculer(30)
    Action.objects.filter(pk=action.pk).update(statut="suspendue", motif="Budget.")
    for code, jours in (("le jour même", 10), ("le lendemain", 9)):
        ActionFactory(
            plan=plan,
            axe=axe,
            code=code,
            publiee=True,
            publiee_le=timezone.localtime() - timedelta(days=jours),
        )
    reculer(10)
    EffetFactory(decision__seance=SeanceFactory(plan=plan, tenue=True, date=LE), action=action)
    lu = depuis(plan, fin_du_jour(LE))
    assert [(f.objet.code, f.quoi) for f in lu.faits] == [("le lendemain", "Nouvelle action")]
    assert depuis(plan, fin_du_jour(LE - timedelta(days=1))).faits[-1].le == LE


def test_an_unpublished_action_lends_its_axis_to_no_commitment(plan, action, engagement):
    autre = AxeFactory(plan=plan, numero=2, code="A2")
    engagement.actions.add(ActionFactory(plan=plan, axe=autre, code="9.9"))
    DeclarationFactory(engagement=engagement)
    premier, second = depuis(plan, fin_du_jour(LE)).axes
    assert engagement in [f.objet for f in premier.faits]
    assert (second.faits, second.immobiles, second.ecartes) == ([], [], [])


JOUR = AUJOURD_HUI - timedelta(days=3)


def a(heure: int, jours: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(JOUR + timedelta(days=jours), time(heure)))


def ecrire(quand: datetime, modele: type[Model]) -> None:
    """What history last wrote of the model, it wrote then."""
    evenement = modele.pgh_event_model
    with sans_gardes(evenement):
        evenement.objects.filter(pk=evenement.objects.latest("pk").pk).update(pgh_created_at=quand)


def _le_jour(quand: datetime):
    return timezone.localdate(quand)


def _suspendre(action, engagement, quand):
    Action.objects.filter(pk=action.pk).update(statut="suspendue", motif="Budget.")
    ecrire(quand, Action)


def _atteindre(action, engagement, quand):
    JalonFactory(action=action, atteint_le=_le_jour(quand), echeance=_le_jour(quand))
    ecrire(quand, Jalon)


def _donner_une_nouvelle(action, engagement, quand):
    NouvelleFactory(action=action, publique=True, date=_le_jour(quand))
    ecrire(quand, Nouvelle)


def _mesurer(action, engagement, quand):
    MesureFactory(indicateur=IndicateurFactory(action=action), date=_le_jour(quand))
    ecrire(quand, Mesure)


def _deplacer(action, engagement, quand):
    action.fin, action.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
    action.save()
    with sans_gardes(Report):
        Report.objects.update(le=quand)


def _decider(action, engagement, quand):
    seance = SeanceFactory(plan=action.plan, tenue=True, date=_le_jour(quand))
    with sans_gardes(Decision):
        EffetFactory(decision__seance=seance, decision__le=quand, action=action)


FAITS = {
    "Statut": _suspendre,
    "Jalon atteint": _atteindre,
    "Nouvelle": _donner_une_nouvelle,
    "Mesure": _mesurer,
    "Échéance déplacée": _deplacer,
    "Décision": _decider,
    "Nouvelle action": lambda action, _e, quand: publiee(action, quand),
    "Déclaration": lambda _a, e, quand: DeclarationFactory(engagement=e, organisation=e.partie, le=quand),
    "Preuve déposée": lambda _a, e, quand: PreuveFactory(engagement=e, le=quand),
}


@pytest.mark.parametrize(
    ("quand", "dit"),
    [(a(11), False), (a(12), False), (a(13), True), (a(11, jours=1), True)],
    ids=["avant le dossier", "à son instant", "après, le jour même", "le lendemain"],
)
@pytest.mark.parametrize("quoi", FAITS.keys())
def test_what_follows_the_packet_on_the_day_of_its_meeting_is_for_the_next(
    plan, action, engagement, quoi, quand, dit
):
    publiee(action, timezone.localtime() - timedelta(days=40))
    reculer(30)
    FAITS[quoi](action, engagement, quand)
    assert (quoi in {fait.quoi for fait in depuis(plan, a(12)).faits}) == dit


@pytest.mark.parametrize(
    ("arret", "prepare", "vu"),
    [
        (None, None, fin_du_jour(JOUR)),
        (a(12), a(12), a(12)),
        (a(12, jours=-5), a(12, jours=-5), fin_du_jour(JOUR - timedelta(days=1))),
        (a(12), a(12, jours=1), fin_du_jour(JOUR)),
    ],
    ids=["sans dossier", "du jour", "d'avant ce jour", "préparé après la séance"],
)
def test_a_meeting_saw_the_plan_up_to_the_packet_that_it_had(plan, arret, prepare, vu):
    seance = SeanceFactory(plan=plan, tenue=True, date=JOUR)
    if arret:
        with sans_gardes(Dossier):
            DossierFactory(seance=seance, arret=arret, le=prepare)
    assert seance.vu_jusqu_a == vu


def test_the_last_packet_that_a_meeting_had_is_the_one(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=JOUR)
    with sans_gardes(Dossier):
        for rang, heure in ((1, 9), (2, 11)):
            DossierFactory(seance=seance, rang=rang, arret=a(heure), le=a(heure))
    assert seance.vu_jusqu_a == a(11)


def test_the_next_packet_and_the_preparation_tell_what_followed_the_packet(plan, action, client_du_comite):
    publiee(action, timezone.localtime() - timedelta(days=40))
    reculer(30)
    seance = SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI)
    suivante = SeanceFactory(plan=plan)
    DossierFactory(seance=seance, arret=timezone.now() - timedelta(minutes=1))
    NouvelleFactory(action=action, publique=True, texte="Après le dossier.")
    page = client_du_comite.get(suivante.adresse("preparation")).content.decode()
    assert "Après le dossier." in page[page.index('id="depuis"') :]
    with au(None):
        donnees, _figures = du_plan(suivante, [], seance)
    assert "Après le dossier." in str(donnees["depuis"])


@pytest.mark.parametrize(
    ("jours", "dit"),
    [(1, "reportée"), (-1, "devancée"), (None, "retirée")],
    ids=["plus tard", "plus tôt", "sans"],
)
def test_an_end_that_moves_is_told_as_on_the_home_page(plan, action, jours, dit):
    (action.fin, fin), action.motif_report = (AUJOURD_HUI + timedelta(days=300),) * 2, "Appel d'offres."
    action.save()
    action.fin = fin + timedelta(days=jours) if jours else None
    action.save()
    textes = [f.texte for f in depuis(plan, fin_du_jour(LE)).faits if f.quoi == "Échéance déplacée"]
    assert any(dit in texte and texte.endswith(". Appel d'offres.") for texte in textes)
    assert sorted(textes) == sorted(
        f"{fait.fait.tete}. {fait.fait.motif}" for fait in derniers_faits(plan) if fait.genre == "report"
    )
