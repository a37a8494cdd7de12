"""During an absence, a colleague keeps the desk of a unit: what the absent may write, they may write too."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.champs import un_compte
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, PERSONNEL, a_un_role
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.ecriture import Garde, nommer
from partenariat.gardes.regles import ECRIRE, Regle, fige_quand, interdit, interdits, version
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import AUJOURD_HUI, RequeteHistorique, dates_possibles, jour
from partenariat.parties.organisations import Organisation
from partenariat.presentation.formats import date_longue
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from partenariat.parties.utilisateurs import Utilisateur

DUREE_MAX = timedelta(days=366)
"""A year, both ends included: a parental leave takes as long, and whoever is named may decline."""
DECLINEE_SE_LIT = timedelta(days=30)
"""How long whoever will be away is told that it was declined, unless they name somebody else meanwhile."""

DU_PERSONNEL = gettext_noop("Une délégation va d'un compte du personnel à un autre, tous deux actifs.")
MEME_ROLE = gettext_noop(
    "Qui remplace la coordination est de la coordination : une délégation ne donne aucun rôle."
)
SANS_CHAINE = gettext_noop(
    "À ces dates, l'une de ces deux personnes est déjà absente, ou la personne absente en remplace une "
    "autre : une délégation ne se délègue pas, et une absence n'en a qu'une à la fois. Déclinez l'autre, ou "
    "mettez-y fin."
)
PASSE = gettext_noop("Ce jour est passé : une délégation vaut pour les jours à venir.")
SOI_MEME = _("On ne se remplace pas soi-même : choisissez un autre compte.")
PAR_SOI = gettext_noop(
    "Une délégation s'inscrit par la personne absente, ou par la coordination; la ou le collègue la décline."
)
_LES_MEMES_JOURS = "daterange(o.du, o.au, '[]') && daterange(NEW.du, NEW.au, '[]')"
_WEB = "NOT public.session_du_proprietaire()"
_SANS_LA_FIN = "'{finie_le,finie_par_id,version}'::text[]"

nommer("suppleance_du_personnel", ["suppleant"])
nommer("suppleance_meme_role", ["suppleant"])


def _du_personnel(compte: str) -> str:
    return a_un_role(compte, *PERSONNEL)


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
    def avec_tient(self) -> Self:
        """With `tient`: whether both accounts still let it."""
        tient = Func("absent", "suppleant", "unite", function="public.suppleance_tient")
        tient.output_field = models.BooleanField()
        return self.annotate(tient=tient)

    def ouvertes(self) -> Self:
        """Those that hold today or will, unless an account forbids it since."""
        return self.filter(finie_le=None, au__gte=jour())

    def en_cours(self) -> Self:
        """Those that hold today, both ends included: `unites_de` says the same of their units."""
        return self.ouvertes().avec_tient().filter(du__lte=jour(), tient=True)

    def de(self, personne: "Utilisateur") -> Self:
        """Those in which this person is absent, or replaces."""
        return self.filter(Q(absent=personne) | Q(suppleant=personne)).select_related("absent", "suppleant")

    def declinees_a(self, personne: "Utilisateur") -> Self:
        """Those of this person that the colleague declined lately, while nobody else was named since."""
        suivantes = self.model._default_manager.filter(absent=personne, pk__gt=OuterRef("pk"))
        return self.filter(
            ~Exists(suivantes.order_by()),
            absent=personne,
            finie_par=F("suppleant"),
            finie_le__gte=timezone.now() - DECLINEE_SE_LIT,
        )


@historise(interne=True)
@retirable("motif", publics=())
class Suppleance(models.Model):
    """Some days during which a colleague writes for the unit of whom is absent, under their own name.

    Anyone of the staff names anyone of the staff, who sees it at once and may decline, before or during. It
    gives no role, signs nothing and validates nothing: four eyes are still four. It follows no account
    elsewhere: where either is no longer of the staff, or the absent no longer answers for that unit, it gives
    nothing (`suppleance_tient`).
    """

    absent = models.ForeignKey(
        "partenariat.Utilisateur", models.PROTECT, related_name="absences", verbose_name=_("personne absente")
    )
    suppleant = models.ForeignKey(
        "partenariat.Utilisateur", models.PROTECT, related_name="suppleances", verbose_name=_("collègue")
    )
    # Written by a trigger, of the account of the absent: where they go since, it does not follow.
    unite = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("unité"),
    )
    du = models.DateField(_("du"))
    au = models.DateField(_("au"), help_text=_("Dernier jour : la délégation finit d'elle-même."))
    motif = models.CharField(
        _("motif"),
        max_length=200,
        blank=True,
        help_text=_("Rien de personnel; lu de ces deux personnes et de la coordination."),
    )
    finie_le = models.DateTimeField(_("finie avant son terme le"), null=True, blank=True, editable=False)
    finie_par = un_compte(_("finie par"), editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    tient = True
    """Whether the accounts still let it, where `avec_tient` asked."""

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
            models.CheckConstraint(
                name="suppleance_fin_datee", condition=Q(finie_par=None) | Q(finie_le__isnull=False)
            ),
        ]
        triggers = [
            version(),
            date_par_le_serveur("finie_le"),
            Garde(
                "unite_de_l_absent",
                lambda _modele: (
                    "NEW.unite_id := (SELECT u.organisation_id FROM public.partenariat_utilisateur u "
                    "WHERE u.id = NEW.absent_id);\nRETURN NEW;"
                ),
                a=pgtrigger.Insert,
            ),
            fige_quand(
                "suppleance_de_ces_deux",
                gettext_noop(
                    "Une délégation reste celle de ces deux personnes : mettez-y fin, inscrivez-en une autre."
                ),
                seulement=["absent", "suppleant", "unite"],
            ),
            fige_quand(
                "suppleance_finie",
                gettext_noop("Une délégation finie ne se reprend pas : inscrivez-en une autre."),
                "OLD.finie_le IS NOT NULL",
            ),
            fige_quand(
                "suppleance_commencee",
                gettext_noop("Une délégation commencée garde son premier jour : avancez le dernier."),
                f"{_WEB} AND OLD.du <= {AUJOURD_HUI}",
                seulement=["du"],
            ),
            interdit(
                "suppleance_inscrite",
                gettext_noop("Une délégation commencée, ou déclinée, reste inscrite : mettez-y fin."),
                f"{_WEB} AND (OLD.du <= {AUJOURD_HUI} OR OLD.finie_le IS NOT NULL)",
                a=pgtrigger.Delete,
            ),
            *(
                interdit(
                    f"suppleance_{champ}_a_venir",
                    PASSE,
                    f"{_WEB} AND NEW.{champ} < {AUJOURD_HUI} "
                    f"AND (TG_OP = 'INSERT' OR NEW.{champ} IS DISTINCT FROM OLD.{champ})",
                    a=ECRIRE,
                    champs=[champ],
                )
                for champ in ("du", "au")
            ),
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
  WHERE o.id <> NEW.id AND o.finie_le IS NULL AND {_LES_MEMES_JOURS}
  AND public.suppleance_tient(o.absent_id, o.suppleant_id, o.unite_id)
  AND (o.absent_id IN (NEW.absent_id, NEW.suppleant_id) OR o.suppleant_id = NEW.absent_id)
)""",
                    ("suppleant", "du", "au"),
                ),
                a=ECRIRE,
                avant="""
-- An absence is cut short whatever became of the accounts since.
IF TG_OP = 'UPDATE' AND NEW.du = OLD.du AND NEW.au <= OLD.au THEN
  RETURN NEW;
END IF;
-- Both accounts are held: of two delegations at once, the second sees the first.
PERFORM 1 FROM public.partenariat_utilisateur WHERE id IN (NEW.absent_id, NEW.suppleant_id)
ORDER BY id FOR NO KEY UPDATE;
""",
            ),
            interdit(
                "suppleance_par_soi",
                PAR_SOI,
                f"""{_WEB} AND NOT {a_un_role(COMPTE_DE_LA_SESSION, "coordination")}
AND coalesce(OLD.absent_id, NEW.absent_id) IS DISTINCT FROM {COMPTE_DE_LA_SESSION}
-- Whoever is named ends it, and changes nothing else.
AND NOT (
  TG_OP = 'UPDATE' AND coalesce(OLD.suppleant_id = {COMPTE_DE_LA_SESSION}, false)
  AND to_jsonb(OLD) - {_SANS_LA_FIN} = to_jsonb(NEW) - {_SANS_LA_FIN}
)""",
                a=ECRIRE | pgtrigger.Delete,
            ),
            interdit(
                "suppleance_finie_par_soi",
                PAR_SOI,
                f"{_WEB} AND NEW.finie_le IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.finie_le IS NULL "
                f"AND NEW.finie_par_id IS DISTINCT FROM {COMPTE_DE_LA_SESSION})",
                a=ECRIRE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.suppleant}"

    def get_absolute_url(self) -> str:
        """Where the coordination reads it: nobody else has a page of it."""
        return reverse("admin:partenariat_suppleance_change", args=[self.pk])

    @property
    def en_cours(self) -> bool:
        """Whether today is one of its days."""
        return self.du <= jour() <= self.au

    @property
    def commencee(self) -> bool:
        """Whether its colleague may have written under it, its first day included."""
        return self.du <= jour()

    def dite(self, personne: Any) -> str:
        """As one of its two people reads it: « Lou Roy vous remplace jusqu'au 3 décembre 2026 »."""
        if self.absent_id != personne.pk:
            qui = self.absent
            phrase = (
                gettext("%(qui)s vous confie son poste jusqu'au %(au)s; vous pouvez décliner")
                if self.en_cours
                else gettext("%(qui)s vous confie son poste du %(du)s au %(au)s; vous pouvez décliner")
            )
        else:
            qui = self.suppleant
            if self.finie_le:
                phrase = gettext(
                    "%(qui)s a décliné de vous remplacer du %(du)s au %(au)s : choisissez une autre personne"
                )
            elif not self.tient:
                phrase = gettext(
                    "%(qui)s ne peut plus vous remplacer : mettez fin à cette délégation, "
                    "et choisissez une autre personne"
                )
            elif self.en_cours:
                phrase = gettext("%(qui)s vous remplace jusqu'au %(au)s")
            else:
                phrase = gettext("%(qui)s vous remplacera du %(du)s au %(au)s")
        return phrase % {"qui": qui, "du": date_longue(self.du), "au": date_longue(self.au)}

    def finir(self, par: "Utilisateur") -> None:
        """Ends it at once, and says who did; of the absent, one that has not begun never was."""
        if par.pk == self.absent_id and not self.commencee:
            self.delete()
            return
        self.finie_le, self.finie_par = timezone.now(), par
        self.save(update_fields=["finie_le", "finie_par"])


def suppleances_de(personne: Any) -> list[Suppleance]:
    """What both desks say: the delegations of this person that hold today or will, and those that were
    declined to them. One query; none of whoever keeps no desk."""
    if not personne.is_authenticated or not personne.a_role(*PERSONNEL):
        return []
    toutes = Suppleance.objects.all()
    lues = (toutes.ouvertes() | toutes.declinees_a(personne)).de(personne).avec_tient().order_by("du", "id")
    return [une for une in lues if une.tient or une.absent_id == personne.pk]


def remplaces_par(personne: Any) -> set[int]:
    """Keys of the accounts that this one replaces today. One query."""
    return set(Suppleance.objects.en_cours().filter(suppleant=personne).values_list("absent", flat=True))


def plusieurs_unites(personne: "Utilisateur") -> bool:
    """Whether this account writes for more than one body today. One query."""
    return Organisation.objects.filter(pk__in=UnitesDe(personne.pk)).count() > 1
