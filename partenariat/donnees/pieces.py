"""Rows that hold a file deposited here, or lead to an address: one of the two, never both nor none.

Evidence (`engagements.Preuve`) and the documents of actions are such rows: one columns, one constraints, one
way in, one way to say what is shown.
"""

from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.depots import TAILLE_MAX, Depot, chemin_au_hasard
from partenariat.donnees.empreintes import LONGUEUR
from partenariat.retraits.registre import est_retire

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Mots: TypeAlias = "str | StrPromise"


class AvecPiece(models.Model):
    EMPREINTES = {"fichier": "empreinte"}
    """What `verifier_integrite` compares (partenariat.sauvegarde.depots)."""

    adresse = models.URLField(
        _("adresse"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    fichier = models.FileField(
        _("fichier"), upload_to=chemin_au_hasard, max_length=120, blank=True, editable=False
    )
    nom_fichier = models.CharField(_("nom du fichier"), max_length=100, blank=True, editable=False)
    type_media = models.CharField(_("type de contenu"), max_length=100, blank=True, editable=False)
    taille = models.PositiveIntegerField(_("taille (octets)"), null=True, blank=True, editable=False)
    empreinte = models.CharField(
        _("empreinte du fichier (SHA-256)"), max_length=LONGUEUR, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def retiree(self) -> bool:
        """Withdrawn for cause: it leads nowhere."""
        return est_retire(self.nom_fichier if self.fichier else self.adresse)

    @property
    def format(self) -> str:
        """« PDF »: by the extension, which is that of what the file really is; empty of an address."""
        return "" if self.retiree else PurePath(self.nom_fichier).suffix.lstrip(".").upper()

    def recevoir(self, source: Depot | str) -> None:
        """Takes an examined file, or an address; the row is then to be saved.

        Raises:
            OSError: the file could not be written (full disk).
        """
        if isinstance(source, str):
            self.adresse = source
            return
        self.nom_fichier, self.type_media = source.nom, source.type_media
        self.taille, self.empreinte = source.taille, source.empreinte
        # Undone with the transaction (`partenariat.donnees.stockage`).
        self.fichier.save(source.nom, source.fichier, save=False)


def contraintes_de_piece(
    prefixe: str, l_un_ou_l_autre: Mots, adresse_sure: Mots
) -> list[models.BaseConstraint]:
    """What PostgreSQL holds of such rows.

    Args:
        prefixe: begins the names of the constraints.
        l_un_ou_l_autre, adresse_sure: the sentences that refuse both or none, and an address of the Web that
            is none.
    """
    return [
        models.CheckConstraint(
            name=f"{prefixe}_fichier_ou_adresse",
            condition=Q(fichier="") & ~Q(adresse="") | ~Q(fichier="") & Q(adresse=""),
            violation_error_message=l_un_ou_l_autre,
        ),
        models.CheckConstraint(
            name=f"{prefixe}_adresse_sure",
            condition=Q(adresse="") | Q(adresse__startswith="https://") | Q(adresse__startswith="http://"),
            violation_error_message=adresse_sure,
        ),
        models.CheckConstraint(
            name=f"{prefixe}_fichier_empreint",
            condition=Q(fichier="", empreinte="", taille__isnull=True)
            | Q(empreinte__regex=r"^[0-9a-f]{64}$", taille__range=(1, TAILLE_MAX))
            & ~Q(fichier="")
            & ~Q(nom_fichier="")
            & ~Q(type_media=""),
        ),
    ]
