"""Who answers a round for the body asked: the colleague who replaces, the body that succeeded it. What counts
is for whom one wrote on that day, whatever became of the delegation, of the account, of the body since."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actions.models import Nouvelle
from comite.models import Demande, Rappel
from comite.rondes.reponses import en_attente
from comite.rondes.taux import rondes_publiques, taux_de
from engagements.models import Acteur
from engagements.models.etats import Genre
from partenariat.models import Suppleance
from tests.actions.refus import modifie
from tests.factories import (
    NouvelleFactory,
    OrganisationFactory,
    RondeFactory,
    SuiteFactory,
    SuppleanceFactory,
    UtilisateurFactory,
)
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


def dans(jours: int) -> date:
    return AUJOURD_HUI + timedelta(days=jours)


@pytest.fixture
def ronde(plan, action, engagement):
    """Its questions were sent nine days ago."""
    ronde = RondeFactory(plan=plan, ouvre_le=dans(-9))
    ronde.ouvrir()
    modifie(ronde, ouverte_le=timezone.now() - timedelta(days=9))
    return ronde


@pytest.fixture
def demande(ronde, action):
    return Demande.objects.get(action=action)


@pytest.fixture
def absente(service):
    return UtilisateurFactory(redaction=True, organisation=service, email="absente@ville.test")


@pytest.fixture
def collegue(db):
    return UtilisateurFactory(
        redaction=True, organisation=OrganisationFactory(service=True), email="collegue@ville.test"
    )


def ecrire(action, auteur, jours: int) -> Nouvelle:
    le = timezone.now() + timedelta(days=jours)
    return NouvelleFactory(action=action, auteur=auteur, publique=True, cree_le=le, date=dans(jours))


def succeder(ancien, suivant, jusqu_a: date) -> None:
    modifie(ancien, successeur=suivant, jusqu_a=jusqu_a)


def repondue(demande) -> bool:
    """As every reading says: the question, the rates, the desk of the body asked."""
    dites = {
        "demande": Demande.objects.avec_reponse().get(pk=demande.pk).repondue,
        "page": any(
            taux.reponses
            for lue in rondes_publiques(demande.ronde.plan)
            for taux in lue.taux
            if taux.slug == demande.organisation.slug
        ),
        "organisation": bool(taux_de(demande.organisation, demande.ronde.plan).reponses),
        "bureau": demande not in en_attente(Acteur(demande.organisation)),
        "rappels": demande.organisation.slug not in rappelees(),
    }
    assert len(set(dites.values())) == 1, dites
    return dites["demande"]


def rappelees() -> set[str]:
    """The bodies to which a letter would leave, of which there is somewhere to write to."""
    for demande in Demande.objects.select_related("organisation"):
        modifie(demande.organisation, courriel_public=f"{demande.organisation.slug}@ville.test")
    sortie = StringIO()
    call_command("envoyer_rappels", "--simuler", stdout=sortie)
    noms = {str(d.organisation): d.organisation.slug for d in Demande.objects.select_related("organisation")}
    return {slug for nom, slug in noms.items() if nom in sortie.getvalue()}


@pytest.mark.parametrize(
    ("ecrite", "repond"),
    [(-8, False), (-7, True), (-5, True), (-3, True), (-2, False)],
    ids=["la veille", "le premier jour", "pendant", "le dernier jour", "le lendemain"],
)
def test_news_of_whoever_replaces_answers_during_the_delegation_alone(
    demande, action, absente, collegue, ecrite, repond
):
    SuppleanceFactory(absent=absente, suppleant=collegue, du=dans(-7), au=dans(-3))
    ecrire(action, collegue, ecrite)
    assert repondue(demande) is repond


@pytest.mark.parametrize(
    ("ecrite", "repond"),
    [(-6, False), (-5, False), (-4, True), (0, True)],
    ids=["avant", "son dernier jour", "le lendemain", "aujourd'hui"],
)
def test_news_of_the_successor_answers_from_the_day_after_the_merger(
    demande, action, service, collegue, ecrite, repond
):
    succeder(service, collegue.organisation, dans(-5))
    ecrire(action, collegue, ecrite)
    assert repondue(demande) is repond


def test_a_colleague_of_the_successor_replaces_within_it(demande, action, service, collegue):
    suivant = OrganisationFactory(service=True)
    succeder(service, suivant, dans(-5))
    SuppleanceFactory(
        absent=UtilisateurFactory(redaction=True, organisation=suivant), suppleant=collegue, du=dans(-4)
    )
    ecrire(action, collegue, -3)
    assert repondue(demande)


def _rentrer(suppleance):
    suppleance.finir(suppleance.absent)


def _effacer(suppleance):
    suppleance.delete()


def _fermer(suppleance):
    modifie(suppleance.absent, is_active=False)
    modifie(suppleance.suppleant, is_active=False)


def _demenager(suppleance):
    ailleurs = OrganisationFactory(service=True)
    for compte in (suppleance.absent, suppleance.suppleant):
        modifie(compte, organisation=ailleurs)


def _supprimer(suppleance):
    suppleance.delete()
    suppleance.suppleant.delete()


@pytest.mark.parametrize("suite", [_rentrer, _effacer, _fermer, _demenager, _supprimer])
def test_what_comes_after_takes_no_answer_back(demande, action, absente, collegue, suite):
    SuppleanceFactory(absent=absente, suppleant=collegue)
    ecrire(action, collegue, 0)
    assert repondue(demande)
    suite(Suppleance.objects.get())
    assert repondue(demande)
    # Nor does what is corrected in it.
    nouvelle = Nouvelle.objects.get()
    nouvelle.texte = "Le bail est signé devant notaire."
    nouvelle.save()
    assert repondue(demande)


def test_an_account_that_joins_the_body_later_answered_nothing(demande, action, service, collegue):
    ecrire(action, collegue, -1)
    modifie(collegue, organisation=service)
    assert not repondue(demande)


def test_the_web_does_not_say_for_whom_it_writes(demande, action, collegue, comme_le_web):
    def forger():
        Nouvelle.objects.bulk_create(
            [
                Nouvelle(
                    action=action,
                    texte="Rien.",
                    visibilite="publique",
                    auteur=collegue,
                    unites=[action.responsable_id],
                )
            ]
        )
        Nouvelle.objects.update(unites=[action.responsable_id])

    comme_le_web(forger, par=UtilisateurFactory(coordination=True))
    assert Nouvelle.objects.get().unites == [collegue.organisation_id]
    assert not repondue(demande)


def test_written_in_a_minute_by_whoever_replaces_it_leaves_both_desks(demande, action, absente, collegue):
    SuppleanceFactory(absent=absente, suppleant=collegue)
    client = Client()
    client.force_login(collegue)
    assert "Demandé par le comité" in texte(client.get("/espace/"))
    ecrire(action, collegue, 0)
    for compte in (absente, collegue):
        client.force_login(compte)
        assert "Demandé par le comité" not in texte(client.get("/espace/"))


def test_a_declaration_of_the_successor_answers_for_whom_was_engaged(ronde, engagement):
    suivant = OrganisationFactory(nom="Réseau fusionné")
    succeder(engagement.partie, suivant, dans(-1))
    agent = UtilisateurFactory(partenaire=True, organisation=suivant)
    engagement.declarer(Acteur(suivant, agent), Genre.AVANCE, "Deux locaux.")
    assert Demande.objects.avec_reponse().get(engagement=engagement).repondue


# --- Reminders -------------------------------------------------------------------------------------------


def rappeler() -> None:
    lundi = AUJOURD_HUI - timedelta(days=AUJOURD_HUI.weekday())
    call_command("envoyer_rappels", "--date", lundi.isoformat(), stdout=StringIO())


def test_reminders_go_to_whoever_replaces_too(demande, absente, collegue, mailoutbox):
    SuiteFactory(responsable=absente.organisation, echeance=dans(-30))
    SuppleanceFactory(absent=absente, suppleant=collegue)
    ailleurs = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    SuppleanceFactory(absent=ailleurs, du=dans(-9), au=dans(-8), suppleant=collegue)
    rappeler()
    recues = [lettre.bcc for lettre in mailoutbox if str(absente.organisation) in lettre.body]
    assert recues == [[absente.email, collegue.email]] * 2


def test_nobody_is_asked_to_declare_for_whom_they_replace(ronde, engagement, collegue, mailoutbox):
    absente = UtilisateurFactory(redaction=True, organisation=engagement.partie, email="partie@ville.test")
    SuppleanceFactory(absent=absente, suppleant=collegue)
    rappeler()
    assert [lettre.bcc for lettre in mailoutbox] == [["partie@ville.test"]]


def test_reminders_go_to_the_successor(demande, service, collegue, mailoutbox):
    succeder(service, collegue.organisation, dans(-1))
    SuiteFactory(responsable=service, echeance=dans(-30))
    rappeler()
    assert [lettre.bcc for lettre in mailoutbox] == [[collegue.email]] * 2
    assert {rappel.organisation for rappel in Rappel.objects.all()} >= {service}


def test_without_an_account_the_successor_s_public_address_is_written_to(demande, service, mailoutbox):
    suivant = OrganisationFactory(service=True, courriel_public="suivant@ville.test")
    modifie(service, courriel_public="ancien@ville.test")
    rappeler()
    assert [lettre.bcc for lettre in mailoutbox] == [["ancien@ville.test"]]
    succeder(service, suivant, dans(-1))
    Rappel.objects.all().delete()
    Demande.objects.update(rappelee_le=None)
    mailoutbox.clear()
    rappeler()
    assert [lettre.bcc for lettre in mailoutbox] == [["suivant@ville.test"]]
