"""During an absence, a colleague keeps the desk of a unit: what the absent may write, they may write too."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, a_un_role
from partenariat.gardes.regles import ECRIRE, Regle, interdit, interdits
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, jour
from partenariat.presentation.formats import date_longue

if TYPE_CHECKING:
    from partenariat.parties.utilisateurs import Utilisateur

UN_JOUR = timedelta(days=1)
DUREE_MAX = timedelta(days=366)
"""A year, both ends included."""
ROLES = ("redaction", "coordination")
"""Who keeps a desk: the staff."""

DU_PERSONNEL = gettext_noop("Une délégation va d'un compte du personnel à un autre, tous deux actifs.")
MEME_ROLE = gettext_noop(
    "Qui remplace la coordination est de la coordination : une délégation ne donne aucun rôle."
)
SANS_CHAINE = gettext_noop(
    "À ces dates, l'une de ces deux personnes est déjà absente, ou la personne absente en remplace une "
    "autre : une délégation ne se délègue pas, et une absence n'en a qu'une à la fois."
)
SOI_MEME = _("On ne se remplace pas soi-même : choisissez un autre compte.")
PAR_SOI = gettext_noop("Une délégation s'inscrit par la personne absente, ou par la coordination.")
_LES_MEMES_JOURS = "daterange(o.du, o.au, '[]') && daterange(NEW.du, NEW.au, '[]')"


def _du_personnel(compte: str) -> str:
    return a_un_role(compte, *ROLES)


class UnitesDe(Func):
    """SQL: keys of the bodies for which an account writes: `filter(responsable__in=UnitesDe(its_key))`.

    Those that its own answers for (`RepondPour`), and those of whom it replaces today. The guards in the
    database read the same function (`partenariat.histoire.fonctions`).
    """

    template = "(SELECT public.unites_de(%(expressions)s))"
    output_field = models.BigIntegerField()

    def __init__(self, compte: "int | F | None"):
        """Args: `compte`: its key, or what gives it within a query of accounts."""
        super().__init__(
            compte if isinstance(compte, F) else Value(compte, output_field=models.BigIntegerField())
        )


class SuppleanceQuerySet(RequeteHistorique["Suppleance"]):
    def en_cours(self, le: date | None = None) -> Self:
        """Those that hold on that day (today unless given), both ends included."""
        le = le or jour()
        return self.filter(du__lte=le, au__gte=le)

    def a_venir_ou_en_cours(self) -> Self:
        return self.filter(au__gte=jour())

    def de(self, personne: "Utilisateur") -> Self:
        """Those in which this person is absent, or replaces."""
        return self.filter(Q(absent=personne) | Q(suppleant=personne)).select_related("absent", "suppleant")


@historise(interne=True)
class Suppleance(models.Model):
    """Some days during which a colleague writes for the unit of whom is absent, under their own name.

    It gives no role, signs nothing and validates nothing: four eyes are still four.
    """

    absent = models.ForeignKey(
        "partenariat.Utilisateur", models.PROTECT, related_name="absences", verbose_name=_("personne absente")
    )
    suppleant = models.ForeignKey(
        "partenariat.Utilisateur", models.PROTECT, related_name="suppleances", verbose_name=_("collègue")
    )
    du = models.DateField(_("du"))
    au = models.DateField(_("au"), help_text=_("Dernier jour : la délégation finit d'elle-même."))
    motif = models.CharField(
        _("motif"),
        max_length=200,
        blank=True,
        help_text=_("Rien de personnel; lu de ces deux personnes et de la coordination."),
    )

    objects = SuppleanceQuerySet.as_manager()

    class Meta:
        app_label = "partenariat"
        ordering = ["-du", "-id"]
        verbose_name = _("délégation")
        verbose_name_plural = _("délégations")
        constraints = [
            dates_possibles("suppleance_dates_possibles", "du", "au"),
            models.CheckConstraint(
                name="suppleance_dates_en_ordre",
                condition=Q(au__gte=F("du")),
                violation_error_message=_("Une délégation finit au plus tôt le jour où elle commence."),
            ),
            models.CheckConstraint(
                name="suppleance_bornee",
                condition=Q(au__lt=F("du") + DUREE_MAX),
                violation_error_message=_("Une délégation dure au plus un an."),
            ),
            models.CheckConstraint(
                name="suppleance_par_un_autre",
                condition=~Q(absent=F("suppleant")),
                violation_error_message=SOI_MEME,
            ),
        ]
        triggers = [
            interdits(
                "suppleance_entre_collegues",
                Regle(
                    "suppleance_du_personnel",
                    DU_PERSONNEL,
                    f"NOT ({_du_personnel('NEW.absent_id')} AND {_du_personnel('NEW.suppleant_id')})",
                    ("suppleant", "absent"),
                ),
                Regle(
                    "suppleance_meme_role",
                    MEME_ROLE,
                    f"{a_un_role('NEW.absent_id', 'coordination')} "
                    f"AND NOT {a_un_role('NEW.suppleant_id', 'coordination')}",
                    ("suppleant",),
                ),
                Regle(
                    "suppleance_sans_chaine",
                    SANS_CHAINE,
                    f"""NEW.du <= NEW.au AND EXISTS (
  SELECT FROM public.partenariat_suppleance o
  WHERE o.id <> NEW.id AND {_LES_MEMES_JOURS}
  AND (o.absent_id IN (NEW.absent_id, NEW.suppleant_id) OR o.suppleant_id = NEW.absent_id)
)""",
                    ("suppleant", "du", "au"),
                ),
                a=ECRIRE,
                avant="""
