"""What a page answers in place of what was withdrawn."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partenariat import erreurs
from partenariat.retraits.lectures import liens
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE, TOUT


def retire(
    request: HttpRequest,
    objet: "models.Model | models.QuerySet[models.Model]",
    champ: str = TOUT,
    *,
    du_public: bool = True,
) -> HttpResponse | None:
    """What was withdrawn, since when and why, with the status 410; nothing where neither this record is, nor
    the field that this address hands out.

    Args:
        du_public: whether anybody may ask: an address that never gave anything does not tell that it would
            have.

    Raises:
        Http404: it is withdrawn, and was never read there.
    """
    modele = objet.model if isinstance(objet, models.QuerySet) else type(objet)
    par = REGISTRE[modele].avec(champ)
    retraits = Retrait.objects.confirmes().de(objet).filter(champ__in=par).select_related("avec")
    retrait = retraits.order_by("-public", "-decide_le", "-pk").first()
    if retrait is None:
        return None
    if du_public and not retrait.public:
        raise Http404
    ((_retrait, page),) = liens([retrait])
    return erreurs.retire(
        request,
        retrait.jour_dit,
        retrait.quoi,
        faits=[
            (_("Cause"), retrait.get_cause_display(), False),
            (_("Motif"), retrait.motif, True),
        ],
        suites=[
            *([(page, _("La page où cela se lisait"))] if page else []),
            (f"{reverse('retraits')}#retrait-{retrait.dit_avec.pk}", _("Tout ce qui a été retiré du site")),
        ],
    )
