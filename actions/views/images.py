"""The pictures that pages show, each at an address that is that of its bytes."""

from django.http import Http404, HttpRequest, HttpResponse

from actions.models import Image, Plan
from actions.organisations import organisations_visibles
from actions.plan_courant import vue_du_plan
from partenariat.donnees.vignettes import TYPE_MEDIA
from partenariat.retraits.pages import retire


@vue_du_plan
def image(request: HttpRequest, plan: Plan, empreinte: str) -> HttpResponse:
    """A picture of what has a page in the plan; that of anything else does not exist here.

    Its bytes are few: they are kept with the pages, and leave with what they show.
    """
    siennes = Image.objects.filter(empreinte=empreinte).publiques(plan, organisations_visibles(plan))
    lues = list(siennes)
    # What was withdrawn is these bytes, whoever else holds them; and it is still, once it is taken down.
    retirees = [une.pk for une in lues if une.retiree]
    if retirees and (partie := retire(request, Image.objects.filter(pk__in=retirees), "fichier")):
        return partie
    montrees = [une for une in lues if une.montree and not une.retiree]
    if not montrees:
        raise Http404
    try:
        with montrees[0].fichier.open("rb") as fichier:
            reponse = HttpResponse(fichier.read(), content_type=TYPE_MEDIA)
    except FileNotFoundError as absent:
        raise Http404 from absent
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return reponse
