"""What a body promised, in time: each due date a mark, in the drawing of its page."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.frises.marques import RANGS, Sujet
from actions.frises.plan import Frise, Ligne, dessiner, en_piles
from actions.models import Plan
from actions.models.etats import EtatJalon
from engagements.lectures import q_attention
from engagements.models.etats import Attention, Etat
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue, nombre


def en_marques(pris: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Their due dates as the drawings of time read marks: what is kept is filled, what is due is hollow."""
    etat = Case(
        When(etat__in=(Etat.TENU, Etat.TENU_EN_PARTIE), then=Value(EtatJalon.ATTEINT.value)),
        When(etat=Etat.NON_TENU, then=Value(EtatJalon.NON_ATTEINT.value)),
        When(etat=Etat.RETIRE, then=Value(EtatJalon.ANNULE.value)),
        When(q_attention(Attention.EN_RETARD, jour()), then=Value(EtatJalon.EN_RETARD.value)),
        default=Value(EtatJalon.PREVU.value),
        output_field=CharField(),
    )
    dates = pris.filter(Q(echeance__isnull=False)).order_by()
    return en_piles(
        dates.annotate(etat_dessine=etat, le=F("echeance"), mois=Cast(TruncMonth("echeance"), DateField())),
        "partie",
        code="code",
        depuis="echeance",
        etat="etat_dessine",
    )


def frise_des_promesses(plan: Plan, organisation: Organisation, lignes: list[Ligne]) -> Frise:
    """One row, of what `en_marques` read. No query."""
    adresse = f"{plan.adresse('engagements')}?organisation={organisation.slug}"
    sujet = Sujet(_("Ses engagements"), adresse, "engagement", _dit, _part)
    return dessiner(plan, {organisation.pk: (sujet, None)}, lignes)


def _dit(etat: str, code: str, titre: str, le: date, _depuis: date | None) -> str:
    """« E-03, Louer un local : échéance dépassée, le 31 octobre 2026 »."""
    phrases = {
        EtatJalon.ATTEINT.value: _("%(code)s, %(titre)s : tenu, échéance le %(le)s"),
        EtatJalon.NON_ATTEINT.value: _("%(code)s, %(titre)s : non tenu, échéance le %(le)s"),
        EtatJalon.ANNULE.value: _("%(code)s, %(titre)s : retiré, échéance le %(le)s"),
        EtatJalon.EN_RETARD.value: _("%(code)s, %(titre)s : échéance dépassée, le %(le)s"),
        EtatJalon.PREVU.value: _("%(code)s, %(titre)s : à tenir pour le %(le)s"),
    }
    return phrases[etat] % {"code": code, "titre": titre, "le": date_longue(le)}


def _part(etat: str, combien: int) -> str:
    """« 3 tenus »: as many of a state, or of those counted with it (`actions.frises.marques.RANGS`)."""
    phrase = {
        0: ngettext("%(n)s tenu, en tout ou en partie", "%(n)s tenus, en tout ou en partie", combien),
        1: ngettext("%(n)s retiré ou non tenu", "%(n)s retirés ou non tenus", combien),
        2: ngettext("%(n)s à tenir", "%(n)s à tenir", combien),
        3: ngettext("%(n)s à échéance dépassée", "%(n)s à échéance dépassée", combien),
    }
    return phrase[RANGS[etat]] % {"n": nombre(combien)}
