"""The rows of several milestones, or of several actions, at once.

With what is written once for them all, and which milestones are shown.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.action import FormulaireAction
from actions.formulaires.lignes import FormulaireJalon
from actions.models import Action, Jalon
from actions.models.etats import AVEC_MOTIF, Confiance, Statut
from actions.models.jalon import JalonQuerySet
from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.rangees import EnRangee
from partenariat.donnees.champs import sans_coupure
from partenariat.models import Organisation
from partenariat.presentation.formats import mois_long, nom_du_mois


class MotifCommun(forms.Form):
    """The reason, written once for all that asks for one."""

    motif = forms.CharField(
        label=gettext_lazy("Motif des dates déplacées"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Écrit une fois pour toutes les échéances que vous déplacez; publié avec l'ancienne et la "
            "nouvelle date."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sans_coupure(self.fields.values())

    def dit(self, nom: str) -> str:
        """What was written; nothing where it is refused."""
        return self.cleaned_data.get(nom, "") if self.is_bound and nom not in self.errors else ""


class MotifsDeStatut(MotifCommun):
    motif = forms.CharField(
        label=gettext_lazy("Motif du statut"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Écrit une fois pour toutes les actions que vous suspendez ou abandonnez; public."
        ),
    )
    sans_decision = forms.CharField(
        label=gettext_lazy("Abandonnée sans décision du comité"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Requis pour abandonner sans décision; public, à côté du motif."),
    )

    def __init__(self, *args, coordination: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not coordination:
            del self.fields["sans_decision"]


class JalonEnListe(EnRangee, FormulaireJalon):
    """A milestone that is reached, or whose date is moved. It is never taken back here: its page does it."""

    motif_report = None  # type: ignore[assignment]  # written once for all (`MotifCommun`)
    atteint = forms.BooleanField(label=gettext_lazy("Atteint"), required=False)

    class Meta:
        model = Jalon
        fields = ("atteint_le", "echeance")
        widgets = {"echeance": DateDuNavigateur, "atteint_le": DateDuNavigateur(passee=True)}

    def __init__(self, *args, motif: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.motif = motif
        self.nommer()
        if self.is_bound:
            self._dater()

    def _dater(self) -> None:
        """What is ticked without a date is reached today; what says neither was not touched."""
        donnees, borne = cast(QueryDict, self.data).copy(), self["atteint_le"]
        if not donnees.get(borne.html_name, "").strip():
            coche = self["atteint"].html_name in donnees
            vu = donnees.get(borne.html_initial_name, self._temoin("atteint_le"))
            donnees[borne.html_name] = timezone.localdate().isoformat() if coche else vu
        self.data = donnees

    @cached_property
    def changed_data(self) -> list[str]:
        """The box is a way to say the date."""
        return [nom for nom in super().changed_data if nom != "atteint"]

    def clean(self):
        super().clean()
        self.instance.motif_report = self.motif
        if self.instance.annule:
            self.add_error(
                None, _("Ce jalon est maintenant annulé : il n'est plus attendu, laissez-le tel quel.")
            )


class NomsDesOrganisations:
    """Every body by its name, or by its acronym where only one has it: read once for all the rows."""

    def __init__(self, organisations: Iterable[Organisation]):
        self.par_cle = {organisation.pk: organisation for organisation in organisations}
        self.noms: dict[int, str] = {}
        pris: dict[str, int] = {}
        sigles: dict[str, list[int]] = {}
        for cle, organisation in self.par_cle.items():
            nom = organisation.nom
            self.noms[cle] = nom = f"{nom} ({organisation.slug})" if nom.casefold() in pris else nom
            pris[nom.casefold()] = cle
            sigles.setdefault(organisation.sigle.casefold(), []).append(cle)
        self.cles = {sigle: cles[0] for sigle, cles in sigles.items() if sigle and len(cles) == 1} | pris

    def cle(self, dit: Any) -> Any:
        """The key of a body, of a key, or of what names one; what names none, as it is."""
        if isinstance(dit, Organisation):
            return dit.pk
        texte = " ".join(dit.split()) if isinstance(dit, str) else dit
        return self.cles.get(texte.casefold(), texte) if isinstance(texte, str) else texte


LISTE_DES_NOMS = "noms-des-organisations"
"""The `id` of the list of names that the page holds once."""


class ChampParNom(forms.Field):
    """A body, typed by its name: one list of names for the whole page, which the browser completes."""

    widget = forms.TextInput(attrs={"list": LISTE_DES_NOMS, "autocomplete": "off", "class": "vTextField"})
    noms = NomsDesOrganisations(())

    def to_python(self, value):
        cle = self.noms.cle(value)
        if cle in ("", None):
            return None
        if cle not in self.noms.par_cle:
            raise ValidationError(_("Aucune organisation n'a ce nom : choisissez-la dans la liste."))
        return self.noms.par_cle[cle]

    def prepare_value(self, value):
        return self.noms.noms.get(self.noms.cle(value), value)

    def has_changed(self, initial, data):
        return self.noms.cle(initial) != self.noms.cle(data or "")


MOTIVES = ("motif", "sans_decision")
"""What is written once for every row, and set where its status asks for it."""
AVEC_LE_STATUT = (*MOTIVES, "decision", "motif_inconnu", "decision_inconnue")
"""The fields that follow the status (`Action.clean`)."""


class ActionEnListe(EnRangee, FormulaireAction):
    # None of these is typed in a row.
    version = None  # type: ignore[assignment]
    motif_report = None  # type: ignore[assignment]
    note_etape = None  # type: ignore[assignment]
    codes_remplacee_par = None  # type: ignore[assignment]
    responsable = ChampParNom(label=gettext_lazy("Responsable"))

    class Meta:
        model = Action
        fields = ("responsable", "confiance", "statut", *MOTIVES)

    def __init__(
        self, *args, commun: MotifsDeStatut | None = None, noms: NomsDesOrganisations | None = None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.commun = commun
        if noms is None:
            del self.fields["responsable"]
        else:
            cast(ChampParNom, self.fields["responsable"]).noms = noms
        for nom in MOTIVES:
            self.fields[nom].disabled = True
        cast(forms.ChoiceField, self.fields["confiance"]).choices = [("", "–"), *Confiance.choices]
        self.nommer()

    def clean(self):
        super().clean()
        if "statut" in self.changed_data and self.commun:
            statut = self.cleaned_data.get("statut")
            self.cleaned_data["motif"] = self.commun.dit("motif") if statut in AVEC_MOTIF else ""
            self.cleaned_data["sans_decision"] = (
                self.commun.dit("sans_decision") if statut == Statut.ABANDONNEE else ""
            )
            self._dire_le_motif_de_l_autre()

    def _dire_le_motif_de_l_autre(self) -> None:
        """The status is what somebody else made it meanwhile, for a reason that is not the one typed here."""
        dit = self.cleaned_data["motif"]
        if "statut" in self.a_ecrire or not dit or dit == self.instance.motif:
            return
        texte = _(
            "Quelqu'un vient de lui donner ce statut, pour ce motif : « %(motif)s ». Le vôtre n'y est pas "
            "écrit : pour le changer, ouvrez sa fiche."
        )
        self.add_error("statut", texte % {"motif": self.instance.motif})

    @property
    def colonnes_ecrites(self) -> list[str]:
        return [*self.a_ecrire, *(AVEC_LE_STATUT if "statut" in self.a_ecrire else ())]


# --- Which milestones ------------------------------------------------------------------------------------
TRIMESTRES = 5
"""Quarters that one may choose: this one and those that follow."""
EN_RETARD, TOUTES = "retard", "toutes"


def trimestres(depuis: date) -> list[tuple[date, date]]:
    """The quarter of a day and those that follow, as (first day, last day)."""
    debut = date(depuis.year, (depuis.month - 1) // 3 * 3 + 1, 1)
    trouves = []
    for _rang in range(TRIMESTRES):
        suivant = (debut + timedelta(days=95)).replace(day=1)
        trouves.append((debut, suivant - timedelta(days=1)))
        debut = suivant
    return trouves


class FiltreDesJalons:
    """What the address asks: whose milestones (`unite`), due when (`quand`). What it does not say, or says
    wrong, is what a person comes for: their own, this quarter's and the late ones.

    Args:
        unites: the bodies among which this person may choose; none where they answer for one.
    """

    def __init__(self, donnees: QueryDict, unites: list[Organisation], sienne: int | None):
        self.trimestres = {f"{debut:%Y-%m}": (debut, fin) for debut, fin in trimestres(timezone.localdate())}
        self.unites = unites
        cles = {str(unite.pk) for unite in unites}
        demandee = donnees.get("unite", "")
        defaut = str(sienne) if str(sienne) in cles else TOUTES
        self.unite = demandee if demandee in cles | {TOUTES} else defaut
        quand = donnees.get("quand", "")
        self.quand = quand if quand in {EN_RETARD, TOUTES, *self.trimestres} else ""

    @property
    def choix_quand(self) -> list[tuple[str, str]]:
        nommes = [
            (
                cle,
                _("%(de)s à %(a)s") % {"de": nom_du_mois(debut), "a": mois_long(fin)},
            )
            for cle, (debut, fin) in self.trimestres.items()
        ]
        return [
            ("", _("Ce trimestre et en retard")),
            (EN_RETARD, _("En retard")),
            *nommes,
            (TOUTES, _("Toutes les échéances")),
        ]

    @property
    def choix_unite(self) -> list[tuple[str, str]]:
        """None where there is nothing to choose."""
        if len(self.unites) < 2:
            return []
        return [(TOUTES, _("Toutes les unités")), *((str(u.pk), str(u)) for u in self.unites)]

    def garder(self, jalons: JalonQuerySet) -> JalonQuerySet:
        """Those that it asks for, among these."""
        if self.unite != TOUTES:
            jalons = jalons.filter(action__responsable=int(self.unite))
        if self.quand == TOUTES:
            return jalons
        if self.quand == EN_RETARD:
            return jalons.en_retard()
        if self.quand:
            return jalons.filter(echeance__range=self.trimestres[self.quand])
        # The first of them is this one: what was due before it is late.
        return jalons.filter(echeance__lte=next(iter(self.trimestres.values()))[1])
