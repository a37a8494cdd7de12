"""The site of the back office: its name, its one door, and which addresses it does not have."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from partenariat.administration.taches import par_tache
from partenariat.entree.porte import EssaisComptes


class FormulaireMotDePasse(AdminPasswordChangeForm):
    """The present password is tried by the same door as to sign in: a session that was left open guesses
    no more than a stranger."""

    def __init__(self, *args, request: HttpRequest, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        ancien = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=ancien) != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return ancien


class ChangementDeMotDePasse(EssaisComptes, PasswordChangeView):
    form_class = FormulaireMotDePasse

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "request": self.request}


class Administration(admin.AdminSite):
    site_header = _("Partenariat · administration")
    site_title = _("Partenariat")
    index_title = _("Tenir le plan à jour")
    empty_value_display = "–"
    # The list needs the width; the breadcrumbs and the index lead everywhere.
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        """The desk first: what waits for this person, then the models."""
        # Loaded with the models: this site stands before them.
        from partenariat.poste.page import Poste

        return super().index(request, {"poste": Poste(request), **(extra_context or {})})

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

    def password_change(  # type: ignore[override]  # the stubs forget the redirection
        self, request: HttpRequest, extra_context=None
    ) -> HttpResponseBase:
        request.current_app = self.name  # read by `{% url %}`
        vue = ChangementDeMotDePasse.as_view(
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return vue(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> TemplateResponse:
        titre = apps.get_app_config(app_label).verbose_name
        return super().app_index(request, app_label, {"title": titre, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """By task, in the order in which one works (`taches`)."""
        listes = super().get_app_list(request, app_label)
        return par_tache(self, request, [modele for app in listes for modele in app["models"]])

    def get_urls(self):
        # « Voir sur le site » by type and number would tell the address of anybody's unpublished record.
        return [motif for motif in super().get_urls() if getattr(motif, "name", "") != "view_on_site"]
