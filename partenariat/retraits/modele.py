"""A withdrawal for cause: asked by one person, confirmed by another, said in public with its reason."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.champs import un_compte
from partenariat.donnees.empreintes import LONGUEUR
from partenariat.donnees.motifs import est_un_motif, motif_ecrit
from partenariat.gardes.ecriture import Garde
from partenariat.gardes.regles import ECRIRE
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, sans_avenir
from partenariat.presentation.formats import date_longue
from partenariat.retraits.ecriture import inscrire, masque
from partenariat.retraits.formulations import dire, formulation_de
from partenariat.retraits.gardes import GARDES
from partenariat.retraits.lieux import designation, page_de, parties_de, retirable_de
from partenariat.retraits.registre import CONFIRME, REGISTRE, TOUT, de_la_table
from partenariat.retraits.retirable import verrou_du_fichier

if TYPE_CHECKING:
    from partenariat.parties.utilisateurs import Utilisateur

DEJA = _("Le retrait en est déjà demandé, ou confirmé.")
SANS_MOTIF = _("Un retrait dit pourquoi (motif).")
REPETE = _("Le motif est public, et répète ce qui est retiré : dites pourquoi sans en citer les mots.")
QUATRE_YEUX = _("Un retrait se confirme par une autre personne que celle qui l'a demandé.")


class RetraitRefuse(ValidationError):
    """This withdrawal cannot be asked for, or settled: carries one French sentence."""


class Cause(models.TextChoices):
    PUBLIE_PAR_ERREUR = "publie_par_erreur", _("Publié par erreur")
    RENSEIGNEMENT_PERSONNEL = "renseignement_personnel", _("Renseignement personnel")


class EtatRetrait(models.TextChoices):
    DEMANDE = "demande", _("Demandé")
    CONFIRME = CONFIRME, _("Confirmé")
    REFUSE = "refuse", _("Refusé")


class RetraitQuerySet(RequeteHistorique["Retrait"]):
    def confirmes(self) -> Self:
        """Those that hold."""
        return self.filter(etat=EtatRetrait.CONFIRME)

    def publics(self) -> Self:
        """Those of what the public read, one day at least: the only ones that it is told of."""
        return self.confirmes().filter(public=True)

    def dits(self) -> Self:
        """Likewise, less those that are told with another."""
        return self.publics().filter(Q(avec=None) | Q(avec__public=False))

    def de(self, objet: models.Model | models.QuerySet[Any]) -> Self:
        """Those of a record, or of records; of the whole, or of a field."""
        cles = objet.values("pk") if isinstance(objet, models.QuerySet) else [objet.pk]
        modele = objet.model if isinstance(objet, models.QuerySet) else type(objet)
        return self.filter(relation=modele._meta.db_table, cle__in=cles)

    def du_fichier(self, empreinte: str) -> Self:
        """Those that hold, and took a file of that fingerprint, of whatever it was (`DEJA_RETIRE`)."""
        champs = {quoi.fichier for quoi in REGISTRE.values()} - {""}
        prises = (Q(**{f"empreintes__{champ}__contains": [empreinte]}) for champ in sorted(champs))
        return self.confirmes().filter(reduce(or_, prises))


@historise(retrait=True)
class Retrait(models.Model):
    relation = models.CharField(_("table"), max_length=63, editable=False)
    cle = models.BigIntegerField(_("clé"), editable=False)
    champ = models.CharField(_("champ"), max_length=63, blank=True, editable=False)
    """Only that field; empty: the whole."""
    formulation = models.CharField(
        _("empreinte de la formulation retirée"), max_length=LONGUEUR, blank=True, editable=False
    )
    """Of a field that is replaced (`Retirable.remplacables`), only that wording of it."""
    quoi = models.CharField(
        _("ce qui est retiré"),
        max_length=200,
        help_text=_("Public : nommez ce qui est retiré sans en répéter les mots."),
    )
    # What has the page where it was read: an action, a meeting; « Ce qui a changé » tells it there.
    page = models.CharField(_("table de sa page"), max_length=63, editable=False)
    page_cle = models.BigIntegerField(_("clé de sa page"), editable=False)
    avec = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="suites",
        verbose_name=_("retiré avec"),
    )
    cause = models.CharField(_("cause"), max_length=30, choices=Cause)
    motif = models.TextField(
        _("motif"), help_text=_("Public : dites pourquoi, sans répéter ce qui est retiré.")
    )
    motif_par = un_compte(_("motif remplacé par"), editable=False)
    etat = models.CharField(
        _("état"), max_length=10, choices=EtatRetrait, default=EtatRetrait.DEMANDE, editable=False
    )
    demande_par = un_compte(_("demandé par"), editable=False)
    demande_le = models.DateTimeField(_("demandé le"), default=timezone.now, editable=False)
    decide_par = un_compte(_("confirmé ou refusé par"), editable=False)
    decide_le = models.DateTimeField(_("confirmé ou refusé le"), null=True, blank=True, editable=False)
    # Written by the trigger `inscrire`, at the confirmation.
    dit = models.CharField(_("ce qui se lit à la place"), max_length=60, blank=True, editable=False)
    empreintes = models.JSONField(_("empreintes (SHA-256)"), default=dict, blank=True, editable=False)
    public = models.BooleanField(_("lu du public"), default=False, editable=False)
    """Whether the public ever read it: the register names nothing else."""
    caviarde_le = models.DateTimeField(_("caviardé le"), null=True, blank=True, editable=False)
    # What PostgreSQL kept of it in its own files is gone since then (`compactage`).
    compacte_le = models.DateTimeField(_("tables réécrites le"), null=True, blank=True, editable=False)

    objects = RetraitQuerySet.as_manager()

    class Meta:
        ordering = ["-decide_le", "-id"]
        verbose_name = _("retrait pour cause")
        verbose_name_plural = _("retraits pour cause")
        constraints = [
            sans_avenir(
                "retrait_sans_avenir", instants=["demande_le", "decide_le", "caviarde_le", "compacte_le"]
            ),
            models.UniqueConstraint(
                name="retrait_unique",
                fields=["relation", "cle", "champ", "formulation"],
                condition=~Q(etat="refuse"),
                violation_error_message=DEJA,
            ),
            models.CheckConstraint(name="retrait_cause_connue", condition=Q(cause__in=Cause.values)),
            models.CheckConstraint(name="retrait_etat_connu", condition=Q(etat__in=EtatRetrait.values)),
            models.CheckConstraint(
                name="retrait_motif_ecrit",
                condition=motif_ecrit("motif"),
                violation_error_message=SANS_MOTIF,
            ),
            models.CheckConstraint(name="retrait_quoi_non_vide", condition=~Q(quoi="")),
            models.CheckConstraint(
                name="retrait_decide",
                condition=Q(etat="demande", decide_par__isnull=True, decide_le__isnull=True)
                | ~Q(etat="demande") & Q(decide_le__isnull=False),
            ),
            models.CheckConstraint(
                name="retrait_quatre_yeux",
                condition=~Q(etat=CONFIRME)
                | Q(demande_par__isnull=True, decide_par__isnull=True)
                | ~Q(demande_par=F("decide_par")),
                violation_error_message=QUATRE_YEUX,
            ),
        ]
        triggers = [
            *GARDES,
            Garde("inscrire", inscrire, a=ECRIRE),
            Garde("masquer", masque, a=ECRIRE, when=pgtrigger.After),
        ]

    def __str__(self) -> str:
        return self.quoi

    @property
    def modele(self) -> type[models.Model] | None:
        return de_la_table(self.relation)

    @property
    def jour_dit(self) -> str:
        """« Retiré du site le 27 novembre 2026 »."""
        return gettext("Retiré du site le %(date)s") % {
            "date": date_longue(timezone.localdate(self.decide_le))
        }

    @property
    def dit_avec(self) -> "Retrait":
        """The one by which the public is told of it: that with which it went, if that was public."""
        return self.avec if self.avec is not None and self.avec.public else self

    @property
    def objet(self) -> models.Model | None:
        """The record itself, if it is still there; where one wording is to go, as it says it."""
        modele = self.modele
        objet = modele._base_manager.filter(pk=self.cle).first() if modele else None
        if objet is not None and self.formulation and self.etat == EtatRetrait.DEMANDE:
            dire(objet, self.champ, self.formulation)
        return objet

    @classmethod
    def demander(
        cls, objet: models.Model, par: "Utilisateur", *, cause: str, motif: str, champ: str = TOUT
    ) -> "Retrait":
        """Asks that a record be withdrawn, or one of its fields (`champ`).

        Raises:
            RetraitRefuse: it cannot be, or this person may not ask.
            ValidationError: it is being already, or the reason is none.
        """
        if not retirable_de(objet, champ):
            raise RetraitRefuse(
                gettext("Ceci ne se retire pas : choisissez un texte, un fichier ou une fiche publiés.")
            )
        if not par.a_role("coordination"):
            raise RetraitRefuse(
                gettext("Seule la coordination demande ou confirme un retrait : écrivez-lui.")
            )
        retrait = cls._de(objet, champ, cause=cause, motif=motif.strip(), demande_par=par)
        retrait.full_clean()
        retrait.save()
        return retrait

    @classmethod
    def _de(cls, objet: models.Model, champ: str, **reste: Any) -> "Retrait":
        retrait = cls(**reste)
        retrait.viser(objet, champ)
        return retrait

    def viser(self, objet: models.Model, champ: str) -> None:
        """Says what is to be withdrawn."""
        self.relation, self.cle, self.champ = objet._meta.db_table, objet.pk, champ
        self.formulation = formulation_de(objet, champ)
        self.quoi = designation(objet, champ)
        page = page_de(objet)
        self.page, self.page_cle = page._meta.db_table, page.pk

    def clean(self) -> None:
        """A field goes with the whole."""
        tout = type(self).objects.filter(relation=self.relation, cle=self.cle, champ=TOUT)
        if self.champ and tout.exclude(etat=EtatRetrait.REFUSE).exists():
            raise ValidationError(DEJA)
        # `confirmer` asks again: the record may say since what the reason already did.
        if self._state.adding and self.repete(self.motif):
            raise ValidationError({"motif": REPETE})

    def repete(self, motif: str) -> bool:
        """Whether this says the words that go, or went, with it."""
        from partenariat.retraits.citations import cite, mots_de
        from partenariat.retraits.copies import suites_de

        suites = suites_de(objet, self.champ) if (objet := self.objet) is not None else ()
        return cite(motif, mots_de([self, *(Retrait._de(*suite) for suite in suites)]))

    def peut_confirmer(self, personne: "Utilisateur") -> bool:
        return (
            self.etat == EtatRetrait.DEMANDE
            and personne.a_role("coordination")
            and personne.pk != self.demande_par_id
        )

    def peut_refuser(self, personne: "Utilisateur") -> bool:
        return self.etat == EtatRetrait.DEMANDE and personne.a_role("coordination")

    @transaction.atomic
    def confirmer(self, par: "Utilisateur") -> None:
        """From now on the words are gone from the site, whatever the day that is asked for.

        Raises:
            RetraitRefuse: it is not waiting, or this person asked for it, or something of it is waiting too.
        """
        from partenariat.retraits.copies import suites_de

        if not self.peut_confirmer(par):
            raise RetraitRefuse(
                gettext("Ce retrait attend d'être confirmé par une autre personne de la coordination.")
            )
        if self.repete(self.motif):
            raise RetraitRefuse(
                gettext("Le motif répète ce qui est retiré : refusez ce retrait, puis demandez-le à nouveau.")
            )
        self._tenir_les_fichiers()
        for objet, champ in list(suites_de(self.objet, self.champ)) if self.objet else ():
            siens = Retrait.objects.de(objet).filter(champ__in={champ, TOUT})
            autre = siens.exclude(etat=EtatRetrait.REFUSE).first()
            if autre is None:
                meme = {"cause": self.cause, "motif": self.motif, "demande_par": self.demande_par}
                autre = Retrait._de(objet, champ, avec=self, **meme)
                autre.save()
                autre._decider(EtatRetrait.CONFIRME, par)
            elif autre.etat == EtatRetrait.DEMANDE:
                raise RetraitRefuse(gettext("Réglez d'abord ce retrait : %(quoi)s.") % {"quoi": autre.quoi})
        self._decider(EtatRetrait.CONFIRME, par)

    def _tenir_les_fichiers(self) -> None:
        """Who hands in the same bytes meanwhile waits, then is refused."""
        siens: list[Any] = [self.objet] if self.objet else []
        if siens and self.champ == TOUT:
            siens += parties_de(siens[0])
        tenus: set[str] = {un.empreinte for un in siens if REGISTRE[type(un)].sans_retour} - {""}
        with connection.cursor() as curseur:
            # In one order: two withdrawals never wait for each other.
            for empreinte in sorted(tenus):
                curseur.execute(f"SELECT {verrou_du_fichier('%s')}", [empreinte])

    def refuser(self, par: "Utilisateur") -> None:
        if not self.peut_refuser(par):
            raise RetraitRefuse(
                gettext("Seule la coordination refuse un retrait, tant qu'il est demandé : relisez la fiche.")
            )
        self._decider(EtatRetrait.REFUSE, par)

    def motif_remplacable(self, personne: "Utilisateur") -> bool:
        return self.etat == EtatRetrait.CONFIRME and self.avec_id is None and personne.a_role("coordination")

    @transaction.atomic
    def remplacer_le_motif(self, motif: str, par: "Utilisateur") -> None:
        """From now on another reason is read, whatever the day; the former one is kept inside.

        Raises:
            RetraitRefuse: it is not confirmed, this person may not, or that reason is none.
        """
        if not self.motif_remplacable(par):
            raise RetraitRefuse(gettext("La coordination remplace le motif d'un retrait confirmé."))
        self.admettre(motif)
        for retrait in (self, *self.suites.all()):
            retrait.motif, retrait.motif_par = motif.strip(), par
            retrait.save(update_fields=["motif", "motif_par"])
        transaction.on_commit(_garder_le_registre, robust=True)

    def admettre(self, motif: str) -> None:
        """
        Raises:
            RetraitRefuse: this is no reason, or it says the words that went.
        """
        if not est_un_motif(motif):
            raise RetraitRefuse(SANS_MOTIF)
        if self.repete(motif):
            raise RetraitRefuse(REPETE)

    def _decider(self, etat: EtatRetrait, par: "Utilisateur") -> None:
        self.etat, self.decide_par, self.decide_le = etat, par, timezone.now()
        self.save(update_fields=["etat", "decide_par", "decide_le"])
        self.refresh_from_db()
        if etat == EtatRetrait.CONFIRME:
            # What is decided stands, even where the disk is full: `caviarder` writes it again.
            transaction.on_commit(_garder_le_registre, robust=True)


def _garder_le_registre() -> None:
    from partenariat.retraits.registre_de_fichier import ecrire

    ecrire()
