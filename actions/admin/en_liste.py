"""Several rows at a time: milestones that are due, and the actions of the list as it is filtered."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import DataError, OperationalError, transaction
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.admin.etapes import reprendre_la_soumission
from actions.ecrivables import ecrivables_par
from actions.formulaires.en_liste import (
    LISTE_DES_NOMS,
    ActionEnListe,
    FiltreDesJalons,
    JalonEnListe,
    MotifCommun,
    MotifsDeStatut,
    NomsDesOrganisations,
)
from actions.models import Action, ActionQuerySet, Jalon
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.rangees import RANGEE, RANGEES, EnRangee, cles_postees, enregistrer, refuser
from partenariat.donnees.tenues import attente_vaine
from partenariat.histoire.temps import jours_depuis
from partenariat.models import Organisation, Utilisateur
from partenariat.presentation.etats import pastille
from partenariat.presentation.formats import dans_combien, depuis_combien


def tenir(cles: Iterable[int]) -> set[int]:
    """Holds these actions until the transaction ends; gives those that it holds.

    Always in the order of the other gestures on several actions, so that no two wait for each other. What
    somebody else holds for too long is left out.
    """
    actions = Action.objects.filter(pk__in=set(cles)).par_code().values_list("pk", flat=True)
    try:
        with transaction.atomic():
            return set(actions.select_for_update(of=("self",)))
    except OperationalError as erreur:
        if not attente_vaine(erreur):
            raise
        return set(actions.select_for_update(of=("self",), skip_locked=True))


class PageEnListe:
    """One page of rows, read and sent."""

    gabarit: str
    titre: str
    modele: type[Model]

    def __init__(self, administration: Any, request: HttpRequest):
        self.administration, self.request = administration, request
        # Nobody else comes in (`admin_view`).
        self.personne = cast(Utilisateur, request.user)
        self.commun = self.motifs(request.POST if request.method == "POST" else None)

    # --- What each page says --------------------------------------------------------------------------------
    def visibles(self) -> QuerySet[Any]:
        """What this person may write here, whatever the filter."""
        raise NotImplementedError

    def montrees(self) -> QuerySet[Any]:
        """The rows that the filter leaves, in order."""
        raise NotImplementedError

    def motifs(self, donnees: QueryDict | None) -> MotifCommun:
        raise NotImplementedError

    def former(self, objet: Any, donnees: QueryDict | None = None) -> EnRangee:
        raise NotImplementedError

    def action_de(self, objet: Any) -> int:
        raise NotImplementedError

    def ecrire(self, rangee: EnRangee) -> None:
        raise NotImplementedError

    def enregistrees(self, n: int) -> str:
        raise NotImplementedError

    def relire(self, ecrites: list[Any]) -> None:
        """Tells, once, what reads oddly in what was written."""

    def contexte(self) -> dict[str, Any]:
        return {}

    # --- What they do alike ---------------------------------------------------------------------------------
    @cached_property
    def actions(self) -> ActionQuerySet:
        return ecrivables_par(self.personne)

    def repondre(self) -> HttpResponseBase:
        if self.request.method == "POST":
            return self._enregistrer()
        page = self._feuillet()
        return self._page([self.former(objet) for objet in page], page=page)

    def _feuillet(self) -> Page[Any]:
        return Paginator(self.montrees(), RANGEES).get_page(self.request.GET.get("p"))

    def _feuillet_apres(self) -> Page[Any] | None:
        """As the list is once some rows are saved; None where the address asks for what it does not know."""
        try:
            with transaction.atomic():
                page = self._feuillet()
                # Asked for here: a wrong address fails where it is read.
                _nombre = page.paginator.count
                return page
        except (IncorrectLookupParameters, DataError):
            return None

    def _enregistrer(self) -> HttpResponseBase:
        cles, donnees = cles_postees(self.request), self.request.POST
        vues = self.visibles().in_bulk(cles)
        touchees = {pk: o for pk, o in vues.items() if self.former(o, donnees).has_changed()}
        with transaction.atomic():
            tenues = tenir(self.action_de(objet) for objet in touchees.values())
            fraiches = self.visibles().in_bulk(list(touchees))
            rangees = {pk: self.former(objet, donnees) for pk, objet in fraiches.items()}
            for rangee in rangees.values():
                if self.action_de(rangee.instance) not in tenues:
                    refuser(rangee, _("Une autre personne enregistre cette fiche en ce moment : réessayez."))
            ecrites = {r.instance.pk for r in enregistrer(rangees.values(), self.ecrire)}
        refusees = [rangees[pk] for pk in cles if pk in rangees and rangees[pk].errors]
        perdues = self._perdues(pk for pk in cles if pk not in (vues if pk not in touchees else fraiches))
        if ecrites:
            self.administration.message_user(self.request, self.enregistrees(len(ecrites)), messages.SUCCESS)
            self.relire([vues[pk] for pk in vues if pk in ecrites])
        if not refusees and not perdues and not self.commun.errors:
            return redirect(self.request.get_full_path())
        restees = [
            rangees[pk] if pk in rangees and rangees[pk].errors else self.former(vues[pk])
            for pk in cles
            if pk in vues and pk not in ecrites
            if pk in rangees or pk not in touchees
        ]
        return self._page(restees, page=self._feuillet_apres(), refusees=refusees, perdues=perdues)

    def _perdues(self, cles: Iterable[int]) -> list[str]:
        """What was typed of rows that this person no longer holds, in words."""
        absentes = [self.former(self.modele(pk=pk), self.request.POST) for pk in cles]
        return [absente.dit() for absente in absentes if absente.has_changed()]

    def _page(self, rangees: list[EnRangee], **suite: Any) -> HttpResponseBase:
        site = self.administration.admin_site
        self.request.current_app = site.name  # read by `{% url %}`
        page = cast(Page[Any] | None, suite.get("page"))
        refusee = bool(suite.get("refusees") or suite.get("perdues") or self.commun.errors)
        contexte = {
            **site.each_context(self.request),
            "title": _("Erreur : %(titre)s") % {"titre": self.titre} if refusee else self.titre,
            "nom": self.titre,
            "refusee": refusee,
            "opts": self.administration.opts,
            "rangees": rangees,
            "rangee": RANGEE,
            "commun": self.commun,
            "refusees": (),
            "perdues": (),
            "page": page,
            "combien": page.paginator.count if page else len(rangees),
            "manquees": len(suite.get("refusees", ())) + len(suite.get("perdues", ())),
            **self.contexte(),
            **suite,
        }
        return TemplateResponse(self.request, self.gabarit, contexte)


class JalonsEnListe(PageEnListe):
    gabarit = "admin/actions/action/jalons.html"
    modele = Jalon

    @property
    def titre(self) -> str:  # type: ignore[override]  # in the language of the request
        return _("Jalons en liste")

    @cached_property
    def filtre(self) -> FiltreDesJalons:
        responsables = self.visibles().attendus().order_by().values("action__responsable")
        unites = list(Organisation.objects.filter(pk__in=responsables))
        # Who keeps the desk of another comes for both; the coordination, for its own.
        sienne = self.personne.organisation_id if self.personne.a_role("coordination") else None
        return FiltreDesJalons(self.request.GET, unites, sienne)

    def visibles(self) -> Any:
        return Jalon.objects.filter(action__in=self.actions).select_related(
            "action__plan", "action__responsable"
        )

    def montrees(self) -> Any:
        return self.filtre.garder(self.visibles().attendus()).order_by("echeance", "id")

    def motifs(self, donnees: QueryDict | None) -> MotifCommun:
        return MotifCommun(donnees)

    def former(self, objet: Jalon, donnees: QueryDict | None = None) -> EnRangee:
        rangee = JalonEnListe(
            donnees, instance=objet, prefix=EnRangee.prefixe(objet.pk), motif=self.commun.dit("motif")
        )
        if objet.action_id:
            rangee.etat = pastille(*objet.etat_dans(objet.action))  # type: ignore[attr-defined]
            rangee.quand = _quand(objet)  # type: ignore[attr-defined]
        return rangee

    def action_de(self, objet: Jalon) -> int:
        return objet.action_id

    def ecrire(self, rangee: EnRangee) -> None:
        jalon = rangee.save(commit=False)
        jalon.save(update_fields=rangee.a_ecrire)
        # As the page of an action does: the trigger sees no change of its row.
        Action.objects.filter(pk=jalon.action_id).update(version=F("version") + 1)
        reprendre_la_soumission(Action.objects.get(pk=jalon.action_id), self.personne)

    def relire(self, ecrites: list[Jalon]) -> None:
        for action in Action.objects.filter(pk__in={jalon.action_id for jalon in ecrites}).par_code():
            self.administration.avertir(self.request, action)

    def enregistrees(self, n: int) -> str:
        return ngettext("%(n)d jalon enregistré.", "%(n)d jalons enregistrés.", n) % {"n": n}

    def contexte(self) -> dict[str, Any]:
        return {"filtre": self.filtre, "aujourd_hui": timezone.localdate()}


def _quand(jalon: Jalon) -> str:
    """« depuis 26 jours », « dans 13 jours »."""
    en_retard = jours_depuis(jalon.echeance) > 0
    return depuis_combien(jalon.echeance) if en_retard else dans_combien(jalon.echeance)


class ActionsEnListe(PageEnListe):
    gabarit = "admin/actions/action/plusieurs.html"
    modele = Action

    @property
    def titre(self) -> str:  # type: ignore[override]  # in the language of the request
        return _("Actions en liste")

    @cached_property
    def coordination(self) -> bool:
        return self.personne.a_role("coordination")

    @cached_property
    def noms(self) -> NomsDesOrganisations | None:
        """Only the coordination gives an action to another body."""
        return NomsDesOrganisations(Organisation.objects.all()) if self.coordination else None

    def visibles(self) -> Any:
        return self.actions.select_related("plan", "axe", "volet", "responsable").par_code()

    def montrees(self) -> Any:
        """Those of the list of the back office, under its filters.

        Raises:
            IncorrectLookupParameters: the address asks for what the list does not understand.
        """
        liste = self.administration.get_changelist_instance(self.request)
        return liste.queryset.filter(pk__in=self.actions.order_by().values("pk"))

    def motifs(self, donnees: QueryDict | None) -> MotifCommun:
        return MotifsDeStatut(donnees, coordination=self.coordination)

    def former(self, objet: Action, donnees: QueryDict | None = None) -> EnRangee:
        return ActionEnListe(
            donnees,
            instance=objet,
            prefix=EnRangee.prefixe(objet.pk),
            commun=cast(MotifsDeStatut, self.commun),
            noms=self.noms,
        )

    def action_de(self, objet: Action) -> int:
        return objet.pk

    def ecrire(self, rangee: EnRangee) -> None:
        action = rangee.save(commit=False)
        action.save(update_fields=cast(ActionEnListe, rangee).colonnes_ecrites)
        action = Action.objects.get(pk=action.pk)
        reprendre_la_soumission(action, self.personne)
        self.administration.avertir(self.request, action)

    def enregistrees(self, n: int) -> str:
        return ngettext("%(n)d action enregistrée.", "%(n)d actions enregistrées.", n) % {"n": n}

    def contexte(self) -> dict[str, Any]:
        demandes = self.request.GET.copy()
        demandes.pop("p", None)
        return {
            "liste_des_noms": LISTE_DES_NOMS,
            "noms": self.noms.noms.values() if self.noms else (),
            "liste": f"{reverse('admin:actions_action_changelist')}?{demandes.urlencode()}",
        }


class EnListe(ModeleAdministre):
    """Mixin of the admin of actions: the pages of several rows at once."""

    def get_urls(self):
        vue = self.admin_site.admin_view
        siennes = [
            path("jalons/", vue(self.jalons_view), name="actions_jalons"),
            path("plusieurs/", vue(self.plusieurs_view), name="actions_plusieurs"),
        ]
        return siennes + super().get_urls()

    def jalons_view(self, request: HttpRequest) -> HttpResponseBase:
        return self._en_liste(request, JalonsEnListe)

    def plusieurs_view(self, request: HttpRequest) -> HttpResponseBase:
        return self._en_liste(request, ActionsEnListe)

    def _en_liste(self, request: HttpRequest, page: type[PageEnListe]) -> HttpResponseBase:
        modele = page.modele._meta
        if not self.has_change_permission(request) or not request.user.has_perm(
            f"{modele.app_label}.change_{modele.model_name}"
        ):
            raise PermissionDenied
        try:
            return page(self, request).repondre()
        except (IncorrectLookupParameters, DataError):
            if request.method == "POST":
                raise
            # A filter typed by hand in the address.
            return redirect(request.path)
