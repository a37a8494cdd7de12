"""The site's addresses, and an empty page: what any page costs before it says anything."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from partenariat import urls as site
from partenariat.presentation.publique import publique


@publique
def vide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("mesure-vide/", vide), *site.urlpatterns]
handler400, handler403, handler404, handler500 = (
    site.handler400,
    site.handler403,
    site.handler404,
    site.handler500,
)
