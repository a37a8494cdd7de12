"""What the parties type. A choice is ticked, then sent by one button; files are judged by content."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Preuve
from engagements.models.etats import AVEC_TEXTE, Genre, TypeDePreuve, Verdict
from engagements.models.parole import DEJA_AU_DOSSIER
from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.depot import L_UN_OU_L_AUTRE, NOMMES_SUS, AvecFichier, champ_du_fichier
from partenariat.administration.formulaires import Saisie
from partenariat.donnees.depots import Depot


def _texte(etiquette, **options) -> forms.CharField:
    return forms.CharField(
        label=etiquette, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}), **options
    )


def _choix(etiquette, choix) -> forms.ChoiceField:
    """Nothing is ticked at first: Enter, in a field beside, sends no answer that nobody chose."""
    return forms.ChoiceField(
        label=etiquette,
        choices=choix,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l'une des réponses.")},
    )


class FormulaireSignature(Saisie):
    nom = forms.CharField(label=_("Votre nom"), max_length=150)
    fonction = forms.CharField(label=_("Votre fonction"), max_length=150)
    accord = forms.BooleanField(
        label=_("J'ai lu ce texte en entier et je le signe au nom de mon organisation"),
        error_messages={"required": _("Cochez cette case pour signer.")},
    )
    empreinte = forms.CharField(widget=forms.HiddenInput)


class FormulaireRefus(Saisie):
    motif = _texte(_("Ce qui devrait changer"))
    empreinte = forms.CharField(widget=forms.HiddenInput)


class FormulairePreuve(AvecFichier, Saisie):
    """A piece of evidence: a file or an address.

    Args:
        engagement: that which it is filed under; it does not hold the same file twice.
        corrige: the piece that it corrects.
        refuses: by field, why the file was stopped on its way in (`donnees.reception`).
    """

    parfois_requis = frozenset({"fichier", "adresse", NOMMES_SUS})

    type = forms.ChoiceField(
        label=_("Type de preuve"), choices=TypeDePreuve.choices, initial=TypeDePreuve.AUTRE
    )
    titre = forms.CharField(label=_("Titre de la preuve"), max_length=200)
    date = forms.DateField(
        label=_("Date du document"),
        required=False,
        help_text=_("Si elle est connue."),
        widget=DateDuNavigateur(passee=True),
    )
    fichier = champ_du_fichier()
    adresse = forms.URLField(
        label=_("Ou une adresse Web"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    def __init__(
        self,
        *args,
        engagement: Engagement,
        corrige: Preuve | None = None,
        refuses: dict[str, str] | None = None,
        **options,
    ):
        self.engagement, self.corrige, self.refuses = engagement, corrige, refuses or {}
        super().__init__(*args, **options)

    @staticmethod
    def deja_dit(preuve: Preuve) -> dict:
        """What is already said of a piece: what one corrects begins from it, and loses nothing unseen."""
        return {nom: getattr(preuve, nom) for nom in ("type", "titre", "date", "adresse")}

    def clean_fichier(self):
        return self.le_fichier()

    def clean_adresse(self):
        adresse = self.cleaned_data["adresse"]
        if adresse:
            self.exiger_neuve(adresse)
        return adresse

    def exiger_neuve(self, source: Depot | str) -> None:
        if self.engagement.deja_au_dossier(source, self.corrige):
            raise ValidationError(gettext(DEJA_AU_DOSSIER))

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date and date > timezone.localdate():
            raise ValidationError(
                _(
                    "Un document ne peut pas être daté de l'avenir : "
                    "écrivez une date passée, ou celle d'aujourd'hui."
                )
            )
        return date

    def clean(self):
        donnees = super().clean()
        if not self.errors and bool(donnees["fichier"]) == bool(donnees["adresse"]):
            self.add_error("fichier", L_UN_OU_L_AUTRE)
        return donnees

    @property
    def piece(self) -> dict:
        """What `Engagement.deposer` takes."""
        donnees = self.cleaned_data
        return {
            "type_": donnees["type"] or TypeDePreuve.AUTRE,
            "titre": donnees["titre"],
            "date": donnees["date"],
            "source": donnees["fichier"] or donnees["adresse"],
        }


class FormulaireDeclaration(FormulairePreuve):
    """A declaration, with or without a piece of evidence."""

    parfois_requis = FormulairePreuve.parfois_requis | {"texte", "titre"}

    texte = _texte(
        _("Précisions"),
        required=False,
        help_text=_("Requises pour dire ce qui a avancé, ou ce qui empêche d'évaluer."),
    )
    genre = _choix(
        _("Votre réponse"),
        [
            *(choix for choix in Genre.choices if choix[0] != Genre.TENU),
            (Genre.TENU.value, _("Je déclare cet engagement tenu")),
        ],
    )

    field_order = ("texte", "genre", "type", "titre", "date", "fichier", "adresse")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for nom in ("type", "titre"):
            self.fields[nom].required = False

    def clean(self):
        donnees = Saisie.clean(self)
        vide = "texte" not in self.errors and not donnees.get("texte", "").strip()
        if donnees.get("genre") in AVEC_TEXTE and vide:
            self.add_error("texte", _("Écrivez ce qui a avancé, ou ce qui empêche d'évaluer."))
        appui = [nom for nom in ("titre", "fichier", "adresse") if donnees.get(nom)]
        if appui and not self.errors:
            if bool(donnees["fichier"]) == bool(donnees["adresse"]):
                self.add_error("fichier", L_UN_OU_L_AUTRE)
            elif not donnees["titre"]:
                self.add_error("titre", _("Donnez un titre à cette preuve."))
        return donnees

    @property
    def preuve_ouverte(self) -> bool:
        """Whether the fields of the piece are shown unfolded: they were filled, or one of them is refused."""
        dites = [self[nom].value() for nom in ("titre", "adresse")]
        return any(dites) or bool(self.errors.keys() - {"texte", "genre", NON_FIELD_ERRORS})

    @property
    def avec_preuve(self) -> bool:
        return bool(self.cleaned_data["titre"])


class FormulaireVerification(Saisie):
    parfois_requis = frozenset({"texte"})

    texte = _texte(_("Ce que vous avez constaté"), required=False, help_text=_("Requis pour contester."))
    verdict = _choix(
        _("Votre vérification"),
        [(Verdict.CONFIRMEE.value, _("Confirmer")), (Verdict.CONTESTEE.value, _("Contester"))],
    )

    def clean(self):
        donnees = super().clean()
        vide = "texte" not in self.errors and not donnees.get("texte", "").strip()
        if donnees.get("verdict") == Verdict.CONTESTEE and vide:
            self.add_error("texte", _("Dites ce que vous contestez."))
        return donnees


class FormulaireReponse(Saisie):
    texte = _texte(_("Votre réponse"))
