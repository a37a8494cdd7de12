"""Where data come from: what is invented is said wherever its figures go."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.models.plan import Plan


class Provenance:
    """What has a `plan`, and a word for where its data come from; empty where nothing is said."""

    plan: "Plan"
    provenance: str

    @property
    def provenance_expliquee(self) -> str:
        """What the plan's file says of this kind of provenance."""
        return self.plan.sens_de_la_provenance(self.provenance)
