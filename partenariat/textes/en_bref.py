"""What the pages that are a text of the site say of themselves in brief (`presentation.en_bref`)."""

from django.utils.translation import gettext_lazy as _

from partenariat.presentation.en_bref import EnBref, phrase
from partenariat.textes.cles import Cle

PHRASES = {
    Cle.ACCESSIBILITE: _(
        "Ce que le site fait pour que tout le monde le lise, comment c'est vérifié, et comment signaler un "
        "obstacle."
    ),
    Cle.CONFIDENTIALITE: _(
        "Confidentialité : ce que le site garde, et ne garde pas, de qui le lit et de qui s'y "
        "connecte; vos droits."
    ),
    Cle.TEMOINS: _(
        "Chaque témoin (« cookie ») que ce site dépose : son nom, à quoi il sert, combien de temps il reste."
    ),
    Cle.LICENCE: _("À quelles conditions reprendre les données, les textes, la carte et le code du site."),
    Cle.DEMANDE_ACCES: _("Comment demander un document que ce site ne publie pas."),
    Cle.CONTACT: _("À qui écrire à propos du plan, d'un engagement, des données ou de ce site."),
}
"""Of each page, what one reads there."""


def du_texte(cle: Cle) -> EnBref:
    return EnBref(str(cle.label), phrase(str(PHRASES[cle])))
