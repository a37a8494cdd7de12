"""The vocabulary of commitments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    FINANCEMENT = "financement", _("Financement")
    EXPERTISE = "expertise", _("Expertise")
    LOCAL = "local", _("Local")
    ACHAT = "achat", _("Achat")
    PROMOTION = "promotion", _("Promotion")
    GOUVERNANCE = "gouvernance", _("Gouvernance")


class Etat(models.TextChoices):
    PROPOSE = "propose", _("Proposé")
    SIGNE = "signe", _("Signé")
    EN_COURS = "en_cours", _("En cours")
    TENU = "tenu", _("Tenu")
    TENU_EN_PARTIE = "tenu_en_partie", _("Tenu en partie")
    NON_TENU = "non_tenu", _("Non tenu")
    RETIRE = "retire", _("Retiré")


class Publication(models.TextChoices):
    BROUILLON = "brouillon", _("Brouillon")
    AUX_PARTIES = "aux_parties", _("Soumis aux parties")
    PUBLIEE = "publiee", _("Publié")
    ARCHIVEE = "archivee", _("Archivé")


class Genre(models.TextChoices):
    """What the committed party says of its own commitment."""

    AVANCE = "avance", _("Avancé")
    RIEN_A_SIGNALER = "rien_a_signaler", _("Rien à signaler")
    IMPOSSIBLE_A_EVALUER = "impossible_a_evaluer", _("Impossible à évaluer")
    TENU = "tenu", _("Tenu")


class Verdict(models.TextChoices):
    CONFIRMEE = "confirmee", _("Confirmée")
    CONTESTEE = "contestee", _("Contestée")


class TypeDePreuve(models.TextChoices):
    RAPPORT = "rapport", _("Rapport ou bilan")
    ENTENTE = "entente", _("Entente ou contrat")
    DONNEES = "donnees", _("Données")
    PHOTO = "photo", _("Photo")
    COMMUNICATION = "communication", _("Communiqué ou page Web")
    AUTRE = "autre", _("Autre document")


class LecturePreuve(models.TextChoices):
    """How well a commitment is proven (computed)."""

    VERIFIEE = "verifiee", _("Preuve vérifiée")
    DEPOSEE = "deposee", _("Preuve non vérifiée")
    SANS = "sans", _("Sans preuve")


class AppuiDuTenu(models.TextChoices):
    """On what « tenu » rests: the same values as `LecturePreuve`, in the words of what is kept."""

    VERIFIEE = LecturePreuve.VERIFIEE.value, _("Tenu, preuve vérifiée")
    DEPOSEE = LecturePreuve.DEPOSEE.value, _("Tenu, preuve non vérifiée")
    SANS = LecturePreuve.SANS.value, _("Tenu, sur déclaration confirmée seulement")


class Attention(models.TextChoices):
    """What calls for attention (computed); several may hold at once. Each value names its reading."""

    EN_RETARD = "en_retard", _("Échéance dépassée")
    CONTESTE = "conteste", _("Contesté")
    A_VERIFIER = "a_verifier", _("Déclaration à vérifier")


EN_VIGUEUR = (Etat.SIGNE, Etat.EN_COURS)
"""Signed and not yet settled: the party owes news of it, and may be late."""
ISSUES = (Etat.TENU, Etat.TENU_EN_PARTIE, Etat.NON_TENU)
SIGNES = (*EN_VIGUEUR, *ISSUES)
"""Signed by both sides, and not withdrawn: what each owes the other."""
CONSTATS = (Etat.TENU_EN_PARTIE, Etat.NON_TENU)
"""Outcomes that the coordination states, with a reason; `tenu` follows from a verified declaration."""
AVEC_MOTIF = (*CONSTATS, Etat.RETIRE)
VISIBLES_DU_PUBLIC = (Publication.PUBLIEE, Publication.ARCHIVEE)
SANS_PREUVE_ATTENDUE = (Etat.PROPOSE, Etat.RETIRE)
OUVERTES = (Publication.AUX_PARTIES, Publication.PUBLIEE)
"""The parties may act: neither a draft nor an archived (superseded) text."""
AVEC_TEXTE = (Genre.AVANCE, Genre.IMPOSSIBLE_A_EVALUER, Genre.TENU)
"""Declarations that say something, and so must say what."""
A_VERIFIER = (Genre.AVANCE, Genre.TENU)
"""Declarations that claim something, and so wait for a verification."""

VERIFIENT = (Verdict.CONFIRMEE,)
"""A piece of evidence is verified where some body gave its verdict, and every verdict is one of these."""
