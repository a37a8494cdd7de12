"""What the back office says in French where Django glues a noun to a sentence: titles, messages, deletion."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partenariat.administration import noms

if TYPE_CHECKING:
    Reglages = admin.ModelAdmin[Any]
else:
    Reglages = object

NOMMES = 10
"""Things of each kind that the page of a deletion names; of others it says how many."""


@dataclass(frozen=True)
class Lot:
    """Things of one kind that go, or that stay."""

    genre: type[Model]
    objets: list[Model] = field(default_factory=list)

    @property
    def dit(self) -> str:
        return noms.combien(self.genre, len(self.objets))

    @property
    def nommes(self) -> list[Model]:
        return self.objets[:NOMMES]

    @property
    def autres(self) -> int:
        return max(0, len(self.objets) - NOMMES)


class Suppression:
    """What deleting a record takes with it, what it leaves, and what holds it back."""

    def __init__(self, objet: Model) -> None:
        self.objet = objet
        self.collecte = NestedObjects(using=router.db_for_write(type(objet)), origin=[objet])
        self.collecte.collect([objet])

    @property
    def question(self) -> str:
        return _("Supprimer %(celui)s?") % {"celui": noms.celui(self.objet)}

    @cached_property
    def partent(self) -> list[Lot]:
        """By kind, less the record itself and the ties that only join two records."""
        # The stubs take its kinds for their names.
        collectes = cast(dict[type[Model], set[Model]], self.collecte.model_objs)
        par_genre = {
            genre: [un for un in objets if un != self.objet]
            for genre, objets in collectes.items()
            if not genre._meta.auto_created
        }
        return _lots(par_genre)

    @cached_property
    def restent(self) -> list[Lot]:
        """Those that it was tied to, by a list or by one of its fields."""
        par_genre: dict[type[Model], list[Model]] = defaultdict(list)
        meta = self.objet._meta
        for liste in meta.many_to_many:
            par_genre[liste.related_model] += getattr(self.objet, liste.name).order_by("pk")
        for champ in meta.fields:
            if champ.many_to_one and (lie := getattr(self.objet, champ.name)):
                par_genre[type(lie)].append(lie)
        return _lots({genre: list(dict.fromkeys(lies)) for genre, lies in par_genre.items()})

    @cached_property
    def retiennent(self) -> list[Lot]:
        """What cannot do without it."""
        par_genre: dict[type[Model], list[Model]] = defaultdict(list)
        for un in self.collecte.protected:
            par_genre[type(un)].append(un)
        return _lots(par_genre)


def _lots(par_genre: dict[type[Model], list[Model]]) -> list[Lot]:
    lots = [Lot(genre, sorted(objets, key=lambda un: un.pk)) for genre, objets in par_genre.items() if objets]
    return sorted(lots, key=lambda lot: str(lot.genre._meta.verbose_name_plural))


class EnMots(Reglages):
    """Mixin of every ModelAdmin of the site."""

    def titre(self, *, ajout: bool) -> str:
        return noms.ajouter(self.model) if ajout else str(capfirst(self.opts.verbose_name))

    # --- What was done ------------------------------------------------------------------------------------
    def response_add(self, request, obj, post_url_continue=None):
        request.phrase_de_reussite = noms.est_ajoute(obj, self._sa_page(request, obj))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.phrase_de_reussite = noms.est_enregistre(obj, self._sa_page(request, obj))
        return super().response_change(request, obj)

    def _sa_page(self, request, objet: Model) -> str:
        if not self.has_view_or_change_permission(request, objet):
            return ""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[objet.pk])

    def delete_model(self, request, obj):
        # Its name is read while it is there.
        request.phrase_de_reussite = noms.est_supprime(obj)
        super().delete_model(request, obj)

    def message_user(self, request, message, level=messages.INFO, extra_tags="", fail_silently=False):
        """What Django says of a success (« The {name} “{obj}” was added »), or where nothing is
        chosen, is said in our own sentence."""
        if level == messages.SUCCESS:
            message = request.__dict__.pop("phrase_de_reussite", message)
        elif level == messages.WARNING:
            message = request.__dict__.pop("phrase_de_reserve", message)
        super().message_user(request, message, level, extra_tags, fail_silently)

    # --- What one is about to do --------------------------------------------------------------------------
    def render_delete_form(self, request, context):
        suppression = Suppression(context["object"])
        context |= {"suppression": suppression, "title": suppression.question}
        return super().render_delete_form(request, context)

    def get_deleted_objects(self, objs, request):
        """The tree that Django draws is not shown: its rows are not written, and cost no query each."""
        _arbre, compte, manque, proteges = super().get_deleted_objects(objs, request)
        return [], compte, manque, proteges

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "_save" not in request.POST:
            # Read by what Django then says, and by nothing else: no act is done.
            if not request.POST.getlist(ACTION_CHECKBOX_NAME):
                texte = _("Rien n'est fait : cochez d'abord, dans la liste, ce dont il s'agit.")
                request.phrase_de_reserve = texte
            elif not any(request.POST.getlist("action")):
                texte = _("Rien n'est fait : choisissez d'abord quoi faire de ce que vous avez coché.")
                request.phrase_de_reserve = texte
        mots = {"title": capfirst(self.opts.verbose_name_plural), "ajouter": self.titre(ajout=True)}
        reponse = super().changelist_view(request, {**mots, **(extra_context or {})})
        if isinstance(reponse, TemplateResponse) and (liste := (reponse.context_data or {}).get("cl")):
            choisies = noms.choisis(self.model, len(liste.result_list), liste.result_count)
            reponse.context_data = {**(reponse.context_data or {}), "choisies": choisies}
        return reponse
