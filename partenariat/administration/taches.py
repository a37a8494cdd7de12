"""The models of the back office by task: why one comes, rather than which app holds them.

Each app says where its own stand, and what each is for (`placer`), beside its administration.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from partenariat.administration import noms


@dataclass(frozen=True)
class Tache:
    rang: int
    """Their order on the page."""
    cle: str
    nom: Promise


LISTES = Tache(40, "listes", _("Tenir les listes"))
PERSONNES = Tache(50, "personnes", _("Personnes et accès"))
SITE = Tache(60, "site", _("Le site"))


@dataclass(frozen=True)
class Fiche:
    """A kind of records, in its task."""

    modele: type[Model]
    pourquoi: Promise
    """What it is for, in one sentence."""
    feminin: bool = False
    """The gender of its noun."""
    compte: bool = False
    """Whether how many there are helps to find one's way."""


_places: dict[type[Model], tuple[Tache, int, Fiche]] = {}


def placer(tache: Tache, *fiches: Fiche) -> None:
    """Puts these kinds in a task, after those that are in it, in this order."""
    for fiche in fiches:
        _places[fiche.modele] = (tache, len(_places), fiche)
        noms.accorder(**{"feminins" if fiche.feminin else "masculins": (fiche.modele,)})


def place_de(modele: type[Model]) -> tuple[Tache, int, Fiche]:
    """Raises:
    LookupError: its app has not said where it stands.
    """
    if modele not in _places:
        raise LookupError(f"no task said of {modele._meta.label}")
    return _places[modele]


def _compter(administration: "ModelAdmin[Any]", request: HttpRequest) -> int:
    return administration.get_queryset(request).count()


def par_tache(site: AdminSite, request: HttpRequest, modeles: list[dict]) -> list[dict]:
    """The models that Django lists, by task and in order, each with its sentence and its button.

    Args:
        modeles: those of `AdminSite.get_app_list`, all apps together.
    """
    groupes: dict[Tache, list[dict]] = {}
    for entree in sorted(modeles, key=lambda une: place_de(une["model"])[1]):
        tache, _rang, fiche = place_de(entree["model"])
        administration: Any = site.get_model_admin(fiche.modele)
        entree |= {
            "pourquoi": fiche.pourquoi,
            "ajouter": administration.titre(ajout=True),
            "compte": SimpleLazyObject(partial(_compter, administration, request)) if fiche.compte else None,
        }
        groupes.setdefault(tache, []).append(entree)
    return [
        {
            "name": tache.nom,
            "app_label": tache.cle,
            "app_url": "",
            "has_module_perms": True,
            "models": groupes[tache],
        }
        for tache in sorted(groupes, key=lambda une: une.rang)
    ]
