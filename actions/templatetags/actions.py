"""Tags and filters on actions; built in everywhere (settings), so templates need no `load`."""

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString

from actions.compte import compte_actions
from actions.frises.plan import echelle_du_plan
from actions.frises.rangee import rangee_temps
from actions.historique import histoire_depuis
from actions.marques_de_rangee import marques_de_rangee
from partenariat.presentation import etats

register = template.Library()
register.filter("compte_actions", compte_actions)
register.simple_tag(echelle_du_plan, name="echelle_du_plan")
register.simple_tag(rangee_temps, name="rangee_temps")
register.filter("histoire_depuis", histoire_depuis)
register.filter("marques_de_rangee", marques_de_rangee)


@register.filter
def lecture(action, nom: str) -> SafeString:
    """The badge of one state of an action: `statut`, `echeancier`, `fraicheur` or `confiance`."""
    return etats.pastille(*action.etat(nom))


@register.simple_tag(takes_context=True)
def liste(context, plan, **criteres) -> str:
    """The address of the list of actions under these criteria, on the date being read where there is one."""
    return liste_de(context, plan, "actions", **criteres)


@register.simple_tag(takes_context=True)
def liste_de(context, plan, nom: str, **criteres) -> str:
    """Likewise for the list that `nom` names; a criterion may have several values (a list or a tuple)."""
    requete = QueryDict(mutable=True)
    for critere, valeur in criteres.items():
        if valeur != "":
            requete.setlist(critere, valeur if isinstance(valeur, list | tuple) else [valeur])
    if au := getattr(context.get("request"), "au", None):
        requete["au"] = au.isoformat()
    chemin = plan.adresse(nom)
    return f"{chemin}?{requete.urlencode()}" if requete else chemin


@register.simple_tag(takes_context=True)
def liste_sous(context, plan, nom: str, criteres: dict[str, str]) -> str:
    """Likewise, under the criteria that a count gives."""
    return liste_de(context, plan, nom, **criteres)


@register.simple_tag(takes_context=True)
def liste_par(context, plan, param: str, valeur: str, **criteres) -> str:
    """The list of actions under one criterion whose name is a variable, and others."""
    return liste(context, plan, **{param: valeur}, **criteres)
