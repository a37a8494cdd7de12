"""The values that the filters of a plan know: one query, with their names in the visitor's language."""

from collections.abc import Iterable

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast

from actions.models import Axe, Domaine, Objectif, Plan, Volet
from actions.organisations import organisations_publiques
from partenariat.donnees.filtres import Vocabulaire
from partenariat.donnees.preparees import preparee
from partenariat.donnees.recherche import SansAccents
from partenariat.models import Organisation
from partenariat.presentation.traduction import reste_francais, traduit


def branche(queryset, rang: int, param: str, valeur, nom: str, ordre, alias):
    """The values of one filter.

    Args:
        rang: where the filter stands among the others.
        valeur, ordre, alias: expressions for the value, its order, another spelling.
        nom: French field of its name.
    """
    texte = CharField()
    return (
        queryset.order_by()
        .annotate(
            v_rang=Value(rang, IntegerField()),
            v_param=Value(param, texte),
            v_valeur=Cast(valeur, texte),
            v_nom=traduit(nom),
            v_ordre=Cast(ordre, texte),
            # The name of a body is its own in every language.
            v_francais=Value(False) if queryset.model is Organisation else reste_francais(nom),
            v_alias=Cast(alias, texte),
            v_alias_2=Cast(F("sigle") if queryset.model is Organisation else Value(""), texte),
        )
        .values_list(
            "v_rang", "v_param", "v_valeur", "v_nom", "v_ordre", "v_francais", "v_alias", "v_alias_2"
        )
    )


def vocabulaire(plan: Plan) -> Vocabulaire:
    """Every value that a filter of this plan accepts. Bodies with no public role are not among them."""
    return assembler(_valeurs(plan))


@preparee(Plan)
def _valeurs(plan: Plan):
    rang = Cast(F("rang") + Value(100_000), CharField())
    return ensemble(
        axes(plan, 1),
        branche(Volet.objects.filter(axe__plan=plan), 2, "volet", F("code"), "titre", F("code"), Value("")),
        branche(Objectif.objects.filter(plan=plan), 3, "objectif", F("code"), "titre", rang, Value("")),
        branche(
            Domaine.objects.filter(plan=plan),
            4,
            "domaine",
            F("slug"),
            "titre",
            SansAccents("titre"),
            Value(""),
        ),
        branche(organisations_publiques(plan), 5, "organisation", F("slug"), "nom", F("cle_tri"), Value("")),
        branche(plan.territoire(), 6, "arrondissement", F("slug"), "nom", F("cle_tri"), F("code_officiel")),
    )


def axes(plan: Plan, rang: int):
    """The axes of a plan, as a filter."""
    return branche(
        Axe.objects.filter(plan=plan),
        rang,
        "axe",
        F("numero"),
        "titre",
        Cast(F("numero") + Value(100_000), CharField()),
        F("code"),
    )


def ensemble(premiere, *autres):
    """Several branches as one queryset, in the order of the filters, then of their values."""
    return premiere.union(*autres, all=True).order_by("v_rang", "v_ordre", "v_valeur")


def assembler(lignes: Iterable[tuple]) -> Vocabulaire:
    """The vocabulary of several filters, from the rows of their branches."""
    mots = Vocabulaire()
    for _, param, valeur, nom, _, francais, *alias in lignes:
        mots.noms[param][valeur] = f"{valeur}. {nom}" if param == "axe" else nom
        if francais:
            mots.francais[param].add(valeur)
        for autre in filter(None, alias):
            mots.alias[param].setdefault(autre.casefold(), valeur)
    return mots
