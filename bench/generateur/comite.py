"""The committee: its members, three meetings a quarter, two rounds of questions, one review."""

import json
from collections.abc import Iterator
from datetime import time, timedelta

from actions.models import Action, Axe
from bench.generateur import mots
from bench.generateur.actions import brouillon
from bench.generateur.chantier import TRIMESTRE, TRIMESTRES, Chantier, inserer, organisme
from comite.models import (
    Bilan,
    BilanAxe,
    Decision,
    Demande,
    Effet,
    Membre,
    Point,
    Presence,
    Ronde,
    Seance,
    Suite,
)
from comite.sorties.bilan import fabrication
from engagements.models import Engagement

MEMBRES, SEANCES_PAR_TRIMESTRE, POINTS = 9, 3, 12
EFFETS = ("", "", "deplacer_fin", "", "suspendre", "", "reprendre", "", "", "reformuler")
QUALITES = ("elu_responsable", "haut_fonctionnaire", "comite_consultatif")


# --- The day of adoption ------------------------------------------------------------------------------------
def inscrire(chantier: Chantier) -> None:
    """The members, and the calendar of the meetings: one more is still to come."""
    inserer(
        Membre(
            plan=chantier.plan,
            nom=f"Membre {n}",
            fonction=f"Fonction {n}",
            qualite=QUALITES[n % len(QUALITES)],
            organisation_id=organisme(n),
            mandat_debut=chantier.debut,
            presidence=n == 1,
        )
        for n in range(1, MEMBRES + 1)
    )
    inserer(
        Seance(
            plan=chantier.plan,
            numero=f"CMO-{n}",
            date=chantier.debut + timedelta(days=30 * n + n // 3),
            heure=time(13, 30),
            lieu="Hôtel de ville",
            quorum_requis=5,
        )
        for n in range(1, TRIMESTRES * SEANCES_PAR_TRIMESTRE + 2)
    )


# --- The quarters -------------------------------------------------------------------------------------------
def faire_vivre(chantier: Chantier, trimestre: int) -> None:
    """One quarter: its meetings are held, the minutes of the earlier ones approved; a round twice."""
    debut, fin = chantier.debut + trimestre * TRIMESTRE, chantier.debut + (trimestre + 1) * TRIMESTRE
    for seance in Seance.objects.filter(date__gt=debut, date__lte=fin, etat="planifiee").order_by("date"):
        _tenir(chantier, seance)
        Seance.objects.filter(etat="tenue", etat_pv="projet", date__lt=seance.date).update(
            etat_pv="approuve", approuve_a=seance, approuve_le=chantier.instant(trimestre, 80)
        )
    if trimestre % 4 == 3:
        _interroger(chantier, trimestre)


def _tenir(chantier: Chantier, seance: Seance) -> None:
    seance.etat, seance.proces_verbal = "tenue", mots.texte(seance.pk, 12)
    seance.save(update_fields=["etat", "proces_verbal"])
    inserer(Presence(seance=seance, membre_id=n, present=n % 7 > 0) for n in range(1, MEMBRES + 1))
    decisions = max(3, chantier.taille // 10 // (TRIMESTRES * SEANCES_PAR_TRIMESTRE))
    # Never the same twice in one meeting.
    visees = [
        n
        for n in ((seance.pk * 97 + 31 * rang) % chantier.taille + 1 for rang in range(decisions))
        if not brouillon(n)
    ]
    inserer(
        Point(
            seance=seance,
            rang=rang,
            titre=f"Action {rang}" if n else "Adoption de l'ordre du jour",
            nature="action" if n else "adoption",
            action_id=n or None,
            delibere=mots.texte(rang, 3),
        )
        for rang, n in enumerate([0, *dict.fromkeys(visees[:POINTS])], 1)
    )
    prises = inserer(_decision(seance, rang) for rang, _n in enumerate(visees, 1))
    inserer(
        effet
        for rang, (decision, n) in enumerate(zip(prises, visees, strict=True), 1)
        for effet in _effet(chantier, decision, rang, n)
    )
    for champ, colonne, modulo in (("actions", "action_id", 1), ("engagements", "engagement_id", 2)):
        lien = getattr(Decision, champ).through
        inserer(
            lien(decision=d, **{colonne: (n + modulo - 1) // modulo})
            for d, n in zip(prises, visees, strict=True)
            if modulo == 1 or (n % 4 == 1 and n < chantier.taille)
        )
    inserer(
        Suite(
            seance=seance,
            decision=d,
            libelle=mots.titre(d.pk),
            responsable_id=organisme(d.pk),
            echeance=seance.date + timedelta(days=60 + d.pk % 400),
            etat="fait" if d.pk % 3 else "a_faire",
            close_le=seance.date + timedelta(days=1) if d.pk % 3 else None,
        )
        for d in prises[::2]
    )


def _decision(seance: Seance, rang: int) -> Decision:
    return Decision(
        seance=seance,
        numero=f"{seance.numero}-R{rang}",
        libelle=mots.texte(rang, 2),
        vote="majorite" if rang % 5 == 0 else "unanimite",
    )


def _effet(chantier: Chantier, decision: Decision, rang: int, n: int) -> Iterator[Effet]:
    """What it does to the plan, as it is kept: among what the actions went through."""
    if nature := EFFETS[rang % len(EFFETS)]:
        yield Effet(
            decision=decision,
            nature=nature,
            action_id=n,
            nouvelle_date=chantier.debut + timedelta(days=1_000) if nature == "deplacer_fin" else None,
            nouveau_texte=mots.titre(n) if nature == "reformuler" else "",
            motif="Le comité s'en est expliqué.",
        )


def _interroger(chantier: Chantier, trimestre: int) -> None:
    """A round: one question an action and a commitment in force, of which three in five were answered."""
    ronde = Ronde.objects.create(
        plan=chantier.plan,
        titre=f"Ronde du trimestre {trimestre + 1}",
        ouvre_le=chantier.jour(trimestre, 20),
        ferme_le=chantier.jour(trimestre, 60),
        ouverte_le=chantier.instant(trimestre, 20),
    )
    en_vigueur = (
        (
            "action_id",
            "responsable_id",
            Action.objects.publiques().filter(statut__in=("a_venir", "en_cours")),
        ),
        ("engagement_id", "partie_id", Engagement.objects.publics().filter(etat__in=("signe", "en_cours"))),
    )
    for colonne, organisation, objets in en_vigueur:
        for tranche in chantier.tranches(chantier.taille):
            inserer(
                Demande(
                    ronde=ronde,
                    organisation_id=responsable,
                    repondue_le=chantier.instant(trimestre, 30) if pk % 5 < 3 else None,
                    **{colonne: pk},
                )
                for pk, responsable in objets.filter(pk__range=(tranche[0], tranche[-1]))
                .order_by("pk")
                .values_list("pk", organisation)
            )


def publier_le_bilan(chantier: Chantier) -> None:
    """Once history has its dates: the review of what stood two quarters ago."""
    arret = chantier.jour(TRIMESTRES - 2)
    bilan = Bilan.objects.create(
        plan=chantier.plan, annee=arret.year, arret=arret, introduction=mots.texte(1, 8)
    )
    inserer(
        BilanAxe(bilan=bilan, axe=axe, recit=mots.texte(axe.numero, 8))
        for axe in Axe.objects.filter(plan=chantier.plan)
    )
    bilan.donnees = json.dumps(fabrication.calculer(bilan), ensure_ascii=False)
    bilan.publication, bilan.publie_le = "publiee", chantier.instant(TRIMESTRES - 1)
    bilan.save(update_fields=["donnees", "publication", "publie_le"])
