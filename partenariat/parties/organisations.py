"""Who: the bodies of both parties."""

from collections.abc import Callable
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.champs import COURRIEL, COURRIEL_MAL_ECRIT
from partenariat.donnees.recherche import CleExacte, champ_recherche, champ_tri
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION
from partenariat.gardes.ecriture import nommer, refus
from partenariat.gardes.regles import ECRIRE, sans_boucle
from partenariat.histoire.appellations import garde_ses_noms, pris_par_un_autre
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, jour
from partenariat.parties.natures import NATURES_DE_LA_VILLE, Cote, Nature
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.retirable import retirable

SANS_BOUCLE = gettext_noop("Une organisation ne se succède pas à elle-même, même par d'autres.")
SANS_FIN = _("Une organisation qui a un successeur a une date de fin.")
nommer("organisation_courriel_de_quelqu_un", ["courriel_public"])
COURRIEL_PAR = pgtrigger.Trigger(
    name="courriel_par",
    when=pgtrigger.Before,
    operation=ECRIRE,
    func=f"""
-- Whoever writes the address receives what is sent there: signed links count them among their hands.
IF TG_OP = 'UPDATE' AND NEW.courriel_public = OLD.courriel_public THEN
  NEW.courriel_par := OLD.courriel_par;
ELSIF TG_OP = 'INSERT' AND NEW.courriel_public = '' THEN
  NEW.courriel_par := NULL;
ELSE
  NEW.courriel_par := {COMPTE_DE_LA_SESSION};
  IF NEW.courriel_par IS NULL AND NOT public.session_du_proprietaire() THEN{
        refus("organisation_courriel_de_quelqu_un", "Le courriel public est inscrit par un compte.")
    }END IF;
END IF;
RETURN NEW;
""",
)


_connues: list[Callable[[str], str]] = []


def connue_par(condition: Callable[[str], str]) -> Callable[[str], str]:
    """Decorator: adds a way in which the public knows a body, or ever did; the floors above give them.

    Args:
        condition: from SQL for the key of a body, SQL that says so.
    """
    _connues.append(condition)
    return condition


def connue(cle: str) -> str:
    """SQL: whether the public knows the body of that key, or ever did."""
    return " OR ".join(f"({condition(cle)})" for condition in _connues)


def _connue(ligne: str) -> str:
    return connue(f"{ligne}.id")


class RepondPour(Func):
    """SQL: keys of the bodies for which one answers, by its key: `filter(responsable__in=RepondPour(pk))`.

    Itself, and those that it succeeded, one after the other, from the day after their last. The guards in the
    database read the same function (`partenariat.histoire.fonctions`).
    """

    template = "(SELECT public.repond_pour(%(expressions)s))"
    output_field = models.BigIntegerField()

    def __init__(self, corps: "int | F | None"):
        """Args: `corps`: its key, or what gives it within a query."""
        super().__init__(
            corps if isinstance(corps, F) else Value(corps, output_field=models.BigIntegerField())
        )


class OrganisationQuerySet(RequeteHistorique["Organisation"]):
    def arrondissements(self) -> Self:
        return self.filter(nature=Nature.ARRONDISSEMENT)


