"""What is written, and by whom: as many people as hands, three of them of the coordination."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.test import Client
from django.utils import timezone

from actions.models import Action
from actions.models.etats import Visibilite
from tests.factories import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)

COORDINATION = 3
"""One hand in that many is of the coordination, and writes everything."""
CHAUDES = 5
"""One action in that many takes half of the edits: what people write at once is what is in the news."""


@dataclass
class Main:
    """One person at one browser. What they type is like nobody else's, nor like anything they typed."""

    rang: int
    mains: int
    personne: int
    actions: list[int]
    client: Client
    hasard: random.Random
    numeros: count = field(default_factory=count)

    def numero(self) -> int:
        return next(self.numeros) * self.mains + self.rang

    def texte(self, quoi: str) -> str:
        return f"{quoi}, écrit {self.numero()}."

    def passe(self) -> str:
        return (timezone.localdate() - timedelta(days=1 + self.numero())).isoformat()

    def avenir(self) -> str:
        return (date(timezone.localdate().year + 1, 1, 1) + timedelta(days=self.numero())).isoformat()

    def action(self) -> int:
        chaudes = self.actions[: max(1, len(self.actions) // CHAUDES)]
        return self.hasard.choice(chaudes if self.hasard.random() < 0.5 else self.actions)


def poser(actions: int, mains: int, graine: int, jalons: int = 6) -> list[Main]:
    """Makes the plan and the accounts, signed in. Needs the owner, as every command does."""
    unites = [OrganisationFactory(service=True) for _ in range(max(1, min(actions, mains // 3)))]
    axe = AxeFactory(plan=PlanFactory(actif=True))
    soumet = UtilisateurFactory(coordination=True)
    for rang in range(actions):
        etat = ({"publiee": True}, {"publiee": True}, {"a_valider": True, "soumise_par": soumet}, {})[
            rang % 4
        ]
        action = ActionFactory(axe=axe, responsable=unites[rang % len(unites)], code=f"F{rang}", **etat)
        for n in range(jalons):
            JalonFactory(action=action, echeance=timezone.localdate() + timedelta(days=30 * n - 40))
        IndicateurFactory(action=action, cible_valeur=1000, cible_annee=timezone.localdate().year)
        NouvelleFactory(action=action, visibilite=Visibilite.PUBLIQUE)
    return [asseoir(rang, mains, unites[rang % len(unites)], graine) for rang in range(mains)]


def asseoir(rang: int, mains: int, unite, graine: int) -> Main:
    """One person, signed in, before the actions that are theirs to write."""
    if rang % COORDINATION == 0:
        personne = UtilisateurFactory(coordination=True)
    else:
        personne = UtilisateurFactory(redaction=True, organisation=unite)
    client = Client(raise_request_exception=False)
    client.force_login(personne)
    siennes = list(Action.objects.modifiables_par(personne).order_by("pk").values_list("pk", flat=True))
    hasard = random.Random(f"{graine}-{rang}")  # noqa: S311  # the same each time, not a secret
    return Main(rang, mains, personne.pk, siennes, client, hasard)
