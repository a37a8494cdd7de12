"""What a decision does to the plan, in the transaction that writes it, under its number."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Jalon
from actions.models.etats import AVEC_MOTIF, EN_VIGUEUR, Statut
from comite.models import gardes
from comite.models.etats import EXIGE, VISES, NatureEffet
from comite.models.lus import DE_LA_SEANCE, decision_lue
from comite.models.point import OBJET_PUBLIC
from engagements.models import Engagement
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.motifs import est_un_motif, motif_ecrit
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles
from partenariat.presentation.formats import date_longue
from partenariat.retraits.retirable import retirable

if TYPE_CHECKING:
    import datetime


DATES_EN_VIGUEUR = _(
    "Les dates d'une action suspendue, abandonnée ou réalisée ne se déplacent pas; la même décision peut "
    "reprendre une action suspendue ou abandonnée."
)
STATUTS: dict[str, Statut] = {
    NatureEffet.SUSPENDRE: Statut.SUSPENDUE,
    NatureEffet.REPRENDRE: Statut.EN_COURS,
    NatureEffet.ABANDONNER: Statut.ABANDONNEE,
}
PERMIS: dict[str, tuple[tuple[Statut, ...], Any]] = {
    NatureEffet.SUSPENDRE: (EN_VIGUEUR, _("Seule une action à venir ou en cours se suspend.")),
    NatureEffet.REPRENDRE: (AVEC_MOTIF, _("Seule une action suspendue ou abandonnée se reprend.")),
    NatureEffet.ABANDONNER: (
        (*EN_VIGUEUR, Statut.SUSPENDUE),
        _("Une action réalisée ou déjà abandonnée ne s'abandonne pas."),
    ),
    NatureEffet.DEPLACER_FIN: (EN_VIGUEUR, DATES_EN_VIGUEUR),
    NatureEffet.DEPLACER_JALON: (EN_VIGUEUR, DATES_EN_VIGUEUR),
    NatureEffet.REFORMULER: (tuple(Statut), ""),
}
"""The statuts of an action that allow each effect on it, and what is said of the others."""
MANQUES = {
    "action": _("Choisissez l'action que vise l'effet."),
    "jalon": _("Choisissez un jalon de cette action."),
    "engagement": _("Choisissez l'engagement à retirer."),
    "nouvelle_date": _("Écrivez la nouvelle date."),
    "nouveau_texte": _("Écrivez le nouveau titre."),
}


def _entier() -> Q:
    """What `EXIGE` says of each nature, as a condition on its row."""
    condition = Q()
    for nature, exiges in EXIGE.items():
        ligne = Q(nature=nature)
        for champ in VISES:
            absent = Q(nouveau_texte="") if champ == "nouveau_texte" else Q(**{f"{champ}__isnull": True})
            ligne &= ~absent if champ in exiges else absent
        condition |= ligne
    return condition


class EffetQuerySet(RequeteHistorique["Effet"]):
    def caches(self) -> Self:
        """Those about something unpublished."""
        return self.exclude(OBJET_PUBLIC)


@historise()
@retirable(
    "nouveau_texte",
    "motif",
    ou="decision__seance",
    copies={"nouveau_texte": ("action__titre",)},
    publics=({f"decision__{nom}": quoi for nom, quoi in DE_LA_SEANCE.items()} | {"decision": decision_lue},),
)
class Effet(models.Model):
    """One change that a decision makes to the plan. Append-only: another decision changes it again."""

    AJOUT_SEULEMENT = True

    decision = models.ForeignKey(
        "comite.Decision", models.PROTECT, related_name="effets", verbose_name=_("décision")
    )
    nature = models.CharField(_("effet"), max_length=15, choices=NatureEffet)
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("action visée par l'effet"),
    )
    jalon = models.ForeignKey(
        Jalon,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("jalon visé par l'effet"),
    )
    engagement = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effets",
        verbose_name=_("engagement visé par l'effet"),
    )
    nouvelle_date = models.DateField(_("nouvelle date"), null=True, blank=True)
    nouveau_texte = models.CharField(_("nouveau titre"), max_length=300, blank=True)
    motif = models.TextField(_("motif"), help_text=_("Public aussitôt : il accompagne l'effet sur le plan."))

    objects = EffetQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "id"]
        verbose_name = _("effet")
        verbose_name_plural = _("effets")
        constraints = [
            dates_possibles("effet_dates_possibles", "nouvelle_date"),
            models.CheckConstraint(
                name="effet_entier",
                condition=_entier(),
                violation_error_message=_(
                    "L'effet et ce qu'il vise ne vont pas ensemble : corrigez l'un ou l'autre."
                ),
            ),
            models.CheckConstraint(
                name="effet_motif_requis",
                condition=motif_ecrit("motif"),
                violation_error_message=_("Un effet sur le plan s'explique : écrivez le motif."),
            ),
            models.UniqueConstraint(
                name="effet_une_fois",
                fields=["decision", "nature", "action", "jalon", "engagement"],
                nulls_distinct=False,
                violation_error_message=_("Cette décision a déjà cet effet : retirez une des deux lignes."),
            ),
        ]
        triggers = gardes.EFFET

    def __str__(self) -> str:
        return self.dit

    def clean(self) -> None:
        exiges = EXIGE.get(NatureEffet(self.nature), ()) if self.nature in NatureEffet.values else ()
        erreurs = {champ: MANQUES[champ] for champ in exiges if getattr(self, champ) in (None, "")}
        if self.jalon is not None and self.jalon.action_id != self.action_id:
            erreurs["jalon"] = MANQUES["jalon"]
        if not est_un_motif(self.motif):
            erreurs["motif"] = _("Un effet sur le plan s'explique : écrivez le motif.")
        if erreurs:
            raise ValidationError(erreurs)

    @property
    def dit(self) -> str:
        """What it did to the plan, in words public at once (« Action suspendue »)."""
        dits: dict[str, str] = {
            NatureEffet.SUSPENDRE: gettext("Action suspendue"),
            NatureEffet.REPRENDRE: gettext("Action reprise"),
            NatureEffet.ABANDONNER: gettext("Action abandonnée"),
            NatureEffet.DEPLACER_FIN: gettext("Fin de l'action portée au %(date)s"),
            NatureEffet.DEPLACER_JALON: gettext("Jalon « %(jalon)s » porté au %(date)s"),
            NatureEffet.REFORMULER: gettext("Titre reformulé : « %(titre)s »"),
            NatureEffet.RETIRER: gettext("Engagement retiré"),
        }
        return dits[self.nature] % {
            "date": date_longue(self.nouvelle_date),
            "jalon": self.jalon,
            "titre": self.nouveau_texte,
        }

    @property
    def motif_public(self) -> str:
        """What the plan shows beside the effect: the number, and the reason written for the public.

        Never the words of the decision: they wait for the minutes.
        """
        return motif_public(self.decision.numero, self.motif)

    def appliquer(self) -> None:
        """Changes the plan. Called once, by the decision that takes it (`Decision.prendre`).

        Raises:
            TransitionRefusee: the action, the milestone or the commitment does not allow it.
            ValidationError: the new date or title is not one.
        """
        APPLIQUER[NatureEffet(self.nature)](self)

    def _action(self) -> Action:
        """The action, held, whose statut allows the effect."""
        # `clean` asks for it, as for the milestone and the date below.
        action = Action.objects.select_for_update().get(pk=cast(int, self.action_id))
        statuts, refus = PERMIS[self.nature]
        if action.statut not in statuts:
            raise TransitionRefusee(str(refus))
        return action

    def _changer_de_statut(self) -> None:
        action, voulu = self._action(), STATUTS[self.nature]
        action.statut, action.motif = voulu, self.motif_public
        action.decision, action.sans_decision = self.decision.numero, ""
        action.save(update_fields=["statut", "motif", "decision", "sans_decision"])

    def _deplacer_la_fin(self) -> None:
        action = self._action()
        if action.fin == self.nouvelle_date:
            raise TransitionRefusee(gettext("L'action finit déjà à cette date : écrivez-en une autre."))
        action.fin, action.motif_report = self.nouvelle_date, self.motif_public
        action.full_clean(exclude=["plan"])
        action.save(update_fields=["fin"])

    def _deplacer_le_jalon(self) -> None:
        # The action first, as the back office and the plan file do: two who want both never wait for each
        # other.
        self._action()
        jalon = Jalon.objects.select_for_update().get(pk=cast(int, self.jalon_id))
        if not jalon.ouvert:
            raise TransitionRefusee(
                gettext("Un jalon atteint ou annulé n'a plus d'échéance à déplacer : choisissez-en un autre.")
            )
        if jalon.echeance == self.nouvelle_date:
            raise TransitionRefusee(gettext("Ce jalon a déjà cette échéance : écrivez une autre date."))
        jalon.echeance = cast("datetime.date", self.nouvelle_date)
        jalon.motif_report = self.motif_public
        jalon.save(update_fields=["echeance"])

    def _reformuler(self) -> None:
        action = self._action()
        if action.titre == self.nouveau_texte.strip():
            raise TransitionRefusee(gettext("L'action porte déjà ce titre : écrivez le nouveau."))
        action.titre, action.titre_en = self.nouveau_texte.strip(), ""
        action.save(update_fields=["titre", "titre_en"])

    def _retirer(self) -> None:
        engagement = Engagement.objects.get(pk=cast(int, self.engagement_id))
        engagement.retirer(self.decision.par, self.motif_public, decision=self.decision.numero)


APPLIQUER: dict[NatureEffet, Callable[[Effet], None]] = {
    NatureEffet.SUSPENDRE: Effet._changer_de_statut,
    NatureEffet.REPRENDRE: Effet._changer_de_statut,
    NatureEffet.ABANDONNER: Effet._changer_de_statut,
    NatureEffet.DEPLACER_FIN: Effet._deplacer_la_fin,
    NatureEffet.DEPLACER_JALON: Effet._deplacer_le_jalon,
    NatureEffet.REFORMULER: Effet._reformuler,
    NatureEffet.RETIRER: Effet._retirer,
}


def permis(statut: str) -> set[str]:
    """The effects that an action of this statut allows at once."""
    return {nature for nature, (statuts, _refus) in PERMIS.items() if statut in statuts}


def motif_public(numero: str, motif: str) -> str:
    """What the plan shows of a decision's reason, in the language of the plan."""
    with translation.override("fr-ca"):
        dit = gettext("Décision %(numero)s : %(motif)s")
    return dit % {"numero": numero, "motif": motif.strip()}


def dits(effets: Iterable[Effet]) -> list[tuple[str, str]]:
    """What they did and why, those of one reason together: (« Action suspendue; … », reason)."""
    par_motif: dict[str, list[str]] = {}
    for effet in effets:
        par_motif.setdefault(effet.motif, []).append(effet.dit)
    return [("; ".join(phrases), motif) for motif, phrases in par_motif.items()]
