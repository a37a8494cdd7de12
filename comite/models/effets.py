"""What a decision does to the plan, in the transaction that writes it, under its number."""

from typing import TYPE_CHECKING, Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Substr
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Action, Jalon
from actions.models.etats import EN_VIGUEUR, Statut
from actions.models.publication import TransitionRefusee
from comite.models.etats import SUR_UNE_ACTION, Effet
from engagements.models import Engagement
from partenariat.presentation.formats import date_longue

POINT_RETIRE = gettext_lazy("Ce point vient d'être retiré de l'ordre du jour.")
STATUTS: dict[str, Statut] = {
    Effet.SUSPENDRE: Statut.SUSPENDUE,
    Effet.ABANDONNER: Statut.ABANDONNEE,
    Effet.REPRENDRE: Statut.EN_COURS,
}


if TYPE_CHECKING:
    import datetime

    from django.db.models.fields.related_descriptors import ManyRelatedManager

    from comite.models.seance import Seance
    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object


class Effets(Modele):
    """Mixin of `Decision`."""

    # What it reads and writes of the decision.
    objects: "models.Manager[Self]"
    seance: "Seance"
    numero: str
    libelle: str
    vote: str
    actions: "ManyRelatedManager[Action, Any]"
    engagements: "ManyRelatedManager[Engagement, Any]"
    effet: str
    action: "Action | None"
    action_id: int | None
    jalon: "Jalon | None"
    jalon_id: int | None
    engagement: "Engagement | None"
    engagement_id: int | None
    nouvelle_date: "datetime.date | None"
    nouveau_texte: str
    motif: str
    par: "Utilisateur | None"

    @classmethod
    @transaction.atomic
    def prendre(cls, seance, par, *, point=None, actions=(), engagements=(), **champs) -> Self:
        """Writes a decision and applies its effect: both, or neither.

        Args:
            seance: a meeting that is held or called, whose minutes are not approved.
            actions, engagements: what it concerns, besides what its effect aims at.

        Raises:
            TransitionRefusee: the meeting or the object does not allow it (one French sentence).
            ValidationError: the effect is incomplete.
        """
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(_("Cette séance ne prend pas, ou plus, de décision."))
        if point is not None and not seance.points.filter(pk=point.pk).exists():
            raise TransitionRefusee(POINT_RETIRE)
        decision = cls(seance=seance, point=point, par=par, numero=cls._numero_suivant(seance), **champs)
        decision.full_clean()
        decision.save()
        decision.actions.set({a for a in (*actions, decision.action, point and point.action) if a})
        decision.engagements.set(
            {e for e in (*engagements, decision.engagement, point and point.engagement) if e}
        )
        decision._appliquer()
        return decision

    @classmethod
    def _numero_suivant(cls, seance) -> str:
        debut = f"{seance.numero}-R"
        pris = (
            cls.objects.filter(seance=seance, numero__startswith=debut)
            .annotate(fin=Substr("numero", len(debut) + 1))
            .values_list("fin", flat=True)
        )
        return f"{debut}{max((int(fin) for fin in pris if fin.isdecimal()), default=0) + 1}"

    @property
    def motif_public(self) -> str:
        """What the plan shows beside the effect: the number, and the reason written for the public.

        Never the words of the decision: they wait for the minutes.
        """
        with translation.override("fr-ca"):
            dit = _("Décision %(numero)s : %(motif)s")
        return dit % {"numero": self.numero, "motif": self.motif.strip()}

    @property
    def effet_dit(self) -> str:
        """What it did to the plan, in words public at once (« Action suspendue »); empty where nothing."""
        dits: dict[str, str] = {
            Effet.SUSPENDRE: _("Action suspendue"),
            Effet.REPRENDRE: _("Action reprise"),
            Effet.ABANDONNER: _("Action abandonnée"),
            Effet.DEPLACER_FIN: _("Fin de l'action portée au %(date)s"),
            Effet.DEPLACER_JALON: _("Jalon « %(jalon)s » porté au %(date)s"),
            Effet.REFORMULER: _("Titre reformulé : « %(titre)s »"),
            Effet.RETIRER: _("Engagement retiré"),
        }
        if self.effet not in dits:
            return ""
        return dits[self.effet] % {
            "date": date_longue(self.nouvelle_date),
            "jalon": self.jalon,
            "titre": self.nouveau_texte,
        }

    def corriger(self, libelle: str, vote: str) -> None:
        """Mends the words of a decision, until the minutes are approved. What it did to the plan stays.

        Raises:
            TransitionRefusee: the minutes are approved.
            ValidationError: no words, or an unknown vote.
        """
        self.seance.verrouiller()
        if not self.seance.peut_deliberer:
            raise TransitionRefusee(_("Cette séance ne prend pas, ou plus, de décision."))
        self.libelle, self.vote = libelle.strip(), vote
        self.full_clean()
        self.save(update_fields=["libelle", "vote"])

    def clean(self):
        erreurs = {}
        if self.effet and not self.motif.strip():
            erreurs["motif"] = _("Un effet sur le plan s'explique : écrivez le motif.")
        if self.effet in SUR_UNE_ACTION and self.action is None:
            erreurs["action"] = _("Choisissez l'action que vise l'effet.")
        if self.effet in (Effet.DEPLACER_FIN, Effet.DEPLACER_JALON) and self.nouvelle_date is None:
            erreurs["nouvelle_date"] = _("Écrivez la nouvelle date.")
        if self.effet == Effet.DEPLACER_JALON and (
            self.jalon is None or self.action is None or self.jalon.action_id != self.action.pk
        ):
            erreurs["jalon"] = _("Choisissez un jalon de cette action.")
        if self.effet == Effet.REFORMULER and not self.nouveau_texte.strip():
            erreurs["nouveau_texte"] = _("Écrivez le nouveau titre.")
        if self.effet == Effet.RETIRER and self.engagement is None:
            erreurs["engagement"] = _("Choisissez l'engagement à retirer.")
        if erreurs:
            raise ValidationError(erreurs)

    def _appliquer(self) -> None:
        match self.effet:
            case Effet.SUSPENDRE | Effet.ABANDONNER | Effet.REPRENDRE:
                self._changer_de_statut()
            case Effet.DEPLACER_FIN:
                action = self._action()
                if action.fin == self.nouvelle_date:
                    raise TransitionRefusee(_("L'action finit déjà à cette date."))
                action.fin, action.motif_report = self.nouvelle_date, self.motif_public
                action.full_clean(exclude=["plan"])
                action.save(update_fields=["fin"])
            case Effet.DEPLACER_JALON:
                self._deplacer_le_jalon()
            case Effet.REFORMULER:
                action = self._action()
                if action.titre == self.nouveau_texte.strip():
                    raise TransitionRefusee(_("L'action porte déjà ce titre."))
                action.titre, action.titre_en = self.nouveau_texte.strip(), ""
                action.save(update_fields=["titre", "titre_en"])
            case Effet.RETIRER:
                engagement = Engagement.objects.get(pk=cast(int, self.engagement_id))
                engagement.retirer(self.par, self.motif_public, decision=self.numero)

    def _action(self) -> Action:
        # `clean` asks for it, as for the milestone and the date below.
        return Action.objects.select_for_update().get(pk=cast(int, self.action_id))

    def _changer_de_statut(self) -> None:
        action, voulu = self._action(), STATUTS[self.effet]
        if self.effet == Effet.REPRENDRE and action.statut not in (Statut.SUSPENDUE, Statut.ABANDONNEE):
            raise TransitionRefusee(_("Seule une action suspendue ou abandonnée se reprend."))
        if self.effet == Effet.SUSPENDRE and action.statut not in EN_VIGUEUR:
            raise TransitionRefusee(_("Seule une action à venir ou en cours se suspend."))
        if self.effet == Effet.ABANDONNER and action.statut in (Statut.ABANDONNEE, Statut.REALISEE):
            raise TransitionRefusee(_("Une action réalisée ou déjà abandonnée ne s'abandonne pas."))
        action.statut, action.motif = voulu, "" if voulu == Statut.EN_COURS else self.motif_public
        action.decision, action.sans_decision = self.numero, ""
        action.save(update_fields=["statut", "motif", "decision", "sans_decision"])

    def _deplacer_le_jalon(self) -> None:
        # The action first, as the back office and the plan file do: two who want both never wait for each
        # other.
        self._action()
        jalon = Jalon.objects.select_for_update().get(pk=cast(int, self.jalon_id))
        if jalon.atteint_le is not None or jalon.annule:
            raise TransitionRefusee(_("Un jalon atteint ou annulé n'a plus d'échéance à déplacer."))
        if jalon.echeance == self.nouvelle_date:
            raise TransitionRefusee(_("Ce jalon a déjà cette échéance."))
        jalon.echeance = cast("datetime.date", self.nouvelle_date)
        jalon.motif_report = self.motif_public
        jalon.save(update_fields=["echeance"])
