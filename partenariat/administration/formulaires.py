"""What the forms of the back office share: a refusal from outside, and what the person saw at first."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import ReadOnlyPasswordHashWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.db.models import Model
from django.forms.models import InlineForeignKeyField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partenariat.administration.champs import ListeCachee, par_code
from partenariat.administration.phrases import Refus, champs_de_la_phrase
from partenariat.donnees.champs import sans_coupure
from partenariat.donnees.colonnes import sans_controles
from partenariat.retraits.registre import est_retire


class ChampLie(forms.BoundField):
    """A field that says of itself what HTML lets it say.

    Its hidden double has no help, which nobody reads; what shows a password's digest cannot be disabled.
    """

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if widget is not None and widget.is_hidden:
            attrs.pop("aria-describedby", None)
        if isinstance(widget, ReadOnlyPasswordHashWidget):
            attrs.pop("disabled", None)
        return attrs


class Formulaire(forms.ModelForm):
    """A form that can be refused by what only the database knows, and that then shows all that was typed."""

    bound_field_class = ChampLie
    phrases: tuple[str, ...] = ()
    refus: Refus | None = None
    """What the database said of it, or of one of its rows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sans_coupure(self.fields.values())
        for nom, champ in self.fields.items():
            dit = getattr(self.instance, nom, None) if self.instance.pk else None
            # What was withdrawn is never written again: PostgreSQL refuses it.
            champ.disabled |= isinstance(dit, str) and est_retire(dit)

    def clean(self):
        super().clean()
        for texte in self.phrases:
            self.add_error(None, texte)
        if self.refus and self.refus.prefixe == (self.prefix or ""):
            self.add_error(self.place(self.refus.champs), self.refus.phrase)

    def place(self, champs: tuple[str, ...]) -> str | None:
        """Where what speaks of these fields is said: beside the first that was touched, or that is seen.

        None where the form has none of them: it stands above.
        """
        vus = [nom for nom in champs if nom in self.fields and not self[nom].is_hidden]
        return next((nom for nom in vus if nom in self.changed_data), vus[0] if vus else None)

    def _update_errors(self, errors: ValidationError) -> None:
        """A constraint that names fields is said beside one of them, as it would be if PostgreSQL said it;
        what is said of one field and lacks in another, whose name is its code, beside that one."""
        par_champ = getattr(errors, "error_dict", {})
        dites = par_champ.pop(NON_FIELD_ERRORS, [])
        for nom, erreurs in list(par_champ.items()):
            for erreur in [e for e in erreurs if e.code != nom and self.place((e.code or "",))]:
                erreurs.remove(erreur)
                par_champ.setdefault(erreur.code, []).append(erreur)
            if not erreurs:
                del par_champ[nom]
        for erreur in dites:
            (texte,) = erreur.messages
            lieu = self.place(champs_de_la_phrase(self._meta.model, texte)) or NON_FIELD_ERRORS
            errors.error_dict.setdefault(lieu, []).append(erreur)
        super()._update_errors(errors)  # type: ignore[misc]  # private, so not in the stubs

    def save(self, commit=True):
        """A refusal says of which row it is."""
        try:
            return super().save(commit)
        except DatabaseError as erreur:
            erreur.prefixe = self.prefix or ""  # type: ignore[attr-defined]
            raise


def sans_retours(valeur):
    """Browsers send \\r\\n for a new line: a text that nobody touched must not count as changed."""
    return valeur.replace("\r\n", "\n") if isinstance(valeur, str) else valeur


