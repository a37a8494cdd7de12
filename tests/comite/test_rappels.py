"""Each letter leaves once, and none is lost: two runs at once, the same day again, a run that is killed."""

from datetime import date, timedelta
from io import StringIO
from smtplib import SMTPException
from threading import Event, Thread

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from comite.models import Demande, Rappel, Suite
from partenariat.models import Envoi
from partenariat.une_fois.envois import GARDE
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EnvoiFactory,
    OrganisationFactory,
    PlanFactory,
    RappelFactory,
    RondeFactory,
    SuiteFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

AUJOURD_HUI = timezone.localdate()
LUNDI = AUJOURD_HUI - timedelta(days=AUJOURD_HUI.weekday())


def compte_de(organisation) -> str:
    return UtilisateurFactory(partenaire=True, organisation=organisation).email


@pytest.fixture
def adresses() -> list[str]:
    """Three bodies that are asked one question each, in an open round."""
    plan = PlanFactory(actif=True)
    axe = AxeFactory(plan=plan)
    actions = [ActionFactory(plan=plan, axe=axe, publiee=True) for _ in range(3)]
    for rang, action in enumerate(actions):
        type(action).objects.filter(pk=action.pk).update(
            responsable=OrganisationFactory(nom=f"Organisme {rang}")
        )
    RondeFactory(plan=plan).ouvrir()
    return [compte_de(d.organisation) for d in Demande.objects.order_by("organisation")]


@pytest.fixture
def en_retard() -> list[str]:
    """Three bodies that have each a late follow-up."""
    suites = [SuiteFactory(echeance=LUNDI - timedelta(days=30)) for _ in range(3)]
    return [compte_de(suite.responsable) for suite in suites]


def rappeler(jour: date | None = None, *options: str) -> str:
    """One run: what it says, on both outputs."""
    sortie = StringIO()
    du_jour = ["--date", jour.isoformat()] if jour else []
    call_command("envoyer_rappels", *du_jour, *options, stdout=sortie, stderr=sortie)
    return sortie.getvalue()


def recues(boite) -> list[str]:
    return sorted(adresse for message in boite for adresse in message.bcc)


class Serveur:
    """Stands for the server of mail: `devant[n]` is done when the letter number n comes, before it leaves."""

    def __init__(self, monkeypatch):
        self.devant, self.n = {}, 0
        envoyer = EmailMessage.send

        def send(message, *args, **options):
            self.n += 1
            self.devant.get(self.n, lambda: None)()
            return envoyer(message, *args, **options)

        monkeypatch.setattr(EmailMessage, "send", send)


@pytest.fixture
def serveur(monkeypatch) -> Serveur:
    return Serveur(monkeypatch)


class Tue(BaseException):
    """The process is killed here."""


def tuer():
    raise Tue


# --- Two at once -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("quoi", ["adresses", "en_retard"])
def test_two_runs_at_once_send_each_letter_once(quoi, request, serveur, mailoutbox):
    attendues = sorted(request.getfixturevalue(quoi))
    en_train, suite, dit = Event(), Event(), []

    def retenir():
        en_train.set()
        assert suite.wait(20)

    def premier():
        try:
            dit.append(rappeler(LUNDI))
        finally:
            connection.close()

    serveur.devant[1] = retenir
    autre = Thread(target=premier, daemon=True)
    autre.start()
    assert en_train.wait(20)
    assert "Un autre passage envoie" in rappeler(LUNDI)
    assert not mailoutbox
    suite.set()
    autre.join(20)
    assert "rappel envoyé" in dit[0]
    assert recues(mailoutbox) == attendues
    rappeler(LUNDI)
    assert recues(mailoutbox) == attendues


