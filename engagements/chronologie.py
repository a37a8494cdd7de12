"""What happened to a commitment, in order of time: for its public page and for the space of the parties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action
from engagements.models import Engagement, Reponse, Signature, Verification
from engagements.models.engagement import EngagementQuerySet
from engagements.models.etats import ISSUES, Etat, Genre, LecturePreuve, Verdict
from engagements.models.geste import Geste
from engagements.models.mains import Voie
from partenariat.donnees.en_une_fois import garder, lecture, rattacher, repartir
from partenariat.donnees.preparees import preparee
from partenariat.models import Organisation
from partenariat.presentation.formats import jour_court

# States that an act already tells of: a signature, a declaration, a verification.
SUIVENT_UN_GESTE = (Etat.SIGNE, Etat.TENU)
DECLARE = {
    Genre.AVANCE: gettext_lazy("Dit avoir avancé"),
    Genre.RIEN_A_SIGNALER: gettext_lazy("Dit n'avoir rien à signaler"),
    Genre.IMPOSSIBLE_A_EVALUER: gettext_lazy("Dit ne pas pouvoir évaluer"),
    Genre.TENU: gettext_lazy("Dit avoir tenu parole"),
}
VERIFIE = {Verdict.CONFIRMEE: gettext_lazy("Confirme"), Verdict.CONTESTEE: gettext_lazy("Conteste")}
VERIFIE_LA_PREUVE = {
    Verdict.CONFIRMEE: gettext_lazy("Confirme la preuve"),
    Verdict.CONTESTEE: gettext_lazy("Conteste la preuve"),
}


@dataclass
class Moment:
    le: datetime
    etat: str
    """Badge: the state, kind or verdict."""
    mot: str
    """What is done, as a verb whose subject is `qui`; of a change of state, the state."""
    qui: str
    texte: str = ""
    """What was said, in the words of who said it; of a piece of evidence, its title."""
    marque: str = ""
    """By which door, where not by an account of the body."""
    suites: list["Moment"] = field(default_factory=list)
    """What others said of it, and the replies, in order of time."""
    cote: str = ""
    """`partie`, `envers` or, of a third body, `tiers`; blank where nobody of the parties acts."""
    signature: Signature | None = None
    """Where it is one: who signed."""

    @property
    def jour(self) -> str:
        return jour_court(self.le)

    @property
    def annee(self) -> int:
        return timezone.localtime(self.le).year

    @property
    def dit(self) -> bool:
        """Whether its text is somebody's words."""
        return bool(self.texte and self.qui) and self.etat != LecturePreuve.DEPOSEE


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
    if not lus["reponses"]:
        # Of no reply at all, none knows that it has none.
        for v in lus["verifications"]:
            Verification._meta.get_field("reponse").set_cached_value(v, None)
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
    moments = [_signature(engagement, s) for s in engagement.signatures.all()]
    moments += [
        _moment(
            engagement,
            d,
            d.genre,
            DECLARE[Genre(d.genre)],
            d.texte,
            suites=[suite for v in d.verifications.all() for suite in _verification(engagement, v, VERIFIE)],
        )
        for d in engagement.declarations.all()
    ]
    moments += [
        _moment(
            engagement,
            p,
            LecturePreuve.DEPOSEE,
            _("Dépose une preuve"),
            p.titre,
            suites=[
                suite
                for v in p.verifications.all()
                for suite in _verification(engagement, v, VERIFIE_LA_PREUVE)
            ],
        )
        for p in engagement.preuves.all()
    ]
    moments += [
        Moment(p.le, p.vers, _("Rouvert") if p.de in ISSUES else p.get_vers_display(), "", p.motif)
        for p in engagement.passages.all()
        if p.motif or p.vers not in (*SUIVENT_UN_GESTE, Etat.EN_COURS)
    ]
    return sorted(moments, key=lambda moment: moment.le)


def fil(chronologie: Iterable[Moment]) -> list[Moment]:
    """The same as one thread: what was answered stands at its own date, after what it answers."""
    moments = [lu for moment in chronologie for lu in (moment, *moment.suites)]
    return sorted(moments, key=lambda moment: moment.le)


def marque_commune(fil: Sequence[Moment]) -> str:
    """By which door all of it came in, where that is one and the same: it is then said once, not of each."""
    marques = {moment.marque for moment in fil if moment.qui}
    commune = marques.pop() if len(marques) == 1 else ""
    for moment in fil if commune else ():
        moment.marque = ""
    return commune


def cote(engagement: Engagement, organisation_id: int) -> str:
    """On which side this body speaks."""
    return {engagement.partie_id: "partie", engagement.envers_id: "envers"}.get(organisation_id, "tiers")


def _moment(
    engagement: Engagement,
    geste: Geste,
    etat: str,
    mot: Promise | str,
    texte: str,
    *,
    suites: Iterable[Moment] = (),
) -> Moment:
    return Moment(
        geste.le,
        etat,
        str(mot),
        str(geste.organisation),
        texte,
        marque(geste),
        sorted(suites, key=lambda moment: moment.le),
        cote(engagement, geste.organisation_id),
    )


def _signature(engagement: Engagement, signature: Signature) -> Moment:
    moment = _moment(engagement, signature, Etat.SIGNE, _("Signe"), "")
    moment.signature = signature
    moment.etat = "voix_de_la_partie" if moment.cote == "partie" else "voix_de_l_autre"
    return moment


def _verification(
    engagement: Engagement, v: Verification, mots: Mapping[Verdict, Promise]
) -> Iterator[Moment]:
    yield _moment(engagement, v, v.verdict, mots[Verdict(v.verdict)], v.texte)
    if v.declaration_id and v.verdict == Verdict.CONTESTEE and (reponse := getattr(v, "reponse", None)):
        yield _moment(engagement, reponse, "reponse", _("Répond"), reponse.texte)


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
