"""What a meeting should look at: the agenda that the state of the plan proposes, each line with why."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from actions.models import Action
from actions.models.etats import EN_VIGUEUR, Confiance, Echeancier
from comite.models import Point, Seance, Suite
from comite.models.etats import NaturePoint
from comite.models.point import rang_suivant
from engagements.models import Engagement
from engagements.models.etats import Attention
from partenariat.cycles.pas import TransitionRefusee
from partenariat.presentation.formats import date_longue
from partenariat.retraits.citations import abreger


@dataclass(frozen=True)
class Proposition:
    """A point that could be added: what, and why."""

    cle: str
    """How the form names it: `usage:varia`, `action:12`, `engagement:7`."""
    titre: str
    nature: str
    motifs: list[str] = field(default_factory=list)
    action: Action | None = None
    engagement: Engagement | None = None
    approuve: Seance | None = None
    """The earlier meeting whose minutes it approves."""

    @property
    def motif(self) -> str:
        return _("; ").join(self.motifs)


def propositions(seance: Seance) -> dict[str, list[Proposition]]:
    """What is not on the agenda yet, by kind: `usage`, `actions`, `engagements`. Six queries at most."""
    points = list(seance.points.all())
    return {groupe: proposees(seance, genre, points) for genre, (groupe, _proposer) in GENRES.items()}


def proposees(seance: Seance, genre: str, points: list[Point] | None = None) -> list[Proposition]:
    """Those of one kind: the others are not read for it. Nothing where the kind is unknown."""
    if genre not in GENRES:
        return []
    # They become part of the agenda, which is French whoever prepares it.
    with translation.override("fr-ca"):
        _groupe, proposer = GENRES[genre]
        return proposer(seance, list(seance.points.all()) if points is None else points)


def _usages(seance: Seance, points: list[Point]) -> list[Proposition]:
    natures = {point.nature for point in points}
    adoption = Proposition("usage:adoption", _("Adoption de l'ordre du jour"), NaturePoint.ADOPTION)
    usages = [] if NaturePoint.ADOPTION in natures else [adoption]
    # Every meeting whose minutes still wait, the oldest first: none is forgotten.
    inscrites = {point.approuve_id for point in points}
    for anterieure in seance.a_approuver:
        if anterieure.pk in inscrites:
            continue
        titre = _("Approbation du procès-verbal du %(date)s") % {"date": date_longue(anterieure.date)}
        cle = f"usage:proces_verbal:{anterieure.pk}"
        usages.append(Proposition(cle, titre, NaturePoint.PROCES_VERBAL, approuve=anterieure))
    if NaturePoint.SUITES not in natures and (dues := Suite.objects.reportees_a(seance).ouvertes().count()):
        motif = _("Suites encore ouvertes : %(n)d") % {"n": dues}
        usages.append(
            Proposition("usage:suites", _("Suites de la dernière séance"), NaturePoint.SUITES, [motif])
        )
    if NaturePoint.VARIA not in natures:
        usages.append(Proposition("usage:varia", _("Varia"), NaturePoint.VARIA))
    return usages


def _actions(seance: Seance, points: list[Point]) -> list[Proposition]:
    precedente = seance.precedente
    vivantes = Q(statut__in=EN_VIGUEUR)
    # To watch: due within thirty days, or of low confidence.
    appelle = Q(echeancier__in=(Echeancier.EN_RETARD, Echeancier.A_SURVEILLER))
    if precedente:
        appelle |= Q(frais_depuis__lte=precedente.date)
    actions = (
        Action.objects.publiques()
        .filter(plan=seance.plan)
        .avec_lectures()
        .filter(vivantes, appelle)
        .exclude(pk__in=[p.action_id for p in points if p.action_id])
        .select_related("plan", "responsable")
        # The longest late first; the silent ones last.
        .order_by(F("prochaine_echeance").asc(nulls_last=True), "cle_code", "id")
    )
    trouvees = []
    for action in actions:
        motifs = []
        if action.echeancier == Echeancier.EN_RETARD:
            motifs.append(
                _("En retard : échéance du %(date)s") % {"date": date_longue(action.prochaine_echeance)}
            )
        elif action.echeancier == Echeancier.A_SURVEILLER and action.confiance != Confiance.FAIBLE:
            motifs.append(
                _("À surveiller : échéance du %(date)s") % {"date": date_longue(action.prochaine_echeance)}
            )
        if action.confiance == Confiance.FAIBLE:
            motifs.append(_("À risque : confiance faible"))
        if precedente and action.frais_depuis <= precedente.date:
            motifs.append(_("Sans nouvelle depuis le %(date)s") % {"date": date_longue(action.frais_depuis)})
        titre = _("Action %(code)s : %(titre)s") % {"code": action.code, "titre": action.titre}
        trouvees.append(
            Proposition(f"action:{action.pk}", abreger(titre, 300), NaturePoint.ACTION, motifs, action=action)
        )
    return sorted(trouvees, key=lambda p: not p.action or p.action.echeancier != Echeancier.EN_RETARD)


def _engagements(seance: Seance, points: list[Point]) -> list[Proposition]:
    phrases = {
        Attention.CONTESTE: _("Contesté"),
        Attention.A_VERIFIER: _("Déclaration que personne n'a vérifiée"),
        Attention.EN_RETARD: _("Échéance dépassée"),
    }
    engagements = (
        Engagement.objects.publics()
        .filter(plan=seance.plan)
        .avec_lectures()
        .filter(Q(conteste=True) | Q(a_verifier=True) | Q(en_retard=True))
        .exclude(pk__in=[p.engagement_id for p in points if p.engagement_id])
        .select_related("plan", "partie", "envers")
        .order_by(F("conteste").desc(), F("echeance").asc(nulls_last=True), "cle_code", "id")
    )
    return [
        Proposition(
            f"engagement:{e.pk}",
            abreger(_("Engagement %(code)s : %(titre)s") % {"code": e.code, "titre": e.titre}, 300),
            NaturePoint.ENGAGEMENT,
            [phrase for attention, phrase in phrases.items() if getattr(e, attention.value)],
            engagement=e,
        )
        for e in engagements
    ]


GENRES = {
    "usage": ("usage", _usages),
    "action": ("actions", _actions),
    "engagement": ("engagements", _engagements),
}
"""By the kind that a proposal's key begins with: the name of the group, and what proposes."""


