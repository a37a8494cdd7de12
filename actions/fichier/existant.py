"""What the database already holds of a plan, by the names that a file uses. One query a table."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from actions.fichier.retires import connue_par
from actions.models import (
    Action,
    Axe,
    Domaine,
    Indicateur,
    Jalon,
    Objectif,
    PartiePrenante,
    Plan,
    Repere,
    Source,
    Volet,
)

ENFANTS = (
    # The order in which n-th occurrences of a title are matched: that of their creation.
    Prefetch("jalons", Jalon.objects.order_by("id")),
    Prefetch("indicateurs", Indicateur.objects.order_by("id").prefetch_related("mesures")),
    "participations__organisation",
    "nouvelles",
    "documents",
    "objectifs",
    "domaines",
    "arrondissements",
    "sources",
)


@dataclass
class Existant:
    plan: Plan | None = None
    axes: dict[str, Axe] = field(default_factory=dict)
    volets: dict[tuple[str, str], Volet] = field(default_factory=dict)
    """By the code of the axe and their own."""
    objectifs: dict[str, Objectif] = field(default_factory=dict)
    domaines: dict[str, Domaine] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    reperes: list[Repere] = field(default_factory=list)
    places: dict[str, PartiePrenante] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)


def existant(slug: str) -> Existant:
    """The plan `slug` as it stands, its actions locked until the end of the transaction; empty if unknown."""
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        return Existant()
    actions = (
        Action.objects.filter(plan=plan)
        .select_for_update(of=("self",))
        .select_related("axe", "volet", "responsable")
        .prefetch_related(*ENFANTS)
    )
    volets = Volet.objects.filter(axe__plan=plan).select_related("axe")
    return Existant(
        plan=plan,
        axes={axe.code: axe for axe in plan.axes.all()},
        volets={(volet.axe.code, volet.code): volet for volet in volets},
        objectifs={objectif.code: objectif for objectif in plan.objectifs.all()},
        domaines={domaine.slug: domaine for domaine in plan.domaines.all()},
        sources={source.code: source for source in plan.sources.all()},
        reperes=list(plan.reperes.select_related("source")),
        places={place.identifiant: place for place in plan.places.select_related("organisation")},
        actions={action.code: action for action in actions},
    )


def apparier(
    lus: Iterable[Any],
    gardes: Iterable[Any],
    cle_lue: Callable[[Any], Hashable],
    cle: Callable[[Any], Hashable],
) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Pairs what the file says with what the database holds: same key, n-th occurrence with n-th occurrence.

    Returns:
        The pairs (read, held or None), in the file's order, and what is held but not in the file.
    """
    lus, gardes = list(lus), list(gardes)
    connue = connue_par(gardes, cle, map(cle_lue, lus))
    rangs: Counter[Hashable] = Counter()
    par_cle = {}
    for objet in gardes:
        rangs[connue(objet)] += 1
        par_cle[connue(objet), rangs[connue(objet)]] = objet
    rangs.clear()
    paires = []
    for lu in lus:
        rangs[cle_lue(lu)] += 1
        paires.append((lu, par_cle.pop((cle_lue(lu), rangs[cle_lue(lu)]), None)))
    return paires, list(par_cle.values())
