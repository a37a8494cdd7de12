"""« Depuis la dernière séance »: what moved, by axis and by body, and what did not."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from actions.historique import histoire_depuis
from actions.models import Action, Axe, Plan
from actions.models.etats import AVEC_MOTIF
from comite.mesures.faits import Fait, Fenetre, des_actions, des_decisions, des_engagements
from engagements.models import Engagement
from engagements.models.etats import Etat
from partenariat.models import Organisation


@dataclass
class Groupe:
    """An axis, or a body: its facts, what of it stood still, what of it is set aside."""

    nom: str
    objet: Axe | Organisation
    faits: list[Fait] = field(default_factory=list)
    immobiles: list[Action | Engagement] = field(default_factory=list)
    ecartes: list[Action | Engagement] = field(default_factory=list)


@dataclass(frozen=True)
class Depuis:
    """Since `date`: everything, by axis and by body."""

    date: datetime.date
    faits: list[Fait]
    immobiles: list[Action | Engagement]
    """Living ones of which nothing is told."""
    ecartes: list[Action | Engagement]
    """Suspended, abandoned, withdrawn: they owe no news, and are not lost from sight."""
    axes: list[Groupe]
    organisations: list[Groupe]
    histoire: datetime.date | None = None
    """The day the site's history begins, where that is after `date`: what changed before is unknown."""


def depuis(plan: Plan, depart: datetime.datetime) -> Depuis:
    """What happened to what is public after an instant (`Seance.vu_jusqu_a`), up to the day being read. A
    constant number of queries."""
    actions = {
        a.pk: a
        for a in Action.objects.publiques()
        .filter(plan=plan)
        .select_related("axe__plan", "responsable", "plan")
        .order_by("cle_code", "pk")
    }
    engagements = {
        e.pk: e
        for e in Engagement.objects.publics()
        .filter(plan=plan)
        .select_related("partie", "plan")
        .prefetch_related("actions__axe")
        .order_by("cle_code", "pk")
    }
    fenetre, debut = Fenetre.du_plan(plan, depart), histoire_depuis(plan)
    faits = sorted(
        [
            *des_actions(fenetre, actions),
            *des_engagements(fenetre, engagements),
            *des_decisions(fenetre, plan, actions, engagements),
        ],
        # In full: the same facts are told in the same order, whatever the order of the rows.
        key=lambda f: (-f.le.toordinal(), f.objet.cle_code, f.objet.pk, f.quoi, f.texte),
    )
    touches = {(type(f.objet), f.objet.pk) for f in faits}
    tous: tuple[Action | Engagement, ...] = (*actions.values(), *engagements.values())
    immobiles = [o for o in tous if o.en_vigueur and (type(o), o.pk) not in touches]
    ecartes = [o for o in tous if _ecarte(o)]
    listes: dict[str, list] = {"faits": faits, "immobiles": immobiles, "ecartes": ecartes}
    return Depuis(
        fenetre.le,
        faits,
        immobiles,
        ecartes,
        _par_axe(plan, set(actions), listes),
        _par_organisation(listes),
        debut if debut and debut > fenetre.le else None,
    )


def _ecarte(objet: Action | Engagement) -> bool:
    return objet.statut in AVEC_MOTIF if isinstance(objet, Action) else objet.etat == Etat.RETIRE


def _objet(element: Fait | Action | Engagement) -> Action | Engagement:
    return element.objet if isinstance(element, Fait) else element


def _par_axe(plan: Plan, publiques: set[int], listes: dict[str, list]) -> list[Groupe]:
    groupes = {axe.pk: Groupe(str(axe), axe) for axe in Axe.objects.filter(plan=plan).select_related("plan")}

    def axes(objet) -> Iterable[int]:
        if isinstance(objet, Action):
            return [objet.axe_id]
        # An unpublished action says nothing, not even its axis.
        return sorted({a.axe_id for a in objet.actions.all() if a.pk in publiques})

    for nom, elements in listes.items():
        for element in elements:
            for pk in axes(_objet(element)):
                getattr(groupes[pk], nom).append(element)
    return list(groupes.values())


def _par_organisation(listes: dict[str, list]) -> list[Groupe]:
    par_organisation: dict[Organisation, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for nom, elements in listes.items():
        for element in elements:
            par_organisation[_responsable(_objet(element))][nom].append(element)
    return [
        Groupe(organisation.nom_court, organisation, **par_organisation[organisation])
        for organisation in sorted(par_organisation, key=lambda o: (o.cle_tri, o.pk))
    ]


def _responsable(objet: Action | Engagement) -> Organisation:
    return objet.responsable if isinstance(objet, Action) else objet.partie
