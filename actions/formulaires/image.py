"""The form of a picture: its file is judged, made small, and kept with the row.

A form that is given back for something else gives back the picture too, made small and sealed (80 kB at
most): no browser keeps a chosen file, and nothing of it waits on the server.
"""

from base64 import b64decode, b64encode
from typing import cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actions.formulaires.action import plan_propose
from actions.models import Action, Axe, Histoire, Image, Plan
from partenariat.administration.champs import CHOIX_MAX, ChampCodes, offrir, proposer
from partenariat.administration.formulaires import AvecCodes
from partenariat.administration.version import FormulaireVersionne
from partenariat.donnees.contenus.natures import IMAGES_ACCEPTEES
from partenariat.donnees.empreintes import empreinte_fichier
from partenariat.donnees.vignettes import Vignette, reduire
from partenariat.models import Organisation
from partenariat.retraits.retirable import MEME_FICHIER

TENUE = 24 * 60 * 60
"""Seconds for which a picture that was given back may be sent again."""


class FormulaireImage(AvecCodes, FormulaireVersionne):
    vignette: Vignette
    refuses: dict[str, str] = {}
    """Why its file was stopped on its way in (`donnees.reception`)."""
    tenue_pour: str
    """Whose form it is, and of what: what one person is given back is nobody else's to send."""

    codes_action = ChampCodes(
        label=_("Ou l'action, par son code"), required=False, help_text=_("Du plan actif; par exemple 1.1.")
    )
    image = forms.FileField(
        label=_("Image"),
        help_text=_(
            "JPEG, PNG, WebP ou HEIC; 20 Mo au plus. Le site la réduit, et ôte ce que le fichier dit de plus "
            "(le lieu, l'appareil, l'auteur). Un logo est montré sur fond blanc. Assurez-vous que les "
            "personnes qu'on y reconnaît y consentent."
        ),
        widget=forms.FileInput(attrs={"accept": IMAGES_ACCEPTEES}),
    )
    image_tenue = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Image
        fields = "__all__"

    def clean(self):
        super().clean()
        if self.instance.pk:
            return
        plan = Plan.objects.filter(pk__in=[plan_propose(Plan.objects.all())]).first()
        self.choisir_par_code("action", plan)
        logo = bool(self.cleaned_data.get("organisation"))
        if refus := self.refuses.get("image"):
            self.errors.pop("image", None)
            self.add_error("image", refus)
        elif vignette := self._reduite(logo) or self._tenue():
            self.vignette = vignette
            if Image.revient(vignette.empreinte):
                self.add_error("image", gettext(MEME_FICHIER))
            else:
                self._tenir()

    def _reduite(self, logo: bool) -> Vignette | None:
        """The picture that was chosen, as it is kept; none where none was, or where it is refused."""
        if not (fichier := self.cleaned_data.get("image")):
            return None
        try:
            return reduire(fichier, logo=logo)
        except ValidationError as refuse:
            self.add_error("image", refuse)
            return None

    @property
    def _sel(self) -> str:
        return f"image-tenue {self.tenue_pour}"

    def _tenue(self) -> Vignette | None:
        """The picture that this form gave back, byte for byte: encoded anew, it would bear a fingerprint
        by which nothing knows it; none where it is not one that it gave, or another was chosen."""
        if self.files.get("image"):
            return None
        try:
            nom, contenu, largeur, hauteur = signing.loads(
                self.data.get("image_tenue", ""), salt=self._sel, max_age=TENUE
            )
        except signing.BadSignature:
            return None
        self.errors.pop("image", None)
        fichier = ContentFile(b64decode(contenu))
        return Vignette(fichier, nom, largeur, hauteur, empreinte_fichier(fichier))

    def _tenir(self) -> None:
        """Gives it back with the form, should anything else of it be refused."""
        vignette = self.vignette
        vignette.fichier.seek(0)
        contenu = b64encode(vignette.fichier.read()).decode()
        vignette.fichier.seek(0)
        rendues = cast(QueryDict, self.data).copy()
        rendues["image_tenue"] = signing.dumps(
            (vignette.nom, contenu, vignette.largeur, vignette.hauteur), salt=self._sel
        )
        self.data = rendues
        self["image"].help_text = gettext(
            "Gardée : %(nom)s, %(largeur)d × %(hauteur)d pixels. Choisissez-en une autre pour la remplacer."
        ) % {"nom": vignette.nom, "largeur": vignette.largeur, "hauteur": vignette.hauteur}


def proposer_les_sujets(champs: dict[str, forms.Field], demandee: int | None) -> None:
    """Sets what a new picture may be of.

    Args:
        demandee: the key of the story from whose page one comes: it is offered however many there are.
    """
    proposer(champs["organisation"], list(Organisation.objects.all()))
    proposer(champs["axe"], list(Axe.objects.select_related("plan")))
    siennes = Histoire.objects.filter(accord_retire__isnull=True).select_related("action")
    proposees = list(siennes[:CHOIX_MAX])
    if demandee is not None and demandee not in {une.pk for une in proposees}:
        proposees += siennes.filter(pk=demandee)
    proposer(champs["histoire"], proposees)
    actions = Action.objects.filter(plan=plan_propose(Plan.objects.all()))
    offrir(champs, "action", actions.par_code(), ())
