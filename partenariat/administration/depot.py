"""Where a file, or its address, is handed in: the file is judged by its content, and whom it names is told.

No browser keeps a chosen file, and nothing of it waits on the server: a form that is given back asks for it
again.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partenariat.donnees import depots
from partenariat.donnees.contenus.natures import ACCEPTES
from partenariat.retraits.modele import Retrait
from partenariat.retraits.retirable import MEME_FICHIER

NOMMES_SUS = "nommes_sus"
"""The box that confirms whom a document names: its value is the document's fingerprint."""

EMPREINTE = re.compile(r"[0-9a-f]{64}")

L_UN_OU_L_AUTRE = _("Donnez un fichier ou une adresse, l'un ou l'autre.")


class CaseDUnFichier(forms.CheckboxInput):
    """Ticked where what was sent is the fingerprint of the file at hand."""

    def value_from_datadict(self, data, files, name):
        return data.get(name) == self.attrs["value"]


def case_des_nommes(empreinte: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Cela sera lisible dans le fichier : je le dépose quand même"),
        required=False,
        widget=CaseDUnFichier(attrs={"value": empreinte}),
    )


def champ_du_fichier() -> forms.FileField:
    return forms.FileField(
        label=_("Fichier"),
        required=False,
        help_text=_(
            "Un fichier, ou une adresse plus bas : il faut l'un des deux. PDF, DOCX, XLSX, ODT, ODS, PNG, "
            "JPEG, WebP ou HEIC; 20 Mo au plus. Un document ne doit rien exécuter ni rien aller chercher "
            "quand on l'ouvre (macros, scripts, images d'un site). Le lieu, l'appareil et l'auteur sont ôtés "
            "des photos; un HEIC est gardé en JPEG."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTES}),
    )


def _ce_que_dit(depot: depots.Depot) -> list[str]:
    dits = []
    if depot.nommes:
        dits.append(
            gettext(
                "Ce fichier nomme : %(noms)s. Joignez-en un autre, sans ces noms; ou joignez-le de "
                "nouveau en cochant la case ci-dessous."
            )
            % {"noms": ", ".join(depot.nommes)}
        )
    if depot.situe:
        dits.append(
            gettext(
                "Une photo de ce fichier dit où elle a été prise. Joignez-en un autre, sans ce lieu; ou "
                "joignez-le de nouveau en cochant la case ci-dessous."
            )
        )
    return dits


class AvecFichier(forms.BaseForm):
    """Mixin of a form where a file is handed in, or the address where it is (`adresse`)."""

    nom_du_fichier: ClassVar[str] = "fichier"
    """The field of the file; its `clean_…` gives `le_fichier()`."""
    refuses: Mapping[str, str] = {}
    """By field as it is sent, why the file was stopped on its way in (`donnees.reception`)."""

    @property
    def arrete(self) -> str:
        """Why the file was stopped on its way in; empty where it was not."""
        return self.refuses.get(self.add_prefix(self.nom_du_fichier), "")

    def exiger_neuve(self, source: depots.Depot | str) -> None:
        """Hook: refuses a file, or an address, that is not to be handed in here.

        Raises:
            ValidationError: with the sentence that says so.
        """

    def le_fichier(self) -> depots.Depot | None:
        """The file that was chosen, examined; none where none was.

        Raises:
            ValidationError: it is refused.
        """
        if refus := self.arrete:
            gros = depots.trop_gros()
            raise depots.ou_une_adresse(gros if refus in gros.messages else ValidationError(refus))
        fichier = self.cleaned_data[self.nom_du_fichier]
        if not fichier:
            self._exiger_rejoint()
            return None
        try:
            depot = depots.examiner(fichier)
        except ValidationError as refuse:
            raise depots.ou_une_adresse(refuse) from None
        if Retrait.objects.du_fichier(depot.empreinte).exists():
            raise ValidationError(gettext(MEME_FICHIER))
        self.exiger_neuve(depot)
        if depot.nommes or depot.situe:
            self._exiger_su(depot)
        return depot

    def montrer_la_case(self, empreinte: str) -> None:
        """Beneath the field of the file, the box of this very file."""
        champs = {}
        for nom, champ in self.fields.items():
            champs[nom] = champ
            if nom == self.nom_du_fichier:
                champs[NOMMES_SUS] = case_des_nommes(empreinte)
        self.fields = champs

    def _exiger_rejoint(self) -> None:
        """The box was ticked, and the file forgotten: browsers do not keep it. The box stays ticked."""
        sue = self.data.get(self.add_prefix(NOMMES_SUS), "")
        if EMPREINTE.fullmatch(sue) and not self.data.get(self.add_prefix("adresse")):
            self.montrer_la_case(sue)
            raise ValidationError(
                _("Joignez de nouveau le fichier dont vous avez coché les noms, ou donnez une adresse.")
            )

    def _exiger_su(self, depot: depots.Depot) -> None:
        """Whom a document names, and where its photos were taken, will be public: whoever files it knows.

        The box is that of this very file: another one, joined instead, is asked about again.
        """
        self.montrer_la_case(depot.empreinte)
        if self.data.get(self.add_prefix(NOMMES_SUS)) != depot.empreinte:
            raise ValidationError(_ce_que_dit(depot))
