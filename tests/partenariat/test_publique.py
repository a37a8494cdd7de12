"""A public view that streams its body reads all of it on the date that was asked for."""

from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from actions.models import Plan
from partenariat.histoire.temps import moment_courant
from partenariat.presentation.publique import publique
from tests.factories import PlanFactory
from tests.passe import reculer


@publique
def titres(request):
    return StreamingHttpResponse(f"{titre}\n" for titre in _titres())


def _titres():
    # A generator: nothing is asked of the database before the first line is.
    yield from Plan.objects.values_list("titre", flat=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("jours", "attendu"), [(1, b"Avant\n"), (0, "Après\n".encode())], ids=["hier", "aujourd'hui"]
)
def test_a_streamed_body_is_of_the_date_asked_for(jours, attendu):
    PlanFactory(titre="Avant")
    reculer(3)
    Plan.objects.update(titre="Après")
    jour = timezone.localdate() - timedelta(days=jours)
    reponse = titres(RequestFactory().get("/", {"au": jour.isoformat()}))
    assert moment_courant() is None
    assert b"".join(reponse.streaming_content) == attendu
    assert moment_courant() is None
