"""All that one action's page shows of what hangs from it, in one query."""

from django.db.models import QuerySet

from actions.models import Action, Mesure, Report
from partenariat.donnees.en_une_fois import garder, lecture, rattacher, repartir
from partenariat.models import Organisation

LIES = (
    "arrondissements",
    "objectifs",
    "domaines",
    "sources",
    "jalons",
    "indicateurs",
    "participations",
)


@lecture(Action)
def _autour(action: Action) -> dict[str, QuerySet]:
    return {nom: getattr(action, nom).all() for nom in LIES} | {
        "nouvelles": action.nouvelles.publiques(),
        "documents": action.documents.publics(),
        "images": action.images.montrees(),
        "reports": Report.objects.publics().filter(action=action),
        "mesures": Mesure.objects.filter(indicateur__action=action),
        "organisations": Organisation.objects.filter(participations__action=action),
        "territoire": Organisation.objects.arrondissements()
        .filter(places__plan__actions=action)
        .order_by()
        .values("code_officiel"),
    }


def autour_de(action: Action) -> dict[str, list]:
    """Reads what hangs from the action; its relations give it from then on.

    Returns:
        The public notes (`nouvelles`), documents and moves of dates (`reports`), which no relation of the
        action gives as such; its picture (`images`, one at most); the official codes of the boroughs of its
        plan (`territoire`).
    """
    lus = _autour(action)
    repartir(lus["indicateurs"], "mesures", lus["mesures"], "indicateur_id")
    rattacher(lus["participations"], "organisation", lus["organisations"])
    for nom in LIES:
        garder(action, nom, lus[nom])
    return lus
