"""« Depuis la dernière séance »: what moved, by axis and by body, and what did not."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.historique import histoire_depuis
from actions.models import Action, Axe, Jalon, Plan, Report, Suivi
from actions.models.etats import Statut
from engagements.models import Declaration, Engagement, Passage
from partenariat.histoire.temps import fin_du_jour
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue


@dataclass(frozen=True)
class Fait:
    """One thing that happened to one action or commitment."""

    objet: Action | Engagement
    le: date
    quoi: str
    """The kind, in words: « Jalon atteint »."""
    texte: str


@dataclass
class Groupe:
    """An axis, or a body: its facts, and what of it stood still."""

    nom: str
    objet: Axe | Organisation
    faits: list[Fait] = field(default_factory=list)
    immobiles: list[Action | Engagement] = field(default_factory=list)


@dataclass(frozen=True)
class Depuis:
    """Since `date`: everything, by axis and by body."""

    date: date
    faits: list[Fait]
    immobiles: list[Action | Engagement]
    axes: list[Groupe]
    organisations: list[Groupe]


def depuis(plan: Plan, le: date) -> Depuis:
    """What happened to what is public after the day `le`. A constant number of queries."""
    actions = {
        a.pk: a
        for a in Action.objects.publiques()
        .filter(plan=plan)
        .select_related("axe__plan", "responsable", "plan")
        .par_code()
    }
    engagements = {
        e.pk: e
        for e in Engagement.objects.publics()
        .filter(plan=plan)
        .select_related("partie", "plan")
        .prefetch_related("actions__axe")
        .par_code()
    }
    faits = sorted(
        [*_des_actions(plan, actions, le), *_des_engagements(engagements, le)],
        key=lambda f: f.le,
        reverse=True,
    )
    touches = {(type(f.objet), f.objet.pk) for f in faits}
    immobiles = [
        objet
        for objet in (*actions.values(), *engagements.values())
        if objet.en_vigueur and (type(objet), objet.pk) not in touches
    ]
    return Depuis(
        le,
        faits,
        immobiles,
        _par_axe(plan, faits, immobiles, {a.pk for a in actions.values()}),
        _par_organisation(faits, immobiles),
    )


def _des_actions(plan: Plan, actions: dict[int, Action], le: date):
    pks = list(actions)
    for jalon in Jalon.objects.filter(action__in=pks, atteint_le__gt=le):
        yield Fait(actions[jalon.action_id], jalon.atteint_le, _("Jalon atteint"), jalon.titre)
    reports = Report.objects.filter(action__in=pks).annotate(jour=TruncDate("le")).filter(jour__gt=le)
    for report in reports.select_related("jalon"):
        dates = {
            "quoi": report.jalon.titre if report.jalon else _("Fin de l'action"),
            "avant": date_longue(report.ancienne),
            "apres": date_longue(report.nouvelle) or _("sans date"),
            "motif": report.motif,
        }
        texte = _("%(quoi)s : du %(avant)s au %(apres)s. %(motif)s") % dates
        yield Fait(actions[report.action_id], report.jour, _("Échéance déplacée"), texte)
    for suivi in Suivi.objects.publics().filter(action__in=pks, date__gt=le):
        yield Fait(actions[suivi.action_id], suivi.date, _("Suivi"), suivi.texte)
    debut = histoire_depuis(plan)
    if debut is None or debut > le:
        # History does not reach that day: what would look new, or changed, is only unknown.
        return
    avant = dict(
        Action.objects.filter(pk__in=pks, publiee_le__isnull=False)
        .au(fin_du_jour(le))
        .values_list("pk", "statut")
    )
    for pk, action in actions.items():
        publiee = timezone.localdate(action.publiee_le)
        if pk not in avant and publiee > le:
            yield Fait(action, publiee, _("Nouvelle action"), action.titre)
        elif pk in avant and avant[pk] != action.statut:
            texte = _("%(avant)s → %(apres)s") % {
                "avant": Statut(avant[pk]).label,
                "apres": Statut(action.statut).label,
            }
            yield Fait(action, action.maj_le, _("Statut"), f"{texte}. {action.motif}".strip())


def _des_engagements(engagements: dict[int, Engagement], le: date):
    pks = list(engagements)
    passages = Passage.objects.filter(engagement__in=pks).annotate(jour=TruncDate("le")).filter(jour__gt=le)
    for passage in passages:
        texte = f"{passage.get_de_display()} → {passage.get_vers_display()}. {passage.motif}".strip()
        yield Fait(engagements[passage.engagement_id], passage.jour, _("État"), texte)
    declarations = (
        Declaration.objects.filter(engagement__in=pks).annotate(jour=TruncDate("le")).filter(jour__gt=le)
    )
    for dite in declarations:
        texte = f"{dite.get_genre_display()}. {dite.texte}".strip()
        yield Fait(engagements[dite.engagement_id], dite.jour, _("Déclaration"), texte)


def _par_axe(plan: Plan, faits: list[Fait], immobiles: list, publiques: set[int]) -> list[Groupe]:
    groupes = {axe.pk: Groupe(str(axe), axe) for axe in Axe.objects.filter(plan=plan).select_related("plan")}

    def axes(objet) -> set[int]:
        if isinstance(objet, Action):
            return {objet.axe_id}
        # An unpublished action says nothing, not even its axis.
        return {a.axe_id for a in objet.actions.all() if a.pk in publiques}

    for fait in faits:
        for pk in axes(fait.objet):
            groupes[pk].faits.append(fait)
    for objet in immobiles:
        for pk in axes(objet):
            groupes[pk].immobiles.append(objet)
    return list(groupes.values())


def _par_organisation(faits: list[Fait], immobiles: list) -> list[Groupe]:
    groupes: dict[int, Groupe] = {}
    par_objet = defaultdict(list)
    for fait in faits:
        par_objet[_responsable(fait.objet)].append(fait)

    def groupe(organisation: Organisation) -> Groupe:
        return groupes.setdefault(organisation.pk, Groupe(str(organisation), organisation))

    for organisation, siens in par_objet.items():
        groupe(organisation).faits.extend(siens)
    for objet in immobiles:
        groupe(_responsable(objet)).immobiles.append(objet)
    return sorted(groupes.values(), key=lambda g: g.objet.cle_tri)


def _responsable(objet: Action | Engagement) -> Organisation:
    return objet.responsable if isinstance(objet, Action) else objet.partie