@garde_ses_noms(
    "slug", public=_connue, phrase=gettext_noop("Cette adresse courte a été celle d'une autre organisation.")
)
@historise()
# What it signed under stays: a signature without a party says nothing (decision 0021).
@retirable(remplacables=("activite", "site", "courriel_public"), publics=({"": connue},))
class Organisation(Traduit, models.Model):
    """A body of the City or of the social economy. Names change and bodies merge; history keeps each name."""

    nom = models.CharField(_("nom"), max_length=250)
    nom_en = models.CharField(_("nom en anglais"), max_length=250, blank=True)
    sigle = models.CharField(_("sigle"), max_length=30, blank=True)
    slug = models.SlugField(_("adresse courte"), max_length=80, unique=True)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    partie = models.GeneratedField(
        verbose_name=_("partie"),
        expression=Case(
            When(nature__in=NATURES_DE_LA_VILLE, then=Value(Cote.VILLE.value)),
            default=Value(Cote.ECONOMIE_SOCIALE.value),
        ),
        output_field=models.CharField(max_length=20, choices=Cote),
        db_persist=True,
    )
    activite = models.CharField(_("type d'organisation"), max_length=120, blank=True)
    code_officiel = models.CharField(
        _("code officiel"), max_length=12, blank=True, help_text=_("Arrondissements : code REM du MAMH.")
    )
    depuis = models.DateField(_("depuis"), null=True, blank=True)
    jusqu_a = models.DateField(_("jusqu'à"), null=True, blank=True)
    successeur = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("successeur"),
        related_name="predecesseurs",
    )
    site = models.URLField(_("site Web"), blank=True)
    courriel_public = models.EmailField(_("courriel public"), blank=True)
    # Key of an account, kept by the guard `courriel_par`: accounts name bodies, and not the other way round.
    courriel_par = models.BigIntegerField(
        _("compte qui a inscrit le courriel public"), null=True, blank=True, editable=False
    )
    cle_tri = champ_tri("nom")
    recherche = champ_recherche(A="nom sigle nom_en")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        app_label = "partenariat"
        ordering = ["cle_tri", "id"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            GinIndex(fields=["recherche"], name="organisation_recherche"),
            models.Index(CleExacte("sigle"), name="organisation_sigle_exact"),
        ]
        triggers = [
            COURRIEL_PAR,
            sans_boucle("successeur", "organisation_successeur_sans_boucle", SANS_BOUCLE),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_dates_en_ordre",
                condition=Q(depuis__isnull=True) | Q(jusqu_a__isnull=True) | Q(depuis__lte=F("jusqu_a")),
                violation_error_message=_("La date de fin précède la date de début."),
            ),
            models.CheckConstraint(
                name="organisation_successeur_a_la_fin",
                condition=Q(successeur__isnull=True) | Q(jusqu_a__isnull=False),
                violation_error_message=SANS_FIN,
            ),
            models.CheckConstraint(name="organisation_nature_connue", condition=Q(nature__in=Nature.values)),
            models.CheckConstraint(
                name="organisation_nom_non_vide",
                condition=~Q(nom=""),
            ),
            models.CheckConstraint(
                name="organisation_courriel_ecrit",
                condition=Q(courriel_public="") | Q(courriel_public__regex=COURRIEL),
                violation_error_message=COURRIEL_MAL_ECRIT,
            ),
            models.UniqueConstraint(
                name="organisation_code_officiel_unique",
                fields=["code_officiel"],
                condition=~Q(code_officiel=""),
                violation_error_message=_(
                    "Ce code officiel est déjà celui d'une autre organisation : vérifiez-le."
                ),
            ),
        ]

    def __str__(self):
        return self.nom_court

    def get_absolute_url(self) -> str:
        return reverse("organisation", kwargs={"slug": self.slug})

    @property
    def nom_court(self) -> str:
        """The name without its acronym in parentheses: « Conseil … (CESIM; autrefois …) » → « Conseil … »."""
        nom = self.traduit("nom")
        avant, parenthese, dedans = nom.partition(" (")
        return avant if parenthese and self.sigle and self.sigle in dedans else nom

    @property
    def terminee(self) -> bool:
        """Whether it was no more, on the day being read."""
        return self.jusqu_a is not None and self.jusqu_a < jour()

    def lignee(self) -> list[int]:
        """Keys of this body, then of those that succeeded it, one after the other."""
        cles: list[int] = []
        organisation: Organisation | None = self
        while organisation is not None and organisation.pk not in cles:
            cles.append(organisation.pk)
            organisation = organisation.successeur
        return cles

    @property
    def actuelle(self) -> "Organisation":
        """The body that answers for it today (`repond_pour`): itself while it lasts, or where nobody
        succeeded it."""
        organisation, vues = self, {self.pk}
        while organisation.terminee and (suivante := organisation.successeur) and suivante.pk not in vues:
            vues.add(suivante.pk)
            organisation = suivante
        return organisation

    @cached_property
    def repond_pour(self) -> frozenset[int]:
        """Keys of the bodies for which it answers (`RepondPour`): whoever acts for it acts for them.

        One query, kept for the life of the object.
        """
        siens = type(self).objects.filter(pk__in=RepondPour(self.pk)).order_by()
        return frozenset(siens.values_list("pk", flat=True))

    def get_partie_display(self) -> str:
        """The side in words (Django gives generated fields no such method)."""
        return str(Cote(self.partie).label)

    def clean(self):
        if self.successeur_id and not self.jusqu_a:
            raise ValidationError({"jusqu_a": SANS_FIN})
        if self.pk and self.successeur and self.pk in self.successeur.lignee():
            raise ValidationError({"successeur": gettext(SANS_BOUCLE)})
        if pris := pris_par_un_autre(self):
            raise ValidationError({champ: gettext(phrase) for champ, phrase in pris.items()})
