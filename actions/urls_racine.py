"""What is at the root of the site whatever the language: for programs."""

from django.urls import path

from actions.views import plan_du_site
from partenariat.presentation import racine

urlpatterns = [
    path("robots.txt", racine.robots, name="robots"),
    path(".well-known/security.txt", racine.securite, name="security-txt"),
    path("favicon.ico", racine.icone, name="favicon"),
    path("sitemap.xml", plan_du_site.index, name="sitemap"),
    path("sitemap_site.xml", plan_du_site.du_site, name="sitemap-site"),
    path("sitemap-<slug:plan>.xml", plan_du_site.du_plan, name="sitemap-plan"),
]
