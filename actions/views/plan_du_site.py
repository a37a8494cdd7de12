"""The map of the site for search engines: an index, the pages of no plan, those of each plan by files."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.presentation import plan_du_site as carte
from partenariat.presentation.parametres import numero_de_page


def _index(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    """Every file there is. One query, and one a plan."""
    fichiers = [reverse("sitemap-site")]
    for un in Plan.objects.publics():
        total = len(carte.pages_du_plan()) + carte.pages_nommees(un).count()
        adresse = un.adresse("sitemap-plan")
        fichiers.append(adresse)
        fichiers += [f"{adresse}?page={n}" for n in range(2, -(-total // carte.PAR_FICHIER) + 1)]
    return carte.index(fichiers)


def _du_site(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    return carte.fichier(carte.adresses(partial(reverse, page)) for page in carte.pages_du_site())


index = vue_du_plan(_index, du_site=True, sans_date=True)
du_site = vue_du_plan(_du_site, du_site=True, sans_date=True)


@partial(vue_du_plan, parametres=("page",))
def du_plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A file of the pages of a plan: those that every plan has come first. One query, besides the plan."""
    numero, communes = numero_de_page(request.GET.get("page", "")), carte.pages_du_plan()
    debut, fin = (numero - 1) * carte.PAR_FICHIER, numero * carte.PAR_FICHIER
    entrees = [carte.adresses(partial(plan.adresse, page)) for page in communes[debut:fin]]
    debut, fin = max(debut - len(communes), 0), max(fin - len(communes), 0)
    genres = carte.sortes()
    for rang, nom, modifie in carte.pages_nommees(plan)[debut:fin]:
        genre = genres[rang]
        entrees.append(carte.adresses(partial(plan.adresse, genre.page, **{genre.parametre: nom}), modifie))
    if not entrees:
        raise Http404
    return carte.fichier(entrees)
