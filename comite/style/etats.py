"""Every state that has a shape, with the word that the site says of it, part by part."""

from collections.abc import Iterable, Iterator

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models.etats import Confiance, Echeancier, EtatJalon, Fraicheur, Statut
from comite.models.etats import EtatProcesVerbal, EtatReponse, EtatSeance, EtatSuite
from engagements.models import etats as promesses
from partenariat.presentation import etats

Groupe = tuple[Promise | str, list[tuple[str, Promise | str]]]
VOCABULAIRES: tuple[tuple[Promise, tuple[type[TextChoices], ...]], ...] = (
    (_("Actions"), (Statut, Echeancier, Fraicheur, Confiance, EtatJalon)),
    (
        _("Engagements"),
        (
            promesses.Etat,
            promesses.LecturePreuve,
            promesses.Attention,
            promesses.Verdict,
            promesses.Genre,
        ),
    ),
    (_("Comité"), (EtatSeance, EtatProcesVerbal, EtatSuite, EtatReponse)),
)
GESTES: tuple[tuple[str, Promise], ...] = (
    ("reponse", _("Répond")),
    ("voix_de_la_partie", _("Signe")),
    ("voix_de_l_autre", _("Signe")),
    ("quorum", _("Quorum atteint")),
    ("sans_quorum", _("Sans quorum")),
)
"""What is of no vocabulary: acts of a party, and the quorum of a meeting."""


def groupes() -> Iterator[Groupe]:
    """The states of each floor, in the order of their vocabularies, each once."""
    for titre, vocabulaires in VOCABULAIRES:
        yield titre, list(dict(_de(vocabulaires)).items())
    yield _("Gestes"), list(GESTES)


def _de(vocabulaires: Iterable[type[TextChoices]]) -> Iterator[tuple[str, Promise | str]]:
    for vocabulaire in vocabulaires:
        for un in vocabulaire:
            if un.value in etats.ETATS:
                yield un.value, un.label


def sceaux() -> list[tuple[str, str]]:
    """Each large seal and what it says."""
    mots = {un.value: str(un.label) for un in promesses.Etat} | {
        promesses.Attention.CONTESTE.value: str(promesses.Attention.CONTESTE.label)
    }
    dits = {
        "propose_1": _("Signé par qui s'engage"),
        "propose_2": _("Signé par l'autre partie"),
    }
    return [(nom, str(dits.get(nom) or mots[nom])) for nom in etats.SCEAUX]
