"""The filters of the commitments, for the page and the files: one declaration."""

import django_filters
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Plan
from actions.vocabulaire import assembler, axes, branche
from engagements.compte import compte_engagements
from engagements.lectures import q_attention, q_preuve
from engagements.models import Engagement
from engagements.models.etats import Attention, Etat, LecturePreuve, Nature
from partenariat.donnees.filtres import Choix, FiltreAFacettes, Tri, Vocabulaire
from partenariat.donnees.recherche import correspond
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.parties.natures import Cote

TRIS = {
    "code": (_("Code"), F("cle_code").asc()),
    "titre": (_("Titre"), F("titre").asc()),
    "echeance": (_("Échéance, la plus proche d'abord"), F("echeance").asc(nulls_last=True)),
    "-echeance": (_("Échéance, la plus lointaine d'abord"), F("echeance").desc(nulls_last=True)),
    "-declare": (_("Déclaration, la plus récente d'abord"), F("declare_le").desc(nulls_last=True)),
    "declare": (_("Déclaration, la plus ancienne d'abord"), F("declare_le").asc(nulls_first=True)),
    "-montant": (_("Montant, du plus grand au plus petit"), F("montant").desc(nulls_last=True)),
}


class FiltreEngagements(FiltreAFacettes):
    """Filters of a plan's published commitments.

    `partie` is a side of the partnership, `organisation` the body that promises, `envers` the one that it
    promises to.
    """

    q = django_filters.CharFilter(label=_("Rechercher"), max_length=200)
    partie = Choix(label=_("Partie"), choices=Cote.choices)
    etat = Choix(label=_("État"), choices=Etat.choices)
    preuve = Choix(label=_("Preuve"), choices=LecturePreuve.choices)
    attention = Choix(label=_("À surveiller"), choices=Attention.choices)
    nature = Choix(label=_("Nature"), choices=Nature.choices)
    axe = Choix(label=_("Axe"))
    organisation = Choix(label=_("Qui s'engage"))
    envers = Choix(label=_("Envers qui"))
    tri = Tri(TRIS)

    class Meta:
        model = Engagement
        fields: list[str] = []

    TRIS = TRIS
    FACETTES = ("partie", "etat", "preuve", "attention", "nature", "axe", "organisation", "envers")
    OUVERTES = ("partie", "etat", "preuve")
    compter = staticmethod(compte_engagements)

    def __init__(self, data: QueryDict | None, *, plan: Plan):
        super().__init__(
            data, queryset=Engagement.objects.publics().filter(plan=plan), mots=vocabulaire(plan)
        )

    @staticmethod
    def condition(nom: str, valeurs) -> Q:
        """The condition of one filter; `valeurs` is a text for `q`, else a list."""
        match nom:
            case "q":
                return (
                    Q(correspond("recherche", valeurs))
                    | Q(correspond("partie__recherche", valeurs))
                    | Q(correspond("envers__recherche", valeurs))
                )
            case "partie":
                return Q(partie__partie__in=valeurs)
            case "preuve":
                return q_preuve(*valeurs)
            case "etat" | "nature":
                return Q(**{f"{nom}__in": valeurs})
            case "attention":
                condition = Q()
                for valeur in valeurs:
                    condition |= q_attention(valeur, jour())
                return condition
            case "axe":
                publiques = Action.objects.publiques().filter(engagements=OuterRef("pk"))
                return Q(Exists(publiques.filter(axe__numero__in=valeurs)))
            case "organisation":
                return Q(partie__slug__in=valeurs)
            case "envers":
                return Q(envers__slug__in=valeurs)
        raise ValueError(nom)

    @staticmethod
    def chemins():
        yield from (
            ("partie", "partie__partie"),
            ("etat", "etat"),
            ("preuve", "preuve"),
            *(("attention", attention.value) for attention in Attention),
            ("nature", "nature"),
            ("axe", "actions__axe__numero"),
            ("organisation", "partie__slug"),
            ("envers", "envers__slug"),
        )

    def branche(self, nom: str, chemin: str):
        lignes = self.objets(sans=nom)
        if nom == "attention":
            return self.denombrer(lignes.filter(q_attention(chemin, jour())), nom, None, etiquette=chemin)
        if nom == "axe":
            # An unpublished action says nothing, not even its axis.
            lignes = lignes.filter(actions__in=Action.objects.publiques())
        return self.denombrer(lignes, nom, chemin)


def vocabulaire(plan: Plan) -> Vocabulaire:
    """The values that the filters of this plan's commitments know. One query."""
    publics = Engagement.objects.publics().filter(plan=plan)

    def organisations(role: str, rang: int, param: str):
        parties = Organisation.objects.filter(Exists(publics.filter(**{role: OuterRef("pk")})))
        return branche(parties, rang, param, F("slug"), "nom", F("cle_tri"), Cast(Value(""), CharField()))

    return assembler(
        [axes(plan, 1), organisations("partie", 2, "organisation"), organisations("envers", 3, "envers")]
    )
