"""What the site says of itself (accessibility, privacy, in plain words…), as the coordination wrote it.

One row a text. A text that nobody wrote anew is the one that comes with the site (`textes.origine`); its row
deleted, it is so again. On a past day it is read as it stood, as everything else.
"""

import re
from collections.abc import Mapping

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.champs import TexteRiche
from partenariat.donnees.preparees import preparee
from partenariat.gardes.regles import version
from partenariat.histoire.historise import historise
from partenariat.histoire.temps import RequeteHistorique, dates_possibles, sans_avenir
from partenariat.presentation.traduction import Traduit
from partenariat.textes.cles import COURTS, Cle
from partenariat.textes.origine import origine

_TITRE = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)


@historise()
class TexteDuSite(Traduit, models.Model):
    cle = models.CharField(_("texte"), max_length=40, unique=True, choices=Cle)
    texte = TexteRiche(
        _("texte en français"),
        help_text=_(
            "Une ligne vide sépare deux paragraphes; « ## » commence un titre, « - » un élément de liste; "
            "**gras**, *italique*, [mots](adresse)."
        ),
    )
    texte_en = TexteRiche(
        _("texte en anglais"),
        blank=True,
        help_text=_("Vide, les pages en anglais montrent le texte français."),
    )
    revu_le = models.DateField(
        _("revu le"),
        help_text=_("Jour de la dernière relecture, que le texte ait changé ou non; la page le dit."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = RequeteHistorique["TexteDuSite"].as_manager()

    class Meta:
        app_label = "partenariat"
        ordering = ["cle", "id"]
        verbose_name = _("texte du site")
        verbose_name_plural = _("textes du site")
        triggers = [version()]
        constraints = [
            models.CheckConstraint(name="textedusite_cle_connue", condition=Q(cle__in=Cle.values)),
            models.CheckConstraint(
                name="textedusite_non_vide",
                condition=Q(texte__regex=r"\S"),
                violation_error_message=_("Un texte du site ne peut être vide : écrivez-le."),
            ),
            models.CheckConstraint(
                name="textedusite_avis_en_anglais",
                condition=~Q(cle=Cle.AVIS_ANGLAIS.value) | Q(texte_en__regex=r"\S"),
                violation_error_message=_("L'avis des pages en anglais s'écrit aussi en anglais."),
            ),
            dates_possibles("textedusite_date_possible", "revu_le"),
            sans_avenir("textedusite_sans_avenir", "revu_le"),
        ]

    def __str__(self) -> str:
        return self.get_cle_display()

    @property
    def parties(self) -> list[tuple[str, str]]:
        """Title, empty for what comes before the first one, and Markdown of each part; in the visitor's
        language."""
        avant, *suite = _TITRE.split(self.traduit("texte").replace("\r\n", "\n"))
        parties = [("", avant), *zip(suite[::2], suite[1::2], strict=True)]
        return [(titre.strip(), corps.strip()) for titre, corps in parties if titre or corps.strip()]

    @property
    def en_francais(self) -> bool:
        """Whether it stays in French on an English page."""
        return self.reste_francais("texte")


def d_origine(cle: str) -> TexteDuSite:
    """The text that comes with the site, as a row that nobody wrote."""
    return TexteDuSite(cle=cle, **origine(cle)._asdict())


@preparee(str)
def _de(cle: str) -> QuerySet[TexteDuSite]:
    return TexteDuSite.objects.filter(cle=cle).order_by()


@preparee()
def _courts() -> QuerySet[TexteDuSite]:
    return TexteDuSite.objects.filter(cle__in=[cle.value for cle in COURTS]).order_by()


def texte_du_site(cle: Cle) -> TexteDuSite:
    """The text that is shown, on the day being read. One query."""
    return next(iter(_de(cle.value)), None) or d_origine(cle)


def textes_courts() -> Mapping[str, TexteDuSite]:
    """The short ones that are shown, by key: those that pages have besides what they say. One query."""
    return {**{cle.value: d_origine(cle) for cle in COURTS}, **{lu.cle: lu for lu in _courts()}}
