"""Two people on the same page: what the other changed is set beside what was typed, and nothing is lost.

Three texts are known of each field: *seen* (hidden in the form, `FormulaireTemoin`), *now* in the database,
and *typed*. What the person did not touch takes the value of the database; what they did is kept. The form
then stands on the database as it is now. Where both changed one thing otherwise (`heurte`), it is refused,
and saving again is a choice made after having seen it; where they changed different things, it is saved.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partenariat.administration.formulaires import sans_retours
from partenariat.administration.historique import Trace
from partenariat.presentation.formats import date_longue, nombre

VIDE = "–"


@dataclass(frozen=True)
class Divergence:
    """One thing that the other person changed."""

    quoi: str
    avant: str
    maintenant: str
    saisi: str
    garde: bool
    """Whether the form keeps what was typed (else it takes the value of now)."""
    trace: Trace | None

    @property
    def phrase(self) -> str:
        """« Statut » a changé depuis : « Suspendue » maintenant, « Réalisée » pour vous."""
        dits = {"champ": self.quoi, "present": self.maintenant, "saisi": self.saisi, "avant": self.avant}
        if self.garde:
            return (
                _("« %(champ)s » a changé depuis : « %(present)s » maintenant, « %(saisi)s » pour vous.")
                % dits
            )
        return _("« %(champ)s » a changé depuis : « %(present)s » maintenant, « %(avant)s » avant.") % dits


class Rebasage:
    """The typed form, set upon the database as it is now.

    Args:
        form, formsets: bound; their instances are fresh from the database, under lock.
        trace_du_champ: who last changed a field of the record.
        traces_des_lignes: who last wrote each row of a formset's model.
    """

    def __init__(
        self,
        form: forms.ModelForm,
        formsets: list[BaseInlineFormSet],
        trace_du_champ: Callable[[str], Trace | None],
        traces_des_lignes: Callable[[type[Model]], dict[int, Trace]],
    ):
        # Typed by a person, never given by a program.
        self.donnees = cast(QueryDict, form.data).copy()
        self.fichiers = form.files.copy()
        self.deplaces: dict[str, str] = {}
        """The prefix of a new row → the one that it has now."""
        self.divergences = [
            divergence(form, nom, trace=trace_du_champ(nom)) for nom in _compares(form) if a_bouge(form, nom)
        ]
        reposer(form, self.donnees)
        for formset in formsets:
            self._lignes(formset, traces_des_lignes)
        for nom in form.files:
            del self.fichiers[nom]
        for nom in form.files:
            self.fichiers.setlist(self.deplace(nom), form.files.getlist(nom))

    def deplace(self, nom: str) -> str:
        """The name that a field of a new row has now: the files that were sent follow their rows."""
        for avant, apres in self.deplaces.items():
            if nom.startswith(avant):
                return apres + nom.removeprefix(avant)
        return nom

    @property
    def heurte(self) -> bool:
        """Whether both changed one thing, each in their way."""
        return any(divergence.garde for divergence in self.divergences)

    def _lignes(self, formset: BaseInlineFormSet, traces_des_lignes) -> None:
        """Rows that the other person wrote, deleted or added; then all rows, numbered as in the database."""
        objets = {objet.pk: objet for objet in formset.get_queryset()}
        postees = {form.instance.pk: form for form in formset.initial_forms if form.instance.pk in objets}
        disparues = [form for form in formset.initial_forms if form.instance.pk not in objets]
        traces = traces_des_lignes(formset.model)
        genre = str(capfirst(cast(type[Model], formset.model)._meta.verbose_name))
        a_jour, nouvelles = [], []
        for pk, objet in objets.items():
            devant = _("%(genre)s « %(nom)s »") % {"genre": genre, "nom": objet}
            if form := postees.get(pk):
                self.divergences += [
                    divergence(form, nom, f"{devant} : ", traces.get(pk), efface=self._efface(form))
                    for nom in _compares(form)
                    if a_bouge(form, nom)
                ]
                reposer(form, self.donnees)
                a_jour.append(_extraire(self.donnees, form.prefix))
            else:
                ajout = Divergence(devant, VIDE, _("ajout"), "", False, traces.get(pk))
                self.divergences.append(ajout)
                a_jour.append(_de_la_base(formset, objet))
        for form in disparues:
            # Who deletes what is deleted contradicts nobody.
            efface = self._efface(form)
            touches = [nom for nom in form.changed_data if nom not in ("id", "DELETE") and not efface]
            self.divergences.append(_disparue(form, genre, touches, traces))
            ligne = _extraire(self.donnees, form.prefix)
            if touches:
                # What was typed in a row that is gone is offered as a new row.
                typee = {cle: v for cle, v in ligne.items() if cle[0] == "" and cle[1] != "id"}
                nouvelles.append(typee | _vierge(formset))
        ajoutees = formset.extra_forms
        for rang, form in enumerate(ajoutees, len(a_jour) + len(nouvelles)):
            self.deplaces[f"{form.prefix}-"] = f"{formset.prefix}-{rang}-"
        nouvelles += [_extraire(self.donnees, form.prefix) for form in ajoutees]
        self._numeroter(formset.prefix, a_jour, nouvelles)

    def _efface(self, form) -> bool:
        return f"{form.prefix}-DELETE" in self.donnees

    def _numeroter(self, prefixe: str | None, a_jour: list[dict], nouvelles: list[dict]) -> None:
        for cle in [c for c in self.donnees if c.removeprefix("initial-").startswith(f"{prefixe}-")]:
            rang = cle.removeprefix("initial-").removeprefix(f"{prefixe}-").partition("-")[0]
            if rang.isdecimal():
                del self.donnees[cle]
        for numero, ligne in enumerate([*a_jour, *nouvelles]):
            for (temoin, nom), valeurs in ligne.items():
                self.donnees.setlist(f"{temoin}{prefixe}-{numero}-{nom}", valeurs)
        self.donnees[f"{prefixe}-TOTAL_FORMS"] = str(len(a_jour) + len(nouvelles))
        self.donnees[f"{prefixe}-INITIAL_FORMS"] = str(len(a_jour))


def _compares(form) -> list[str]:
    """The fields of which the form carries what was seen."""
    return [nom for nom, champ in form.fields.items() if champ.show_hidden_initial]


def a_bouge(form, nom: str) -> bool:
    """Whether a field is no longer what its form showed."""
    vu = _vu(form, nom)
    # What a script did not say it saw is told wherever the two texts differ.
    return nom in form.changed_data if vu is None else vu != _actuel(form, nom)


def contredit(form, nom: str) -> bool:
    """Whether a field was touched, and is to hold something else than the database does: who typed what the
    other wrote contradicts nobody."""
    borne = form[nom]
    return nom in form.changed_data and borne.field.has_changed(borne.initial, sans_retours(borne.data))


def divergence(
    form, nom: str, devant: str = "", trace: Trace | None = None, *, efface: bool = False
) -> Divergence:
    """What became of a field that moved under who was typing.

    Args:
        devant: what the field is of, where the page has several alike.
        efface: its row is to be deleted, which changes all of it.
    """
    champ, borne, vu = form.fields[nom], form[nom], _vu(form, nom)
    touche = contredit(form, nom)
    saisi = _("suppression") if efface else mots(champ, borne.data)
    return Divergence(
        quoi=devant + capfirst(str(champ.label)),
        avant=VIDE if vu is None else mots(champ, vu),
        maintenant=mots(champ, _actuel(form, nom)),
        saisi=saisi if touche or efface else "",
        garde=touche or efface,
        trace=trace,
    )


def reposer(form, donnees: QueryDict) -> None:
    """Sets a form upon the database: the value of now is what is seen, and what is written where the person
    wrote nothing.

    Args:
        donnees: what is then to be read by the form, changed in place.
    """
    for nom in _compares(form):
        borne = form[nom]
        donnees[borne.html_initial_name] = _actuel(form, nom)
        if nom in form.changed_data:
            continue
        if isinstance(borne.field, forms.ModelMultipleChoiceField):
            donnees.setlist(borne.html_name, [pk for pk in _actuel(form, nom).split(",") if pk])
        elif isinstance(borne.field, forms.BooleanField) and not borne.initial:
            donnees.pop(borne.html_name, None)
        else:
            donnees[borne.html_name] = _actuel(form, nom)


def dit(form, noms: Iterable[str]) -> str:
    """What was typed in some fields, in words: « Atteint le : 3 mars 2026 »."""
    return "; ".join(
        _("%(champ)s : %(saisi)s")
        % {"champ": capfirst(str(form.fields[nom].label)), "saisi": mots(form.fields[nom], form[nom].data)}
        for nom in noms
    )


def ligne_bougee(formset: BaseInlineFormSet) -> bool:
    """Whether somebody changed a row that this formset shows, or took it away: the version does not say so of
    what is written elsewhere than on this page."""
    return any(
        form.instance.pk is None
        or any(_vu(form, nom) not in (None, _actuel(form, nom)) for nom in _compares(form))
        for form in formset.initial_forms
    )


def _normal(texte: str | None) -> str:
    return sans_retours(texte or "").strip()


def _vu(form, nom: str) -> str | None:
    """The value that the person had before them, as the form hid it; None where it was not sent."""
    temoin = form[nom].html_initial_name
    return _normal(form.data[temoin]) if temoin in form.data else None


def _actuel(form, nom: str) -> str:
    """The value in the database, written as the form would hide it."""
    champ, borne = form.fields[nom], form[nom]
    return _normal(champ.hidden_widget().format_value(champ.prepare_value(borne.initial)))


def mots(champ: forms.Field, brut) -> str:
    """What a field holds, in the words of the screen. `brut`: as typed, or as hidden."""
    try:
        if isinstance(champ, forms.ModelMultipleChoiceField):
            cles = brut.split(",") if isinstance(brut, str) else brut or []
            return ", ".join(str(objet) for objet in champ.to_python([cle for cle in cles if cle])) or VIDE
        valeur = champ.to_python(brut)
    except ValidationError:
        return str(brut)
    if valeur is None or valeur == "":
        return VIDE
    if isinstance(champ, forms.BooleanField):
        return _("Oui") if valeur else _("Non")
    if isinstance(valeur, Model):
        return str(valeur)
    if isinstance(champ, forms.ChoiceField):
        choix = cast(Iterable[tuple[Any, Any]], champ.choices)
        return next((str(libelle) for cle, libelle in choix if str(cle) == str(valeur)), str(valeur))
    if isinstance(valeur, date):
        return date_longue(valeur)
    return nombre(valeur) if isinstance(valeur, Decimal) else str(valeur)


def _extraire(donnees: QueryDict, prefixe: str | None) -> dict[tuple[str, str], list[str]]:
    """The values of one row, by (« initial- » or nothing, field)."""
    ligne = {}
    for cle in donnees:
        for temoin in ("", "initial-"):
            if cle.startswith(f"{temoin}{prefixe}-"):
                ligne[(temoin, cle.removeprefix(f"{temoin}{prefixe}-"))] = donnees.getlist(cle)
    return ligne


def _de_la_base(formset: BaseInlineFormSet, objet: Model) -> dict[tuple[str, str], list[str]]:
    """A row of the database as if it had been shown and left alone."""
    form = formset.form(instance=objet)
    ligne: dict[tuple[str, str], list[str]] = {("", "id"): [str(objet.pk)]}
    for nom in _compares(form):
        valeur = _actuel(form, nom)
        ligne[("initial-", nom)] = [valeur]
        if not (isinstance(form.fields[nom], forms.BooleanField) and valeur != "True"):
            ligne[("", nom)] = [valeur]
    return ligne


def _vierge(formset: BaseInlineFormSet) -> dict[tuple[str, str], list[str]]:
    """What one has seen of a new row: its defaults."""
    form = formset.form()
    return {("initial-", nom): [_actuel(form, nom)] for nom in _compares(form)}


def _disparue(form, genre: str, touches: list[str], traces: dict[int, Trace]) -> Divergence:
    compares = _compares(form)
    nom = mots(form.fields[compares[0]], _vu(form, compares[0]) or form[compares[0]].data)
    pk = form.data.get(f"{form.prefix}-id", "")
    return Divergence(
        quoi=_("%(genre)s « %(nom)s »") % {"genre": genre, "nom": nom},
        avant=nom,
        maintenant=_("suppression"),
        saisi=dit(form, touches),
        garde=bool(touches),
        trace=traces.get(int(pk)) if pk.isdecimal() else None,
    )
