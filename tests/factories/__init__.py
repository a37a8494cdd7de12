"""One factory a model, one file an app. `Report` has none: only the triggers of dates write it."""

from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    DocumentFactory,
    DomaineFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    ObjectifFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    RepereFactory,
    SourceFactory,
    SuiviFactory,
    VoletFactory,
)
from tests.factories.partenariat import MOT_DE_PASSE, OrganisationFactory, UtilisateurFactory

__all__ = [
    "MOT_DE_PASSE",
    "ActionFactory",
    "AxeFactory",
    "DocumentFactory",
    "DomaineFactory",
    "IndicateurFactory",
    "JalonFactory",
    "MesureFactory",
    "ObjectifFactory",
    "OrganisationFactory",
    "ParticipationFactory",
    "PartiePrenanteFactory",
    "PlanFactory",
    "RepereFactory",
    "SourceFactory",
    "SuiviFactory",
    "UtilisateurFactory",
    "VoletFactory",
]
