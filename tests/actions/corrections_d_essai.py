"""Mistakes of every kind, and what is read of an action before and after."""

from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.derniers_faits import ce_qui_a_change, derniers_faits
from actions.models import Action, Jalon, Mesure, Report
from partenariat.histoire.evenements import evenements_de
from tests.actions.changements_d_essai import deplacer, sans_insecables
from tests.factories import (
    MesureFactory,
)
from tests.passe import sans_gardes

AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)
ICI = AUJOURD_HUI + timedelta(days=40)
LA = AUJOURD_HUI + timedelta(days=90)
AVANT = AUJOURD_HUI - timedelta(days=30)


def vieillir(secondes: int) -> None:
    """What was written until now was, that long before."""
    modeles = [evenements_de(modele).model for modele in (Action, Jalon, Mesure, Report)]
    with sans_gardes(Report, *modeles), connection.cursor() as curseur:
        for modele in modeles:
            curseur.execute(
                f"UPDATE {modele._meta.db_table} SET "
                "pgh_created_at = pgh_created_at - make_interval(secs => %s), "
                "remplace_le = remplace_le - make_interval(secs => %s)",
                [secondes, secondes],
            )
        for table in ("actions_report", "actions_reportevent"):
            curseur.execute(f"UPDATE {table} SET le = le - make_interval(secs => %s)", [secondes])


def _jalon(action, titre="Bail"):
    return action.jalons.get(titre=titre)


def _fin(action):
    action = Action.objects.get(pk=action.pk)
    deplacer(action, "fin", ICI)


def _echeance(action):
    deplacer(_jalon(action), "echeance", LA)


def _atteint(action):
    Jalon.objects.filter(pk=_jalon(action).pk).update(atteint_le=HIER)


def _jour_d_atteinte(action):
    Jalon.objects.filter(pk=_jalon(action, "Plans").pk).update(atteint_le=HIER)


def _rouvert(action):
    Jalon.objects.filter(pk=_jalon(action, "Plans").pk).update(atteint_le=None)


def _annule(action):
    Jalon.objects.filter(pk=_jalon(action).pk).update(annule=True)


def _mesure(action):
    MesureFactory(indicateur=action.indicateurs.get(), date=HIER, valeur=30)


def _mesure_changee(action):
    Mesure.objects.filter(indicateur__action=action).update(valeur=300)


def _statut(action):
    Action.objects.filter(pk=action.pk).update(statut="suspendue", motif="Budget gelé.", confiance="faible")


def _realisee(action):
    Action.objects.filter(pk=action.pk).update(statut="realisee")


def _confiance(action):
    Action.objects.filter(pk=action.pk).update(confiance="faible")


ERREURS = {
    "fin": (_fin, "report"),
    "échéance d'un jalon": (_echeance, "report"),
    "jalon atteint": (_atteint, "jalon"),
    "jour d'atteinte": (_jour_d_atteinte, "jalon"),
    "jalon rouvert": (_rouvert, "jalon"),
    "jalon annulé": (_annule, "jalon"),
    "mesure": (_mesure, "mesure"),
    "mesure changée": (_mesure_changee, "mesure"),
    "statut et confiance": (_statut, "statut"),
    "statut": (_realisee, "statut"),
    "confiance": (_confiance, "confiance"),
}
ERREUR = pytest.mark.parametrize(("faire", "nature"), ERREURS.values(), ids=ERREURS)


def commettre(faire, action, par):
    with pghistory.context(user=par.pk):
        faire(action)


def annuler(action, par, nature):
    (un,) = [c for c in changements(action, par) if c.correction.nature == nature]
    assert not un.obstacle
    with pghistory.context(user=par.pk):
        return corriger(action, un.cle, par, "Mauvaise ligne.")


def etat(action) -> dict:
    """Everything that is read of the action, but its version."""
    ligne = Action.objects.filter(pk=action.pk).avec_lectures().values().get()
    ligne.pop("version")
    return {
        "action": ligne,
        "jalons": list(action.jalons.order_by("pk").values()),
        "mesures": list(Mesure.objects.filter(indicateur__action=action).values()),
        "reports": list(Report.objects.publics().values()),
        "changements": dits(ce_qui_a_change(action)),
        "faits du plan": dits(derniers_faits(action.plan)),
    }


def dits(faits) -> list:
    return [
        (f.instant, f.genre, sans_insecables(f.fait.dit), f.fait.motif)
        for f in faits
        if f.genre != "correction"
    ]


def refus(un) -> str:
    return sans_insecables(un.obstacle)


def un_changement(action, personne, nature):
    return next(c for c in changements(action, personne) if c.correction.nature == nature)


def inscrire_sans_demander(un, par):
    """What a program that does not ask first would write."""
    un.correction.par, un.correction.raison = par, "Sans demander."
    un.correction.save(force_insert=True)
