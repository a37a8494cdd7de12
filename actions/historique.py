"""What changed in an action since it became public: field by field, before and after."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.models import Action, Plan
from actions.models.etats import VISIBLES_DU_PUBLIC
from actions.models.publication import TransitionRefusee
from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import moment_courant
from partenariat.presentation.formats import date_longue

CHAMPS = (
    "titre",
    "description",
    "statut",
    "debut",
    "fin",
    "en_continu",
    "confiance",
    "avancement_declare",
    "budget_prevu",
    "budget_engage",
    "texte_officiel",
)
MAXIMUM = 400


@dataclass(frozen=True)
class Changement:
    le: datetime
    champ: str
    nom: str
    avant: object
    apres: object
    motif: str = ""


def changements(action: Action) -> list[Changement]:
    """The public changes of an action, latest first: between two states that were both public. One query."""
    evenements = evenements_de(Action).filter(pgh_obj=action.pk)
    if moment := moment_courant():
        evenements = evenements.filter(pgh_created_at__lte=moment)
    lignes = evenements.order_by("-pgh_id").values("pgh_created_at", "publication", "motif", *CHAMPS)[
        :MAXIMUM
    ]
    resultat: list[Changement] = []
    suite = list(reversed(lignes))
    for avant, apres in pairwise(suite):
        if avant["publication"] in VISIBLES_DU_PUBLIC and apres["publication"] in VISIBLES_DU_PUBLIC:
            resultat += [
                Changement(
                    apres["pgh_created_at"],
                    champ,
                    capfirst(str(champ_de(Action, champ).verbose_name)),
                    _mot(champ, avant[champ]),
                    _mot(champ, apres[champ]),
                    apres["motif"] if champ == "statut" else "",
                )
                for champ in CHAMPS
                if avant[champ] != apres[champ]
            ]
    return resultat[::-1]


def _mot(champ: str, valeur: object) -> object:
    """The value in the words of the screen."""
    return dict(champ_de(Action, champ).flatchoices).get(valeur, valeur)


def histoire_depuis(plan: Plan) -> date | None:
    """The day this plan's history begins on this site: nothing can be shown of it before.

    One query, or none where the plan was read `avec_histoire`.
    """
    premier = getattr(plan, "premier_evenement", None)
    if premier is None:
        evenements = evenements_de(Plan).filter(pgh_obj=plan.pk)
        premier = evenements.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()
    return timezone.localtime(premier).date() if premier else None


def phrase_avant(depuis: date) -> str:
    """What is said of a day before history begins: unknown is not none."""
    return _("L'historique de ce plan commence ici le %(date)s : avant, rien ne peut être montré.") % {
        "date": date_longue(depuis)
    }


def exiger_histoire(plan: Plan, le: date) -> None:
    """What is frozen as of a day is read from history: it must reach that day, and nothing is made up.

    Raises:
        TransitionRefusee: it begins later.
    """
    debut = histoire_depuis(plan)
    if debut is None or debut > le:
        raise TransitionRefusee(
            _("L'historique du site ne remonte pas au %(date)s : choisissez un arrêt plus récent.")
            % {"date": date_longue(le)}
        )
