"""`{% csrf_token %}` also hides a one-use key: no posted form, the back office's included, is without.

The page of a form that was held gives its own (`{% with une_fois=… %}`): it is the same form.

Built in after Django's own tags (settings), so that it takes the place of theirs.
"""

import secrets

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from partenariat.une_fois.reprise import cle_de
from partenariat.une_fois.saisie import CHAMP

register = template.Library()


class JetonEtCle(CsrfTokenNode):
    def render(self, context):
        jeton = super().render(context)
        if not jeton:
            return jeton
        compte = getattr(context.get("request"), "user", None)
        cle = context.get(CHAMP) or cle_de(
            secrets.token_urlsafe(16), compte if compte and compte.is_authenticated else None
        )
        return jeton + format_html('<input type="hidden" name="{}" value="{}">', CHAMP, cle)


@register.tag
def csrf_token(_parser, _token) -> JetonEtCle:
    return JetonEtCle()
