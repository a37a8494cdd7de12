"""What does each public page cost, computed and kept, whatever the size of the plan?"""

import itertools
import statistics
import time
from datetime import timedelta

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from actions.models import Action, Axe, Jalon, Participation, PartiePrenante, Plan
from partenariat.models import Organisation

ADRESSES = (
    "/",
    "/axes/1/",
    "/actions/",
    "/actions/?q=cooperative&statut=en_cours",
    "/actions/?echeancier=en_retard&tri=-avancement",
    "/actions/1/",
    "/organisations/",
    "/arrondissements/",
    "/donnees/actions.json",
)
ESSAIS = 7


def peupler(taille: int) -> None:
    """A plan of `taille` published actions: 5 axes, 60 bodies, 19 boroughs, 3 milestones an action."""
    Action.objects.all().delete()
    Plan.objects.all().delete()
    Organisation.objects.all().delete()
    plan = Plan.objects.create(titre="Mesures", slug="mesures", actif=True)
    axes = [Axe.objects.create(plan=plan, numero=n, code=f"A{n}", titre=f"Axe {n}") for n in range(1, 6)]
    organisations = [
        Organisation(nom=f"Organisme {n}", slug=f"o{n}", nature="organisme" if n % 2 else "service_central")
        for n in range(60)
    ] + [Organisation(nom=f"Arrondissement {n}", slug=f"a{n}", nature="arrondissement") for n in range(19)]
    Organisation.objects.bulk_create(organisations)
    PartiePrenante.objects.bulk_create(
        PartiePrenante(plan=plan, organisation=o, identifiant=o.slug) for o in organisations
    )
    aujourd_hui, statuts = (
        timezone.localdate(),
        itertools.cycle(["en_cours", "en_cours", "a_venir", "realisee"]),
    )
    actions = Action.objects.bulk_create(
        Action(
            plan=plan,
            axe=axes[n % 5],
            code=str(n + 1),
            titre=f"Soutenir la coopérative de quartier {n}",
            description="Une description de longueur ordinaire, comme on en lit dans un plan. " * 3,
            responsable=organisations[n % 60],
            statut=next(statuts),
            tout_le_territoire=n % 3 == 0,
            fin=aujourd_hui + timedelta(days=n % 900 - 60),
            publication="publiee",
            publiee_le=timezone.now(),
            maj_le=aujourd_hui - timedelta(days=n % 250),
        )
        for n in range(taille)
    )
    Jalon.objects.bulk_create(
        Jalon(
            action=action,
            titre=f"Jalon {rang}",
            echeance=aujourd_hui + timedelta(days=60 * rang),
            echeance_initiale=aujourd_hui + timedelta(days=60 * rang),
            atteint_le=None if rang else aujourd_hui,
        )
        for action in actions
        for rang in range(3)
    )
    Participation.objects.bulk_create(
        Participation(action=action, organisation=organisations[(n + 1) % 60])
        for n, action in enumerate(actions)
    )
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")


def chronometrer(client: Client, adresse: str, *, gardee: bool) -> float:
    """Median milliseconds of a request, the page being kept or computed anew each time."""
    durees = []
    client.get(adresse)
    for _ in range(ESSAIS):
        if not gardee:
            caches["pages"].clear()
        debut = time.perf_counter()
        reponse = client.get(adresse)
        durees.append(1000 * (time.perf_counter() - debut))
        if reponse.status_code != 200:
            raise SystemExit(f"{adresse} : {reponse.status_code}")
    return statistics.median(durees)


def mesurer(tailles: list[int]) -> None:
    client = Client()
    print(f"{'ms (calculée / gardée)':48}" + "".join(f"{f'{t} actions':>18}" for t in tailles))  # noqa: T201
    lignes = {adresse: f"{adresse:48}" for adresse in ADRESSES}
    for taille in tailles:
        peupler(taille)
        for adresse in ADRESSES:
            calculee = chronometrer(client, adresse, gardee=False)
            gardee = chronometrer(client, adresse, gardee=True)
            lignes[adresse] += f"{f'{calculee:.0f} / {gardee:.1f}':>18}"
    print("\n".join(lignes.values()))  # noqa: T201
