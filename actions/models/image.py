"""The faces of a plan: the logo of a body, a picture of an axis, of an action or of a story.

A row keeps its file for ever: another picture is another row, and one at most is shown at a time. What was
shown on a past day is then where it was, and a withdrawal takes all that a picture ever was.
"""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.connues import plan_connu
from actions.models.etats import DE_L_ACTION, VISIBLES_DU_PUBLIC
from actions.models.histoire import DE_L_HISTOIRE, Histoire
from actions.models.plan import Axe, Plan
from partenariat.donnees.depots import chemin_au_hasard
from partenariat.donnees.empreintes import LONGUEUR
from partenariat.donnees.vignettes import COTE_MAX, COTE_MIN, TYPE_MEDIA, Vignette
from partenariat.gardes.regles import fige_quand, version
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique
from partenariat.models import Organisation, Retrait
from partenariat.parties.organisations import connue
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.publics import vrai
from partenariat.retraits.registre import DEBUT, est_retire
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from django.db.models import QuerySet

FIXES = ("organisation", "axe", "action", "histoire", "fichier", "empreinte", "largeur", "hauteur")
REPRISES = """
SELECT i.empreinte FROM public.actions_image i
JOIN public.actions_accordretire a ON a.histoire_id = i.histoire_id
"""
"""The fingerprints of the pictures whose consent was taken back with a story: as of now, whatever the day."""
SUJETS = ("organisation", "axe", "action", "histoire")


def _seulement(sujet: str) -> Q:
    """Whether a row is of that one, and of no other."""
    return Q(**{f"{nom}__isnull": nom != sujet for nom in SUJETS})


class ImageQuerySet(RequeteHistorique["Image"]):
    def montrees(self) -> Self:
        """Those that pages show, where what they are of has a page."""
        return self.consenties().filter(montree=True).exclude(nom_fichier__startswith=DEBUT)

    def consenties(self) -> Self:
        """Without the pictures of which a person took their consent back, wherever the same bytes are."""
        return self.exclude(empreinte__in=RawSQL(REPRISES, []))  # noqa: S611  # nothing of anybody's is in it

    def publiques(self, plan: Plan, organisations: "QuerySet[Organisation]") -> Self:
        """Those of what has a page in a plan, be they withdrawn or no longer shown.

        Args:
            organisations: the bodies that have one.
        """
        return self.consenties().filter(
            Q(action__plan=plan, action__publication__in=VISIBLES_DU_PUBLIC)
            | Q(axe__plan=plan)
            | Q(histoire__in=Histoire.objects.publiques().filter(action__plan=plan).values("pk"))
            | Q(organisation__in=organisations.values("pk"))
        )


