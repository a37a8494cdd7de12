"""What every part of the generated plan refers to: its calendar, its grouping, its bodies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from actions.demonstration import DOSSIER
from actions.models import Axe, Domaine, Objectif, PartiePrenante, Plan, Source, Volet
from bench.generateur import mots
from partenariat.donnees import synonymes
from partenariat.models import Organisation, Utilisateur

TRIMESTRES = 8
TRIMESTRE = timedelta(days=91)
TRANCHE = 2_000
"""Actions written together: what is held in memory does not grow with the plan."""

AXES, VOLETS_PAR_AXE, OBJECTIFS, DOMAINES, SOURCES = 5, 3, 8, 14, 10
ORGANISMES, ARRONDISSEMENTS = 60, 19


@dataclass(frozen=True)
class Chantier:
    """The plan under way. Numbers are those of the rows: actions from 1 to `taille`, bodies from 1 to 60."""

    taille: int
    plan: Plan
    debut: date
    """The day of adoption, eight quarters ago."""

    @property
    def adoption(self) -> tuple[datetime, datetime]:
        midi = _instant(self.debut)
        return midi, midi + timedelta(hours=1)

    def fenetre(self, trimestre: int) -> tuple[datetime, datetime]:
        """When this quarter begins and ends; the last one ends yesterday."""
        debut = _instant(self.debut + trimestre * TRIMESTRE + timedelta(days=1))
        return debut, debut + TRIMESTRE - timedelta(days=2)

    def jour(self, trimestre: int, rang: int = 0) -> date:
        """A day of this quarter."""
        return self.debut + trimestre * TRIMESTRE + timedelta(days=1 + rang % 88)

    def instant(self, trimestre: int, rang: int = 0) -> datetime:
        return _instant(self.jour(trimestre, rang))

    @property
    def engagements(self) -> int:
        return self.taille // 2

    def tranches(self, n: int) -> Iterator[range]:
        """The numbers from 1 to `n`, a few thousand at a time."""
        for debut in range(1, n + 1, TRANCHE):
            yield range(debut, min(debut + TRANCHE, n + 1))


def _instant(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time(12)))


def organisme(n: int) -> int:
    return n % ORGANISMES + 1


def arrondissement(n: int) -> int:
    return ORGANISMES + n % ARRONDISSEMENTS + 1


def parmi(lignes: QuerySet, modulo: int, *restes: int) -> QuerySet:
    """The rows whose number leaves one of these remainders."""
    return lignes.alias(reste=F("pk") % modulo).filter(reste__in=restes)


def inserer(lignes: Iterable) -> list:
    """Writes the new rows, all of one model."""
    lignes = list(lignes)
    return type(lignes[0])._default_manager.bulk_create(lignes, batch_size=1_000) if lignes else []


def fonder(taille: int) -> Chantier:
    """The plan, its axes and its bodies, without any action yet."""
    debut = timezone.localdate() - TRIMESTRES * TRIMESTRE - timedelta(days=1)
    plan = Plan.objects.create(
        titre=f"Plan de {taille} actions",
        slug=f"mesures-{taille}",
        actif=True,
        debut=debut,
        fin=debut + timedelta(days=5 * 365),
        presentation=mots.texte(1, 6),
    )
    inserer(
        Axe(plan=plan, numero=n, code=f"A{n}", titre=mots.titre(n), presentation=mots.texte(n, 3))
        for n in range(1, AXES + 1)
    )
    inserer(
        Volet(axe_id=(n - 1) // VOLETS_PAR_AXE + 1, code=f"V{n}", titre=mots.titre(n + 40), rang=n)
        for n in range(1, AXES * VOLETS_PAR_AXE + 1)
    )
    inserer(
        Objectif(plan=plan, code=f"O{n}", rang=n, titre=mots.titre(n + 80)) for n in range(1, OBJECTIFS + 1)
    )
    inserer(
        Domaine(plan=plan, slug=f"d{n}", titre=f"{mots.THEMES[n].capitalize()} {n}")
        for n in range(1, DOMAINES + 1)
    )
    inserer(
        Source(plan=plan, code=f"S{n}", titre=mots.titre(n + 120), adresse="https://exemple.test/source")
        for n in range(1, SOURCES + 1)
    )
    # Every search reads them: they are those of a real site.
    synonymes.charger((DOSSIER / "synonymes.txt").read_text())
    _reunir_les_parties(plan)
    return Chantier(taille, plan, debut)


def _reunir_les_parties(plan: Plan) -> None:
    """60 bodies of both sides, each with an account, and the 19 boroughs."""
    natures = ("service_central", "organisme", "reseau", "organisme", "fonds", "etablissement")
    organismes = [
        Organisation(
            nom=f"{mots.SUJETS[n % len(mots.SUJETS)].capitalize()} {mots.LIEUX[n % len(mots.LIEUX)]} {n}",
            sigle=f"OR{n}",
            slug=f"o{n}",
            nature=natures[n % len(natures)],
        )
        for n in range(1, ORGANISMES + 1)
    ]
    arrondissements = [
        Organisation(
            nom=f"Arrondissement {mots.LIEUX[n % len(mots.LIEUX)]} {n}",
            slug=f"a{n}",
            nature="arrondissement",
            code_officiel=f"REM{n:02}",
        )
        for n in range(1, ARRONDISSEMENTS + 1)
    ]
    toutes = inserer([*organismes, *arrondissements])
    inserer(PartiePrenante(plan=plan, organisation=o, identifiant=o.slug) for o in toutes)
    inserer(
        Utilisateur(username=f"compte-{n}", email=f"compte-{n}@exemple.test", organisation_id=n)
        for n in range(1, ORGANISMES + 1)
    )
