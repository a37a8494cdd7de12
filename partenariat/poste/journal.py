"""What an account did in the back office that history does not tell: of records that it may still read."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partenariat.poste.attentes import Fait
from partenariat.poste.noms import Noms
from partenariat.poste.sources import SUIVIS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

GESTES = {ADDITION: _("Ajout"), CHANGE: _("Modification"), DELETION: _("Suppression")}
LUES = 10
"""Entries of the log that are read."""


def du_journal(personne: "Utilisateur | AnonymousUser") -> Iterator[Fait]:
    """One query, and one for each kind of record: never more than `LUES`.

    The log names a record as it was: it is named here as it is, or not at all. What history tells
    (`gestes.de_l_histoire`) is not told again.
    """
    if not personne.is_authenticated:
        return
    entrees = list(
        LogEntry.objects.filter(user=personne)
        .exclude(_racontes())
        .select_related("content_type")
        .order_by("-action_time", "-pk")[:LUES]
    )
    noms = Noms(personne, ((_modele(entree), entree.object_id) for entree in entrees))
    for entree in entrees:
        modele = _modele(entree)
        quoi = str(GESTES.get(entree.action_flag, GESTES[CHANGE]))
        if modele is not None:
            quoi = f"{quoi} · {modele._meta.verbose_name}"
        titre, adresse = noms.titre(modele, entree.object_id), noms.adresse(modele, entree.object_id)
        yield Fait(entree.action_time, quoi, titre, adresse)


def _racontes() -> Q:
    """The kinds of which history tells."""
    metas = (modele._meta for modele in SUIVIS)
    return reduce(
        or_, (Q(content_type__app_label=m.app_label, content_type__model=m.model_name) for m in metas)
    )


def _modele(entree: LogEntry) -> Any:
    return entree.content_type.model_class() if entree.content_type else None
