"""The two sides of the partnership, and the kinds of bodies on each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    SERVICE_CENTRAL = "service_central", _("Service central")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement")
    PARAMUNICIPAL = "paramunicipal", _("Organisme paramunicipal")
    ORGANISME = "organisme", _("Organisme")
    RESEAU = "reseau", _("Réseau")
    FONDS = "fonds", _("Fonds")
    ETABLISSEMENT = "etablissement", _("Établissement")


class Cote(models.TextChoices):
    VILLE = "ville", _("Ville")
    ECONOMIE_SOCIALE = "economie_sociale", _("Économie sociale")


NATURES_DE_LA_VILLE = (Nature.SERVICE_CENTRAL, Nature.ARRONDISSEMENT, Nature.PARAMUNICIPAL)
