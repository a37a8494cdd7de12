"""Tags and filters of the site; built in everywhere (settings), so templates need no `load`."""

import re
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import quote

from django import template
from django.forms import BoundField, CheckboxInput
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from partenariat.presentation import en_bref, etats, formats, texte, typographie
from partenariat.presentation.date_demandee import ORIGINE
from partenariat.presentation.dessins import temps
from partenariat.presentation.donnees_liees import liees
from partenariat.presentation.listes import Facette
from partenariat.retraits.dit import dit_en_langue
from partenariat.retraits.lectures import de_ce_qui_se_lit, de_la_page
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import est_retire

register = template.Library()

for _filtre in (
    formats.nombre,
    formats.pourcent,
    formats.argent,
    formats.argent_en_mots,
    formats.montants_en_mots,
    formats.date_longue,
    formats.date_courte,
    formats.heure,
    formats.octets,
    formats.affichable,
):
    register.filter(_filtre.__name__, _filtre)


@register.filter
def mesure(valeur: Decimal | None, unite: str) -> SafeString:
    """A measured value with its unit, which stays in French: « 13,5 M$ », « 97 projets »; « – » for None."""
    mot = "" if valeur is None or unite in formats.SYMBOLES else formats.unite_accordee(valeur, unite)
    return texte.passages(formats.mesure(valeur, unite), [mot])


@register.filter(name="typographie")
def _typographie(dit: str) -> str:
    """French text with the blanks of Québec's usage; what stands for what was withdrawn, in the visitor's
    language."""
    return _retire(dit) or typographie.typographie(dit_en_langue(dit))


@register.filter(name="texte_riche")
def _texte_riche(source: str) -> SafeString:
    dit = _retire(source)
    return format_html("<p>{}</p>", dit) if dit else texte.texte_riche(source)


def _retire(dit: str) -> SafeString | None:
    """In English among French words."""
    traduit = dit_en_langue(dit) if est_retire(dit) else dit
    return format_html('<span lang="en">{}</span>', traduit) if traduit != dit else None


register.simple_tag(etats.pastille, name="pastille")
register.simple_tag(etats.barre, name="barre")
register.simple_tag(etats.forme, name="forme")
register.simple_tag(etats.marque, name="marque_d_etat")
register.simple_tag(etats.sceau, name="sceau")
register.simple_tag(temps.marque_seule, name="marque_temps")


@register.filter
def facultatif(champ: BoundField) -> bool:
    """Whether a field may be left out, whatever the others say."""
    return not champ.field.required and champ.name not in getattr(champ.form, "parfois_requis", ())


@register.filter
def case(champ: BoundField) -> bool:
    """Whether a field is one box, which stands before its label."""
    return isinstance(champ.field.widget, CheckboxInput)


@register.filter
def ancre(champ: BoundField) -> str:
    """Where a link leads to a field: itself or, where it is several buttons, what frames them."""
    return champ.id_for_label or f"div_{champ.auto_id}"


@register.filter
def traduit(objet, champ: str) -> str:
    """A field in the visitor's language, as plain text (titles, attributes, Markdown to come)."""
    return texte.compose(objet, champ)


@register.filter
def en_courriel(adresse: str) -> SafeString:
    """An address as a link to write to it, and to nobody else: what it holds of an address of the Web is
    quoted."""
    return format_html('<a href="mailto:{}">{}</a>', quote(adresse, safe="@"), adresse)


@register.filter
def premiere_phrase(avis: str) -> str:
    """What a notice says first: see `en_bref.premiere_phrase`."""
    return en_bref.premiere_phrase(avis)


@register.filter
def en_langue(objet, champ: str) -> SafeString:
    """Likewise, marked `lang="fr"` where it stays in French on a page that is not."""
    return texte.champ_en_langue(objet, champ)


@register.filter
def reste_francais(objet, champ: str) -> bool:
    """Whether a field stays in French on a page that is not: for a block, which says so itself."""
    return objet.reste_francais(champ)


register.filter("est_retire", est_retire)
register.simple_tag(liees, name="donnees_liees")


@register.simple_tag
def retraits_de(page) -> list[Retrait]:
    """What was withdrawn for cause of the page of this record."""
    return list(de_la_page(page))


@register.simple_tag
def retraits_parmi(lus) -> list[Retrait]:
    """What was withdrawn for cause of the records that a page shows."""
    return de_ce_qui_se_lit(lus)


@register.simple_tag(takes_context=True)
def adresse(context, plan, nom: str, *, au: date | bool | None = None, **parametres) -> str:
    """The address of a page of `plan`, on the date being read where there is one, or on that of `au`.

    Args:
        au: False where it is that of today's page, whatever is being read.
    """
    if au is None:
        return datee(context, plan.adresse(nom, **parametres))
    chemin = plan.adresse(nom, **parametres)
    return f"{chemin}?au={au.isoformat()}" if isinstance(au, date) else chemin


@register.simple_tag(takes_context=True)
def url_datee(context, nom: str) -> str:
    """The address of a page that is of no plan, on the date being read where there is one."""
    return datee(context, reverse(nom))


@register.simple_tag(takes_context=True)
def datee(context, chemin: str) -> str:
    """An address of the site, on the date being read where there is one."""
    au = getattr(context.get("request"), "au", None)
    return f"{chemin}{'&' if '?' in chemin else '?'}au={au.isoformat()}" if au else chemin


@register.simple_tag(takes_context=True)
def liens_dates(context, texte: SafeString) -> SafeString:
    """The links of a rich text that stay on the site, on the date being read where there is one."""
    vers = partial(datee, context)
    # The markup is already clean: only addresses of this site gain a parameter.
    return mark_safe(LIEN_D_ICI.sub(lambda lien: f'href="{vers(lien[1])}"', texte))  # noqa: S308


@register.simple_tag
def champ_jour(nom: str, valeur: date | None, *, depuis: date | None = None) -> SafeString:
    """The field of a day that an address asks for: none before `depuis`, none to come."""
    return format_html(
        '<input type="date" id="{0}" name="{0}" value="{1}" min="{2}" max="{3}">',
        nom,
        valeur.isoformat() if valeur else "",
        (depuis or ORIGINE).isoformat(),
        timezone.localdate().isoformat(),
    )


LIEN_D_ICI = re.compile(r'href="(/(?!/)[^"#?]*)"')
CASE = (
    '<label class="case" for="f-{0}-{1}"><input type="checkbox" id="f-{0}-{1}" name="{0}" value="{1}"{2}>'
    '<span{5}>{3}</span> <span class="case__compte">{4}</span></label>'
)


@register.simple_tag
def cases(facette: Facette) -> SafeString:
    """A check box a value, with its count. Not a template: a list page has a hundred of them."""
    param = escape(facette.param)
    lignes = [
        CASE.format(
            param,
            escape(v.valeur),
            " checked" if v.cochee else "",
            escape(v.nom),
            escape(formats.nombre(v.compte)),
            ' lang="fr"' if v.francais else "",
        )
        for v in facette.valeurs
    ]
    return mark_safe("\n".join(lignes))  # noqa: S308  # each part is escaped above


@register.simple_tag
def deux_points() -> str:
    """The colon, with the blank that French puts before it."""
    return formats.deux_points()
