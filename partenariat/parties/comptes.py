"""Signing in and out: one door for everyone, the back office included."""

from django import forms
from django.contrib.auth import logout, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from partenariat.entree.porte import EssaisComptes
from partenariat.une_fois.reception import plusieurs_fois
from partenariat.une_fois.reprise import Reprise
from partenariat.une_fois.suite import reprendre


class FormulaireConnexion(AuthenticationForm):
    username = forms.CharField(
        label=_("Nom d'utilisateur"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("Ce nom d'utilisateur et ce mot de passe ne vont pas ensemble."),
    }


@method_decorator([login_not_required, plusieurs_fois], name="dispatch")
class Connexion(EssaisComptes, views.LoginView):
    template_name = "compte/connexion.html"
    authentication_form = FormulaireConnexion
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Whoever signed in elsewhere meanwhile has nothing to do here but take up the form that is held."""
        rendue = reprendre(request) if request.user.is_authenticated else None
        return rendue or super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The page of the ended session posts what it holds: no password was tried yet."""
        if "username" not in request.POST:
            contexte = self.get_context_data(form=self.get_form_class()(request))
            if contexte["tenue"]:
                return self.render_to_response(contexte)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "tenue": Reprise.retenue(self.request)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        suite = super().form_valid(form)
        return reprendre(self.request) or suite


@plusieurs_fois
@require_POST
def changer_de_compte(request: HttpRequest) -> HttpResponseBase:
    """Out, and to the login with the form that is held: it was opened by another account."""
    logout(request)
    return Connexion.as_view()(request)


@method_decorator(plusieurs_fois, name="dispatch")
class Deconnexion(views.LogoutView):
    """POST only: a link on another site cannot sign anyone out."""
