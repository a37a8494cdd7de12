"""The action: what is done, by whom, where, by when."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from actions import lectures
from actions.models import contraintes_action, gardes_action
from actions.models.dits import CeQuiEstDit
from actions.models.etats import (
    EN_VIGUEUR,
    VISIBLES_DU_PUBLIC,
    Confiance,
    Echeancier,
    Fraicheur,
    PartieEngagee,
    Publication,
    Statut,
)
from actions.models.gardes import avec_motif, report_sans_motif
from actions.models.manques import RequeteDesManques
from actions.models.plan import Axe, Domaine, Objectif, Plan, Source, Volet
from actions.models.provenance import Provenance
from actions.models.publication import EtapesDePublication
from partenariat.donnees.champs import TexteRiche, un_compte
from partenariat.donnees.motifs import est_un_motif
from partenariat.donnees.recherche import CleNaturelle, champ_recherche
from partenariat.histoire.appellations import garde_ses_noms, pris_par_un_autre
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import jour
from partenariat.models import Organisation, UnitesDe
from partenariat.parties.natures import Nature
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partenariat.models import Utilisateur

CODE = RegexValidator(
    r"^[0-9A-Za-zÀ-ÿ](?:[0-9A-Za-zÀ-ÿ._-]*[0-9A-Za-zÀ-ÿ])?$",
    _("Un code s'écrit avec des lettres, des chiffres, des points et des tirets (par exemple 2.3)."),
)
ETATS = {"statut": Statut, "echeancier": Echeancier, "confiance": Confiance, "fraicheur": Fraicheur}


class ActionQuerySet(RequeteDesManques["Action"]):
    def publiques(self) -> Self:
        """The only actions that exist for the public: in lists, counts, search, files."""
        return self.filter(publication=Publication.PUBLIEE)

    def consultables(self) -> Self:
        """The actions that have a public page: an archived one keeps its own, with a banner."""
        return self.filter(publication__in=VISIBLES_DU_PUBLIC)

    def modifiables_par(self, utilisateur: "Utilisateur | AnonymousUser") -> Self:
        """What this person's organisation answers for.

        `coordination` (and a superuser): every action; `redaction`: those of the units for which they
        write (`UnitesDe`); anyone else: none.
        """
        if not utilisateur.is_authenticated:
            return self.none()
        if utilisateur.a_role("coordination"):
            return self
        if utilisateur.a_role("redaction"):
            return self.filter(responsable__in=UnitesDe(utilisateur.pk))
        return self.none()

    def touchant(self, arrondissement: Organisation) -> Self:
        """Those that aim at this borough, by its name or with the whole territory."""
        return self.filter(Q(tout_le_territoire=True) | Q(arrondissements=arrondissement)).distinct()

    def avec_lectures(self) -> Self:
        """Annotates the readings and the progress, for the day that `histoire.temps.jour` gives."""
        return self.annotate(**lectures.annotations(jour()))

    def resume(self) -> dict[str, int]:
        """Counts by reading and the parts of the group's progress, in one query."""
        return self.avec_lectures().aggregate(**lectures.agregats())

    def par_code(self) -> Self:
        return self.order_by("plan", "cle_code", "id")