# --- The agenda ------------------------------------------------------------------------------------------


@transaction.atomic
def ajouter(seance: Seance, cle: str = "", titre: str = "") -> Point:
    """Adds a proposed point (`cle`), or a subject in one's own words (`titre`), before « Varia ».

    Raises:
        TransitionRefusee: unknown proposal, empty title, or the agenda is closed.
    """
    _ouvrir(seance)
    if cle:
        siennes = proposees(seance, cle.split(":")[0])
        choisie = next((p for p in siennes if p.cle == cle), None)
        if choisie is None:
            raise TransitionRefusee(_("Ce point n'est plus à proposer : voyez s'il est déjà inscrit."))
    else:
        if not titre.strip():
            raise TransitionRefusee(_("Écrivez le titre du point."))
        if seance.points.filter(titre=titre.strip()).exists():
            raise TransitionRefusee(_("Ce sujet est déjà à l'ordre du jour : voyez-y son point."))
        choisie = Proposition("", titre.strip(), NaturePoint.AUTRE)
    rang = rang_suivant(seance)
    dernier = seance.points.last()
    # « Varia » closes the agenda, and what opens it comes first.
    if dernier and dernier.nature == NaturePoint.VARIA:
        Point.objects.filter(pk=dernier.pk).update(rang=rang)
        rang -= 1
    point = Point.objects.create(
        seance=seance,
        rang=rang,
        titre=choisie.titre,
        nature=choisie.nature,
        action=choisie.action,
        engagement=choisie.engagement,
        approuve=choisie.approuve,
        motif=choisie.motif,
    )
    ouvertures = (NaturePoint.ADOPTION, NaturePoint.PROCES_VERBAL, NaturePoint.SUITES)
    if choisie.nature in ouvertures:
        points = list(seance.points.all())
        premiers = sorted(
            (p for p in points if p.nature in ouvertures), key=lambda p: ouvertures.index(p.nature)
        )
        _ranger([*premiers, *(p for p in points if p.nature not in ouvertures)])
        point.refresh_from_db()
    return point


@transaction.atomic
def deplacer(seance: Seance, point: Point, sens: str) -> None:
    """Moves a point one rank up (`haut`) or down (`bas`); at the end of the agenda it stays."""
    _ouvrir(seance)
    points = list(seance.points.all())
    ici = next(rang for rang, p in enumerate(points) if p.pk == point.pk)
    la = ici + (1 if sens == "bas" else -1)
    if 0 <= la < len(points):
        points[ici], points[la] = points[la], points[ici]
        _ranger(points)


@transaction.atomic
def ordonner(seance: Seance, pks: list[int]) -> None:
    """Puts the agenda in this order.

    Raises:
        TransitionRefusee: someone added or removed a point meanwhile.
    """
    _ouvrir(seance)
    points = {point.pk: point for point in seance.points.all()}
    if sorted(pks) != sorted(points):
        raise TransitionRefusee(
            _("L'ordre du jour a changé entre-temps : relisez-le avant de le réordonner.")
        )
    _ranger([points[pk] for pk in pks])


@transaction.atomic
def retirer(seance: Seance, point: Point) -> None:
    """Takes a point off the agenda, unless something was said or decided there."""
    _ouvrir(seance)
    if point.delibere or point.decisions.exists():
        raise TransitionRefusee(_("On a délibéré de ce point : il reste à l'ordre du jour."))
    point.delete()
    _ranger(list(seance.points.all()))


def _ouvrir(seance: Seance) -> None:
    seance.verrouiller()
    if not seance.peut_preparer:
        raise TransitionRefusee(
            _("L'ordre du jour de cette séance ne change plus : inscrivez ce point à une autre.")
        )


def _ranger(points: list[Point]) -> None:
    deplaces = []
    for rang, point in enumerate(points, 1):
        if point.rang != rang:
            point.rang = rang
            deplaces.append(point)
    Point.objects.bulk_update(deplaces, ["rang"])
