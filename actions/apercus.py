"""The cards of the pages of the plan (`presentation.apercu`)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.compte import compte_actions
from actions.models import Action, Axe, Plan
from actions.models.etats import Echeancier
from actions.portraits import Portrait
from partenariat.models import Organisation
from partenariat.presentation.apercu import Apercu
from partenariat.presentation.formats import date_longue, nombre


def de_l_action(plan: Plan, action: Action) -> Apercu:
    fin = ""
    if action.en_continu:
        fin = _("En continu")
    elif action.fin:
        fin = _("Fin : %(date)s") % {"date": date_longue(action.fin)}
    return Apercu(
        surtitre=_("Action %(code)s · axe %(numero)s, %(axe)s")
        % {"code": action.code, "numero": action.axe.numero, "axe": action.axe.nom_court},
        titre=action.traduit("titre"),
        etats=action.etats_en_tete,
        avancement=action.avancement,
        mesure=True,
        lignes=[ligne for ligne in (str(action.responsable), fin) if ligne],
        avis=plan.traduit("avis"),
        axe=action.axe.numero,
    )


def de_l_axe(plan: Plan, axe: Axe, portrait: Portrait) -> Apercu:
    return Apercu(
        surtitre=_("Axe %(numero)s") % {"numero": axe.numero},
        titre=str(axe),
        axe=axe.numero,
        avis=plan.traduit("avis"),
        **_du_portrait(portrait),
    )


def du_plan(plan: Plan, portrait: Portrait) -> Apercu:
    return Apercu(
        surtitre=_("Le plan en un coup d'œil"),
        titre=str(plan),
        avis=plan.traduit("avis"),
        **_du_portrait(portrait),
    )


def de_l_organisation(
    plan: Plan, organisation: Organisation, portrait: Portrait, participe: int, touchent: int
) -> Apercu:
    """Args:
    portrait: of the actions of which it answers.
    participe: in how many others it takes part.
    touchent: of a borough, how many touch it.
    """
    lignes = []
    if touchent:
        lignes.append(
            ngettext("%(n)s action touche ce territoire", "%(n)s actions touchent ce territoire", touchent)
            % {"n": nombre(touchent)}
        )
    if portrait.total:
        lignes.append(
            ngettext("Responsable de %(n)s action", "Responsable de %(n)s actions", portrait.total)
            % {"n": nombre(portrait.total)}
        )
    if participe:
        lignes.append(
            ngettext("Participe à %(n)s action", "Participe à %(n)s actions", participe)
            % {"n": nombre(participe)}
        )
    return Apercu(
        surtitre=str(organisation.get_nature_display()),
        titre=str(organisation),
        avancement=portrait.avancement.avancement,
        mesure=bool(portrait.total),
        lignes=lignes,
        avis=plan.traduit("avis"),
    )


def _du_portrait(portrait: Portrait) -> dict:
    """How many, of which so many late; their mean progress, and of how many it is."""
    groupe, en_retard = portrait.avancement, portrait.parts[f"echeancier_{Echeancier.EN_RETARD.value}"]
    compte = compte_actions(portrait.total)
    if en_retard:
        compte = _("%(compte)s, dont %(n)s en retard") % {"compte": compte, "n": nombre(en_retard)}
    mesurees = _("Moyenne des actions mesurées : %(m)s sur %(s)s") % {
        "m": nombre(groupe.mesurees),
        "s": nombre(groupe.suivies),
    }
    return {
        "avancement": groupe.avancement,
        "mesure": bool(portrait.total),
        "lignes": [compte, *([mesurees] if groupe.mesurees else [])],
    }