@historise(parent=("action", "histoire__action"))
@retirable(
    "texte",
    "texte_en",
    "credit",
    "nom_fichier",
    fichier="fichier",
    par_empreinte=True,
    publics=(
        {**DE_L_ACTION, "montree": vrai},
        {"axe__plan": plan_connu, "montree": vrai},
        {**{f"histoire__{chemin}": tenu for chemin, tenu in DE_L_HISTOIRE.items()}, "montree": vrai},
        {"organisation": connue, "montree": vrai},
    ),
)
class Image(Traduit, models.Model):
    EMPREINTES = {"fichier": "empreinte"}
    """What `verifier_integrite` compares (partenariat.sauvegarde.depots)."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("logo de l'organisation"),
    )
    axe = models.ForeignKey(
        Axe, models.CASCADE, null=True, blank=True, related_name="images", verbose_name=_("image de l'axe")
    )
    action = models.ForeignKey(
        Action,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("image de l'action"),
    )
    histoire = models.ForeignKey(
        Histoire,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("image de l'histoire"),
    )
    fichier = models.FileField(_("fichier"), upload_to=chemin_au_hasard, max_length=120, editable=False)
    nom_fichier = models.CharField(_("nom du fichier"), max_length=100, editable=False)
    empreinte = models.CharField(
        _("empreinte du fichier (SHA-256)"), max_length=LONGUEUR, editable=False, db_index=True
    )
    largeur = models.PositiveSmallIntegerField(_("largeur (pixels)"), editable=False)
    hauteur = models.PositiveSmallIntegerField(_("hauteur (pixels)"), editable=False)
    texte = models.CharField(
        _("texte de remplacement"),
        max_length=300,
        help_text=_("Ce que l'image montre, pour qui ne la voit pas : une phrase."),
    )
    texte_en = models.CharField(_("texte de remplacement en anglais"), max_length=300, blank=True)
    credit = models.CharField(
        _("crédit"),
        max_length=200,
        blank=True,
        help_text=_("Qui a fait l'image, et à quel titre le site la montre; un logo peut s'en passer."),
    )
    montree = models.BooleanField(
        _("montrée"),
        default=True,
        help_text=_("Une seule à la fois est montrée à un endroit; décochée, elle quitte le site."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        triggers = [
            version(),
            fige_quand(
                "image_figee",
                "Le fichier d'une image et son endroit ne changent plus : inscrivez-en une autre.",
                seulement=FIXES,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="image_d_un_seul_sujet",
                condition=_seulement("organisation")
                | _seulement("axe")
                | _seulement("action")
                | _seulement("histoire"),
                violation_error_message=_(
                    "Une image est celle d'une organisation, d'un axe, d'une action ou d'une histoire : "
                    "choisissez-en un, et un seul."
                ),
            ),
            *(
                models.UniqueConstraint(
                    name=f"image_une_par_{sujet}",
                    fields=[sujet],
                    condition=Q(montree=True) & ~Q(nom_fichier__startswith=DEBUT),
                    violation_error_message=_(
                        "Une image se montre déjà à cet endroit : décochez d'abord « montrée » sur celle-là."
                    ),
                )
                for sujet in SUJETS
            ),
            models.CheckConstraint(
                name="image_texte_non_vide",
                condition=Q(texte__regex=r"\S"),
                violation_error_message=_("Une image a un texte de remplacement."),
            ),
            models.CheckConstraint(
                name="image_credit_ecrit",
                condition=Q(organisation__isnull=False) | Q(credit__regex=r"\S"),
                violation_error_message=_("L'image d'un axe, d'une action ou d'une histoire a un crédit."),
            ),
            models.CheckConstraint(
                name="image_fichier_empreint",
                condition=Q(
                    empreinte__regex=r"^[0-9a-f]{64}$",
                    largeur__range=(COTE_MIN, COTE_MAX),
                    hauteur__range=(COTE_MIN, COTE_MAX),
                )
                & ~Q(fichier="")
                & ~Q(nom_fichier=""),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Image %(de_quoi)s") % {"de_quoi": self.de_quoi}

    def get_absolute_url(self) -> str:
        """The page where it is seen."""
        sujet = self.sujet
        return sujet.get_absolute_url() if sujet else ""

    @property
    def sujet(self) -> Organisation | Axe | Action | Histoire | None:
        """What it is a picture of; none on a row that nothing is said of yet."""
        return self.organisation or self.axe or self.action or self.histoire

    @property
    def de_quoi(self) -> str:
        """« de l'action 1.1 »: how a withdrawal names it, without any of its words."""
        if self.action:
            return gettext("de l'action %(code)s") % {"code": self.action.code}
        if self.histoire:
            return gettext("d'une histoire de l'action %(code)s") % {"code": self.histoire.action.code}
        if self.axe:
            return gettext("de l'axe %(numero)s") % {"numero": self.axe.numero}
        return gettext("de l'organisation %(nom)s") % {"nom": self.organisation}

    @property
    def retiree(self) -> bool:
        """Withdrawn for cause: nothing of it is shown."""
        return est_retire(self.nom_fichier)

    @property
    def type_media(self) -> str:
        return TYPE_MEDIA

    @classmethod
    def revient(cls, empreinte: str) -> bool:
        """Whether the file of that fingerprint was withdrawn for cause, or its consent taken back."""
        reprises = cls.objects.filter(empreinte=empreinte, histoire__accord_retire__isnull=False)
        return reprises.exists() or Retrait.objects.du_fichier(empreinte).exists()

    def garder(self, vignette: Vignette) -> None:
        """Its file, written with the transaction; the row is then to be saved."""
        self.nom_fichier, self.empreinte = vignette.nom, vignette.empreinte
        self.largeur, self.hauteur = vignette.largeur, vignette.hauteur
        self.fichier.save(vignette.nom, vignette.fichier, save=False)
