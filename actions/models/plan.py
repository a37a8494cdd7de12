"""The plan and its grouping: data, never constants. Renewals live side by side; one is active."""

from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from actions.models.connues import plan_connu, tenir_inconnu
from actions.models.etats import VISIBLES_DU_PUBLIC
from actions.models.provenance import Provenance
from partenariat.donnees.champs import TexteRiche
from partenariat.donnees.colonnes import SEPARATEUR
from partenariat.donnees.recherche import SansAccents, champ_recherche
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import interdit, rattachement
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.historise import historise
from partenariat.histoire.noms_figes import fige_son_nom, renomme_a_tort
from partenariat.histoire.temps import RequeteHistorique
from partenariat.models import Organisation
from partenariat.parties.natures import Nature
from partenariat.presentation.traduction import Traduit

CONNU_RESTE = "Un plan que le public connaît ne s'efface pas : ses adresses restent les siennes."
SLUG_FIGE = gettext_noop("L'adresse courte d'un plan ne change plus : le public la connaît.")
AXE_RESTE = "Un axe que le public connaît ne s'efface pas : son adresse reste la sienne."
TEINTES = 5
NUMERO_FIGE = gettext_noop("Le numéro d'un axe ne change plus : le public le connaît.")


class PlanQuerySet(RequeteHistorique["Plan"]):
    def publics(self) -> Self:
        """The plans that the public may know of: the active one, and those with something published."""
        actions: Any = self.model._meta.get_field("actions").related_model
        publiques = actions.objects.publiques()
        return self.filter(Q(actif=True) | Exists(publiques.filter(plan=OuterRef("pk"))))

    def avec_histoire(self) -> Self:
        """Adds `premier_evenement`: since when the plan has a history on this site."""
        siens = evenements_de(self.model).filter(pgh_obj=OuterRef("pk")).order_by("pgh_id")
        return self.annotate(premier_evenement=Subquery(siens.values("pgh_created_at")[:1]))

    def actif(self) -> "Plan | None":
        return self.filter(actif=True).first()


@fige_son_nom(
    "slug",
    connu=plan_connu("OLD.id"),
    est_connu="connu",
    fige=("plan_slug_fige", SLUG_FIGE),
    reste=("plan_connu_reste", CONNU_RESTE),
    avant=tenir_inconnu("OLD.id"),
)
@historise()
class Plan(Traduit, models.Model):
    titre = models.CharField(_("titre"), max_length=250)
    titre_en = models.CharField(_("titre en anglais"), max_length=250, blank=True)
    slug = models.SlugField(_("adresse courte"), max_length=80, unique=True)
    debut = models.DateField(_("début"), null=True, blank=True)
    fin = models.DateField(_("fin"), null=True, blank=True)
    presentation = TexteRiche(_("présentation"), blank=True)
    presentation_en = TexteRiche(_("présentation en anglais"), blank=True)
    avis = models.TextField(
        _("avis"),
        blank=True,
        help_text=_("Affiché au bas de chaque page du plan (par exemple : données fictives)."),
    )
    avis_en = models.TextField(_("avis en anglais"), blank=True)
    actif = models.BooleanField(
        _("actif"), default=False, help_text=_("Le plan actif est l'accueil du site.")
    )
    meta = models.JSONField(
        _("en-tête du fichier"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Ce que le fichier du plan disait de lui-même, gardé pour l'exportation."),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-actif", "-debut", SansAccents("titre"), "id"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                name="plan_un_seul_actif",
                fields=["actif"],
                condition=Q(actif=True),
                violation_error_message=_("Un seul plan peut être actif à la fois."),
            ),
            models.CheckConstraint(
                name="plan_dates_en_ordre",
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(debut__lte=F("fin")),
                violation_error_message=_("La fin du plan précède son début."),
            ),
        ]

    def __str__(self) -> str:
        return self.traduit("titre")

    def get_absolute_url(self) -> str:
        return self.adresse("accueil")

    def clean(self) -> None:
        if refus := renomme_a_tort(self):
            raise ValidationError(refus)

    @property
    def connu(self) -> bool:
        """Whether the public knows it, or ever did: its short address is that of all that left the site. Two
        queries at most."""
        actions = evenements_de(cast(type[models.Model], self._meta.get_field("actions").related_model))
        return (
            evenements_de(Plan).filter(pgh_obj=self.pk, actif=True).exists()
            or actions.filter(plan=self.pk, publication__in=VISIBLES_DU_PUBLIC).exists()
        )

    def adresse(self, nom: str, **parametres: Any) -> str:
        """The address that a page of this plan has for ever, whichever plan is the active one."""
        return reverse(nom, kwargs={"plan": self.slug, **parametres})

    def sens_de_la_provenance(self, provenance: str) -> str:
        """What the plan's file says of a kind of provenance; nothing where it says none."""
        mots: str = self.meta.get("provenance", {}).get(provenance, "")
        return mots

    def provenance_de(self, *sujets: Provenance) -> str:
        """What is said of where a figure comes from: the words of what it is about, or else the plan's
        notice."""
        return SEPARATEUR.join(dict.fromkeys(s.provenance for s in sujets if s.provenance)) or self.avis

    def territoire(self) -> models.QuerySet[Organisation]:
        """The boroughs of this plan, in French order."""
        return Organisation.objects.filter(places__plan=self, nature=Nature.ARRONDISSEMENT)