@garde_ses_noms(
    "code",
    dans="plan",
    public=gardes_action.publique,
    aussi=["publication"],
    phrase=gettext_noop("Ce code a été celui d'une autre action du plan : il reste le sien."),
)
@historise(public=("publication", VISIBLES_DU_PUBLIC))
@retirable(
    "titre",
    "titre_en",
    "description",
    "description_en",
    "texte_officiel",
    "motif",
    "sans_decision",
    "faits_sources",
    "note_retour",
    # Whatever the day, nothing of it is public, nor of what hangs on it.
    fixes={"publication": Publication.BROUILLON.value},
    parties=gardes_action.PARTIES,
    publics=({"publication": VISIBLES_DU_PUBLIC},),
    publics_de={"note_retour": ()},
)
class Action(EtapesDePublication, CeQuiEstDit, Provenance, Traduit, models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=30, validators=[CODE])
    axe = models.ForeignKey(Axe, models.RESTRICT, related_name="actions", verbose_name=_("axe"))
    volet = models.ForeignKey(
        Volet, models.RESTRICT, null=True, blank=True, related_name="actions", verbose_name=_("volet")
    )
    objectifs = models.ManyToManyField(
        Objectif, blank=True, related_name="actions", verbose_name=_("objectifs")
    )
    domaines = models.ManyToManyField(
        Domaine, blank=True, related_name="actions", verbose_name=_("domaines d'intervention")
    )
    titre = models.CharField(_("titre"), max_length=300)
    titre_en = models.CharField(_("titre en anglais"), max_length=300, blank=True)
    description = TexteRiche(_("description"), blank=True)
    description_en = TexteRiche(_("description en anglais"), blank=True)
    texte_officiel = models.TextField(
        _("texte officiel"),
        blank=True,
        help_text=_("Le libellé tel qu'adopté; il ne se modifie plus après la publication."),
    )
    partie_engagee = models.CharField(
        _("partie engagée"), max_length=12, choices=PartieEngagee, default=PartieEngagee.VILLE
    )
    responsable = models.ForeignKey(
        Organisation, models.PROTECT, related_name="actions_responsables", verbose_name=_("responsable")
    )
    collaborations = models.ManyToManyField(
        Organisation,
        through="actions.Participation",
        related_name="actions_partagees",
        verbose_name=_("participations"),
    )
    tout_le_territoire = models.BooleanField(
        _("tout le territoire"), default=False, help_text=_("L'action vise tous les arrondissements.")
    )
    arrondissements = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="actions_locales",
        verbose_name=_("arrondissements"),
        limit_choices_to={"nature": Nature.ARRONDISSEMENT},
    )
    debut = models.DateField(_("début"), null=True, blank=True)
    fin = models.DateField(_("fin"), null=True, blank=True)
    fin_initiale = models.DateField(_("fin prévue au départ"), null=True, blank=True, editable=False)
    en_continu = models.BooleanField(
        _("en continu"), default=False, help_text=_("Sans fin à manquer; ses jalons gardent leurs échéances.")
    )
    statut = models.CharField(_("statut"), max_length=12, choices=Statut, default=Statut.A_VENIR)
    motif = models.TextField(
        _("motif du statut"), blank=True, help_text=_("Requis pour une action suspendue ou abandonnée.")
    )
    motif_inconnu = models.BooleanField(
        _("sans motif"),
        default=False,
        editable=False,
        help_text=_("Suspendue ou abandonnée d'après un fichier de plan qui ne dit pas pourquoi."),
    )
    decision = models.CharField(
        _("décision du comité"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("Numéro de la décision qui a suspendu, repris ou abandonné l'action."),
    )
    sans_decision = models.TextField(
        _("abandonnée sans décision du comité"),
        blank=True,
        help_text=_("La coordination écrit pourquoi; public, à côté du motif."),
    )
    decision_inconnue = models.BooleanField(
        _("sans décision consignée"),
        default=False,
        editable=False,
        help_text=_("Abandonnée d'après un fichier de plan qui ne nomme pas de décision."),
    )
    confiance = models.CharField(
        _("confiance"),
        max_length=8,
        choices=Confiance,
        blank=True,
        help_text=_("Ce que l'organisation responsable pense de l'atteinte de l'échéance."),
    )
    avancement_declare = models.PositiveSmallIntegerField(
        _("taux d'avancement déclaré (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Montré à côté du taux calculé; n'entre dans aucune moyenne."),
    )
    budget_prevu = models.DecimalField(
        _("budget prévu ($)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_engage = models.DecimalField(
        _("budget engagé ($)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    provenance = models.CharField(_("provenance des données"), max_length=30, blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="actions", verbose_name=_("sources"))
    faits_sources = models.TextField(_("faits sourcés"), blank=True)
    remplacee_par = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="remplace",
        verbose_name=_("remplacée par"),
    )

    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.BROUILLON, editable=False
    )
    auteur = un_compte(_("inscrite par"), editable=False)
    soumise_par = un_compte(_("soumise par"), editable=False)
    soumise_le = models.DateTimeField(_("soumise le"), null=True, blank=True, editable=False)
    validee_par = un_compte(_("validée par"), editable=False)
    publiee_le = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    note_retour = models.TextField(_("note de retour"), blank=True, editable=False)
    etat_le = models.DateField(
        _("statut et confiance en date du"),
        null=True,
        editable=False,
        help_text=_("Dernier changement de l'un ou de l'autre que le public a pu lire."),
    )
    change_le = models.DateTimeField(
        _("changée le"),
        null=True,
        editable=False,
        help_text=_("Dernier changement que le public a pu lire de l'action elle-même."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # Kept by triggers (actions.models.sommes), then what is read from them (actions.lectures).
    poids_total = models.PositiveIntegerField(_("poids des jalons"), default=0, editable=False)
    poids_atteint = models.PositiveIntegerField(_("poids des jalons atteints"), default=0, editable=False)
    echeance_jalon = models.DateField(_("prochain jalon"), null=True, editable=False)
    maj_le = models.DateField(
        _("dernière nouvelle"),
        null=True,
        editable=False,
        help_text=_("De ce que le public peut lire; vide où il n'y en a pas."),
    )
    avancement = models.GeneratedField(
        verbose_name=_("avancement"),
        expression=lectures.avancement(),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    prochaine_echeance = models.GeneratedField(
        verbose_name=_("prochaine échéance"),
        expression=lectures.prochaine_echeance(),
        output_field=models.DateField(),
        db_persist=True,
    )
    frais_depuis = models.GeneratedField(
        verbose_name=_("fraîcheur comptée depuis le"),
        expression=lectures.frais_depuis(),
        output_field=models.DateField(),
        db_persist=True,
    )
    cle_code = models.GeneratedField(
        expression=CleNaturelle(F("code")), output_field=models.TextField(), db_persist=True
    )
    recherche_code = champ_recherche(A="code")
    recherche = champ_recherche(
        A="code", B="titre titre_en", C="description description_en texte_officiel faits_sources"
    )

    echeancier: str | None
    fraicheur: str | None
    manques: list[str]
    """What `avec_lectures` and `avec_manques` add."""

    objects = ActionQuerySet.as_manager()

    # Written by forms and imports before `save()`: the reason for moving `fin`.
    motif_report = ""

    class Meta:
        ordering = ["plan", "cle_code", "id"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        permissions = [("valider_action", _("Peut valider la publication d'une action"))]
        indexes = [
            GinIndex(fields=["recherche"], name="action_recherche"),
            GinIndex(fields=["recherche_code"], name="action_recherche_code"),
            models.Index(fields=["plan", "publication", "cle_code"], name="action_liste"),
            models.Index(fields=["plan", "prochaine_echeance"], name="action_echeance"),
            models.Index(fields=["plan", "maj_le"], name="action_maj_le"),
            models.Index(fields=["plan", "change_le"], name="action_change_le"),
        ]
        constraints = contraintes_action.CONTRAINTES
        triggers = gardes_action.GARDES

    def __str__(self) -> str:
        return f"{self.code} · {self.traduit('titre')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with avec_motif(self.motif_report):
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.plan.adresse("action", code=self.code)

    @cached_property
    def lectures(self) -> dict[str, Any]:
        """This action's readings, by the same rule as the lists (one query where they are not annotated)."""
        if "echeancier" in self.__dict__:
            return {nom: self.__dict__[nom] for nom in lectures.NOMS}
        lus: dict[str, Any] = (
            type(self).objects.filter(pk=self.pk).avec_lectures().values(*lectures.NOMS).get()
        )
        return lus

    def clean(self) -> None:
        erreurs: dict[str, Any] = {}
        if self.axe_id and self.plan_id and self.axe.plan_id != self.plan_id:
            erreurs["axe"] = _("Cet axe est d'un autre plan.")
        if self.axe_id and self.volet and self.volet.axe_id != self.axe_id:
            erreurs["volet"] = _("Ce volet est d'un autre axe.")
        erreurs |= {champ: gettext(phrase) for champ, phrase in pris_par_un_autre(self).items()}
        if self.pk:
            erreurs |= self._erreurs_du_changement()
        if erreurs:
            raise ValidationError(erreurs)

    def validate_constraints(self, exclude: Any = None) -> None:
        # Never typed, so never wrong by itself: what rests on it is checked all the same.
        super().validate_constraints(exclude=set(exclude or ()) - {"motif_inconnu", "decision_inconnue"})

    def _erreurs_du_changement(self) -> dict[str, Any]:
        erreurs: dict[str, Any] = {}
        avant = (
            type(self)
            .objects.filter(pk=self.pk)
            .values("fin", "texte_officiel", "publiee_le", "statut", "decision")
            .first()
        )
        if avant and avant["statut"] != self.statut:
            # The number spoke of the status before (trigger `decision`); only the file of a plan leaves
            # a reason unknown (trigger `inconnus`).
            if avant["decision"] == self.decision:
                self.decision = ""
            self.motif_inconnu = self.decision_inconnue = False
        if avant and avant["fin"] and avant["fin"] != self.fin and not est_un_motif(self.motif_report):
            erreurs["fin"] = report_sans_motif()
        if avant and avant["publiee_le"] and avant["texte_officiel"] not in ("", self.texte_officiel):
            erreurs["texte_officiel"] = _("Le texte officiel ne se modifie plus après la publication.")
        if self.remplacee_par_id and self.pk in self._remplacantes():
            erreurs["remplacee_par"] = _("Une action ne se remplace pas elle-même, même par d'autres.")
        return erreurs

    def _remplacantes(self) -> set[int]:
        """What replaces this one, what replaces that one, and so on."""
        suite: set[int] = set()
        prochaine = self.remplacee_par_id
        while prochaine and prochaine not in suite:
            suite.add(prochaine)
            prochaine = type(self).objects.values_list("remplacee_par", flat=True).get(pk=prochaine)
        return suite

    @property
    def en_vigueur(self) -> bool:
        """Neither ended nor set aside: only such an action owes news."""
        return self.statut in EN_VIGUEUR

    @property
    def close(self) -> bool:
        """Done, or archived: what it has not reached, it never will."""
        return self.statut == Statut.REALISEE or self.publication == Publication.ARCHIVEE

    def etat(self, nom: str) -> tuple[str | None, str]:
        """One state and its word: `statut`, `confiance` (entered), `echeancier`, `fraicheur` (computed)."""
        valeur = getattr(self, nom) if nom in ("statut", "confiance") else self.lectures[nom]
        return (valeur, ETATS[nom](valeur).label) if valeur else (None, "")

    @property
    def etats_en_tete(self) -> list[tuple[str, str]]:
        """What its page says first, as (state, word): that it is archived; else its status, its schedule."""
        if self.publication == Publication.ARCHIVEE:
            return [(Publication.ARCHIVEE.value, str(Publication.ARCHIVEE.label))]
        return [(etat, str(mot)) for etat, mot in map(self.etat, ("statut", "echeancier")) if etat]
