"""The vocabulary of an action's states. Words, not rules: the rules are in `actions.lectures`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partenariat.retraits.registre import Lisible


class Statut(models.TextChoices):
    A_VENIR = "a_venir", _("À venir")
    EN_COURS = "en_cours", _("En cours")
    REALISEE = "realisee", _("Réalisée")
    SUSPENDUE = "suspendue", _("Suspendue")
    ABANDONNEE = "abandonnee", _("Abandonnée")


class Echeancier(models.TextChoices):
    EN_RETARD = "en_retard", _("En retard")
    A_SURVEILLER = "a_surveiller", _("À surveiller")
    DANS_LES_TEMPS = "dans_les_temps", _("Dans les temps")
    SANS_ECHEANCE = "sans_echeance", _("Sans échéance")


class EtatJalon(models.TextChoices):
    """How a milestone reads, in its action (`Jalon.etat_dans`)."""

    ATTEINT = "atteint", _("Atteint")
    ANNULE = "annule", _("Annulé")
    EN_RETARD = "en_retard", _("En retard")
    PREVU = "prevu", _("Prévu")
    NON_ATTEINT = "non_atteint", _("Non atteint")


REPORTE = "reporte"
"""Of a milestone that is expected, that its date was put off: a shape in a drawing, not a state."""


class Confiance(models.TextChoices):
    ELEVEE = "elevee", _("Élevée")
    MOYENNE = "moyenne", _("Moyenne")
    FAIBLE = "faible", _("Faible")


class Fraicheur(models.TextChoices):
    A_JOUR = "a_jour", _("À jour")
    A_RAFRAICHIR = "a_rafraichir", _("À rafraîchir")
    PERIMEE = "perimee", _("Sans nouvelles depuis plus de 6 mois")


class Portee(models.TextChoices):
    """Where an action happens, as far as the plan says it."""

    TOUT = "tout", _("Tout le territoire")
    PRECISE = "precise", _("Certains arrondissements")
    INCONNUE = "inconnue", _("Lieu non précisé")


class Publication(models.TextChoices):
    BROUILLON = "brouillon", _("Brouillon")
    A_VALIDER = "a_valider", _("À valider")
    PUBLIEE = "publiee", _("Publiée")
    ARCHIVEE = "archivee", _("Archivée")


class PartieEngagee(models.TextChoices):
    VILLE = "ville", _("Ville")
    PARTENAIRE = "partenaire", _("Partenaire")
    CONJOINTE = "conjointe", _("Ville et partenaires")


class RoleParticipation(models.TextChoices):
    COLLABORATEUR = "collaborateur", _("Collaborateur")
    PARTENAIRE = "partenaire", _("Partenaire")
    BAILLEUR = "bailleur", _("Bailleur de fonds")


class NatureCorrection(models.TextChoices):
    """What a `Correction` annuls."""

    REPORT = "report", _("Date déplacée")
    JALON = "jalon", _("État d'un jalon")
    MESURE = "mesure", _("Mesure")
    STATUT = "statut", _("Statut")
    CONFIANCE = "confiance", _("Confiance")
    MOTIF = "motif", _("Mots d'un motif")


class Sens(models.TextChoices):
    HAUSSE = "hausse", _("Hausse souhaitée")
    BAISSE = "baisse", _("Baisse souhaitée")
    MAINTIEN = "maintien", _("Maintien souhaité")


class Visibilite(models.TextChoices):
    PUBLIQUE = "publique", _("Publique")
    INTERNE = "interne", _("Interne")


# Ended or set aside: no schedule to hold to (reading 2 of `actions.lectures`).
SANS_ECHEANCIER = (Statut.REALISEE, Statut.SUSPENDUE, Statut.ABANDONNEE)
# Neither ended nor set aside: only such an action owes news.
EN_VIGUEUR = (Statut.A_VENIR, Statut.EN_COURS)
AVEC_MOTIF = (Statut.SUSPENDUE, Statut.ABANDONNEE)
VISIBLES_DU_PUBLIC = (Publication.PUBLIEE, Publication.ARCHIVEE)
CACHEES_AU_PUBLIC = (Publication.BROUILLON, Publication.A_VALIDER)
DE_L_ACTION: Lisible = {"action__publication": VISIBLES_DU_PUBLIC}
"""What hangs on an action is public with it."""

CHANGEMENTS = (
    "statut",
    "confiance",
    "avancement_declare",
    "debut",
    "en_continu",
    "budget_prevu",
    "budget_engage",
    "titre",
    "description",
    "texte_officiel",
)
"""The fields of an action whose changes the public reads; its end is told by its moves, each with its reason
(`Report`)."""
