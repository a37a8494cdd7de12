"""The list of the back office as a file: its rows as they are filtered, what each lacks among its columns."""

from typing import cast

from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.db.models import TextChoices
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from actions.models import ActionQuerySet
from actions.models.etats import Echeancier, Fraicheur
from actions.models.manques import Manque
from partenariat.administration.modele import ModeleAdministre
from partenariat.donnees.colonnes import JOUR, Colonne
from partenariat.donnees.sorties import fichier_prive

FORMATS = ("csv", "xlsx")


def en_mot(de: type[TextChoices], code: str | None) -> str | None:
    """The word of the screen: this file is read by people; the public ones, with codes, by programs."""
    return str(de(code).label) if code else None


COLONNES = (
    Colonne("plan", _("texte"), _("Plan de l'action."), lambda a: a.plan.slug),
    Colonne("code", _("texte"), _("Code de l'action, unique dans le plan."), lambda a: a.code),
    Colonne("titre", _("texte"), _("Titre de l'action."), lambda a: a.titre),
    Colonne("axe", _("nombre"), _("Numéro de l'axe d'intervention."), lambda a: a.axe.numero),
    Colonne(
        "responsable",
        _("texte"),
        _("Organisation qui rend compte de l'action."),
        lambda a: a.responsable.nom,
    ),
    Colonne("publication", _("texte"), _("Où en est sa publication."), lambda a: a.get_publication_display()),
    Colonne("statut", _("texte"), _("Étape du cycle de vie."), lambda a: a.get_statut_display()),
    Colonne(
        "echeancier",
        _("texte"),
        _("Calculé à la date de lecture."),
        lambda a: en_mot(Echeancier, a.echeancier),
    ),
    Colonne(
        "fraicheur",
        _("texte"),
        _("Calculée depuis la dernière nouvelle."),
        lambda a: en_mot(Fraicheur, a.fraicheur),
    ),
    Colonne(
        "confiance",
        _("texte"),
        _("Ce que l'organisation responsable pense de l'atteinte de l'échéance."),
        lambda a: a.get_confiance_display() or None,
    ),
    Colonne(
        "avancement", _("nombre, 0 à 100"), _("Taux calculé d'après les jalons."), lambda a: a.avancement
    ),
    Colonne("fin", JOUR, _("Fin prévue."), lambda a: a.fin),
    Colonne(
        "prochaine_echeance", JOUR, _("Prochaine date qui peut être manquée."), lambda a: a.prochaine_echeance
    ),
    Colonne("derniere_nouvelle", JOUR, _("Dernière nouvelle que le public peut lire."), lambda a: a.maj_le),
    Colonne(
        "manque",
        _("liste"),
        ", ".join(map(str, Manque.labels)),
        lambda a: [en_mot(Manque, m) for m in a.manques],
    ),
    Colonne(
        "fiche",
        _("adresse"),
        _("Sa fiche, dans l'administration."),
        lambda a: settings.SITE_URL + reverse("admin:actions_action_change", args=[a.pk]),
    ),
)


class ExporteLaListe(ModeleAdministre):
    """Mixin of the admin of actions: its list, as a file."""

    def get_urls(self):
        siennes = [
            path(
                f"liste.{format_}",
                self.admin_site.admin_view(self.fichier_view),
                {"format_": format_},
                name=f"actions_liste_{format_}",
            )
            for format_ in FORMATS
        ]
        return siennes + super().get_urls()

    def fichier_view(self, request: HttpRequest, format_: str) -> HttpResponseBase:
        """The rows of the list under its present filters, in its present order."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            liste = self.get_changelist_instance(request)
            lues = cast(ActionQuerySet, liste.queryset).avec_manques()
            return fichier_prive("actions", format_, COLONNES, lues)
        except (IncorrectLookupParameters, DataError):
            # The list itself says what it does not understand.
            return redirect(f"{reverse('admin:actions_action_changelist')}?{request.GET.urlencode()}")
