"""What commitments add to the pages of the plan: home, action, organisation, open data."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import greffes
from actions.models import Action, Plan
from actions.organisations import Role, enregistrer_roles
from actions.portraits import Compte, segments
from engagements import lectures
from engagements.compte import compte_engagements
from engagements.exports import jeux_de_donnees
from engagements.frise import en_marques, frise_des_promesses
from engagements.models import Engagement
from engagements.models.etats import AppuiDuTenu, Attention, Etat, LecturePreuve
from partenariat.donnees.en_une_fois import lecture
from partenariat.donnees.preparees import par_tranches, preparee
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.presentation.pages import PREMIERES, Tables
from partenariat.presentation.plan_du_site import PagesNommees, inscrire
from partenariat.presentation.traduction import traduit


def _lignes(plan: Plan):
    publics = Engagement.objects.publics().filter(plan=plan).avec_lectures()
    return publics.select_related("partie", "envers", "plan").par_code()


NOMMES, AUTRES = 2, 97
"""Bodies to which one is committed: those that a sentence names, and those that it counts at most."""
NOMMES_A_VOIR = 2
"""Commitments not kept, and contested ones, that the home page tells by name: so many of each."""


@lecture(Plan)
def _a_l_accueil(plan: Plan) -> dict:
    publics = Engagement.objects.publics().filter(plan=plan).order_by()
    nommes = publics.annotate(dit=traduit("titre"), qui=F("partie__nom"))
    return {
        "comptes": publics.values("plan").annotate(**lectures.comptes()),
        "attention": publics.values("plan").annotate(
            contestes=Count("pk", filter=Q(conteste=True)),
            depasses=Count("pk", filter=lectures.q_attention(Attention.EN_RETARD, jour())),
        ),
        "non_tenus": _a_voir(nommes.filter(etat=Etat.NON_TENU)),
        "contestes": _a_voir(nommes.filter(conteste=True)),
    }


def _a_voir(nommes: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    derniers = nommes.order_by("-declare_le", "cle_code", "id")[:NOMMES_A_VOIR]
    return derniers.values("code", "dit", "qui", "titre_en")


@preparee(Plan, Action)
def _realisant(plan: Plan, action: Action):
    return _lignes(plan).filter(actions=action)


@par_tranches(Plan, Organisation)
def _pris(plan: Plan, organisation: Organisation):
    return _lignes(plan).filter(partie=organisation)


@par_tranches(Plan, Organisation)
def _recus(plan: Plan, organisation: Organisation):
    return _lignes(plan).filter(envers=organisation)


def de_l_accueil(plan: Plan) -> dict:
    """Counts by state and by evidence, the kept ones by both; what demands attention. One query."""
    lus = _a_l_accueil(plan)
    parts = next(iter(lus["comptes"]), dict.fromkeys(lectures.comptes(), 0))
    attention = next(iter(lus["attention"]), {"contestes": 0, "depasses": 0})
    non_tenus = parts[f"etat_{Etat.NON_TENU.value}"]
    preuves = [Compte(p.value, str(p.label), parts[f"preuve_{p.value}"]) for p in LecturePreuve]
    return {
        "rang": 1,
        "detail": True,
        "porte": "composants/porte_engagements.html",
        "attention": "composants/attention_engagements.html",
        "total": parts["total"],
        "compte": compte_engagements(parts["total"]),
        "signes": parts["signes"],
        "verifies": parts["signes_verifies"],
        "tenus": parts[f"etat_{Etat.TENU.value}"],
        "tenus_verifies": parts[f"tenu_{AppuiDuTenu.VERIFIEE.value}"],
        "nb_non_tenus": non_tenus,
        "segments": segments(lectures.par_etat(parts)),
        "preuves": preuves,
        "sans_decision": parts["sans_decision"],
        "a_voir": [
            *({**un, "forme": "sceau-rompu", "mot": Etat.NON_TENU.label} for un in lus["non_tenus"]),
            *({**un, "forme": "triangle", "mot": Attention.CONTESTE.label} for un in lus["contestes"]),
        ],
        "autres_non_tenus": non_tenus - len(lus["non_tenus"]),
        "nb_contestes": attention["contestes"],
        "autres_contestes": attention["contestes"] - len(lus["contestes"]),
        "attendus": non_tenus + attention["contestes"] + attention["depasses"],
        "en_retard": attention["depasses"],
    }


def de_l_action(plan: Plan, action: Action) -> dict:
    return {"engagements": _realisant(plan, action)}


def de_l_organisation(plan: Plan, organisation: Organisation, tables: Tables = PREMIERES) -> dict:
    """What it promises, what it is promised, a page of each, and on what all the kept ones rest. Three
    queries at most."""
    comptes = _des_deux_cotes(plan, organisation)
    dits: dict = {"organisation": organisation}
    for cote, page, lignes, titre in (
        ("pris", "page-promis", _pris, _("Ce que cette organisation promet")),
        ("recus", "page-recus", _recus, _("Ce qu'on lui promet")),
    ):
        compte = next(iter(comptes[cote]), {"total": 0})
        total = compte["total"]
        dits[cote] = tables.page(page, lignes(plan, organisation) if total else [], titre, total=total)
        dits[f"{cote}_tenus"] = lectures.tenus_comptes(compte)
    # What it promised to more bodies than are named is counted.
    dits["envers"] = comptes["envers"][:NOMMES]
    dits["autres"] = len(comptes["envers"]) - len(dits["envers"])
    frise = frise_des_promesses(plan, organisation, comptes["dates"])
    return dits | {"phrase": "composants/phrase_des_engagements.html", "frise": frise}


@lecture(Plan, Organisation)
def _des_deux_cotes(plan: Plan, organisation: Organisation) -> dict:
    """How many it promises and is promised, and how many of those are kept, by what that rests on."""
    publics = Engagement.objects.publics().filter(plan=plan).order_by()
    return {
        "pris": publics.filter(partie=organisation).values("plan").annotate(**lectures.comptes()),
        "recus": publics.filter(envers=organisation).values("plan").annotate(**lectures.comptes()),
        "envers": Organisation.objects.filter(
            pk__in=publics.filter(partie=organisation).values("envers")
        ).order_by("cle_tri", "pk")[: NOMMES + AUTRES],
        "dates": en_marques(publics.filter(partie=organisation)),
    }


def _engage(cote: str) -> Callable[[Plan], Exists]:
    """The condition that a body is on that side of something public in a plan."""
    return lambda plan: Exists(Engagement.objects.publics().filter(plan=plan, **{cote: OuterRef("pk")}))


ROLES = (
    Role(gettext_lazy("s'engage"), _engage("partie")),
    Role(gettext_lazy("reçoit au moins un engagement"), _engage("envers")),
)


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    greffes.enregistrer("accueil", "composants/accueil_engagements.html", de_l_accueil)
    greffes.enregistrer("action", "composants/action_engagements.html", de_l_action)
    greffes.enregistrer("organisation", "composants/organisation_engagements.html", de_l_organisation)
    greffes.enregistrer("donnees", "composants/jeux_engagements.html", jeux_de_donnees)
    enregistrer_roles(*ROLES)
    publics = Engagement.objects.consultables
    inscrire(PagesNommees("engagement", "code", "code", lambda plan: publics().filter(plan=plan)))
