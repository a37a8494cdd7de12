"""The vocabulary of the committee."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Qualite(models.TextChoices):
    ELU_RESPONSABLE = "elu_responsable", _("Membre du comité exécutif")
    HAUT_FONCTIONNAIRE = "haut_fonctionnaire", _("Haute direction de la Ville")
    COMITE_CONSULTATIF = "comite_consultatif", _("Comité consultatif")


class EtatSeance(models.TextChoices):
    PLANIFIEE = "planifiee", _("Planifiée")
    CONVOQUEE = "convoquee", _("Convoquée")
    TENUE = "tenue", _("Tenue")
    ANNULEE = "annulee", _("Annulée")


class Mode(models.TextChoices):
    PRESENCE = "presence", _("En présence")
    HYBRIDE = "hybride", _("En salle et à distance")
    DISTANCE = "distance", _("À distance")


class EtatProcesVerbal(models.TextChoices):
    PROJET = "projet", _("Projet")
    APPROUVE = "approuve", _("Approuvé")


class PublicationBilan(models.TextChoices):
    BROUILLON = "brouillon", _("Brouillon")
    PUBLIEE = "publiee", _("Publié")


class NaturePoint(models.TextChoices):
    ADOPTION = "adoption", _("Adoption de l'ordre du jour")
    PROCES_VERBAL = "proces_verbal", _("Approbation d'un procès-verbal")
    SUITES = "suites", _("Suites de la dernière séance")
    ACTION = "action", _("Action")
    ENGAGEMENT = "engagement", _("Engagement")
    AUTRE = "autre", _("Autre sujet")
    VARIA = "varia", _("Varia")


class Vote(models.TextChoices):
    UNANIMITE = "unanimite", _("À l'unanimité")
    MAJORITE = "majorite", _("À la majorité")


class Genre(models.TextChoices):
    """What a meeting may write: without quorum, only a recommendation."""

    DECISION = "decision", _("Décision")
    RECOMMANDATION = "recommandation", _("Recommandation")


class NatureEffet(models.TextChoices):
    """What a decision does to the plan."""

    SUSPENDRE = "suspendre", _("Suspendre l'action")
    REPRENDRE = "reprendre", _("Reprendre l'action")
    ABANDONNER = "abandonner", _("Abandonner l'action")
    DEPLACER_FIN = "deplacer_fin", _("Déplacer la fin de l'action")
    DEPLACER_JALON = "deplacer_jalon", _("Déplacer l'échéance d'un jalon")
    REFORMULER = "reformuler", _("Reformuler le titre de l'action")
    RETIRER = "retirer", _("Retirer l'engagement")


class EtatSuite(models.TextChoices):
    A_FAIRE = "a_faire", _("À faire")
    EN_COURS = "en_cours", _("En cours")
    FAIT = "fait", _("Fait")
    CADUQUE = "caduque", _("Caduque")


class EtatReponse(models.TextChoices):
    """What the body that must do a follow-up says of it."""

    EN_COURS = "en_cours", _("En cours")
    FAIT = "fait", _("Fait")
    IMPOSSIBLE = "impossible", _("Ne peut pas")


A_VENIR = (EtatSeance.PLANIFIEE, EtatSeance.CONVOQUEE)
OUVERTES = (EtatSuite.A_FAIRE, EtatSuite.EN_COURS)
EXIGE: dict[NatureEffet, tuple[str, ...]] = {
    NatureEffet.SUSPENDRE: ("action",),
    NatureEffet.REPRENDRE: ("action",),
    NatureEffet.ABANDONNER: ("action",),
    NatureEffet.DEPLACER_FIN: ("action", "nouvelle_date"),
    NatureEffet.DEPLACER_JALON: ("action", "jalon", "nouvelle_date"),
    NatureEffet.REFORMULER: ("action", "nouveau_texte"),
    NatureEffet.RETIRER: ("engagement",),
}
"""What an effect of each nature aims at and sets, nothing else: its constraint, its form and its entry in the
plan file follow."""
VISES = tuple(dict.fromkeys(champ for champs in EXIGE.values() for champ in champs))
