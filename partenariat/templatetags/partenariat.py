"""Tags and filters of the site; built in everywhere (settings), so templates need no `load`."""

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString

from partenariat.presentation import etats, formats, texte, typographie

register = template.Library()

for _filtre in (
    formats.nombre,
    formats.pourcent,
    formats.argent,
    formats.mesure,
    formats.date_longue,
    formats.heure,
    formats.octets,
    formats.compte_actions,
    formats.affichable,
    typographie.typographie,
    texte.texte_riche,
):
    register.filter(_filtre.__name__, _filtre)

register.simple_tag(etats.pastille, name="pastille")
register.simple_tag(etats.barre, name="barre")
register.simple_tag(etats.forme, name="forme")


@register.filter
def lecture(action, nom: str) -> SafeString:
    """The badge of one state of an action: `statut`, `echeancier`, `fraicheur` or `confiance`."""
    return etats.pastille(*action.etat(nom))


@register.filter
def traduit(objet, champ: str) -> str:
    """A field in the visitor's language, as plain text (titles, attributes, Markdown to come)."""
    return _compose(objet, champ)


@register.filter
def en_langue(objet, champ: str) -> SafeString:
    """Likewise, marked `lang="fr"` where it stays in French on a page that is not."""
    return texte.en_langue(_compose(objet, champ), objet.reste_francais(champ))


@register.simple_tag
def adresse(plan, nom: str, *, au=None, **parametres) -> str:
    """The address of a page of `plan`, on the date being read where there is one."""
    chemin = plan.adresse(nom, **parametres)
    return f"{chemin}?au={au.isoformat()}" if au else chemin


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
def liste_par(context, plan, param: str, valeur: str) -> str:
    """The list of actions under one criterion whose name is a variable."""
    return liste(context, plan, **{param: valeur})


@register.simple_tag(takes_context=True)
def liste_en_vigueur(context, plan, param: str, valeur: str) -> str:
    """Likewise, among the actions that are neither ended nor set aside."""
    return liste(context, plan, statut=["a_venir", "en_cours"], **{param: valeur})


@register.simple_tag
def deux_points() -> str:
    """The colon, with the blank that French puts before it."""
    return formats.deux_points()


def _compose(objet, champ: str) -> str:
    traduit = objet.traduit(champ)
    return traduit if objet.est_traduit(champ) else typographie.typographie(traduit)
