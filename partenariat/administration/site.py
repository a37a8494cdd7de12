from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class Administration(admin.AdminSite):
    site_header = _("Partenariat · administration")
    site_title = _("Partenariat")
    index_title = _("Tenir le plan à jour")
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """One login for everyone: the back office sends to the site's own."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.build_absolute_uri("/admin/"))
