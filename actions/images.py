"""The picture that a page shows. One query each; an action reads its own with the rest (`autour`)."""

from django.db.models import QuerySet

from actions.models import Axe, Image
from partenariat.donnees.preparees import preparee
from partenariat.models import Organisation


@preparee(Axe)
def _de_l_axe(axe: Axe) -> QuerySet[Image]:
    return Image.objects.montrees().filter(axe=axe).order_by()


@preparee(Organisation)
def _de_l_organisation(organisation: Organisation) -> QuerySet[Image]:
    return Image.objects.montrees().filter(organisation=organisation).order_by()


def image_de_l_axe(axe: Axe) -> Image | None:
    return next(iter(_de_l_axe(axe)), None)


def logo_de(organisation: Organisation) -> Image | None:
    return next(iter(_de_l_organisation(organisation)), None)
