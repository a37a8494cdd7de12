"""Changes of an action and of its milestones, and what is said of them."""

from datetime import date

from actions.models import Action


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


def sans_insecables(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u2019", "'").replace("&#x27;", "'")


def dits(faits) -> list[str]:
    return [sans_insecables(fait.fait.dit) for fait in faits]