-- An absence is cut short whatever became of the accounts since.
IF TG_OP = 'UPDATE' AND (NEW.absent_id, NEW.suppleant_id, NEW.du) = (OLD.absent_id, OLD.suppleant_id, OLD.du)
AND NEW.au <= OLD.au THEN
  RETURN NEW;
END IF;
-- Both accounts are held: of two delegations at once, the second sees the first.
PERFORM 1 FROM public.partenariat_utilisateur WHERE id IN (NEW.absent_id, NEW.suppleant_id)
ORDER BY id FOR NO KEY UPDATE;
""",
            ),
            *(
                interdit(
                    f"suppleance_par_soi_{nom}",
                    PAR_SOI,
                    f"NOT public.session_du_proprietaire() AND {ligne}.absent_id IS DISTINCT FROM "
                    f"{COMPTE_DE_LA_SESSION} AND NOT {a_un_role(COMPTE_DE_LA_SESSION, 'coordination')}",
                    a=operation,
                )
                for nom, ligne, operation in (
                    ("avant", "OLD", pgtrigger.Update | pgtrigger.Delete),
                    ("apres", "NEW", ECRIRE),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.suppleant}"

    def clean(self) -> None:
        """What the guards refuse, said first."""
        if not (self.absent_id and self.suppleant_id):
            return
        if self.absent_id == self.suppleant_id:
            raise ValidationError({"suppleant": SOI_MEME})
        absent, suppleant = self.absent, self.suppleant
        if not (absent.a_role(*ROLES) and suppleant.a_role(*ROLES)):
            raise ValidationError({"suppleant": gettext(DU_PERSONNEL)})
        if absent.a_role("coordination") and not suppleant.a_role("coordination"):
            raise ValidationError({"suppleant": gettext(MEME_ROLE)})
        if self.du and self.au and self._se_croise():
            raise ValidationError(gettext(SANS_CHAINE))

    def _se_croise(self) -> bool:
        ceux = (self.absent_id, self.suppleant_id)
        memes_jours = type(self).objects.exclude(pk=self.pk).filter(du__lte=self.au, au__gte=self.du)
        return memes_jours.filter(Q(absent__in=ceux) | Q(suppleant=self.absent_id)).exists()

    @property
    def en_cours(self) -> bool:
        """Whether it holds today."""
        return self.du <= jour() <= self.au

    @property
    def commencee(self) -> bool:
        return self.du < jour()

    def dite(self, personne: Any) -> str:
        """As one of its two people reads it: « Lou Roy vous remplace jusqu'au 3 décembre 2026 »."""
        if self.absent_id == personne.pk:
            qui = self.suppleant
            phrase = (
                gettext("%(qui)s vous remplace jusqu'au %(au)s")
                if self.en_cours
                else gettext("%(qui)s vous remplacera du %(du)s au %(au)s")
            )
        else:
            qui = self.absent
            phrase = (
                gettext(
                    "Vous remplacez %(qui)s jusqu'au %(au)s : les actions de son unité sont dans votre bureau"
                )
                if self.en_cours
                else gettext("Vous remplacerez %(qui)s du %(du)s au %(au)s")
            )
        return phrase % {"qui": qui, "du": date_longue(self.du), "au": date_longue(self.au)}

    def cesser(self) -> None:
        """Ends it at once: yesterday was its last day, or it never was."""
        if not self.commencee:
            self.delete()
            return
        self.au = min(self.au, jour() - UN_JOUR)
        self.save(update_fields=["au"])


def suppleances_de(personne: Any) -> list[Suppleance]:
    """What both desks say: the delegations of this person that hold today or will. One query; none of
    whoever keeps no desk."""
    if not personne.is_authenticated or not personne.a_role(*ROLES):
        return []
    return list(Suppleance.objects.a_venir_ou_en_cours().de(personne).order_by("du", "id"))
