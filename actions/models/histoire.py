"""Stories: what an action changed for someone, told in a few lines that the coordination chose.

What a person says, or how they are seen, is theirs to take back. A story is published, and may be taken down;
of a past day it is then where it was, as everything else. Once the person takes their consent back, it is
read nowhere any more, on no day: pages of past days included, since a consent taken back must be honoured
and an address with a date is one of ours like any other. What remains of it in the back office says who
wrote, published and withdrew it.
"""

from datetime import date
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action
from actions.models.cycle_histoire import A_LA_UNE, ACCORD_RETIRE, BROUILLON, HISTOIRE, PUBLIEE
from actions.models.etats import DE_L_ACTION, VISIBLES_DU_PUBLIC, Publication
from actions.models.plan import Plan
from partenariat.cycles.cycle import AvecCycle
from partenariat.donnees.champs import un_compte
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import ajout_seulement, fige_quand, sans_chevauchement, version
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.retraits.publics import ecrit
from partenariat.retraits.registre import DEBUT, Lisible, est_retire
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from actions.models.image import Image
    from partenariat.models import Utilisateur

TEXTE_MAX = 900
"""Characters of a story: it is read at one go."""
CITATION = ("citation", "citation_de", "citation_qualite")
MOTS_CONSENTIS = gettext_noop(
    "Ces mots ne sont plus ceux auxquels la personne a consenti : écrivez quand, ou comment, elle a consenti "
    "à ceux-ci."
)
ECRIT = r"\S"
DE_L_HISTOIRE: Lisible = {**DE_L_ACTION, "publiee_le": ecrit}
"""What the public read of one, and of its picture, it read while it was published."""


class HistoireQuerySet(RequeteHistorique["Histoire"]):
    def publiques(self) -> Self:
        """The only ones that the public reads, each on the page of its action."""
        return self.filter(
            publiee_le__isnull=False,
            accord_retire__isnull=True,
            action__publication__in=VISIBLES_DU_PUBLIC,
        )

    def a_la_une_de(self, plan: Plan) -> Self:
        """The one that the plan's home shows, if any: of an action that is followed, and not withdrawn."""
        la_une = self.publiques().filter(a_la_une=True, action__plan=plan)
        return la_une.filter(action__publication=Publication.PUBLIEE).exclude(titre__startswith=DEBUT)