def test_eight_runs_started_together_send_each_letter_once(adresses, mailoutbox):
    def passer():
        try:
            rappeler()
        finally:
            connection.close()

    fils = [Thread(target=passer, daemon=True) for _ in range(8)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    assert recues(mailoutbox) == sorted(adresses)


# --- Again -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jours", [0, 1, 6], ids=["the same day", "the next day", "on Sunday"])
def test_what_left_on_monday_leaves_no_more_that_week(adresses, en_retard, mailoutbox, jours):
    attendues = sorted(adresses + en_retard)
    Demande.objects.update(rappelee_le=LUNDI)
    rappeler(LUNDI)
    assert recues(mailoutbox) == sorted(en_retard)
    Demande.objects.update(rappelee_le=None)
    rappeler(LUNDI)
    assert recues(mailoutbox) == attendues
    rappeler(LUNDI + timedelta(days=jours))
    assert recues(mailoutbox) == attendues


def test_what_is_still_late_a_week_later_is_told_again(en_retard, mailoutbox):
    for semaines in range(3):
        rappeler(LUNDI + timedelta(weeks=semaines))
    assert recues(mailoutbox) == sorted(en_retard * 3)
    assert len({message.extra_headers["Message-ID"] for message in mailoutbox}) == 9


@pytest.mark.parametrize("jours", [1, 3, 6])
def test_a_monday_without_a_run_loses_no_letter(en_retard, mailoutbox, jours):
    rappeler(LUNDI + timedelta(days=jours))
    assert recues(mailoutbox) == sorted(en_retard)


@pytest.mark.parametrize(
    ("echeance", "attendu"), [(-1, 1), (0, 0), (1, 0)], ids=["the day before", "on Monday", "the day after"]
)
def test_during_the_week_only_what_was_late_on_monday_is_told(en_retard, mailoutbox, echeance, attendu):
    Suite.objects.update(echeance=LUNDI + timedelta(days=echeance))
    rappeler(LUNDI + timedelta(days=4))
    assert bool(mailoutbox) is bool(attendu)


# --- Killed ----------------------------------------------------------------------------------------------


def test_killed_between_two_letters_the_rest_leaves_at_the_next_run(
    adresses, en_retard, mailoutbox, monkeypatch
):
    attendues, commencer, n = sorted(adresses + en_retard), Rappel.commencer, []

    def commencer_ou_mourir(*args):
        n.append(1)
        if len(n) == 3:
            raise Tue
        return commencer(*args)

    monkeypatch.setattr(Rappel, "commencer", commencer_ou_mourir)
    with pytest.raises(Tue):
        rappeler(LUNDI)
    assert len(mailoutbox) == 2
    dit = rappeler(LUNDI + timedelta(days=1))
    assert recues(mailoutbox) == attendues
    assert "coupé" not in dit


def test_killed_while_the_server_has_the_letter_the_doubt_is_told_and_the_letter_known_for_the_same(
    adresses, serveur, mailoutbox
):
    serveur.devant[2] = tuer
    with pytest.raises(Tue):
        rappeler()
    douteux = Rappel.objects.get(etat="en_cours")
    dit = rappeler()
    assert f"{douteux.organisation} · Demandes sans réponse : l'envoi commencé le" in dit
    assert "peut-être partie" in dit
    assert recues(mailoutbox) == sorted(adresses)
    (message,) = [m for m in mailoutbox if douteux.cle in m.extra_headers["Message-ID"]]
    assert message.extra_headers["Message-ID"].startswith(f"<{douteux.cle}@")
    assert set(Rappel.objects.values_list("etat", flat=True)) == {"envoye"}
    assert "coupé" not in rappeler()


def test_killed_after_the_server_took_it_the_same_message_comes_again(adresses, mailoutbox, monkeypatch):
    partir = Rappel.partir
    monkeypatch.setattr(Rappel, "partir", lambda rappel: tuer())
    with pytest.raises(Tue):
        rappeler()
    monkeypatch.setattr(Rappel, "partir", partir)
    assert Demande.objects.filter(rappelee_le=None).count() == 3
    rappeler(AUJOURD_HUI + timedelta(days=1))
    premiers = [m.extra_headers["Message-ID"] for m in mailoutbox]
    assert (len(premiers), len(set(premiers))) == (4, 3)


def test_a_cut_letter_that_is_no_longer_due_stays_told_as_cut(adresses, serveur, mailoutbox):
    serveur.devant[1] = tuer
    with pytest.raises(Tue):
        rappeler()
    Demande.objects.update(repondue_le=timezone.now())
    assert "peut-être partie" in rappeler()
    assert Rappel.objects.get().etat == "interrompu"
    assert "peut-être" not in rappeler()
    assert not mailoutbox


# --- Refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("panne", [SMTPException("boîte pleine"), ConnectionRefusedError("non")], ids=repr)
def test_what_the_server_refuses_leaves_at_the_next_run_and_is_no_doubt(
    en_retard, serveur, mailoutbox, panne
):
    def refuser():
        raise panne

    serveur.devant[2] = refuser
    with pytest.raises(CommandError, match="non envoyés : 1"):
        rappeler(LUNDI)
    assert len(mailoutbox) == 2
    assert Rappel.objects.filter(etat="refuse").count() == 1
    assert "coupé" not in rappeler(LUNDI + timedelta(days=2))
    assert recues(mailoutbox) == sorted(en_retard)


# --- Besides ---------------------------------------------------------------------------------------------


def test_a_simulation_says_what_would_leave_and_no_more_what_left(adresses, en_retard, mailoutbox):
    assert rappeler(LUNDI, "--simuler").count("serait envoyé") == 6
    assert not Rappel.objects.exists()
    rappeler(LUNDI)
    assert rappeler(LUNDI, "--simuler") == ""
    assert len(mailoutbox) == 6


def test_the_lock_is_let_go_of_by_a_run_that_fails(adresses, serveur, mailoutbox):
    serveur.devant[1] = tuer
    with pytest.raises(Tue):
        rappeler()
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        assert curseur.fetchone() == (0,)


def test_a_letter_left_has_its_moment_and_no_other_has(adresses):
    with refusee("rappel_envoye_date"):
        RappelFactory(etat="envoye")
    with refusee("rappel_envoye_date"):
        RappelFactory(envoye_le=timezone.now())
    RappelFactory(envoye=True)


def test_old_keys_of_forms_are_forgotten_by_the_daily_run():
    EnvoiFactory(le=timezone.now() - GARDE * 2)
    recent = EnvoiFactory()
    rappeler(None, "--simuler")
    assert Envoi.objects.count() == 2
    rappeler()
    assert list(Envoi.objects.all()) == [recent]
