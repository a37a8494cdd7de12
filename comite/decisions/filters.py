"""The filters of the decisions, for the register and its files: one declaration."""

from functools import cached_property

import django_filters
from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Plan
from actions.vocabulaire import assembler, axes
from comite.models import Decision, Seance
from comite.models.etats import Effet, Vote
from partenariat.donnees.filtres import Choix, FiltreAFacettes, Tri, Vocabulaire
from partenariat.donnees.recherche import correspond
from partenariat.presentation.formats import nombre

TRIS = {
    "-date": (_("La plus récente d'abord"), F("seance__date").desc()),
    "date": (_("La plus ancienne d'abord"), F("seance__date").asc()),
}


def compte_decisions(n: int) -> str:
    """« Aucune décision », « 1 décision », « 12 décisions »."""
    if n == 0:
        return gettext("Aucune décision")
    return ngettext("%(n)s décision", "%(n)s décisions", n) % {"n": nombre(n)}


class FiltreDecisions(FiltreAFacettes):
    """Filters of a plan's public decisions: those of meetings whose minutes are approved."""

    q = django_filters.CharFilter(label=_("Rechercher"), max_length=200)
    annee = Choix(label=_("Année"))
    axe = Choix(label=_("Axe"))
    effet = Choix(label=_("Effet"), choices=[c for c in Effet.choices if c[0]])
    vote = Choix(label=_("Vote"), choices=Vote.choices)
    tri = Tri(TRIS)

    class Meta:
        model = Decision
        fields: list[str] = []

    TRIS = TRIS
    FACETTES = ("annee", "axe", "effet", "vote")
    OUVERTES = ("annee", "axe")
    compter = staticmethod(compte_decisions)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        publiques = (
            Decision.objects.publiques()
            .filter(seance__plan=plan)
            .annotate(annee=Cast(ExtractYear("seance__date"), CharField()))
        )
        super().__init__(data, queryset=publiques, mots=vocabulaire(plan))

    @cached_property
    def _lues(self):
        # A decision has no computed reading.
        return self.queryset.order_by()

    @property
    def qs(self):
        """What was asked for, in the order asked for; those of one meeting by their number."""
        return self.objets().order_by(self.TRIS[self.tri][1], "seance", "id")

    @staticmethod
    def condition(nom: str, valeurs) -> Q:
        """The condition of one filter; `valeurs` is a text for `q`, else a list."""
        match nom:
            case "q":
                return Q(correspond("recherche", valeurs))
            case "annee":
                return Q(annee__in=valeurs)
            case "effet" | "vote":
                return Q(**{f"{nom}__in": valeurs})
            case "axe":
                publiques = Action.objects.consultables().filter(decisions=OuterRef("pk"))
                return Q(Exists(publiques.filter(axe__numero__in=valeurs)))
        raise ValueError(nom)

    @staticmethod
    def chemins():
        yield from (("annee", "annee"), ("axe", "actions__axe__numero"), ("effet", "effet"), ("vote", "vote"))

    def branche(self, nom: str, chemin: str):
        lignes = self.objets(sans=nom)
        if nom == "axe":
            # An unpublished action says nothing, not even its axis.
            lignes = lignes.filter(actions__in=Action.objects.consultables())
        return self.denombrer(lignes, nom, chemin)


def vocabulaire(plan: Plan) -> Vocabulaire:
    """The values that the filters of this plan's decisions know. Two queries."""
    mots = assembler([axes(plan, 1)])
    annees = Seance.objects.approuvees().filter(plan=plan).dates("date", "year", order="DESC")
    mots.noms["annee"] = {str(jour.year): str(jour.year) for jour in annees}
    return mots
