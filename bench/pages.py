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
from engagements.models import Declaration, Engagement, Preuve, Signature
from partenariat.models import Organisation

ADRESSES = (
    "/",
    "/axes/1/",
    "/actions/",
    "/actions/?q=cooperative&statut=en_cours",
    "/actions/?echeancier=en_retard&tri=-avancement",
    "/actions/1/",
    "/engagements/",
    "/engagements/?preuve=sans&etat=en_cours",
    "/engagements/E-1/",
    "/engagements/par-axe/",
    "/organisations/",
    "/arrondissements/",
    "/donnees/actions.json",
    "/donnees/engagements.json",
)
ESSAIS = 7


def peupler(taille: int) -> None:
    """A plan of `taille` published actions, and as many commitments.

    5 axes, 60 bodies, 19 boroughs; 3 milestones an action; 2 signatures and 2 declarations a commitment.
    """
    # What parties signed is never deleted: each size has its own plan.
    Plan.objects.update(actif=False)
    plan = Plan.objects.create(titre="Mesures", slug=f"mesures-{taille}", actif=True)
    axes = [Axe.objects.create(plan=plan, numero=n, code=f"A{n}", titre=f"Axe {n}") for n in range(1, 6)]
    organisations = [
        Organisation(
            nom=f"Organisme {n}", slug=f"o{n}-{taille}", nature="organisme" if n % 2 else "service_central"
        )
        for n in range(60)
    ] + [
        Organisation(nom=f"Arrondissement {n}", slug=f"a{n}-{taille}", nature="arrondissement")
        for n in range(19)
    ]
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
    _engager(plan, actions, organisations)
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")


def _engager(plan: Plan, actions: list[Action], organisations: list[Organisation]) -> None:
    """One commitment an action, signed by both sides and declared twice."""
    ici = timezone.now()
    Engagement.objects.bulk_create(
        Engagement(
            plan=plan,
            code=f"E-{n + 1}",
            partie=organisations[n % 60],
            envers=organisations[(n + 1) % 60],
            titre=f"Prêter un local à la coopérative {n}",
            texte="Un texte de longueur ordinaire, comme on en signe dans une entente. " * 5,
            nature="local",
            publication="publiee",
            propose_le=ici,
            publie_le=ici,
        )
        for n in range(len(actions))
    )
    engagements = list(Engagement.objects.filter(plan=plan).order_by("id"))
    liens = Engagement.actions.through
    liens.objects.bulk_create(
        liens(engagement=engagement, action=action)
        for engagement, action in zip(engagements, actions, strict=True)
    )
    Signature.objects.bulk_create(
        Signature(engagement=e, organisation_id=o, fonction="Direction", empreinte=e.empreinte)
        for e in engagements
        for o in (e.partie_id, e.envers_id)
    )
    Engagement.objects.filter(plan=plan).update(etat="signe")
    Declaration.objects.bulk_create(
        Declaration(
            engagement=e, organisation_id=e.partie_id, genre="avance", texte="Un local est ouvert.", le=le
        )
        for e in engagements
        for le in (ici - timedelta(days=90), ici)
    )
    Preuve.objects.bulk_create(
        Preuve(
            engagement=e,
            organisation_id=e.partie_id,
            type="rapport",
            titre="Bilan",
            adresse="https://exemple.test/bilan",
        )
        for e in engagements[::2]
    )


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
