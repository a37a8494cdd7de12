"""Whom to call: the team that keeps the plan, by mail or by telephone, and when it answers.

One row, written in the back office; where there is none, nobody is said. It is of today whatever the day that
a page reads: nobody calls a number of last year.
"""

import re
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import DatabaseError, InterfaceError, models
from django.db.models import Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.champs import COURRIEL, COURRIEL_MAL_ECRIT
from partenariat.donnees.preparees import preparee
from partenariat.gardes.regles import version
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, au
from partenariat.presentation.traduction import Traduit

TELEPHONE = r"^(?:[0-9]{3}|[0-9]{3} [0-9]{3}-[0-9]{4}(?: poste [0-9]{1,6})?)$"
"""As it is written in Québec: « 514 555-0199 », « 514 555-0199 poste 4321 », or a short number, « 311 »."""
_SAISI = re.compile(
    r"^\s*(?:\+?1[\s.-]*)?\(?(\d{3})\)?[\s.-]*(\d{3})[\s.-]*(\d{4})\s*(?:(?:,|#|p\.|x|ext\.?|poste)\s*(\d{1,6}))?\s*$",
    re.IGNORECASE,
)
LUS = ("nom", "nom_en", "courriel", "telephone", "heures", "heures_en")
"""What pages show of it."""


def telephone_ecrit(saisi: str) -> str:
    """The number as the site writes it; as it was typed where it is not one of ten digits."""
    if not (lu := _SAISI.match(saisi)):
        return saisi.strip()
    region, central, reste, poste = lu.groups()
    return f"{region} {central}-{reste}" + (f" poste {poste}" if poste else "")


@historise()
class Equipe(Traduit, models.Model):
    nom = models.CharField(_("nom de l'équipe"), max_length=150)
    nom_en = models.CharField(_("nom en anglais"), max_length=150, blank=True)
    courriel = models.EmailField(_("adresse de courriel"), max_length=254, blank=True)
    telephone = models.CharField(
        _("téléphone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                TELEPHONE, _("Écrivez le numéro ainsi : 514 555-0199, ou 514 555-0199 poste 4321, ou 311.")
            )
        ],
        help_text=_("514 555-0199, au besoin suivi de « poste 4321 »."),
    )
    heures = models.CharField(
        _("heures"),
        max_length=200,
        blank=True,
        help_text=_("Quand quelqu'un répond : « du lundi au vendredi, de 9 h à 16 h 30 »."),
    )
    heures_en = models.CharField(_("heures en anglais"), max_length=200, blank=True)
    seule = models.BooleanField(_("la seule"), default=True, unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = RequeteHistorique["Equipe"].as_manager()

    class Meta:
        app_label = "partenariat"
        ordering = ["id"]
        verbose_name = _("équipe à joindre")
        verbose_name_plural = _("équipe à joindre")
        triggers = [version()]
        constraints = [
            models.CheckConstraint(name="equipe_seule", condition=Q(seule=True)),
            models.CheckConstraint(
                name="equipe_nommee",
                condition=Q(nom__regex=r"\S"),
                violation_error_message=_("Nommez l'équipe que l'on joint."),
            ),
            models.CheckConstraint(
                name="equipe_joignable",
                condition=~Q(courriel="") | ~Q(telephone=""),
                violation_error_message=_("Donnez une adresse de courriel, un téléphone, ou les deux."),
            ),
            models.CheckConstraint(
                name="equipe_telephone_ecrit", condition=Q(telephone="") | Q(telephone__regex=TELEPHONE)
            ),
            models.CheckConstraint(
                name="equipe_courriel_ecrit",
                condition=Q(courriel="") | Q(courriel__regex=COURRIEL),
                violation_error_message=COURRIEL_MAL_ECRIT,
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @classmethod
    def lue(cls, valeurs: dict[str, str] | None) -> Self | None:
        """The row of what `EQUIPE` gave, if any."""
        return cls(**valeurs) if valeurs else None

    def clean(self) -> None:
        if self.seule and type(self).objects.exclude(pk=self.pk).exists():
            raise ValidationError(gettext("Une équipe est déjà inscrite : changez-la plutôt."))

    @property
    def telephone_a_composer(self) -> str:
        """The address of the call: `tel:+15145550199;ext=4321`, `tel:311`."""
        numero, _mot, poste = self.telephone.partition(" poste ")
        chiffres = "".join(filter(str.isdigit, numero))
        if len(chiffres) < 10:
            return f"tel:{chiffres}"
        return f"tel:+1{chiffres}" + (f";ext={poste}" if poste else "")

    @property
    def telephone_dit(self) -> str:
        """In the language of the page."""
        numero, mot, poste = self.telephone.partition(" poste ")
        return gettext("%(numero)s, poste %(poste)s") % {"numero": numero, "poste": poste} if mot else numero


def _seule() -> models.QuerySet[Equipe]:
    return Equipe.objects.order_by("id")


def equipe_a_joindre() -> Subquery:
    """What a query that each page asks anyway brings of it besides its own rows: none asks for it alone."""
    return Subquery(_seule().values(lue=JSONObject(**{nom: nom for nom in LUS}))[:1])


@preparee()
def _equipes() -> models.QuerySet[Equipe]:
    return _seule()


def equipe_lue() -> Equipe | None:
    """The team, where the page has no query that brings it. One query."""
    with au(None):
        return next(iter(_equipes()), None)


def equipe_si_possible() -> Equipe | None:
    """Likewise, on the page of an error: nobody where the database does not answer."""
    try:
        return equipe_lue()
    except (DatabaseError, InterfaceError):
        return None


def poser_l_inventee() -> None:
    """That of the demonstration: it says itself that it is invented, and its number and its address are
    nobody's (RFC 2606; 555-01xx)."""
    valeurs: dict[str, Any] = {
        "nom": "Équipe du plan (coordonnées inventées pour la démonstration)",
        "nom_en": "Plan team (contact details invented for the demonstration)",
        "courriel": "equipe.du.plan@exemple.invalid",
        "telephone": "514 555-0142",
        "heures": "du lundi au vendredi, de 9 h à 16 h 30",
        "heures_en": "Monday to Friday, 9 a.m. to 4:30 p.m.",
    }
    equipe = Equipe(**valeurs)
    equipe.full_clean()
    equipe.save()
