"""What is frozen, or published, is printed first: where that cannot be, a sentence says why."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.processus import Indisponible
from partenariat.presentation.pdf import DocumentRefuse


@contextmanager
def imprimable(phrase: str) -> Iterator[None]:
    """Within it, documents are made.

    Args:
        phrase: what is said of one that does not print; holds `%(raison)s`.

    Raises:
        TransitionRefusee: one does not print, or not now.
    """
    try:
        yield
    except DocumentRefuse as refus:
        raise TransitionRefusee(phrase % {"raison": str(refus)[:200]}) from refus
    except Indisponible as panne:
        raise TransitionRefusee(
            _("Le document n'a pas pu être fait maintenant; rien n'a été inscrit. Réessayez dans un instant.")
        ) from panne
