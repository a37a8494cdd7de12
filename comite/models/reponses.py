"""What answers a question of a round, said once: for the queries of the site, and for the guards."""

from typing import Any

from django.db import models
from django.db.models import F, Func, OuterRef

from actions.models.etats import Visibilite

NOUVELLE = f"""({{visibilite}} = '{Visibilite.PUBLIQUE}' AND {{organisation}} = ANY({{unites}})
AND {{cree_le}} >= {{ouverte_le}} AND ({{cree_le}} AT TIME ZONE 'America/Toronto')::date <= {{ferme_le}})"""
"""SQL: news of the action asked about is the answer of the body asked: public, written for it, from the
sending of the questions to the last day."""


class NouvelleRepond(Func):
    """`NOUVELLE`, within a query of news that is asked of each question (`OuterRef`)."""

    output_field = models.BooleanField()
    champs = {
        "visibilite": F("visibilite"),
        "unites": F("unites"),
        "cree_le": F("cree_le"),
        "organisation": OuterRef("organisation"),
        "ouverte_le": OuterRef("ronde__ouverte_le"),
        "ferme_le": OuterRef("ronde__ferme_le"),
    }

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*(expressions or self.champs.values()))

    def as_sql(self, compiler: Any, *_args: Any, **_reste: Any) -> tuple[str, tuple[Any, ...]]:
        # Columns only: none of them has a parameter.
        colonnes = (compiler.compile(source)[0] for source in self.get_source_expressions())
        return NOUVELLE.format(**dict(zip(self.champs, colonnes, strict=True))), ()


def nouvelle_repond_en_sql(nouvelle: str, demande: str, ronde: str) -> str:
    """`NOUVELLE`, within SQL: by the aliases of the three rows."""
    return NOUVELLE.format(
        **{nom: f"{nouvelle}.{nom}" for nom in ("visibilite", "unites", "cree_le")},
        organisation=f"{demande}.organisation_id",
        **{nom: f"{ronde}.{nom}" for nom in ("ouverte_le", "ferme_le")},
    )
