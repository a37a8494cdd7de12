"""What an account did in the back office lately, in words: of records that it may still read."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from partenariat.poste.attentes import Fait, nom_de
from partenariat.poste.sources import LISIBLES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

GESTES = {ADDITION: _("Ajout"), CHANGE: _("Modification"), DELETION: _("Suppression")}
LUES = 10
"""Entries of the log that are read."""


def du_journal(personne: "Utilisateur | AnonymousUser") -> Iterator[Fait]:
    """Two queries, and one more for each kind of record: never more than `LUES`.

    The log names a record as it was: it is named here as it is, or not at all.
    """
    if not personne.is_authenticated:
        return
    entrees = list(
        LogEntry.objects.filter(user=personne)
        .select_related("content_type")
        .order_by("-action_time", "-pk")[:LUES]
    )
    cles: dict[type, set[str]] = defaultdict(set)
    for entree in entrees:
        if (modele := _modele(entree)) in LISIBLES and entree.object_id:
            cles[modele].add(entree.object_id)
    lus: dict[tuple[type, str], Any] = {}
    for modele, siennes in cles.items():
        for objet in LISIBLES[modele](personne).filter(pk__in=siennes):
            lus[modele, str(objet.pk)] = objet
    for entree in entrees:
        modele = _modele(entree)
        objet = lus.get((modele, entree.object_id or "")) if modele else None
        quoi = str(GESTES.get(entree.action_flag, GESTES[CHANGE]))
        if modele is not None:
            quoi = f"{quoi} · {modele._meta.verbose_name}"
        yield Fait(entree.action_time, quoi, nom_de(objet) if objet else "", _adresse(objet))


def _modele(entree: LogEntry) -> Any:
    return entree.content_type.model_class() if entree.content_type else None


def _adresse(objet: Any) -> str:
    if objet is None:
        return ""
    meta = objet._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[objet.pk])
    except NoReverseMatch:
        return ""
