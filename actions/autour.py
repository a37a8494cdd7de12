"""All that one action's page shows of what hangs from it, in one query."""

from django.db.models import QuerySet

from actions.histoires import avec_leur_image
from actions.models import Action, Image, Mesure, Report
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
        "histoires": action.histoires.publiques(),
        "images_des_histoires": Image.objects.montrees().filter(histoire__action=action),
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
        action gives as such; its picture (`images`, one at most); its public stories, each with its own
        (`histoires`); the official codes of the boroughs of its plan (`territoire`).
    """
    lus = _autour(action)
    repartir(lus["indicateurs"], "mesures", lus["mesures"], "indicateur_id")
    rattacher(lus["participations"], "organisation", lus["organisations"])
    rattacher(lus["histoires"], "action", [action])
    avec_leur_image(lus["histoires"], lus["images_des_histoires"])
    for nom in LIES:
        garder(action, nom, lus[nom])
    return lus
