"""The stories that pages tell: that of the home page, those of an action. No query of their own."""

from collections.abc import Iterable

from django.db.models import QuerySet

from actions.models import Action, Histoire, Image, Plan, Repere, Source
from partenariat.donnees.en_une_fois import lecture, rattacher


def avec_leur_image(histoires: Iterable[Histoire], images: Iterable[Image]) -> list[Histoire]:
    """Gives each its `image`: the one that is shown of it, or none."""
    par_histoire = {image.histoire_id: image for image in images}
    lues = list(histoires)
    for histoire in lues:
        histoire.image = par_histoire.get(histoire.pk)
    return lues


@lecture(Plan)
def _du_pied(plan: Plan) -> dict[str, QuerySet]:
    une = Histoire.objects.a_la_une_de(plan).order_by()
    reperes = Repere.objects.filter(plan=plan)
    return {
        "reperes": reperes,
        "sources": Source.objects.filter(pk__in=reperes.order_by().values("source")).order_by(),
        "histoires": une,
        "actions": Action.objects.filter(pk__in=une.values("action")).order_by(),
        "images": Image.objects.montrees().filter(histoire__in=une.values("pk")).order_by(),
    }


def pied_de_l_accueil(plan: Plan) -> tuple[Histoire | None, list[Repere]]:
    """What the foot of the home page tells, in one query: the story chosen by the coordination, if any, with
    its picture; where the plan comes from."""
    lus = _du_pied(plan)
    rattacher(lus["reperes"], "source", lus["sources"])
    rattacher(lus["histoires"], "action", lus["actions"])
    return next(iter(avec_leur_image(lus["histoires"], lus["images"])), None), lus["reperes"]
