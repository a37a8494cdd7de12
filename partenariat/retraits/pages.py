"""What a page answers in place of what was withdrawn."""

from django.db import models
from django.http import HttpRequest, HttpResponse

from partenariat import erreurs
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import TOUT


def retire(
    request: HttpRequest, objet: "models.Model | models.QuerySet[models.Model]", champ: str = TOUT
) -> HttpResponse | None:
    """« Retiré le … » and why, with the status 410; nothing where this record is not withdrawn, nor the field
    that this address hands out."""
    retrait = Retrait.objects.confirmes().de(objet).filter(champ__in={champ, TOUT}).first()
    return erreurs.retire(request, retrait.jour_dit, retrait.motif) if retrait else None
