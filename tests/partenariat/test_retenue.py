"""A restored copy writes to nobody, and does not start, until it is told so; what must be replayed is."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from engagements.models import LienSigne
from partenariat.lancement.preparatifs import BaseEtrangere, migrer
from partenariat.models import Restauration
from partenariat.sauvegarde import courriels, restauration
from tests.factories.engagements import LienSigneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def par_notre_porte(settings):
    """As the site sends; the tests' own outbox stands for the operator's server of mail."""
    settings.EMAIL_BACKEND = "partenariat.sauvegarde.courriels.Retenue"
    settings.COURRIELS_PAR = "django.core.mail.backends.locmem.EmailBackend"


def restauree(**champs) -> Restauration:
    hier = timezone.now() - timedelta(days=1)
    defaut = {"archive": "a.tar", "faite_le": hier, "restauree_le": timezone.now(), "achevee": True}
    return Restauration.objects.create(**defaut | champs)


def ecrire(**options) -> int:
    return EmailMessage("Bonjour", "…", "nous@exemple.test", ["vous@exemple.test"]).send(**options)


@pytest.mark.parametrize(
    ("marque", "part"),
    [(None, True), ({"courriels_permis": False}, False), ({"courriels_permis": True}, True)],
    ids=["jamais restaurée", "restaurée", "permis"],
)
def test_letters_leave_a_site_and_not_its_copy(marque, part):
    if marque is not None:
        restauree(**marque)
    if part:
        assert ecrire() == 1
    else:
        with pytest.raises(OSError, match="copie restaurée"):
            ecrire()
        # A failure's own letter, sent from a log, stops nothing.
        assert ecrire(fail_silently=True) == 0
    assert len(mail.outbox) == part


def test_the_reminders_say_that_they_are_held_back_and_end_in_error():
    restauree()
    with pytest.raises(CommandError, match="aucun courriel n'en part"):
        call_command("envoyer_rappels")


def test_a_signed_link_that_is_held_back_is_revoked_as_one_that_could_not_be_sent():
    restauree()
    lien = LienSigneFactory(organisation__courriel_public="dg@exemple.test", envoye_a="dg@exemple.test")
    with pytest.raises(courriels.CourrielsRetenus):
        lien.envoyer("jeton")
    assert LienSigne.objects.get().revoque_le
    assert not mail.outbox


def test_one_command_lifts_it(capsys):
    restauree()
    call_command("restaurer", courriels_permis=True)
    assert "Les courriels partent" in capsys.readouterr().out
    assert ecrire() == 1
    call_command("restaurer", courriels_permis=True)
    assert "Aucun courriel n'était retenu" in capsys.readouterr().out


def test_the_web_neither_lifts_it_nor_writes_another(comme_le_web):
    from django.db import DatabaseError

    restauree()
    for geste in (
        lambda: Restauration.objects.update(courriels_permis=True),
        lambda: Restauration.objects.all().delete(),
        lambda: restauree(courriels_permis=True),
    ):
        with pytest.raises(DatabaseError, match="denied"):
            comme_le_web(geste)
    comme_le_web(lambda: courriels.retenus())


# --- What must be done again --------------------------------------------------------------------------------


def test_the_site_does_not_start_on_a_restoration_that_is_not_finished(transactional_db, monkeypatch, capsys):
    """What another floor registers is done in the same run; where it fails, the site waits for it."""
    pret = []

    def rejouer(using):
        if not pret:
            raise ValueError("pas encore")
        yield f"2 retraits sur {using}"

    monkeypatch.setattr(restauration, "_suites", {})
    restauration.apres_restauration("Retraits rejoués", rejouer)
    restauree(achevee=False)
    with pytest.raises(BaseEtrangere, match="--reprendre"):
        migrer()
    with pytest.raises(CommandError, match=r"la suite a échoué .pas encore."):
        call_command("restaurer", reprendre=True)
    with pytest.raises(BaseEtrangere, match="--reprendre"):
        migrer()
    pret.append(True)
    call_command("restaurer", reprendre=True)
    assert "Retraits rejoués : 2 retraits sur default" in capsys.readouterr().out
    migrer()
    with pytest.raises(CommandError, match="aucune restauration n'est à achever"):
        call_command("restaurer", reprendre=True)
