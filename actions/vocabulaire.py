"""The values that the filters of a plan know: one query, with their names in the visitor's language."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast

from actions.models import Axe, Domaine, Objectif, Plan, Volet
from actions.organisations import organisations_publiques
from partenariat.models import Organisation
from partenariat.presentation.traduction import traduit


@dataclass
class Vocabulaire:
    """By filter: value → name, in the plan's order; and other spellings of a value (an acronym, a code)."""

    noms: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    alias: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


def _branche(queryset, rang: int, param: str, valeur, nom: str, ordre, alias):
    texte = CharField()
    return (
        queryset.order_by()
        .annotate(
            v_rang=Value(rang, IntegerField()),
            v_param=Value(param, texte),
            v_valeur=Cast(valeur, texte),
            v_nom=traduit(nom),
            v_ordre=Cast(ordre, texte),
            v_alias=Cast(alias, texte),
            v_alias_2=Cast(F("sigle") if queryset.model is Organisation else Value(""), texte),
        )
        .values_list("v_rang", "v_param", "v_valeur", "v_nom", "v_ordre", "v_alias", "v_alias_2")
    )


def vocabulaire(plan: Plan) -> Vocabulaire:
    """Every value that a filter of this plan accepts. Bodies with no public role are not among them."""
    rang = Cast(F("rang") + Value(100_000), CharField())
    parties = [
        _branche(
            Axe.objects.filter(plan=plan),
            1,
            "axe",
            F("numero"),
            "titre",
            Cast(F("numero") + Value(100_000), CharField()),
            F("code"),
        ),
        _branche(Volet.objects.filter(axe__plan=plan), 2, "volet", F("code"), "titre", F("code"), Value("")),
        _branche(Objectif.objects.filter(plan=plan), 3, "objectif", F("code"), "titre", rang, Value("")),
        _branche(Domaine.objects.filter(plan=plan), 4, "domaine", F("slug"), "titre", F("titre"), Value("")),
        _branche(organisations_publiques(plan), 5, "organisation", F("slug"), "nom", F("cle_tri"), Value("")),
        _branche(plan.territoire(), 6, "arrondissement", F("slug"), "nom", F("cle_tri"), F("code_officiel")),
    ]
    mots = Vocabulaire()
    for _, param, valeur, nom, _, *alias in (
        parties[0].union(*parties[1:], all=True).order_by("v_rang", "v_ordre")
    ):
        mots.noms[param][valeur] = f"{valeur}. {nom}" if param == "axe" else nom
        for autre in filter(None, alias):
            mots.alias[param].setdefault(autre.casefold(), valeur)
    return mots
