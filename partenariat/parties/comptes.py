"""Signing in and out: one door for everyone, the back office included."""

from django import forms
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from partenariat.entree.porte import EssaisComptes
from partenariat.une_fois.reception import plusieurs_fois


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


@method_decorator(plusieurs_fois, name="dispatch")
class Deconnexion(views.LogoutView):
    """POST only: a link on another site cannot sign anyone out."""
