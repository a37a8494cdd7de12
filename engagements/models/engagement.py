"""The commitment: what one body promises another."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Plan
from actions.models.action import CODE
from actions.models.provenance import Provenance
from engagements import lectures
from engagements.models import gardes, succession
from engagements.models.cycle import QUATRE_YEUX
from engagements.models.etats import (
    AVEC_MOTIF,
    OUVERTES,
    SANS_PREUVE_ATTENDUE,
    VISIBLES_DU_PUBLIC,
    Attention,
    Etat,
    Genre,
    LecturePreuve,
    Nature,
    Publication,
)
from engagements.models.parole import Parole
from partenariat.donnees.champs import un_compte
from partenariat.donnees.empreintes import champ_empreinte
from partenariat.donnees.motifs import motif_ecrit
from partenariat.donnees.recherche import CleExacte, CleNaturelle, champ_recherche
from partenariat.histoire.historise import historise
from partenariat.histoire.noms_figes import fige_son_nom, renomme_a_tort
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, jour, sans_avenir
from partenariat.models import Organisation, RepondPour
from partenariat.presentation.traduction import Traduit
from partenariat.retraits.registre import Lisible
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from engagements.models.geste import Acteur
    from partenariat.models import Utilisateur


class EngagementQuerySet(RequeteHistorique["Engagement"]):
    def publics(self) -> Self:
        """The only commitments that exist for the public: in lists, counts, search, files."""
        return self.filter(publication=Publication.PUBLIEE)

    def consultables(self) -> Self:
        """Those that have a public page: a superseded one keeps its own, with a banner."""
        return self.filter(publication__in=VISIBLES_DU_PUBLIC)

    def ouverts_a(self, acteur: "Acteur") -> Self:
        """What this body may see in its own space: promised by it, to it, or in answer to its own promise.

        Drafts are the coordination's; an archived one stays readable.
        """
        siens = RepondPour(acteur.organisation.pk)
        liees = self.model.contreparties.through.objects.filter(to_engagement__partie__in=siens)
        contrepartie = Exists(liees.filter(from_engagement=OuterRef("pk")))
        ouverts = self.exclude(publication=Publication.BROUILLON)
        return ouverts.filter(Q(partie__in=siens) | Q(envers__in=siens) | contrepartie)

    def modifiables_par(self, utilisateur: "Utilisateur | AnonymousUser") -> Self:
        """`coordination` (and a superuser): every one, in the back office; anyone else: none."""
        if utilisateur.is_authenticated and utilisateur.a_role("coordination"):
            return self
        return self.none()

    def actionnables(self) -> Self:
        """Those on which the parties may still act."""
        return self.filter(publication__in=OUVERTES)

    def avec_lectures(self) -> Self:
        """Annotates the readings, for the day that `histoire.temps.jour` gives."""
        return self.annotate(**lectures.annotations(jour()))

    def par_code(self) -> Self:
        return self.order_by("plan", "cle_code", "id")


# Letters, signed texts and files bear it: a text that went back to draft bore it too.
DE_L_ENGAGEMENT: Lisible = {"engagement__publication": VISIBLES_DU_PUBLIC}
"""What hangs on a commitment is public with it."""


@fige_son_nom(
    "code",
    connu=gardes.FUT_PROPOSE,
    est_connu="code_fige",
    fige=("engagement_code_fige", gardes.CODE_FIGE),
    reste=("engagement_propose_reste", gardes.PROPOSE_RESTE),
)
@historise(public=("publication", VISIBLES_DU_PUBLIC))
@retirable(
    "titre",
    "titre_en",
    "texte",
    "condition",
    "motif",
    "sans_decision",
    "note_retour",
    "texte_fige",
    copies={"texte_fige": ("titre", "texte", "condition")},
    publics=({"publication": VISIBLES_DU_PUBLIC},),
    # Between who writes and who publishes.
    publics_de={"note_retour": ()},
)
class Engagement(Parole, Provenance, Traduit, models.Model):
    """A promise, with its text, its due date and its answer.

    The text is frozen (`texte_fige`, composed by PostgreSQL from the fields) as soon as it is submitted to
    the parties: it goes back to draft only while nobody has signed; a signed one is only ever superseded.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="engagements", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=30, validators=[CODE])
    partie = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="engagements_pris",
        verbose_name=_("partie engagée"),
        help_text=_("L'organisation qui promet."),
    )
    envers = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="engagements_recus",
        verbose_name=_("envers"),
        help_text=_("L'organisation à qui c'est promis; elle signe aussi."),
    )
    titre = models.CharField(_("titre"), max_length=250)
    titre_en = models.CharField(_("titre en anglais"), max_length=250, blank=True)
    texte = models.TextField(_("texte"), help_text=_("Le texte exact que les deux parties signent."))
    nature = models.CharField(_("nature"), max_length=12, choices=Nature)
    actions = models.ManyToManyField(
        Action, blank=True, related_name="engagements", verbose_name=_("actions qui le réalisent")
    )
    echeance = models.DateField(_("échéance"), null=True, blank=True)
    montant = models.DecimalField(_("montant ($)"), max_digits=14, decimal_places=2, null=True, blank=True)
    conditionnel = models.BooleanField(
        _("conditionnel"), default=False, help_text=_("Ne vaut que si sa condition est remplie.")
    )
    condition = models.TextField(_("condition"), blank=True)
    contreparties = models.ManyToManyField(
        "self",
        blank=True,
        verbose_name=_("contreparties"),
        help_text=_("Les engagements que celui-ci reçoit en retour; le lien vaut dans les deux sens."),
    )
    provenance = models.CharField(_("provenance des données"), max_length=30, blank=True)
    etat = models.CharField(_("état"), max_length=15, choices=Etat, default=Etat.PROPOSE, editable=False)
    motif = models.TextField(_("motif de l'état"), blank=True, editable=False)
    decision = models.CharField(
        _("décision du comité"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("Numéro de la décision qui a retiré l'engagement."),
    )
    sans_decision = models.TextField(_("retiré sans décision du comité"), blank=True, editable=False)
    decision_inconnue = models.BooleanField(
        _("sans décision consignée"),
        default=False,
        editable=False,
        help_text=_("Retiré d'après un fichier de plan qui ne nomme pas de décision."),
    )
    remplace = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="remplacant",
        verbose_name=_("remplace l'engagement"),
    )

    publication = models.CharField(
        _("publication"), max_length=12, choices=Publication, default=Publication.BROUILLON, editable=False
    )
    auteur = un_compte(_("rédigé par"), editable=False)
    propose_par = un_compte(_("proposé par"), editable=False)
    propose_le = models.DateTimeField(_("proposé le"), null=True, blank=True, editable=False)
    publie_le = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    publie_par = un_compte(_("publié par"), editable=False)
    note_retour = models.TextField(_("note de retour"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # Kept by triggers (engagements.models.sommes), then what is read from them (engagements.lectures).
    nb_preuves = models.PositiveIntegerField(_("preuves"), default=0, editable=False)
    nb_preuves_verifiees = models.PositiveIntegerField(_("preuves vérifiées"), default=0, editable=False)
    declare_le = models.DateTimeField(_("dernière déclaration"), null=True, editable=False)
    dernier_mot = models.CharField(
        _("genre de la dernière déclaration"), max_length=22, choices=Genre, blank=True, editable=False
    )
    dernier_mot_conteste = models.BooleanField(
        _("dernière déclaration contestée"), default=False, editable=False
    )
    dernier_mot_attend = models.BooleanField(
        _("dernière déclaration à vérifier"), default=False, editable=False
    )
    preuve = models.GeneratedField(
        verbose_name=_("preuve"),
        expression=lectures.preuve(),
        output_field=models.CharField(),
        db_persist=True,
    )
    conteste = models.GeneratedField(
        verbose_name=_("contesté"),
        expression=lectures.conteste(),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    a_verifier = models.GeneratedField(
        verbose_name=_("déclaration à vérifier"),
        expression=lectures.a_verifier(),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    texte_fige = models.TextField(_("texte proposé aux signatures"), blank=True, editable=False)
    empreinte = champ_empreinte("texte_fige")
    cle_code = models.GeneratedField(
        expression=CleNaturelle(F("code")), output_field=models.TextField(), db_persist=True
    )
    recherche_code = champ_recherche(A="code")
    recherche = champ_recherche(A="code", B="titre titre_en", C="texte condition motif sans_decision")

    en_retard: bool
    """The reading that `avec_lectures` adds."""
    contreparties_publiques: list["Engagement"]
    """What `chronologie.entourer` adds."""

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "cle_code", "id"]
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        indexes = [
            GinIndex(fields=["recherche"], name="engagement_recherche"),
            GinIndex(fields=["recherche_code"], name="engagement_recherche_code"),
            models.Index(fields=["plan", "publication", "cle_code"], name="engagement_liste"),
            models.Index("plan", CleExacte("code"), name="engagement_code_exact"),
        ]
        constraints = [
            dates_possibles("engagement_dates_possibles", "echeance"),
            sans_avenir("engagement_etapes_sans_avenir", instants=["propose_le", "publie_le"]),
            models.UniqueConstraint(
                name="engagement_code_unique",
                fields=["plan", "code"],
                violation_error_message=_(
                    "Ce code est déjà celui d'un autre engagement du plan : choisissez-en un autre."
                ),
            ),
            models.CheckConstraint(
                name="engagement_envers_un_autre",
                condition=~Q(partie=F("envers")),
                violation_error_message=_(
                    "Une organisation ne s'engage pas envers elle-même : choisissez-en une autre."
                ),
            ),
            # What is said of a withdrawal is said of nothing else: the page shows it, whatever the state.
            models.CheckConstraint(
                name="engagement_decision_du_retrait",
                condition=Q(etat=Etat.RETIRE) | Q(decision="", sans_decision="", decision_inconnue=False),
                violation_error_message=_(
                    "Seul un engagement retiré dit la décision qui l'a retiré, ou pourquoi il n'y en a pas."
                ),
            ),
            models.CheckConstraint(name="engagement_titre_non_vide", condition=~Q(titre="")),
            models.CheckConstraint(name="engagement_texte_non_vide", condition=~Q(texte="")),
            models.CheckConstraint(name="engagement_nature_connue", condition=Q(nature__in=Nature.values)),
            models.CheckConstraint(name="engagement_etat_connu", condition=Q(etat__in=Etat.values)),
            models.CheckConstraint(
                name="engagement_publication_connue", condition=Q(publication__in=Publication.values)
            ),
            models.CheckConstraint(
                name="engagement_montant_positif",
                condition=Q(montant__isnull=True) | Q(montant__gte=0),
                violation_error_message=_("Un montant ne peut pas être négatif : écrivez 0 ou plus."),
            ),
            models.CheckConstraint(
                name="engagement_condition_ecrite",
                condition=Q(conditionnel=False, condition="") | Q(conditionnel=True) & ~Q(condition=""),
                violation_error_message=_("Un engagement conditionnel écrit sa condition, et lui seul."),
            ),
            models.CheckConstraint(
                name="engagement_motif_requis",
                condition=~Q(etat__in=AVEC_MOTIF) | motif_ecrit("motif"),
                violation_error_message=_("Cet état demande un motif."),
            ),
            models.CheckConstraint(
                name="engagement_texte_fige_hors_brouillon",
                condition=Q(publication=Publication.BROUILLON, texte_fige="", etat=Etat.PROPOSE)
                | ~Q(publication=Publication.BROUILLON) & ~Q(texte_fige=""),
            ),
            models.CheckConstraint(
                name="engagement_publie_date",
                condition=~Q(publication__in=VISIBLES_DU_PUBLIC) | Q(publie_le__isnull=False),
            ),
            models.CheckConstraint(
                name="engagement_quatre_yeux",
                condition=Q(publie_par__isnull=True)
                | (
                    (Q(propose_par__isnull=True) | ~Q(publie_par=F("propose_par")))
                    & (Q(auteur__isnull=True) | ~Q(publie_par=F("auteur")))
                ),
                violation_error_message=QUATRE_YEUX.phrase,
            ),
            models.CheckConstraint(
                name="engagement_propose_le_et_par",
                condition=Q(propose_par__isnull=True) | Q(propose_le__isnull=False),
            ),
        ]
        triggers = gardes.GARDES

    def __str__(self) -> str:
        return f"{self.code} · {self.traduit('titre')}"

    def get_absolute_url(self) -> str:
        return self.plan.adresse("engagement", code=self.code)

    def clean(self) -> None:
        if refus := renomme_a_tort(self):
            raise ValidationError(refus)
        if self.remplace is not None and not self.fige:
            self._garder_les_parties(self.remplace)
        if self.plan_id and self.partie_id and self.partie_id == self.envers_id:
            raise ValidationError(
                {"envers": _("Une organisation ne s'engage pas envers elle-même : choisissez-en une autre.")}
            )
        if self.conditionnel and not self.condition.strip():
            raise ValidationError({"condition": _("Un engagement conditionnel écrit sa condition.")})
        if not self.conditionnel and self.condition.strip():
            raise ValidationError({"conditionnel": _("Cochez « conditionnel », ou effacez la condition.")})

    def _garder_les_parties(self, ancien: "Engagement") -> None:
        """The rule of `engagement_memes_parties`, told under each field of the form."""
        autre = {"partie": ancien.envers_id, "envers": ancien.partie_id}
        refus = {
            nom: gettext(succession.PHRASE)
            for nom in autre
            if (choisie := getattr(self, f"{nom}_id")) == autre[nom]
            or choisie not in getattr(ancien, nom).lignee()
        }
        if refus:
            raise ValidationError(refus)

    @property
    def sans_decision_dit(self) -> str:
        """Why no decision of the committee withdrew it; said where nobody knows."""
        return self.sans_decision or (gettext("sans décision consignée") if self.decision_inconnue else "")

    @cached_property
    def lectures(self) -> dict[str, Any]:
        """This commitment's readings, by the same rule as the lists (one query where not annotated)."""
        if "en_retard" in self.__dict__:
            return {nom: self.__dict__[nom] for nom in lectures.NOMS}
        lus: dict[str, Any] = (
            type(self).objects.filter(pk=self.pk).avec_lectures().values(*lectures.NOMS).get()
        )
        return lus

    @property
    def etats(self) -> list[tuple[str, str]]:
        """What a reader must know at a glance, as (state, words): state, calls for attention, evidence."""
        lus = self.lectures
        if self.etat == Etat.PROPOSE and self.texte_retire:
            dits = [(Etat.RETIRE.value, gettext("Ne peut plus être signé"))]
        else:
            dits = [(self.etat, str(Etat(self.etat).label))]
        dits += [(attention.value, str(attention.label)) for attention in Attention if lus[attention]]
        if self.etat not in SANS_PREUVE_ATTENDUE:
            dits.append((lus["preuve"], str(LecturePreuve(lus["preuve"]).label)))
        return dits

    @property
    def etats_en_tete(self) -> list[tuple[str, str]]:
        """What its page says first, as (state, words): that it is archived; else `etats`."""
        if self.publication == Publication.ARCHIVEE:
            return [(Publication.ARCHIVEE.value, str(Publication.ARCHIVEE.label))]
        return self.etats

    @property
    def fige(self) -> bool:
        return self.publication != Publication.BROUILLON

    @property
    def code_fige(self) -> bool:
        """Whether it was ever proposed: the guard `engagement_code_fige`."""
        return self.fige or bool(self.note_retour) or self.publie_le is not None
