"""The plan in the terms of schema.org (`presentation.donnees_liees`): what its pages show."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from actions.models import Action, Axe, Plan
from actions.models.etats import Statut
from partenariat.donnees.sorties import FORMATS
from partenariat.models import Organisation
from partenariat.parties.natures import Cote

Liees = dict[str, Any]

ETATS = {
    Statut.A_VENIR: "https://schema.org/PotentialActionStatus",
    Statut.EN_COURS: "https://schema.org/ActiveActionStatus",
    Statut.REALISEE: "https://schema.org/CompletedActionStatus",
}
"""The others have no word there: what is suspended has not failed, nor what was given up."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def adresse_de(chemin: str) -> str:
    return settings.SITE_URL + chemin


def du_plan(plan: Plan) -> Liees:
    jours = f"{plan.debut.isoformat()}/{plan.fin.isoformat()}" if plan.debut and plan.fin else ""
    return {
        "@type": "CreativeWork",
        "@id": adresse_de(plan.get_absolute_url()),
        "name": str(plan),
        "temporalCoverage": jours,
    }


def _du_plan_en_bref(plan: Plan) -> Liees:
    return {"@type": "CreativeWork", "@id": adresse_de(plan.get_absolute_url()), "name": str(plan)}


def de_l_axe(plan: Plan, axe: Axe) -> Liees:
    return {
        "@type": "CreativeWork",
        "@id": adresse_de(plan.adresse("axe", numero=axe.numero)),
        "name": str(axe),
        "position": axe.numero,
        "isPartOf": _du_plan_en_bref(plan),
    }


def de_l_action(action: Action) -> Liees:
    plan = action.plan
    return {
        "@type": "Action",
        "@id": adresse_de(action.get_absolute_url()),
        "identifier": action.code,
        "name": action.traduit("titre"),
        "actionStatus": ETATS.get(Statut(action.statut)),
        "startTime": action.debut.isoformat() if action.debut else None,
        "endTime": action.fin.isoformat() if action.fin and not action.en_continu else None,
        "agent": qui(plan, action.responsable),
        "participant": [qui(plan, une.organisation) for une in action.participations.all()],
    }


def qui(plan: Plan, organisation: Organisation) -> Liees:
    """A body, as another thing names it."""
    de_la_ville = organisation.partie == Cote.VILLE
    return {
        "@type": "GovernmentOrganization" if de_la_ville else "Organization",
        "@id": adresse_de(plan.adresse("organisation", slug=organisation.slug)),
        "name": str(organisation),
    }


def de_l_organisation(plan: Plan, organisation: Organisation) -> Liees:
    # What was withdrawn of it is said there in words, which are no address.
    site = organisation.site if organisation.site.startswith(("https://", "http://")) else ""
    return {**qui(plan, organisation), "alternateName": organisation.sigle, "sameAs": site}


def des_donnees(plan: Plan, jeux: Iterable[Mapping[str, Any]]) -> Liees:
    """The open data, as a catalogue.

    Args:
        jeux: of each, `nom`, `phrase`, and `fichiers`: format and address.
    """
    return {
        "@type": "DataCatalog",
        "name": _("Données ouvertes"),
        "license": LICENCE,
        "dataset": [_du_jeu(plan, jeu) for jeu in jeux],
    }


def _du_jeu(plan: Plan, jeu: Mapping[str, Any]) -> Liees:
    return {
        "@type": "Dataset",
        "name": f"{plan} · {jeu['nom']}",
        "description": f"{jeu['phrase']} {plan.traduit('avis')}".strip(),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FORMATS[format_.lower()][0].partition(";")[0],
                "contentUrl": adresse_de(adresse),
            }
            for format_, adresse in jeu["fichiers"]
        ],
    }
