"""Who answers: what each body was asked in a round, or in all of them, and answered."""

from dataclasses import dataclass

from django.db.models import Prefetch

from actions.models import Plan
from comite.models import Demande, Ronde
from partenariat.models import Organisation
from partenariat.presentation.formats import proportion


@dataclass(frozen=True)
class Taux:
    """What a body was asked in a round, and answered."""

    organisation: str
    slug: str
    demandes: int
    reponses: int

    @property
    def pourcentage(self) -> int | None:
        return proportion(self.reponses, self.demandes)


@dataclass(frozen=True)
class RondeLue:
    ronde: Ronde
    taux: list[Taux]

    @property
    def demandes(self) -> int:
        return sum(t.demandes for t in self.taux)

    @property
    def reponses(self) -> int:
        return sum(t.reponses for t in self.taux)

    @property
    def pourcentage(self) -> int | None:
        return proportion(self.reponses, self.demandes)


def rondes_publiques(plan: Plan) -> list[RondeLue]:
    """Every round whose questions were sent, with its rates by body. Two queries."""
    demandes = Demande.objects.publiques().avec_reponse().select_related("organisation")
    lancees = (
        Ronde.objects.lancees()
        .filter(plan=plan)
        .select_related("seance__plan")
        .prefetch_related(Prefetch("demandes", demandes.order_by("organisation__cle_tri", "id")))
    )
    return [RondeLue(ronde, _taux(ronde.demandes.all())) for ronde in lancees]


def _taux(demandes) -> list[Taux]:
    par_organisation: dict[int, list] = {}
    for demande in demandes:
        par_organisation.setdefault(demande.organisation_id, []).append(demande)
    return [
        Taux(
            siennes[0].organisation.nom_court,
            siennes[0].organisation.slug,
            len(siennes),
            sum(d.repondue for d in siennes),
        )
        for siennes in par_organisation.values()
    ]


def taux_de(organisation: Organisation, plan: Plan) -> Taux | None:
    """What this body answered over all the rounds of the plan; None where it was never asked. One query."""
    siennes = list(
        Demande.objects.publiques()
        .filter(organisation=organisation, ronde__plan=plan, ronde__ouverte_le__isnull=False)
        .avec_reponse()
        .select_related("organisation")
    )
    return _taux(siennes)[0] if siennes else None
