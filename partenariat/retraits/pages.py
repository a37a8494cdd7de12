"""What a page answers in place of what was withdrawn."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partenariat import erreurs
from partenariat.retraits.lectures import liens
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE, TOUT


def retire(
    request: HttpRequest, objet: "models.Model | models.QuerySet[models.Model]", champ: str = TOUT
) -> HttpResponse | None:
    """What was withdrawn, since when and why, with the status 410; nothing where neither this record is, nor
    the field that this address hands out."""
    modele = objet.model if isinstance(objet, models.QuerySet) else type(objet)
    par = REGISTRE[modele].avec(champ)
    retrait = Retrait.objects.confirmes().de(objet).filter(champ__in=par).first()
    if retrait is None:
        return None
    ((_retrait, page),) = liens([retrait])
    # What went with another is told with it.
    rang = retrait.avec_id or retrait.pk
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
            (f"{reverse('retraits')}#retrait-{rang}", _("Tout ce qui a été retiré du site")),
        ],
    )
