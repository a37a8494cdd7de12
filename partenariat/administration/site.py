"""The site of the back office: its name, its one door, and which addresses it does not have."""

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class Administration(admin.AdminSite):
    site_header = _("Partenariat · administration")
    site_title = _("Partenariat")
    index_title = _("Tenir le plan à jour")
    empty_value_display = "–"
    # The list needs the width; the breadcrumbs and the index lead everywhere.
    enable_nav_sidebar = False

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """One login for everyone: the back office sends to the site's own, and back again."""
        suite = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(
            suite, {request.get_host()}, require_https=request.is_secure()
        ):
            suite = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(suite)
        if self.has_permission(request):
            return redirect(suite)
        raise PermissionDenied

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """In the order in which one works: that of the installed apps, and of the registrations in each."""
        rangs = {modele: rang for rang, modele in enumerate(self._registry)}
        etages = {config.label: rang for rang, config in enumerate(apps.get_app_configs())}
        liste = sorted(super().get_app_list(request, app_label), key=lambda app: etages[app["app_label"]])
        for app in liste:
            app["models"].sort(key=lambda modele: rangs[modele["model"]])
        return liste

    def get_urls(self):
        # « Voir sur le site » by type and number would tell the address of anybody's unpublished record.
        return [motif for motif in super().get_urls() if getattr(motif, "name", "") != "view_on_site"]
