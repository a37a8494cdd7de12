"""The filters of the decisions, for the register and its files: one declaration."""

from functools import cached_property

from django.db.models import CharField, F
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions.filters import ACTION_DITE, code_dit
from actions.models import Action, Plan
from actions.vocabulaire import assembler, axes
from comite.models import Decision, Effet, Seance
from comite.models.decision import DecisionQuerySet
from comite.models.etats import Genre, NatureEffet, Vote
from engagements.models import Engagement
from partenariat.donnees.criteres import Dit, Lien, ParLien, ParTexte, ParValeur, du_nom
from partenariat.donnees.filtres import FiltreAFacettes, Vocabulaire
from partenariat.presentation.formats import nombre

TRIS = {
    "-date": (_("La plus récente d'abord"), F("seance__date").desc()),
    "date": (_("La plus ancienne d'abord"), F("seance__date").asc()),
}
NOMS = ("decision",)
"""What a decision is called, in each language, accents left out."""
RECHERCHE = ParTexte(
    "q",
    _("Rechercher"),
    (
        Lien(Decision.objects.all(), "pk", "recherche"),
        du_nom(Decision.objects.all(), NOMS),
        Lien(Decision.objects.all(), "pk", "seance__recherche", dit=Dit(_("Séance"), "seance__numero")),
        # By the codes that the register shows.
        Lien(Action.objects.consultables(), "decisions", "recherche_code", dit=ACTION_DITE),
        Lien(Engagement.objects.consultables(), "decisions", "recherche_code", dit=code_dit(_("Engagement"))),
    ),
)


def compte_decisions(n: int) -> str:
    """« Aucune décision », « 1 décision », « 12 décisions et recommandations »."""
    if n == 0:
        return gettext("Aucune décision")
    dit = ngettext("%(n)s décision ou recommandation", "%(n)s décisions et recommandations", n)
    return dit % {"n": nombre(n)}


class FiltreDecisions(FiltreAFacettes):
    """Filters of a plan's public decisions: those of meetings whose minutes are approved."""

    CRITERES = (
        RECHERCHE,
        ParValeur("annee", _("Année"), "annee", ouverte=True),
        # An unpublished action says nothing, not even its axis.
        ParLien(
            "axe",
            _("Axe"),
            Lien(Action.objects.consultables(), "decisions", "axe__numero", repete=True),
            ouverte=True,
        ),
        ParValeur("genre", _("Genre"), "genre_lu", choix=Genre.choices),
        ParLien(
            "effet",
            _("Effet"),
            Lien(Effet.objects.all(), "decision", "nature", repete=True),
            choix=NatureEffet.choices,
        ),
        ParValeur("vote", _("Vote"), "vote", choix=Vote.choices),
    )
    TRIS = TRIS
    # Those of one meeting by their number.
    DEPARTAGE = ("seance", "id")
    compter = staticmethod(compte_decisions)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        lues = self.publiques(plan).avec_genre()
        datees = lues.annotate(annee=Cast(ExtractYear("seance__date"), CharField()))
        super().__init__(data, queryset=datees, mots=vocabulaire(plan))

    @staticmethod
    def publiques(plan: Plan) -> DecisionQuerySet:
        """The rows that are filtered, and searched."""
        return Decision.objects.publiques().filter(seance__plan=plan)

    @cached_property
    def _lues(self):
        # A decision has no computed reading.
        return self.queryset.order_by()


def vocabulaire(plan: Plan) -> Vocabulaire:
    """The values that the filters of this plan's decisions know. Two queries."""
    mots = assembler(axes(plan, 1))
    annees = Seance.objects.approuvees().filter(plan=plan).dates("date", "year", order="DESC")
    mots.noms["annee"] = {str(jour.year): str(jour.year) for jour in annees}
    return mots
