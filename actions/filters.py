"""The filters of the actions, for the page, the files and what comes after: one declaration."""

from functools import cached_property

import django_filters
from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.compte import compte_actions
from actions.models import Action, Participation, Plan, Report
from actions.models.etats import Echeancier, Fraicheur, Statut
from actions.vocabulaire import vocabulaire
from partenariat.donnees.filtres import Choix, FiltreAFacettes, Tri
from partenariat.donnees.recherche import correspond

DEPLACEE = "deplacee"
"""An action of which a date was moved, its own end or a milestone's."""
TRIS = {
    "code": (_("Code"), F("cle_code").asc()),
    "titre": (_("Titre"), F("titre").asc()),
    "fin": (_("Fin, la plus proche d'abord"), F("fin").asc(nulls_last=True)),
    "-fin": (_("Fin, la plus lointaine d'abord"), F("fin").desc(nulls_last=True)),
    "-avancement": (_("Avancement, du plus grand au plus petit"), F("avancement").desc(nulls_last=True)),
    "avancement": (_("Avancement, du plus petit au plus grand"), F("avancement").asc(nulls_last=True)),
    "-maj": (_("Dernière nouvelle, la plus récente d'abord"), F("maj_le").desc()),
    "maj": (_("Dernière nouvelle, la plus ancienne d'abord"), F("maj_le").asc()),
}


class FiltreActions(FiltreAFacettes):
    """Filters of a plan's published actions.

    Args:
        data: the query string. What cannot be used is left aside and told by `laisses_de_cote`.
        plan: the plan being read.
    """

    q = django_filters.CharFilter(label=_("Rechercher"), max_length=200)
    axe = Choix(label=_("Axe"))
    volet = Choix(label=_("Volet"))
    objectif = Choix(label=_("Objectif"))
    domaine = Choix(label=_("Domaine"))
    statut = Choix(label=_("Statut"), choices=Statut.choices)
    echeancier = Choix(label=_("Échéancier"), choices=Echeancier.choices)
    fraicheur = Choix(label=_("Fraîcheur"), choices=Fraicheur.choices)
    report = Choix(label=_("Reports"), choices=[(DEPLACEE, _("Échéance déplacée"))])
    organisation = Choix(label=_("Organisation"))
    arrondissement = Choix(label=_("Arrondissement"))
    tri = Tri(TRIS)

    class Meta:
        model = Action
        fields: list[str] = []

    TRIS = TRIS
    FACETTES = (
        "axe",
        "volet",
        "objectif",
        "domaine",
        "statut",
        "echeancier",
        "fraicheur",
        "report",
        "organisation",
        "arrondissement",
    )
    OUVERTES = ("axe", "statut", "echeancier")
    compter = staticmethod(compte_actions)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        self.plan = plan
        super().__init__(data, queryset=Action.objects.publiques().filter(plan=plan), mots=vocabulaire(plan))

    @staticmethod
    def condition(nom: str, valeurs) -> Q:
        """The condition of one filter; `valeurs` is a text for `q`, else a list."""
        match nom:
            case "q":
                participe = Participation.objects.filter(correspond("organisation__recherche", valeurs))
                local = Action.objects.filter(correspond("arrondissements__recherche", valeurs))
                return (
                    Q(correspond("recherche", valeurs))
                    | Q(correspond("responsable__recherche", valeurs))
                    | Q(pk__in=participe.values("action"))
                    | Q(pk__in=local.values("pk"))
                )
            case "statut" | "echeancier" | "fraicheur":
                return Q(**{f"{nom}__in": valeurs})
            case "report":
                return Q(Exists(Report.objects.filter(action=OuterRef("pk"))))
            case "axe":
                return Q(axe__numero__in=valeurs)
            case "volet":
                return Q(volet__code__in=valeurs)
            case "objectif":
                return Q(pk__in=Action.objects.filter(objectifs__code__in=valeurs).values("pk"))
            case "domaine":
                return Q(pk__in=Action.objects.filter(domaines__slug__in=valeurs).values("pk"))
            case "organisation":
                participe = Participation.objects.filter(organisation__slug__in=valeurs).values("action")
                return Q(responsable__slug__in=valeurs) | Q(pk__in=participe)
            case "arrondissement":
                local = Action.objects.filter(arrondissements__slug__in=valeurs).values("pk")
                return Q(tout_le_territoire=True) | Q(pk__in=local)
        raise ValueError(nom)

    @cached_property
    def comptes(self) -> dict[str, dict[str, int]]:
        """Likewise; an action on the whole territory counts in every borough."""
        comptes = super().comptes
        partout = comptes["arrondissement"].pop("*", 0)
        for slug in self.mots.noms["arrondissement"] if partout else ():
            comptes["arrondissement"][slug] = comptes["arrondissement"].get(slug, 0) + partout
        return comptes

    @staticmethod
    def chemins():
        yield from (
            ("axe", "axe__numero"),
            ("volet", "volet__code"),
            ("objectif", "objectifs__code"),
            ("domaine", "domaines__slug"),
            ("statut", "statut"),
            ("echeancier", "echeancier"),
            ("fraicheur", "fraicheur"),
            ("report", DEPLACEE),
            ("organisation", "responsable__slug"),
            ("organisation", "participations__organisation__slug"),
            ("arrondissement", "arrondissements__slug"),
            ("arrondissement", None),
        )

    def branche(self, nom: str, chemin: str | None):
        actions = self.objets(sans=nom)
        if nom == "report":
            return self.denombrer(actions.filter(self.condition(nom, [chemin])), nom, None, etiquette=chemin)
        if nom == "arrondissement":
            actions = actions.filter(tout_le_territoire=chemin is None)
        if chemin == "participations__organisation__slug":
            actions = actions.exclude(participations__organisation=F("responsable"))
        return self.denombrer(actions, nom, chemin)
