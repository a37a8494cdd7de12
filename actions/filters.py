"""The filters of the actions, for the page, the files and what comes after: one declaration.

Each filter is a condition; each facet counts its values under all the *other* conditions, in one query.
"""

from functools import cached_property, reduce
from operator import and_

import django_filters
from django import forms
from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Participation, Plan
from actions.models.etats import Echeancier, Fraicheur, Statut
from actions.vocabulaire import vocabulaire
from partenariat.donnees.recherche import correspond

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


class ChampChoix(forms.MultipleChoiceField):
    """Several values; accepts other spellings of one (`alias`) and names the one that does not exist."""

    default_error_messages = {
        "invalid_choice": _("« %(value)s » n'est pas connu ici; ce critère est laissé de côté.")
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.alias: dict[str, str] = {}

    def to_python(self, value):
        return [self.alias.get(v.casefold(), v) for v in dict.fromkeys(super().to_python(value)) if v]


class Choix(django_filters.MultipleChoiceFilter):
    field_class = ChampChoix

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class FiltreActions(django_filters.FilterSet):
    """Filters of a plan's published actions.

    Args:
        data: the query string. What cannot be used is left aside and told by `form.errors`.
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
    organisation = Choix(label=_("Organisation"))
    arrondissement = Choix(label=_("Arrondissement"))
    tri = django_filters.ChoiceFilter(
        label=_("Trier par"),
        choices=[(cle, libelle) for cle, (libelle, _ordre) in TRIS.items()],
        empty_label=None,
        null_label=None,
    )

    class Meta:
        model = Action
        fields: list[str] = []

    FACETTES = (
        "axe",
        "volet",
        "objectif",
        "domaine",
        "statut",
        "echeancier",
        "fraicheur",
        "organisation",
        "arrondissement",
    )

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        self.plan = plan
        self.mots = vocabulaire(plan)
        super().__init__(data, queryset=Action.objects.publiques().filter(plan=plan))

    def get_form_class(self):
        classe = super().get_form_class()
        for param, noms in self.mots.noms.items():
            classe.base_fields[param].choices = list(noms.items())
            classe.base_fields[param].alias = self.mots.alias[param]
        return classe

    @cached_property
    def criteres(self) -> dict[str, Q]:
        """The conditions asked for, by filter."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        donnees = self.form.cleaned_data
        return {nom: self.condition(nom, donnees[nom]) for nom in ("q", *self.FACETTES) if donnees.get(nom)}

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
    def _lues(self):
        return self.queryset.avec_lectures().order_by()

    def actions(self, sans: str = ""):
        """The actions that answer every condition but `sans`, with their readings, unordered."""
        conditions = [condition for nom, condition in self.criteres.items() if nom != sans]
        return self._lues.filter(reduce(and_, conditions, Q()))

    @property
    def qs(self):
        """The actions asked for, in the order asked for."""
        tri = self.form.cleaned_data.get("tri") if self.is_bound and self.criteres is not None else ""
        return self.actions().order_by(TRIS[tri or "code"][1], "cle_code")

    @cached_property
    def comptes(self) -> dict[str, dict[str, int]]:
        """By facet: value → number of actions under the other conditions. One query."""
        branches = [self._branche(nom, chemin) for nom, chemin in self._chemins()]
        comptes: dict[str, dict[str, int]] = {nom: {} for nom in self.FACETTES}
        for nom, valeur, n in branches[0].union(*branches[1:], all=True):
            if valeur is not None:
                comptes[nom][valeur] = comptes[nom].get(valeur, 0) + n
        # An action on the whole territory counts in every borough.
        partout = comptes["arrondissement"].pop("*", 0)
        for slug in self.mots.noms["arrondissement"]:
            comptes["arrondissement"][slug] = comptes["arrondissement"].get(slug, 0) + partout
        return comptes

    @staticmethod
    def _chemins():
        yield from (
            ("axe", "axe__numero"),
            ("volet", "volet__code"),
            ("objectif", "objectifs__code"),
            ("domaine", "domaines__slug"),
            ("statut", "statut"),
            ("echeancier", "echeancier"),
            ("fraicheur", "fraicheur"),
            ("organisation", "responsable__slug"),
            ("organisation", "participations__organisation__slug"),
            ("arrondissement", "arrondissements__slug"),
            ("arrondissement", None),
        )

    def _branche(self, nom: str, chemin: str | None):
        actions = self.actions(sans=nom)
        if nom == "arrondissement":
            actions = actions.filter(tout_le_territoire=chemin is None)
        if chemin == "participations__organisation__slug":
            actions = actions.exclude(participations__organisation=F("responsable"))
        valeur = Cast(F(chemin), TextField()) if chemin else Value("*", TextField())
        return (
            actions.annotate(f_nom=Value(nom, TextField()), f_valeur=valeur)
            .values("f_nom", "f_valeur")
            .annotate(f_n=Count("pk"))
            .values_list("f_nom", "f_valeur", "f_n")
        )

    def nom(self, param: str, valeur: str) -> str:
        """The name of a value, for the chips."""
        if param == "q":
            return gettext("« %(texte)s »") % {"texte": valeur}
        return dict(self.form.fields[param].choices).get(valeur, valeur)

    def refus(self) -> list[str]:
        """What was left aside, in sentences."""
        if not self.is_bound:
            return []
        return [
            gettext("%(filtre)s : %(raison)s") % {"filtre": self.form.fields[nom].label, "raison": raison}
            for nom, raisons in self.form.errors.items()
            for raison in raisons
        ]
