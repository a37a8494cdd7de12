"""What changed lately, in public: milestones reached, dates moved, updates."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, CharField, F, Value, When
from django.db.models.functions import TruncDate

from actions.models import Action, Jalon, Nouvelle, Plan, Report
from partenariat.donnees.preparees import preparee
from partenariat.histoire.temps import jour
from partenariat.presentation.traduction import traduit

NOMBRE = 8
SANS = Value(False, BooleanField())


@dataclass(frozen=True)
class Fait:
    date: date
    genre: str
    """`jalon`, `report` or `nouvelle`."""
    code: str
    titre: str
    texte: str
    texte_traduit: bool
    """Whether `texte` is in English; what people wrote themselves never is."""


def derniers_faits(plan: Plan) -> list[Fait]:
    """The latest public facts of a plan, most recent first. One query."""
    return [Fait(*ligne) for *ligne, _rang in _derniers(plan)]


@preparee(Plan)
def _derniers(plan: Plan):
    publiques = Action.objects.publiques().filter(plan=plan)

    def branche(queryset, genre: str, champ: str, texte, texte_traduit=SANS):
        """The latest of one kind: an index on `champ` finds them without reading the others."""
        return (
            queryset.filter(action__in=publiques)
            .annotate(
                n_date=TruncDate(champ) if champ == "le" else F(champ),
                n_genre=Value(genre, CharField()),
                n_code=F("action__code"),
                n_titre=traduit("action__titre"),
                n_texte=texte,
                n_traduit=texte_traduit,
                n_rang=F("pk"),
            )
            .order_by(f"-{champ}", "n_code", "-n_rang")
            .values_list("n_date", "n_genre", "n_code", "n_titre", "n_texte", "n_traduit", "n_rang")[:NOMBRE]
        )

    parties = [
        branche(
            Jalon.objects.filter(atteint_le__lte=jour()),
            "jalon",
            "atteint_le",
            traduit("titre"),
            Case(When(titre_en="", then=SANS), default=Value(True)),
        ),
        branche(Report.objects.all(), "report", "le", F("motif")),
        branche(Nouvelle.objects.publiques(), "nouvelle", "date", F("texte")),
    ]
    return (
        parties[0].union(*parties[1:], all=True).order_by("-n_date", "n_code", "n_genre", "-n_rang")[:NOMBRE]
    )
