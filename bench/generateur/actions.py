"""The actions: what was adopted, then eight quarters of news, moved dates and milestones reached."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from actions.models import Action, Document, Indicateur, Jalon, Mesure, Nouvelle, Participation
from actions.models.gardes import avec_motif
from bench.generateur import mots
from bench.generateur.chantier import (
    AXES,
    DOMAINES,
    OBJECTIFS,
    SOURCES,
    TRIMESTRES,
    VOLETS_PAR_AXE,
    Chantier,
    arrondissement,
    inserer,
    organisme,
    parmi,
)

JALONS_PAR_ACTION = 3
CONFIANCES = ("elevee", "moyenne", "", "moyenne", "faible", "elevee")


def code(n: int) -> str:
    """« 2.14 »: its axis, and its rank there."""
    return f"{(n - 1) % AXES + 1}.{(n - 1) // AXES + 1}"


def brouillon(n: int) -> bool:
    """Some rows are not public, so that leaving them out costs what it costs."""
    return n % 25 == 0


# --- The day of adoption ------------------------------------------------------------------------------------
def inscrire(chantier: Chantier) -> None:
    for tranche in chantier.tranches(chantier.taille):
        inserer(_action(chantier, n) for n in tranche)
        inserer(_jalons(chantier, tranche))
        _rattacher(tranche)
        inserer(
            Indicateur(
                action_id=n,
                nom=f"{mots.THEMES[n % len(mots.THEMES)].capitalize()} : projets soutenus",
                unite="projets",
                reference_annee=chantier.debut.year,
                reference_valeur=Decimal(n % 40),
                cible_annee=chantier.debut.year + 4,
                cible_valeur=Decimal(40 + n % 40),
            )
            for n in tranche
            if n % 2
        )
        inserer(
            Document(action_id=n, titre=mots.titre(n + 7), adresse="https://exemple.test/document")
            for n in tranche
            if n % 3 == 0
        )


def _action(chantier: Chantier, n: int) -> Action:
    axe, en_continu = (n - 1) % AXES, n % 10 == 3
    fin = chantier.debut + timedelta(days=180 + n * 37 % 1_400)
    return Action(
        plan=chantier.plan,
        code=code(n),
        axe_id=axe + 1,
        volet_id=axe * VOLETS_PAR_AXE + n % VOLETS_PAR_AXE + 1,
        titre=mots.titre(n),
        titre_en=f"Support for project {n}" if n % 2 else "",
        description=mots.texte(n, 4),
        texte_officiel=mots.texte(n + 1, 2),
        partie_engagee=("ville", "partenaire", "conjointe")[n % 3],
        responsable_id=organisme(n),
        tout_le_territoire=n % 3 == 0,
        debut=chantier.debut,
        fin=None if en_continu else fin,
        en_continu=en_continu,
        budget_prevu=Decimal(10_000 + n * 1_000 % 900_000),
        publication="brouillon" if brouillon(n) else "publiee",
        publiee_le=None if brouillon(n) else chantier.adoption[0],
    )


def _jalons(chantier: Chantier, tranche: range) -> Iterator[Jalon]:
    """Due dates from the second month to the end of the fourth year: about half are past today."""
    for n in tranche:
        for rang in range(JALONS_PAR_ACTION):
            echeance = chantier.debut + timedelta(days=60 + (n * 29 + rang * 430) % 1_400)
            yield Jalon(
                action_id=n,
                titre=f"{mots.VERBES[(n + rang) % len(mots.VERBES)].capitalize()} l'étape {rang + 1}",
                echeance=echeance,
                echeance_initiale=echeance,
                poids=1 + (n + rang) % 3,
            )


def _rattacher(tranche: range) -> None:
    """Links: bodies that take part, boroughs, objectives, domains, sources."""
    inserer(
        Participation(action_id=n, organisation_id=organisme(n + pas), role=role)
        for n in tranche
        for pas, role in ((1 + n % 50, "partenaire"), (52 + n % 7, "collaborateur"))
    )
    for champ, colonne, numeros in (
        ("arrondissements", "organisation_id", lambda n: {arrondissement(n), arrondissement(n * 5 + 1)}),
        ("objectifs", "objectif_id", lambda n: {n % OBJECTIFS + 1, n * 3 % OBJECTIFS + 1}),
        ("domaines", "domaine_id", lambda n: {n % DOMAINES + 1, n // 3 % DOMAINES + 1}),
        ("sources", "source_id", lambda n: {n % SOURCES + 1} if n % 4 == 0 else set()),
    ):
        lien = getattr(Action, champ).through
        inserer(
            lien(action_id=n, **{colonne: numero})
            for n in tranche
            if champ != "arrondissements" or n % 3
            for numero in sorted(numeros(n))
        )


# --- The quarters -------------------------------------------------------------------------------------------
def faire_vivre(chantier: Chantier, trimestre: int) -> None:
    """One quarter: what began, ended, was moved, reached, measured, told."""
    _changer_les_actions(chantier, trimestre)
    _changer_les_jalons(chantier, trimestre)
    for tranche in chantier.tranches(chantier.taille):
        inserer(_nouvelles(chantier, trimestre, tranche))
    _mesurer(chantier, trimestre)
    if trimestre == TRIMESTRES - 1:
        # The day of its last news is the latest of what it shows: freshness is spread last.
        Action.objects.update(etat_le=Value(timezone.localdate()) - timedelta(days=1) * (F("pk") * 7 % 260))


def _changer_les_actions(chantier: Chantier, trimestre: int) -> None:
    actions, jour = Action.objects.all(), chantier.jour(trimestre)
    du_trimestre = actions.filter(statut="en_cours", fin__range=(jour, chantier.jour(trimestre, 87)))
    if trimestre < 5:
        # Two in seven are still to come.
        parmi(actions, 7, trimestre).update(statut="en_cours", etat_le=jour)
    for pas, confiance in enumerate(CONFIANCES):
        parmi(actions, 4 * len(CONFIANCES), trimestre % 4 + 4 * pas).update(
            confiance=confiance,
            avancement_declare=min(100, 12 * (trimestre + 1)),
            budget_engage=F("budget_prevu") * (trimestre + 1) / (TRIMESTRES + 2),
            etat_le=jour,
        )
    parmi(actions, 24, 3 * trimestre).update(
        description=Concat("description", Value(f" Précisé au trimestre {trimestre + 1}."))
    )
    parmi(actions.filter(statut="en_cours"), 200, trimestre).update(
        statut="suspendue", motif="Le financement attendu n'est pas confirmé.", etat_le=jour
    )
    parmi(actions.filter(statut="en_cours"), 400, 100 + trimestre).update(
        statut="abandonnee",
        motif="Le promoteur a renoncé au projet.",
        sans_decision="Le promoteur s'est retiré entre deux séances.",
        etat_le=jour,
    )
    with avec_motif("L'appel de propositions a été prolongé."):
        parmi(du_trimestre, 11, 8, 9).update(fin=F("fin") + timedelta(days=200))
    parmi(du_trimestre, 11, *range(8)).update(statut="realisee", etat_le=jour)


def _changer_les_jalons(chantier: Chantier, trimestre: int) -> None:
    """Of the milestones due this quarter, 7 in 10 are reached, 2 moved, 1 left late or cancelled."""
    dus = Jalon.objects.ouverts().filter(
        echeance__range=(chantier.jour(trimestre), chantier.jour(trimestre, 87))
    )
    parmi(dus, 10, *range(7)).update(atteint_le=F("echeance"))
    with avec_motif("Les partenaires ont demandé plus de temps."):
        parmi(dus, 10, 7, 8).update(echeance=F("echeance") + timedelta(days=120))
    depasses = Jalon.objects.ouverts().filter(echeance__lt=chantier.jour(trimestre))
    parmi(depasses, 40, trimestre * 5 + 4).update(annule=True)


def _nouvelles(chantier: Chantier, trimestre: int, tranche: range) -> Iterator[Nouvelle]:
    for n in tranche:
        if n % 4 == trimestre % 4:
            yield Nouvelle(
                action_id=n,
                date=_passe(chantier.jour(trimestre, n)),
                texte=mots.texte(n + trimestre, 3),
                visibilite="interne" if n % 5 == 0 else "publique",
                auteur_id=organisme(n),
                cree_le=chantier.instant(trimestre, n),
            )


def _passe(jour: date) -> date:
    return min(jour, timezone.localdate())


def _mesurer(chantier: Chantier, trimestre: int) -> None:
    for tranche in chantier.tranches((chantier.taille + 1) // 2):
        inserer(
            Mesure(
                indicateur_id=n,
                date=chantier.jour(trimestre, n),
                valeur=Decimal(n % 40 + 5 * trimestre),
                source="Bilan trimestriel",
            )
            for n in tranche
            if n % 4 == trimestre % 4
        )
