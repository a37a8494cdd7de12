"""What commitments add to the pages of the plan: home, action, organisation, open data."""

from django.db.models import Exists, OuterRef

from actions import greffes, organisations
from actions.models import Action, Plan
from actions.portraits import Compte, segments
from engagements import lectures
from engagements.exports import jeux_de_donnees
from engagements.models import Engagement
from engagements.models.etats import Etat, LecturePreuve
from partenariat.donnees.preparees import preparee
from partenariat.models import Organisation


def _lignes(plan: Plan):
    publics = Engagement.objects.publics().filter(plan=plan).avec_lectures()
    return publics.select_related("partie", "envers", "plan").par_code()


@preparee(Plan)
def _comptes(plan: Plan):
    publics = Engagement.objects.publics().filter(plan=plan).order_by()
    return publics.values("plan").annotate(**lectures.comptes())


@preparee(Plan, Action)
def _realisant(plan: Plan, action: Action):
    return _lignes(plan).filter(actions=action)


@preparee(Plan, Organisation)
def _pris(plan: Plan, organisation: Organisation):
    return _lignes(plan).filter(partie=organisation)


@preparee(Plan, Organisation)
def _recus(plan: Plan, organisation: Organisation):
    return _lignes(plan).filter(envers=organisation)


def de_l_accueil(plan: Plan) -> dict:
    """Counts by state and by evidence. One query."""
    parts = next(iter(_comptes(plan)), dict.fromkeys(lectures.comptes(), 0))
    etats = [Compte(etat.value, str(etat.label), parts[f"etat_{etat.value}"]) for etat in Etat]
    preuves = [Compte(p.value, str(p.label), parts[f"preuve_{p.value}"]) for p in LecturePreuve]
    return {
        "total": parts["total"],
        "segments": segments(etats),
        "preuves": preuves,
        "verifiees": parts[f"preuve_{LecturePreuve.VERIFIEE.value}"],
    }


def de_l_action(plan: Plan, action: Action) -> dict:
    return {"engagements": _realisant(plan, action)}


def de_l_organisation(plan: Plan, organisation: Organisation) -> dict:
    """What it promises, what it is promised. Two queries."""
    return {
        "organisation": organisation,
        "pris": _pris(plan, organisation),
        "recus": _recus(plan, organisation),
    }


def parties_publiques(plan: Plan):
    """The condition that a body promises, or is promised, something public in this plan."""
    publics = Engagement.objects.publics().filter(plan=plan)
    return Exists(publics.filter(partie=OuterRef("pk"))) | Exists(publics.filter(envers=OuterRef("pk")))


def poser() -> None:
    """Registers the parts; called once, when the application is ready."""
    greffes.enregistrer("accueil", "composants/accueil_engagements.html", de_l_accueil)
    greffes.enregistrer("action", "composants/action_engagements.html", de_l_action)
    greffes.enregistrer("organisation", "composants/organisation_engagements.html", de_l_organisation)
    greffes.enregistrer("donnees", "composants/jeux_engagements.html", jeux_de_donnees)
    organisations.enregistrer_role(parties_publiques)