@historise()
class PartiePrenante(models.Model):
    """A body's place in a plan, and the identifier by which the plan's file names it (« SDE »)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="places", verbose_name=_("plan"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="places", verbose_name=_("organisation")
    )
    identifiant = models.CharField(_("identifiant dans le fichier"), max_length=60)
    donnees = models.JSONField(
        _("données du fichier"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Ce que le fichier disait de plus, gardé pour l'exportation."),
    )

    class Meta:
        ordering = ["plan", "id"]
        verbose_name = _("partie prenante")
        verbose_name_plural = _("parties prenantes")
        constraints = [
            models.UniqueConstraint(
                name="partie_prenante_identifiant_unique", fields=["plan", "identifiant"]
            ),
            models.UniqueConstraint(name="partie_prenante_une_place", fields=["plan", "organisation"]),
        ]

    def __str__(self) -> str:
        return f"{self.identifiant} · {self.organisation}"


class Element(Traduit, models.Model):
    """What the titled parts of a plan share."""

    titre = models.CharField(_("titre"), max_length=250)
    titre_en = models.CharField(_("titre en anglais"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.traduit("titre")


@historise()
class Objectif(Element):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectifs", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    rang = models.PositiveSmallIntegerField(_("rang"), default=1)
    source = models.CharField(_("source"), max_length=60, blank=True)
    # No GIN index, here and below: a few dozen rows are read sooner.
    recherche = champ_recherche(A="code", B="titre titre_en")

    class Meta:
        ordering = ["plan", "rang", "code"]
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")
        constraints = [models.UniqueConstraint(name="objectif_code_unique", fields=["plan", "code"])]


@fige_son_nom(
    "numero",
    connu=plan_connu("OLD.plan_id"),
    est_connu="connu",
    fige=("axe_numero_fige", NUMERO_FIGE),
    reste=("axe_connu_reste", AXE_RESTE),
    avant=tenir_inconnu("OLD.plan_id"),
)
@historise()
class Axe(Element):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="axes", verbose_name=_("plan"))
    numero = models.PositiveSmallIntegerField(_("numéro"))
    code = models.CharField(_("code"), max_length=20)
    titre_court = models.CharField(_("titre court"), max_length=80, blank=True)
    titre_court_en = models.CharField(_("titre court en anglais"), max_length=80, blank=True)
    presentation = TexteRiche(_("présentation"), blank=True)
    presentation_en = TexteRiche(_("présentation en anglais"), blank=True)
    donnees = models.JSONField(_("données du fichier"), default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["plan", "numero"]
        verbose_name = _("axe")
        verbose_name_plural = _("axes")
        constraints = [
            models.UniqueConstraint(name="axe_numero_unique", fields=["plan", "numero"]),
            models.UniqueConstraint(name="axe_code_unique", fields=["plan", "code"]),
        ]
        triggers = [
            rattachement("plan", "actions", "action_axe_du_plan", "Des actions y sont rattachées."),
            interdit(
                "axe_plan_fixe",
                "Un axe que le public connaît ne change pas de plan : créez-en un autre.",
                plan_connu("OLD.plan_id"),
                quand=Change("plan"),
                avant=tenir_inconnu("OLD.plan_id"),
            ),
        ]

    def get_absolute_url(self) -> str:
        return self.plan.adresse("axe", numero=self.numero)

    def clean(self) -> None:
        if refus := renomme_a_tort(self):
            raise ValidationError(refus)

    @property
    def connu(self) -> bool:
        """Whether the public knows its plan, or ever did: its number is in its address."""
        return self.plan.connu

    @property
    def champ_court(self) -> str:
        """The field of its shorter name: its title where it has none."""
        return "titre_court" if self.titre_court else "titre"

    @property
    def nom_court(self) -> str:
        return self.traduit(self.champ_court)

    @property
    def teinte(self) -> int:
        """Which of the hues is its own, 1 to `TEINTES` (`.axe-N`): a plan with more axes takes them again."""
        return (self.numero - 1) % TEINTES + 1


@historise()
class Volet(Element):
    axe = models.ForeignKey(Axe, models.CASCADE, related_name="volets", verbose_name=_("axe"))
    code = models.CharField(_("code"), max_length=20)
    rang = models.PositiveSmallIntegerField(_("rang"), default=1)
    recherche = champ_recherche(A="code", B="titre titre_en")

    class Meta:
        ordering = ["axe", "rang", "code"]
        verbose_name = _("volet")
        verbose_name_plural = _("volets")
        constraints = [models.UniqueConstraint(name="volet_code_unique", fields=["axe", "code"])]
        triggers = [
            rattachement("axe", "actions", "action_volet_de_l_axe", "Des actions y sont rattachées."),
        ]


@historise()
class Domaine(Element):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="domaines", verbose_name=_("plan"))
    slug = models.SlugField(_("adresse courte"), max_length=80)
    recherche = champ_recherche(B="titre titre_en")

    class Meta:
        ordering = ["plan", SansAccents("titre"), "id"]
        verbose_name = _("domaine")
        verbose_name_plural = _("domaines")
        constraints = [models.UniqueConstraint(name="domaine_slug_unique", fields=["plan", "slug"])]


@historise()
class Source(models.Model):
    """Where a fact of the plan comes from."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sources", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    titre = models.CharField(_("titre"), max_length=400)
    adresse = models.CharField(_("adresse"), max_length=500, blank=True)
    contenu = models.TextField(_("contenu"), blank=True)
    # Its title alone: no page shows the rest.
    recherche = champ_recherche(B="titre")

    class Meta:
        ordering = ["plan", "code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(name="source_code_unique", fields=["plan", "code"])]

    def __str__(self) -> str:
        return self.titre

    @property
    def lien(self) -> str:
        """The address, only where a browser can safely follow it."""
        return self.adresse if self.adresse.startswith(("https://", "http://")) else ""


@historise()
class Repere(models.Model):
    """A sourced fact of context (« 2 780 enterprises in 2016 »)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reperes", verbose_name=_("plan"))
    rang = models.PositiveSmallIntegerField(_("rang"), default=1)
    fait = models.CharField(_("fait"), max_length=250)
    valeur = models.TextField(_("valeur"))
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="reperes", verbose_name=_("source")
    )

    class Meta:
        ordering = ["plan", "rang"]
        verbose_name = _("repère")
        verbose_name_plural = _("repères")
        constraints = [models.UniqueConstraint(name="repere_rang_unique", fields=["plan", "rang"])]

    def __str__(self) -> str:
        return self.fait
