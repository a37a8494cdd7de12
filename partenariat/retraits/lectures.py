"""What a withdrawal would take, which wait for somebody, and which a page has to say of itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from partenariat.retraits.copies import suites_de
from partenariat.retraits.formulations import formulations
from partenariat.retraits.lieux import designation
from partenariat.retraits.modele import EtatRetrait, Retrait, RetraitQuerySet
from partenariat.retraits.registre import REGISTRE, TOUT, de_la_table, est_retire

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.parties.utilisateurs import Utilisateur

RECENTS = timedelta(days=90)
"""How long those whom it concerns are told, unasked, that something was withdrawn."""


@dataclass(frozen=True)
class Part:
    """A record that goes, or a field of it: what it is called, and the words by which one knows it."""

    quoi: str
    mots: list[tuple[str, str]]
    """Name of the field, its words."""


def mots(objet: models.Model, champ: str = TOUT) -> list[tuple[str, str]]:
    """What would go of a record that is not withdrawn already; nothing where it says nothing."""
    quoi = REGISTRE[type(objet)]
    lus = [
        (str(capfirst(_champ(objet, nom).verbose_name)), str(getattr(objet, nom) or ""))
        for nom in quoi.champs
        if champ in quoi.avec(nom)
    ]
    return [(nom, texte) for nom, texte in lus if texte and not est_retire(texte)]


def lisibles(objet: models.Model, champ: str) -> list[tuple[str, str]]:
    """The wordings of a field that can still be read, one day or another, by their fingerprint."""
    partis = set(
        Retrait.objects.confirmes().de(objet).filter(champ=champ).values_list("formulation", flat=True)
    )
    return [(cle, dit) for cle, dit in formulations(objet, champ).items() if cle not in partis]


def _champ(objet: models.Model, nom: str) -> Any:
    return objet._meta.get_field(nom)


def ce_qui_part(objet: models.Model, champ: str = TOUT) -> Iterator[Part]:
    """The record, then what goes with it."""
    yield Part(designation(objet, champ), mots(objet, champ))
    for autre, le_champ in suites_de(objet, champ):
        yield Part(designation(autre, le_champ), mots(autre, le_champ))


def fichier_de(retrait: Retrait) -> models.fields.files.FieldFile | None:
    """The file that would go."""
    objet = retrait.objet
    champ = REGISTRE[type(objet)].fichier if objet is not None else ""
    if not champ or retrait.champ not in (champ, TOUT):
        return None
    return getattr(objet, champ) or None


def a_decider(personne: "Utilisateur | AnonymousUser") -> RetraitQuerySet:
    """Those that wait for this person: asked for by another, among the coordination."""
    if not (personne.is_authenticated and personne.a_role("coordination")):
        return Retrait.objects.none()
    attendent = Retrait.objects.filter(etat=EtatRetrait.DEMANDE, avec=None)
    return attendent.exclude(demande_par=personne).order_by("demande_le", "pk")


def de_la_page(page: models.Model) -> RetraitQuerySet:
    """What was withdrawn of the page of a record, the last first, as the register tells it."""
    siens = Retrait.objects.dits().filter(page=page._meta.db_table, page_cle=page.pk)
    return siens.order_by("-decide_le", "-pk")


def de_ce_qui_se_lit(objets: Iterable[models.Model]) -> list[Retrait]:
    """What was withdrawn of records that are shown together, the last first; what went with another is told
    by that one. No query where none bears a mask."""
    masques: dict[str, set[int]] = defaultdict(set)
    for objet in objets:
        if any(est_retire(getattr(objet, champ)) for champ in REGISTRE[type(objet)].tenus):
            masques[objet._meta.db_table].add(objet.pk)
    if not masques:
        return []
    leurs = reduce(or_, (models.Q(relation=table, cle__in=cles) for table, cles in masques.items()))
    dits = {retrait.dit_avec for retrait in Retrait.objects.publics().filter(leurs).select_related("avec")}
    return sorted(dits, key=lambda retrait: (retrait.decide_le, retrait.pk), reverse=True)


def recents(modele: type[models.Model]) -> set[int]:
    """The keys of its records of whose page something was withdrawn lately."""
    return set(_recents().filter(page=modele._meta.db_table).values_list("page_cle", flat=True))


def recents_de(*pages: models.QuerySet[Any]) -> RetraitQuerySet:
    """What was withdrawn lately of the pages of these records, the last first."""
    leurs = (models.Q(page=p.model._meta.db_table, page_cle__in=p.values("pk")) for p in pages)
    return _recents().filter(reduce(or_, leurs)).order_by("-decide_le", "-pk")


def _recents() -> RetraitQuerySet:
    return Retrait.objects.confirmes().filter(avec=None, decide_le__gte=timezone.now() - RECENTS)


def _avec_leur_page() -> list[str]:
    return [m._meta.db_table for m, quoi in REGISTRE.items() if quoi.fixes and not quoi.ou]


def parties() -> RetraitQuerySet:
    """What was withdrawn whole, with its page: the address answers 410."""
    return Retrait.objects.confirmes().filter(relation__in=_avec_leur_page(), champ=TOUT)


def est_partie(objet: models.Model) -> bool:
    """Whether this record was withdrawn whole, with its page."""
    return objet._meta.db_table in _avec_leur_page() and parties().de(objet).exists()


def liens(retraits: Collection[Retrait]) -> list[tuple[Retrait, str]]:
    """Each with the address of the page where it was read, in the visitor's language; empty where it is gone.

    It is asked of the page itself: once another plan is the active one, `/actions/1.1/` is of that one. One
    query for each kind of page, and one for those that are gone.
    """
    cles: dict[str, set[int]] = defaultdict(set)
    for retrait in retraits:
        cles[retrait.page].add(retrait.page_cle)
    sans = set(parties().filter(relation__in=cles).values_list("relation", "cle"))
    adresses: dict[tuple[str, int], str] = {}
    for table, siennes in cles.items():
        modele: Any = de_la_table(table)
        if modele is None:
            continue
        du_plan = [champ.name for champ in modele._meta.concrete_fields if champ.name == "plan"]
        for page in modele._base_manager.filter(pk__in=siennes).select_related(*du_plan):
            if (table, page.pk) not in sans:
                adresses[table, page.pk] = page.get_absolute_url()
    return [(retrait, adresses.get((retrait.page, retrait.page_cle), "")) for retrait in retraits]