class Saisie(forms.Form):
    """What is typed, without the control characters that nothing shows."""

    parfois_requis: ClassVar[frozenset[str]] = frozenset()
    """Fields that another answer makes required: no label says that these may be left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sans_coupure(self.fields.values())

    def clean(self):
        donnees = super().clean() or {}
        for nom, valeur in donnees.items():
            if isinstance(valeur, str):
                donnees[nom] = sans_controles(sans_retours(valeur)).strip()
        return donnees


class FormulaireTemoin(Formulaire):
    """A form that carries, hidden, each value as the person saw it.

    Three texts are then known of each field (seen, in the database now, typed), so that what was not touched
    is never written and what two people changed can be told (see `conflit`).
    """

    sans_temoin = False
    """Whether what a new record begins with counts as typed: it was copied from another."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.sans_temoin:
            return
        modele = self._meta.model._meta
        du_modele = {champ.name for champ in (*modele.fields, *modele.many_to_many) if champ.editable}
        for nom in du_modele & self.fields.keys():
            champ = self.fields[nom]
            if not isinstance(champ, InlineForeignKeyField):
                champ.show_hidden_initial = True
                if isinstance(champ, forms.ModelMultipleChoiceField):
                    champ.hidden_widget = ListeCachee

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that the person touched; against the database where what they saw was not sent."""
        return [nom for nom in self.fields if self._touche(self[nom])]

    def _touche(self, borne: forms.BoundField) -> bool:
        champ, saisi = borne.field, sans_retours(borne.data)
        if not champ.show_hidden_initial:
            return champ.has_changed(borne.initial, borne.data)
        if borne.html_initial_name not in self.data:
            return champ.has_changed(borne.initial, saisi)
        vu = champ.hidden_widget().value_from_datadict(self.data, self.files, borne.html_initial_name)
        try:
            return champ.has_changed(champ.to_python(sans_retours(vu)), saisi)
        except ValidationError:
            return True

    def clean(self):
        super().clean()
        listes = {champ.name for champ in self._meta.model._meta.many_to_many}
        touches = self.changed_data
        for nom, valeur in self.cleaned_data.items():
            temoin = self.instance.pk and self.fields[nom].show_hidden_initial and nom not in listes
            if temoin and nom not in touches and hasattr(self.instance, nom):
                self.cleaned_data[nom] = getattr(self.instance, nom)
            elif isinstance(valeur, str):
                self.cleaned_data[nom] = sans_controles(sans_retours(valeur))

    def _save_m2m(self):
        """Only the lists that were touched."""
        touches = self.changed_data
        for champ in self._meta.model._meta.many_to_many:
            if champ.name in self.cleaned_data and (champ.name in touches):
                champ.save_form_data(self.instance, self.cleaned_data[champ.name])


class AvecCodes(FormulaireTemoin):
    """A form where what a long list does not offer is named by its code (`champs.offrir`)."""

    @cached_property
    def changed_data(self) -> list[str]:
        """What a code adds, it adds to the list."""
        listes = {par_code(nom): nom for nom in self.fields if par_code(nom) in self.fields}
        return list(dict.fromkeys(listes.get(nom, nom) for nom in super().changed_data))

    def choisir_par_code(self, nom: str, plan: Model | None) -> None:
        """Adds to what was ticked, or puts in place of what was chosen, that which the codes name: what the
        list would accept, of the one plan where a code is of one record alone.
        """
        codes = self.cleaned_data.get(par_code(nom)) or []
        champ = self.fields.get(nom)
        if not codes or not isinstance(champ, forms.ModelChoiceField) or champ.queryset is None:
            return
        trouves = list(champ.queryset.filter(plan=plan, code__in=codes))
        plusieurs = isinstance(champ, forms.ModelMultipleChoiceField)
        if absents := [code for code in codes if code not in {trouve.code for trouve in trouves}]:
            texte = _("Aucune fiche de ce plan n'a ce code : %(codes)s. Vérifiez-le.")
            self.add_error(par_code(nom), texte % {"codes": ", ".join(absents)})
        elif len(trouves) > 1 and not plusieurs:
            self.add_error(par_code(nom), _("Donnez un seul code."))
        elif plusieurs:
            dits = {objet.pk for objet in (*(self.cleaned_data.get(nom) or ()), *trouves)}
            self.cleaned_data[nom] = champ.queryset.filter(pk__in=dits)
        else:
            (self.cleaned_data[nom],) = trouves
