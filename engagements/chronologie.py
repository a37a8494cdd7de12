"""What happened to a commitment, in order of time: for its public page and for the space of the parties."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actions.models import Action
from engagements.models import Engagement, Reponse, Verification
from engagements.models.engagement import EngagementQuerySet
from engagements.models.etats import ISSUES, Etat, LecturePreuve, Verdict
from engagements.models.geste import Geste
from engagements.models.mains import Voie
from partenariat.donnees.en_une_fois import garder, lecture, rattacher, repartir
from partenariat.donnees.preparees import preparee
from partenariat.models import Organisation

# States that an act already tells of: a signature, a declaration, a verification.
SUIVENT_UN_GESTE = (Etat.SIGNE, Etat.TENU)


@dataclass
class Moment:
    le: datetime
    etat: str
    """Badge: the state, kind or verdict."""
    mot: str
    qui: str
    texte: str = ""
    marque: str = ""
    """By which door, where not by an account of the body."""
    suites: list["Moment"] = field(default_factory=list)
    """What others said of it, and the replies, in order of time."""


def avec_parties(engagements: EngagementQuerySet) -> EngagementQuerySet:
    """The same, with what a page shows of each beside what was done: readings, plan, sides, versions."""
    return engagements.avec_lectures().select_related("partie", "envers", "plan", "remplace", "remplacant")


@preparee(Engagement)
def _actions(engagement: Engagement) -> QuerySet[Action]:
    return Action.objects.publiques().filter(engagements=engagement).select_related("axe").par_code()


@preparee(Engagement)
def _contreparties(engagement: Engagement) -> QuerySet[Engagement]:
    publiques = Engagement.objects.publics().filter(contreparties=engagement).avec_lectures()
    return publiques.select_related("partie", "envers").par_code()


@lecture(Engagement)
def _actes(engagement: Engagement) -> dict[str, QuerySet]:
    sur_elle = Q(declaration__engagement=engagement) | Q(preuve__engagement=engagement)
    return {
        "signatures": engagement.signatures.all(),
        "declarations": engagement.declarations.all(),
        "preuves": engagement.preuves.all(),
        "refus": engagement.refus.all(),
        "passages": engagement.passages.all(),
        "verifications": Verification.objects.filter(sur_elle),
        "reponses": Reponse.objects.filter(verification__declaration__engagement=engagement),
    }


def entourer(engagement: Engagement) -> Engagement:
    """Reads all that a page shows of it; its relations give that from then on. Four queries.

    `actions` then holds the public ones alone; its public counterparts are in `contreparties_publiques`, and
    not under `contreparties`, which says who may verify, published or not.
    """
    garder(engagement, "actions", _actions(engagement))
    engagement.contreparties_publiques = _contreparties(engagement)
    lus = _actes(engagement)
    gestes = [g for nom, lignes in lus.items() if nom != "passages" for g in lignes]
    rattacher(gestes, "organisation", Organisation.objects.filter(pk__in={g.organisation_id for g in gestes}))
    rattacher(lus["reponses"], "verification", lus["verifications"])
    rattacher(lus["preuves"], "corrige", lus["preuves"])
    # Who may verify them is asked of it, and of what it holds.
    rattacher([*lus["declarations"], *lus["preuves"]], "engagement", [engagement])
    repartir(lus["declarations"], "verifications", lus["verifications"], "declaration_id")
    repartir(lus["preuves"], "verifications", lus["verifications"], "preuve_id")
    for nom in ("signatures", "refus", "declarations", "preuves", "passages"):
        garder(engagement, nom, lus[nom])
    return engagement


def marque(geste: Geste) -> str:
    """« saisi par la Ville pour l'organisation », « par lien signé »… Nothing where by an account of it."""
    return "" if geste.voie == Voie.COMPTE else str(geste.voie.label)


def chronologie(engagement: Engagement) -> list[Moment]:
    """Signatures, declarations with what others said of them, evidence, changes of state, earliest first.

    Refusals to sign and notes of return are the parties' own affair: they are not here.
    """
    moments = [
        Moment(s.le, Etat.SIGNE, _("Signature"), str(s.organisation), s.fonction, marque(s))
        for s in engagement.signatures.all()
    ]
    moments += [
        Moment(
            d.le,
            d.genre,
            d.get_genre_display(),
            str(d.organisation),
            d.texte,
            marque(d),
            sorted(_verifications(d), key=lambda moment: moment.le),
        )
        for d in engagement.declarations.all()
    ]
    moments += [
        Moment(p.le, LecturePreuve.DEPOSEE, _("Preuve déposée"), str(p.organisation), p.titre, marque(p))
        for p in engagement.preuves.all()
    ]
    moments += [
        Moment(p.le, p.vers, _("Rouvert") if p.de in ISSUES else p.get_vers_display(), "", p.motif)
        for p in engagement.passages.all()
        if p.motif or p.vers not in (*SUIVENT_UN_GESTE, Etat.EN_COURS)
    ]
    return sorted(moments, key=lambda moment: moment.le)


def _verifications(declaration):
    for v in declaration.verifications.all():
        yield Moment(v.le, v.verdict, v.get_verdict_display(), str(v.organisation), v.texte, marque(v))
        if v.verdict == Verdict.CONTESTEE and (reponse := getattr(v, "reponse", None)):
            yield Moment(
                reponse.le, "", _("Réponse"), str(reponse.organisation), reponse.texte, marque(reponse)
            )


@dataclass(frozen=True)
class Attendu:
    """One side's signature: given, or awaited."""

    organisation: object
    signature: object | None
    marque: str = ""


def signatures(engagement: Engagement) -> list[Attendu]:
    """Both sides, the committed one first."""
    donnees = {s.organisation_id: s for s in engagement.signatures.all()}
    return [
        Attendu(o, donnees.get(o.pk), marque(donnees[o.pk]) if o.pk in donnees else "")
        for o in (engagement.partie, engagement.envers)
    ]
