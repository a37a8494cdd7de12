"""Withdrawals in the back office: asked for from the page of a record, confirmed or refused by another."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partenariat.administration.etapes import ETAPES, Bouton
from partenariat.administration.formulaires import Formulaire
from partenariat.administration.modele import LuUneFoisInscrit
from partenariat.donnees.champs import cle_lue
from partenariat.donnees.depots import remettre
from partenariat.presentation.formats import date_longue
from partenariat.retraits.ailleurs import se_lisent_encore
from partenariat.retraits.formulations import dire
from partenariat.retraits.lectures import ce_qui_part, fichier_de, liens, lisibles, mots
from partenariat.retraits.lieux import designation, retirable_de, retirables_de
from partenariat.retraits.modele import DEJA, EtatRetrait, Retrait, RetraitRefuse
from partenariat.retraits.registre import REGISTRE, TOUT, de_la_table
from partenariat.une_fois.envois import rien_d_ecrit

CONFIRMER = Bouton("_confirmer", gettext_lazy("Confirmer le retrait"))
REFUSER = Bouton("_refuser", gettext_lazy("Refuser le retrait"))
GESTES: dict[str, tuple[Callable[..., None], Any]] = {
    CONFIRMER.champ: (
        Retrait.confirmer,
        gettext_lazy(
            "Le retrait est confirmé : plus rien ne s'en lit sur le site, à aucune date. L'historique de la "
            "base, le disque et les copies de secours le gardent encore : demandez à l'exploitation de "
            "l'effacer (commande « caviarder »)."
        ),
    ),
    REFUSER.champ: (Retrait.refuser, gettext_lazy("Le retrait est refusé.")),
    "_remplacer": (
        Retrait.remplacer_le_motif,
        gettext_lazy("Le motif est remplacé : le premier ne se lit plus sur le site, à aucune date."),
    ),
}


def _lire(nom: str) -> tuple[models.Model, str] | None:
    """The record that « table:key » names, the field where « table:key:field » names one, and what it said
    there where a fingerprint follows."""
    table, cle, champ, formulation = (*nom.split(":"), "", "", "")[:4]
    modele = de_la_table(table)
    pk = cle_lue(cle)
    if modele is None or pk is None:
        return None
    objet = modele._base_manager.filter(pk=pk).first()
    if objet is not None and champ in REGISTRE[modele].remplacables:
        dire(objet, champ, formulation)
    return (objet, champ) if objet is not None and (not champ or retirable_de(objet, champ)) else None


def _choix(page: models.Model) -> list[tuple[str, Any]]:
    """Nothing at first, then what can be withdrawn of a page: one thing, one field of it, all of a record."""
    seules: list[tuple[str, str]] = []
    entieres: list[tuple[str, str]] = []
    for objet in retirables_de(page):
        nom, parts = f"{objet._meta.db_table}:{objet.pk}", list(ce_qui_part(objet))
        quoi_de, champs = REGISTRE[type(objet)], REGISTRE[type(objet)].un_a_un
        seules += [
            (f"{nom}:{champ}", _dit(designation(objet, champ), dits))
            for champ in champs
            if champ not in quoi_de.remplacables
            and retirable_de(objet, champ)
            and (dits := _dits(objet, champ))
        ]
        for champ in quoi_de.remplacables:
            quoi = designation(objet, champ)
            seules += [(f"{nom}:{champ}:{cle}", _dit(quoi, dit)) for cle, dit in lisibles(objet, champ)]
        if quoi_de.entier and any(part.mots for part in parts):
            quoi = _entier(parts[0].quoi, len(parts) - 1) if champs or len(parts) > 1 else parts[0].quoi
            (entieres if champs else seules).append((nom, _dit(quoi, _dits(objet))))
    return [
        ("", _("Choisissez ce qui est à retirer")),
        *([(_("Une seule chose"), seules)] if seules else ()),
        *([(_("En entier, avec tout ce qui s'y rattache"), entieres)] if entieres else ()),
    ]


def _entier(quoi: str, n: int) -> str:
    if not n:
        return _("%(quoi)s, en entier") % {"quoi": quoi}
    avec = ngettext(
        "%(quoi)s, en entier, et %(n)d chose qui s'y rattache",
        "%(quoi)s, en entier, et %(n)d choses qui s'y rattachent",
        n,
    )
    return avec % {"quoi": quoi, "n": n}


def _dits(objet: models.Model, champ: str = TOUT) -> str:
    """The first words that would go: by them one knows which of several it is; the name of a file, else."""
    dits = [texte for _nom, texte in mots(objet, champ)]
    return Truncator(dits[0]).chars(70) if dits else ""


def _dit(quoi: str, dits: str) -> str:
    return f"{quoi} – {dits}" if dits else quoi


class FormulaireDeDemande(Formulaire):
    chose = forms.ChoiceField(label=gettext_lazy("Ce qui est à retirer"))

    class Meta:
        model = Retrait
        fields = ("cause", "motif")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if lu := _lire(donnees.get("chose", "")):
            objet, champ = lu
            self.instance.viser(objet, champ)
            autres = Retrait.objects.de(objet).exclude(etat=EtatRetrait.REFUSE)
            if autres.filter(champ__in={champ, TOUT}, formulation=self.instance.formulation).exists():
                self.add_error("chose", DEJA)
        return donnees


class FormulaireDuMotif(forms.ModelForm):
    nouveau_motif = forms.CharField(
        label=gettext_lazy("Nouveau motif"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Public, à la place du premier, qui quitte les pages : dites pourquoi, "
            "sans répéter ce qui est retiré."
        ),
    )

    def clean_nouveau_motif(self) -> str:
        motif: str = self.cleaned_data["nouveau_motif"]
        self.instance.admettre(motif)
        return motif


@admin.register(Retrait)
class AdministrationDesRetraits(LuUneFoisInscrit):
    form = FormulaireDeDemande
    change_form_template = "admin/partenariat/retrait/change_form.html"
    list_display = ("quoi", "cause", "etat", "demande_par", "demande_le", "decide_par", "decide_le")
    list_filter = ("etat", "cause")
    list_select_related = ("demande_par", "decide_par")
    fields = ("chose", "cause", "motif")
    LUS = (
        "quoi", "cause", "motif", "etat",
        "demande_par", "demande_le", "decide_par", "decide_le", "effacement",
    )  # fmt: skip

    def get_queryset(self, request):
        """What goes with another is settled with it."""
        return super().get_queryset(request).filter(avec=None)

    @admin.display(description=gettext_lazy("Effacé de la base et du disque"))
    def effacement(self, retrait: Retrait) -> str:
        if retrait.etat != EtatRetrait.CONFIRME:
            return "–"
        if retrait.caviarde_le is not None:
            return date_longue(timezone.localdate(retrait.caviarde_le))
        return _("Pas encore : l'exploitation le fait par la commande « caviarder ».")

    def has_add_permission(self, request):
        """From the page of a record: nothing else says what is to be withdrawn."""
        return super().has_add_permission(request) and (
            request.method == "POST" or _lire(request.GET.get("de", "")) is not None
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            # What is only read needs no word on how to write it.
            kwargs["help_texts"] = dict.fromkeys(self.LUS, "")
            if obj.motif_remplacable(request.user):
                kwargs["form"] = FormulaireDuMotif
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        if obj:
            return formulaire
        page = _lire(request.GET.get("de", ""))
        # Its own: what is declared is shared by the forms of everyone.
        formulaire.base_fields["chose"] = chose = deepcopy(formulaire.base_fields["chose"])
        chose.choices = _choix(page[0]) if page else []
        return formulaire

    def get_fields(self, request, obj=None):
        autre = ("nouveau_motif",) if obj and obj.motif_remplacable(request.user) else ()
        return (*super().get_fields(request, obj), *autre)

    def titre(self, *, ajout):
        return _("Demander un retrait pour cause") if ajout else _("Retrait pour cause")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.demande_par = request.user
            super().save_model(request, obj, form, change)
            return
        for bouton, (geste, fait) in GESTES.items():
            if bouton in request.POST:
                try:
                    dits = [form.cleaned_data.get("nouveau_motif", "")] if bouton == "_remplacer" else []
                    geste(Retrait.objects.select_for_update().get(pk=obj.pk), *dits, request.user)
                    self.message_user(request, fait, messages.SUCCESS)
                except RetraitRefuse as refus:
                    rien_d_ecrit(request)
                    self.message_user(request, refus.messages[0], messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        texte = _("Le retrait est demandé : une autre personne de la coordination le confirme.")
        self.message_user(request, texte, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:partenariat_retrait_change", args=[obj.pk]))

    def response_change(self, request, obj):
        return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request, extra_context=None):
        site = self.admin_site
        pages = [m for m, quoi in REGISTRE.items() if site.is_registered(m) and not quoi.ou]
        ailleurs = [
            (
                capfirst(m._meta.verbose_name_plural),
                reverse(f"admin:{m._meta.label_lower.replace('.', '_')}_changelist"),
            )
            for m in pages
        ]
        return super().changelist_view(request, {"ailleurs": ailleurs, **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        """Without the page of a record: the list says where one asks."""
        permise = admin.ModelAdmin.has_add_permission(self, request)
        if request.method == "GET" and permise and not self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:partenariat_retrait_changelist"))
        return super().add_view(request, form_url, extra_context)

    def get_urls(self):
        fichier = self.admin_site.admin_view(self.fichier)
        return [path("<int:pk>/fichier/", fichier, name="partenariat_retrait_fichier"), *super().get_urls()]

    def fichier(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What is to be withdrawn, for who confirms it: nobody settles what they could not read."""
        retrait = self.get_object(request, str(pk))
        if not (self.has_view_permission(request, retrait) and retrait.etat == EtatRetrait.DEMANDE):
            raise Http404
        if (fichier := fichier_de(retrait)) is None:
            raise Http404
        nom = getattr(retrait.objet, f"nom_{fichier.field.name}")
        try:
            return remettre(fichier, nom, retrait.objet.type_media)
        except FileNotFoundError as absent:
            raise Http404 from absent

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["confirmable"] = obj is not None and obj.peut_confirmer(request.user)
        context["ailleurs"] = se_lisent_encore(obj) if obj and obj.etat != EtatRetrait.REFUSE else []
        context["page_lue"] = liens([obj])[0][1] if obj else ""
        context["refusable"] = obj is not None and obj.peut_refuser(request.user)
        confirmer = [CONFIRMER] if context["confirmable"] else []
        context["etapes"] = [*confirmer, REFUSER] if context["refusable"] else []
        context["nom_des_etapes"] = ETAPES
        context["remplacable"] = obj is not None and obj.motif_remplacable(request.user)
        if context["refusable"] and (objet := obj.objet) is not None:
            context["parts"] = list(ce_qui_part(objet, obj.champ))
            context["suites"] = len(context["parts"]) - 1
            context["fichier"] = fichier_de(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
