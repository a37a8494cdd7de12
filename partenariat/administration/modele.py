"""What every ModelAdmin of the site does: 404 rather than a hint, French refusals rather than a 500."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import DatabaseError, DataError, connection, transaction
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partenariat.administration import historique
from partenariat.administration.champs import CHAMPS_DE_FORMULAIRE, DateDuNavigateur
from partenariat.administration.formulaires import Formulaire
from partenariat.administration.mots import EnMots
from partenariat.administration.phrases import phrase, refus_de
from partenariat.administration.resume import resume
from partenariat.administration.sections import sections
from partenariat.histoire.temps import dates_de_faits
from partenariat.retraits.lieux import page_de
from partenariat.retraits.registre import REGISTRE
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from django.contrib.admin.options import BaseModelAdmin

    Reglages = BaseModelAdmin[Any]
else:
    Reglages = object


class SansIcones(Reglages):
    """Plain choices: no icons to other pages beside each list, which nobody in a hurry uses. The date of what
    took place is not to come."""

    formfield_overrides = CHAMPS_DE_FORMULAIRE

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        champ = super().formfield_for_dbfield(db_field, request, **kwargs)
        if champ and isinstance(champ.widget, RelatedFieldWidgetWrapper):
            champ.widget = champ.widget.widget
        if champ and isinstance(champ.widget, DateDuNavigateur):
            # Neither side forgets: the browser offers what the database takes.
            champ.widget.passee = db_field.name in dates_de_faits(db_field.model)
        return champ


def _refus_dits(vue):
    """A database refusal on a view without form: said on the list."""

    @wraps(vue)
    def enveloppe(self, request, *args, **kwargs):
        try:
            if request.method != "POST":
                return vue(self, request, *args, **kwargs)
            with transaction.atomic():
                reponse = vue(self, request, *args, **kwargs)
                connection.check_constraints()
                return reponse
        except DatabaseError as erreur:
            texte = phrase(erreur)
            if isinstance(erreur, DataError) and request.method == "GET" and request.GET:
                # A lookup typed by hand in the address (`?code__regex=(`).
                self.message_user(request, _("Ce filtre n'est pas compris."), messages.ERROR)
                return redirect(request.path)
            if texte is None or request.method != "POST":
                raise
            self.message_user(request, texte, messages.ERROR)
            rien_d_ecrit(request)
            return redirect(request.get_full_path())

    return enveloppe


def _est_parti(objet: Any) -> bool:
    """Asked many times of the record of one page."""
    if not hasattr(objet, "_est_parti"):
        # Loaded with the models: this stands before them.
        from partenariat.retraits.lectures import est_partie

        objet._est_parti = est_partie(objet)
    return objet._est_parti


class ModeleAdministre(EnMots, SansIcones, admin.ModelAdmin):
    form = Formulaire
    list_per_page = 50
    save_on_top = False
    view_on_site: Callable[[Any], str | None] | bool = False
    show_full_result_count = False

    def get_changelist_instance(self, request):
        liste = super().get_changelist_instance(request)
        # Of no row, nothing is done.
        liste.show_admin_actions = liste.show_admin_actions and bool(liste.result_count)
        return liste

    morceaux_de_l_historique: tuple[historique.Morceau, ...] = ()
    champs_sans_historique: tuple[str, ...] = ()

    def get_object(self, request, object_id, from_field=None):
        """A record that this person may not see does not exist, for every view."""
        objet = super().get_object(request, object_id, from_field)
        if objet is None:
            raise Http404
        return objet

    def has_change_permission(self, request, obj=None):
        """What was withdrawn with its page is read, and no more."""
        return super().has_change_permission(request, obj) and not (obj and obj.pk and _est_parti(obj))

    def get_actions(self, request):
        """Deleting is done one record at a time, with its consequences in sight."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        # Django makes this class anew for each request.
        if issubclass(formulaire, Formulaire):
            formulaire.phrases = getattr(request, "phrases", ())
            formulaire.refus = getattr(request, "refus", None)
        return formulaire

    def _create_formsets(self, request, obj, change):
        """The rows are told as the record is (Django makes their classes anew as well)."""
        formsets, lignes = super()._create_formsets(request, obj, change)  # type: ignore[misc]  # private
        for formset in formsets:
            if issubclass(formset.form, Formulaire):
                formset.form.refus = getattr(request, "refus", None)
        return formsets, lignes

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Saves in one transaction; what the database refuses comes back on the form, nothing typed lost."""
        contexte = {"title": self.titre(ajout=object_id is None), **(extra_context or {})}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, contexte)
        try:
            with transaction.atomic():
                self.avant_saisie(request, object_id)
                reponse = super().changeform_view(request, object_id, form_url, contexte)
                # What waits for the commit speaks now: the commit is that of the whole request.
                connection.check_constraints()
                return reponse
        except DatabaseError as erreur:
            request.refus = refus_de(erreur)
            if request.refus is None:
                raise
            return super().changeform_view(request, object_id, form_url, contexte)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["demander_un_retrait"] = self.lien_de_demande(request, obj)
        context["resume"] = resume(context)
        context["sections"] = sections(context, self.sections_ouvertes(obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    @staticmethod
    def lien_de_demande(request: HttpRequest, objet: Model | None) -> str:
        """Where one asks that something of the page where this record is read be withdrawn
        (`partenariat.retraits`); empty where nothing of it can be."""
        if objet is None or not objet.pk or type(objet) not in REGISTRE:
            return ""
        if _est_parti(objet) or not request.user.has_perm("partenariat.add_retrait"):
            return ""
        page = page_de(objet)
        return f"{reverse('admin:partenariat_retrait_add')}?de={page._meta.db_table}:{page.pk}"

    def sections_ouvertes(self, objet: Any) -> tuple[str, ...] | None:
        """Hook: the fields and the rows whose sections stand open, in a form where all of them fold."""
        return None

    def sans_rien_a_lire(self, request: HttpRequest, objet: Model | None) -> set[str]:
        """The fields that its form adds to those of the model, where the record is only read."""
        if objet is None or self.has_change_permission(request, objet):
            return set()
        return set(self.form.declared_fields) - {champ.name for champ in self.opts.get_fields()}

    def avant_saisie(self, request: HttpRequest, object_id: str | None) -> None:
        """Hook: within the transaction of a POST, before its form is read."""

    delete_view = _refus_dits(admin.ModelAdmin.delete_view)

    changelist_view = _refus_dits(EnMots.changelist_view)

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what and when, before and after, from the history that PostgreSQL keeps."""
        objet = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, objet):
            raise PermissionDenied
        entrees = historique.entrees(objet, self.morceaux_de_l_historique, sauf=self.champs_sans_historique)
        request.current_app = self.admin_site.name
        contexte = {
            **self.admin_site.each_context(request),
            "title": _("Historique"),
            "subtitle": str(objet),
            "object": objet,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "page": Paginator(entrees, 50).get_page(request.GET.get("p")),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", contexte)


class LuUneFoisInscrit(ModeleAdministre):
    """What is added by a form, then only read: buttons of its own say what becomes of it."""

    LUS: tuple[str, ...] = ()
    """What is read of it."""

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return self.LUS if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.LUS if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            kwargs.setdefault("form", forms.ModelForm)
        return super().get_form(request, obj, change=change, **kwargs)


class LigneAdministree(SansIcones, admin.StackedInline):
    """The site's inlines. Stacked, not tabular: each field of a row then has its own label."""

    extra = 0
    form = Formulaire
