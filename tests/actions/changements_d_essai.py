"""Changes of an action and of its milestones, and what is said of them."""

from datetime import date

import pghistory

from actions.corrections import changements, corriger
from actions.models import Action
from tests.factories import UtilisateurFactory


def deplacer(objet, champ: str, jour: date | None) -> None:
    setattr(objet, champ, jour)
    objet.motif_report = "Appel d'offres."
    objet.save()


def changer(action: Action, **champs) -> None:
    Action.objects.filter(pk=action.pk).update(**champs)


def annuler(jalon):
    jalon.annule = True
    jalon.save()
    return jalon


def rendre(jalon) -> None:
    """Neither reached nor cancelled any more."""
    jalon.annule, jalon.atteint_le = False, None
    jalon.save()


def se_corriger(action: Action) -> None:
    """The end moves by mistake, and whoever moved it says so."""
    personne = UtilisateurFactory(coordination=True)
    with pghistory.context(user=personne.pk):
        deplacer(Action.objects.get(pk=action.pk), "fin", date(2031, 3, 1))
        (un,) = [c for c in changements(action, personne) if not c.coquille]
        corriger(action, un.cle, personne, "Mauvaise ligne.")


def sans_insecables(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u2019", "'").replace("&#x27;", "'")


def dits(faits) -> list[str]:
    return [sans_insecables(fait.fait.dit) for fait in faits]
