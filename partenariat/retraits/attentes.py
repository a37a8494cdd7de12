"""On the desk: the withdrawals that wait for who reads, and those that they asked for."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partenariat.poste import sources
from partenariat.poste.attentes import Attente, Ligne, Qui
from partenariat.retraits.lectures import a_decider
from partenariat.retraits.modele import EtatRetrait, Retrait


def attentes(request: HttpRequest) -> Iterator[Attente]:
    """Two queries; none of who may confirm nothing."""
    personne = request.user
    if not personne.is_authenticated or not personne.a_role("coordination"):
        return
    yield Attente(
        "retraits",
        _("Confirmer un retrait"),
        lambda n: (
            ngettext("%(n)s retrait pour cause demandé", "%(n)s retraits pour cause demandés", n) % {"n": n}
        ),
        _("Lire et décider"),
        list(a_decider(personne).select_related("demande_par")),
        _a_decider,
    )
    demandes = Retrait.objects.filter(etat=EtatRetrait.DEMANDE, avec=None, demande_par=personne)
    yield Attente(
        "retraits-demandes",
        _("Retraits que vous avez demandés"),
        lambda n: ngettext("%(n)s confirmation", "%(n)s confirmations", n) % {"n": n},
        _("Voir"),
        list(demandes.order_by("demande_le", "pk")),
        _demande,
        Qui.AUTRES,
    )


def _a_decider(retrait: Retrait) -> Ligne:
    dit = gettext("%(cause)s; demandé par %(qui)s.") % {
        "cause": retrait.get_cause_display(),
        "qui": retrait.demande_par,
    }
    return _ligne(retrait, dit)


def _demande(retrait: Retrait) -> Ligne:
    return _ligne(retrait, gettext("Demandé par vous; attend la décision d'une autre personne."))


def _ligne(retrait: Retrait, dit: str) -> Ligne:
    adresse = reverse("admin:partenariat_retrait_change", args=[retrait.pk])
    return Ligne(
        retrait.quoi,
        adresse,
        "a_verifier",
        gettext("Retrait demandé"),
        fiche=adresse,
        dit=dit,
        depuis=timezone.localdate(retrait.demande_le),
        code=retrait.quoi,
        francais=True,
    )


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(attentes=attentes)
