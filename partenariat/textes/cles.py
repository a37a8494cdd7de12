"""Which texts the site says of itself, and where each of them is read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cle(TextChoices):
    """A text of the site, by the page that it is of; the label is what that page or piece is called."""

    ACCESSIBILITE = "accessibilite", _("Accessibilité")
    CONFIDENTIALITE = "confidentialite", _("Renseignements personnels")
    TEMOINS = "temoins", _("Témoins de connexion")
    LICENCE = "licence", _("Licence des données")
    DEMANDE_ACCES = "demande_acces", _("Demande d'accès à un document")
    CONTACT = "contact", _("Nous joindre")
    EN_CLAIR_ACCUEIL = "en_clair_accueil", _("En clair : l'accueil")
    EN_CLAIR_ENGAGEMENTS = "en_clair_engagements", _("En clair : les engagements")
    EN_CLAIR_METHODE = "en_clair_methode", _("En clair : comment les chiffres sont faits")
    AVIS_ANGLAIS = "avis_anglais", _("Avis de chaque page en anglais")


PAGES = {
    Cle.ACCESSIBILITE: "accessibilite",
    Cle.CONFIDENTIALITE: "confidentialite",
    Cle.TEMOINS: "temoins",
    Cle.LICENCE: "licence",
    Cle.DEMANDE_ACCES: "demande-acces",
    Cle.CONTACT: "contact",
}
"""Those that are a page of their own, and the name of its address; the others are short."""

COURTS = tuple(cle for cle in Cle if cle not in PAGES)
