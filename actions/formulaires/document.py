"""The form of a document of an action: a file that is handed in, or an address."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.models import Document
from partenariat.administration.depot import (
    L_UN_OU_L_AUTRE,
    NOMMES_SUS,
    AvecFichier,
    CaseDUnFichier,
    case_des_nommes,
    champ_du_fichier,
)
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.donnees.depots import Depot
from partenariat.presentation.formats import octets

PIECE = "piece"


class FichierDepose(forms.Widget):
    """The file of a document that is inscribed: it is read, and chosen no more."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        document = self.document
        if document.retiree:
            return format_html('<div class="readonly">{}</div>', document.nom_fichier)
        return format_html(
            '<div class="readonly"><a href="{}">{}</a> · {}, {}</div>',
            reverse("espace-document", args=[document.pk]),
            document.nom_fichier,
            document.format,
            octets(document.taille),
        )


class FormulaireDocument(AvecFichier, FormulaireTemoin):
    """What is inscribed keeps its file; an address that moved is written anew."""

    nom_du_fichier = PIECE

    piece = champ_du_fichier()
    nommes_sus = case_des_nommes("")

    class Meta:
        model = Document
        # The rows say theirs, with what the back office makes of each.
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown where a file is asked about (`montrer_la_case`): the page places its fields beforehand.
        self.fields[NOMMES_SUS].widget = forms.HiddenInput()
        if self.instance.pk:
            self._sans_autre_fichier()
        else:
            self.fields["adresse"].label = _("Ou une adresse Web")

    def _sans_autre_fichier(self) -> None:
        piece, adresse = self.fields[PIECE], self.fields["adresse"]
        piece.disabled, piece.help_text = True, ""
        if self.instance.fichier:
            piece.widget = FichierDepose(self.instance)
            adresse.disabled, adresse.show_hidden_initial = True, False
            adresse.widget = forms.HiddenInput()
        else:
            piece.widget = forms.HiddenInput()

    def is_multipart(self) -> bool:
        """A page whose first row is inscribed offers others, that may hold files."""
        return True

    @cached_property
    def changed_data(self) -> list[str]:
        """One who chose nothing but a file that was stopped on its way in filled the row all the same."""
        dits = super().changed_data
        return [*dits, PIECE] if self.arrete and PIECE not in dits else dits

    def montrer_la_case(self, empreinte: str) -> None:
        self.fields[NOMMES_SUS].widget = CaseDUnFichier(attrs={"value": empreinte})

    def clean_piece(self) -> Depot | None:
        return None if self.instance.pk else self.le_fichier()

    def clean(self) -> None:
        super().clean()
        dits = self.cleaned_data
        if {PIECE, "adresse"} & self.errors.keys():
            return
        if self.instance.pk and not self.instance.fichier and not dits.get("adresse"):
            self.add_error("adresse", _("Donnez l'adresse de ce document, ou supprimez cette ligne."))
        elif not self.instance.pk and bool(dits.get(PIECE)) == bool(dits.get("adresse")):
            self.add_error(PIECE, L_UN_OU_L_AUTRE)

    def demander_de_rejoindre(self) -> None:
        """The page is given back, and no browser keeps a chosen file: whoever chose it is told."""
        depot = getattr(self, "cleaned_data", {}).get(PIECE)
        if depot:
            texte = gettext(
                "« %(nom)s » n'est pas gardé tant que la fiche n'est pas enregistrée : joignez-le de nouveau."
            )
            self.add_error(PIECE, texte % {"nom": depot.nom})

    def save(self, commit: bool = True) -> Any:
        if depot := self.cleaned_data.get(PIECE):
            self.instance.recevoir(depot)
        return super().save(commit)
