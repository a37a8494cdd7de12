"""What is made where it is absent is held as well, whatever others do of it meanwhile."""

import threading
import time

import pytest
from django.db import connection, transaction

from partenariat.models import Envoi
from tests.factories import EnvoiFactory

pytestmark = pytest.mark.django_db(transaction=True)

CLE = "0" * 64


def _attendre_qui_attend() -> None:
    limite = time.monotonic() + 20
    while time.monotonic() < limite:
        with connection.cursor() as curseur:
            curseur.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if curseur.fetchone()[0]:
                return
        time.sleep(0.02)


@pytest.mark.parametrize("avant", [False, True], ids=["absente", "présente"])
@pytest.mark.parametrize("reste", [False, True], ids=["ôtée", "gardée"])
def test_the_second_is_given_the_row_that_the_first_leaves_or_one_of_its_own(avant, reste):
    if avant:
        EnvoiFactory(cle=CLE, contenu="ancien")
    rendues = []

    def second():
        try:
            with transaction.atomic():
                rendues.append(Envoi.tenir(CLE, "second"))
        finally:
            connection.close()

    with transaction.atomic():
        premiere = Envoi.tenir(CLE, "premier")
        autre = threading.Thread(target=second)
        autre.start()
        _attendre_qui_attend()
        if not reste:
            premiere.delete()
    autre.join(30)
    (seconde,) = rendues
    assert (premiere.neuve, seconde.neuve) == (not avant, not reste)
    contenu = ("ancien" if avant else "premier") if reste else "second"
    assert seconde.contenu == Envoi.objects.get().contenu == contenu