@historise(parent="action")
@retirable(
    "titre",
    "texte",
    "citation",
    "citation_de",
    "citation_qualite",
    "accord_donne",
    ou="action",
    parties=("images",),
    publics=(DE_L_HISTOIRE,),
    publics_de={"accord_donne": ()},
)
class Histoire(AvecCycle, models.Model):
    CYCLE = HISTOIRE

    # What a person may take back is never out of reach of who takes it back for them.
    action = models.ForeignKey(Action, models.PROTECT, related_name="histoires", verbose_name=_("action"))
    titre = models.CharField(_("titre"), max_length=120)
    texte = models.CharField(
        _("texte"),
        max_length=TEXTE_MAX,
        blank=True,
        help_text=_("900 caractères au plus; une ligne vide sépare deux paragraphes."),
    )
    citation = models.CharField(
        _("citation"),
        max_length=300,
        blank=True,
        help_text=_("Les mots de la personne, tels quels, sans guillemets; publiée, elle ne change plus."),
    )
    citation_de = models.CharField(_("nom de la personne citée"), max_length=120, blank=True)
    citation_qualite = models.CharField(
        _("fonction"), max_length=160, blank=True, help_text=_("Ce qu'elle fait, et où : une ligne.")
    )
    accord_le = models.DateField(
        _("accord donné le"),
        null=True,
        blank=True,
        help_text=_(
            "Jour où la personne citée, ou qu'on reconnaît sur l'image, a consenti à être lue et vue ici."
        ),
    )
    accord_donne = models.CharField(
        _("comment l'accord a été donné"),
        max_length=300,
        blank=True,
        help_text=_(
            "Jamais public : « formulaire signé », « courriel du 3 mai »… Le site dit seulement « avec son "
            "accord »."
        ),
    )
    a_la_une = models.BooleanField(_("à la une"), default=False, editable=False)
    auteur = un_compte(_("inscrite par"), editable=False)
    publiee_le = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    publiee_par = un_compte(_("publiée par"), editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    image: "Image | None"
    """The one that is shown of it, on the pages that tell it (`actions.histoires`)."""

    remplacee: "Histoire | None" = None
    """The one whose place it has just taken on the home page."""

    objects = HistoireQuerySet.as_manager()

    class Meta:
        ordering = ["-publiee_le", "-id"]
        verbose_name = _("histoire")
        verbose_name_plural = _("histoires")
        triggers = [
            version(),
            date_par_le_serveur("publiee_le"),
            fige_quand(
                "histoire_action_fixe",
                "Une histoire ne change pas d'action : inscrivez-en une autre.",
                seulement=["action"],
            ),
            # What was consented to are these words.
            fige_quand(
                "histoire_citation_figee",
                "Une citation publiée ne change plus : retirez d'abord l'histoire du site.",
                "OLD.publiee_le IS NOT NULL",
                seulement=CITATION,
                sauf="NEW.publiee_le IS NULL",
            ),
            fige_quand(
                "histoire_mots_consentis",
                MOTS_CONSENTIS,
                f"OLD.accord_le IS NOT NULL AND NEW.citation ~ '{ECRIT}' AND NEW.citation_de ~ '{ECRIT}'",
                seulement=CITATION,
                sauf="(NEW.accord_le, NEW.accord_donne) IS DISTINCT FROM (OLD.accord_le, OLD.accord_donne)",
            ),
            fige_quand(
                "histoire_accord_garde",
                "Une histoire publiée garde l'accord qu'elle avait : si l'accord est retiré, dites-le.",
                "OLD.publiee_le IS NOT NULL AND OLD.accord_le IS NOT NULL AND NEW.accord_le IS NULL",
                seulement=["accord_le"],
                sauf="NEW.publiee_le IS NULL",
            ),
            sans_chevauchement(
                "histoire_une_a_la_une",
                "Une histoire du plan est déjà à la une.",
                dans="action__plan",
                memes=["a_la_une"],
                quand=pgtrigger.Q(new__a_la_une=True),
            ),
        ]
        constraints = [
            dates_possibles("histoire_date_possible", "accord_le"),
            sans_avenir("histoire_sans_avenir", "accord_le", instants=["publiee_le"]),
            models.CheckConstraint(
                name="histoire_titre_non_vide",
                condition=Q(titre__regex=ECRIT),
                violation_error_message=_("Une histoire a un titre."),
            ),
            models.CheckConstraint(
                name="histoire_publiee_ecrite",
                condition=Q(publiee_le__isnull=True) | Q(texte__regex=ECRIT),
                violation_error_message=_("Une histoire publiée a un texte."),
            ),
            models.CheckConstraint(
                name="histoire_citation_nommee",
                condition=~Q(citation__regex=ECRIT) | Q(citation_de__regex=ECRIT),
                violation_error_message=_("Une citation a un nom : celui de la personne citée."),
            ),
            models.CheckConstraint(
                name="histoire_nom_d_une_citation",
                condition=Q(citation__regex=ECRIT) | Q(citation_de="", citation_qualite=""),
                violation_error_message=_("Un nom et une fonction sont ceux d'une personne citée."),
            ),
            models.CheckConstraint(
                name="histoire_citation_consentie",
                condition=~Q(citation__regex=ECRIT) | Q(accord_le__isnull=False),
                violation_error_message=_(
                    "Une citation a l'accord de la personne citée : écrivez-en le jour."
                ),
            ),
            models.CheckConstraint(
                name="histoire_accord_entier",
                condition=Q(accord_le__isnull=True) | Q(accord_donne__regex=ECRIT),
                violation_error_message=_("Un accord dit comment il a été donné."),
            ),
            models.CheckConstraint(
                name="histoire_a_la_une_publiee",
                condition=Q(a_la_une=False) | Q(publiee_le__isnull=False),
                violation_error_message=_("Une histoire à la une est publiée."),
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        """Where it is read: on the page of its action, at its place there once it has one."""
        page = self.action.get_absolute_url()
        return f"{page}#{self.ancre}" if self.publiee_le and not self.retiree else page

    @property
    def ancre(self) -> str:
        """Its place on that page."""
        return f"histoire-{self.pk}"

    @property
    def jour(self) -> date | None:
        """The day, in Montréal, on which it was published."""
        return timezone.localtime(self.publiee_le).date() if self.publiee_le else None

    @property
    def retiree(self) -> bool:
        """Whether consent was taken back: nothing of it is public, nor will be."""
        return hasattr(self, "accord_retire")

    @property
    def fut_publiee(self) -> bool:
        """Whether the public ever read it, or may have."""
        return evenements_de(Histoire).filter(pgh_obj=self.pk, publiee_le__isnull=False).exists()

    @property
    def citation_retiree(self) -> bool:
        """Whether its quote was withdrawn for cause: nobody says anything, nor agreed to it."""
        return est_retire(self.citation)

    @property
    def publique(self) -> bool:
        return type(self).objects.publiques().filter(pk=self.pk).exists()

    @property
    def etape(self) -> str:
        """Where it stands in its life (`HISTOIRE`)."""
        if self.retiree:
            return ACCORD_RETIRE
        if self.publiee_le is None:
            return BROUILLON
        return A_LA_UNE if self.a_la_une else PUBLIEE

    # --- Its steps: each saves, or raises `TransitionRefusee` ---------------------------------------------
    def publier(self, par: "Utilisateur") -> None:
        self.faire("publier", par)

    def depublier(self, par: "Utilisateur") -> None:
        """Back to draft; days on which it was public still show it."""
        self.faire("depublier", par)

    @transaction.atomic
    def mettre_a_la_une(self, par: "Utilisateur") -> None:
        """It takes the place of the plan's other one, if any; of two at once, the last does."""
        Plan.objects.select_for_update().only("pk").get(pk=self.action.plan_id)
        self.faire("mettre_a_la_une", par)

    def autres_a_la_une(self) -> HistoireQuerySet:
        """The one that it would replace on the home page of its plan, if any."""
        return type(self).objects.filter(action__plan=self.action.plan_id, a_la_une=True).exclude(pk=self.pk)

    def ceder_la_une(self) -> None:
        """The other story on the home page of its plan leaves it."""
        for autre in self.autres_a_la_une().select_for_update(of=("self",)).order_by("pk"):
            autre.a_la_une = False
            autre.save(update_fields=["a_la_une"])
            self.remplacee = autre

    def oter_de_la_une(self, par: "Utilisateur") -> None:
        self.faire("oter_de_la_une", par)

    def retirer_l_accord(self, par: "Utilisateur") -> None:
        """The person takes their consent back: it leaves every page of every day, for good."""
        self.faire("retirer_l_accord", par)

    def reprendre_l_accord(self, par: "Utilisateur") -> None:
        """What `retirer_l_accord` writes."""
        AccordRetire.objects.create(histoire=self, par=par)
        # What is taken back stands, even where the disk is full.
        transaction.on_commit(_garder_les_accords, robust=True)


def _garder_les_accords() -> None:
    from actions.accords import ecrire

    ecrire()


@historise(retrait=True)
class AccordRetire(models.Model):
    """That a person took back their consent to a story. No later day, and no earlier one, shows it then.

    It is read as it stands whatever the day that is asked for (`historise(retrait=True)`), and never undone:
    what a person consents to anew is another story.
    """

    AJOUT_SEULEMENT = True

    histoire = models.OneToOneField(
        Histoire, models.PROTECT, related_name="accord_retire", verbose_name=_("histoire")
    )
    le = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    par = un_compte(_("noté par"), editable=False)

    objects = RequeteHistorique["AccordRetire"].as_manager()

    class Meta:
        ordering = ["-le", "-id"]
        verbose_name = _("accord retiré")
        verbose_name_plural = _("accords retirés")
        triggers = [
            ajout_seulement("accordretire_inalterable", "Un accord retiré le reste."),
            date_par_le_serveur(),
        ]
        constraints = [sans_avenir("accordretire_sans_avenir", instants=["le"])]

    def __str__(self) -> str:
        return gettext("accord retiré : %(histoire)s") % {"histoire": self.histoire}
