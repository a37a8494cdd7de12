"""What the minute screen asks of an action, what it refuses, what it writes.

It saves what was touched and nothing else: an open screen never meets what somebody else changed elsewhere.
Where both changed one field, the two texts are shown, and what was typed stays (`administration.conflit`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, cast

from django.db.models import F, Model, Prefetch
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.admin.etapes import reprendre_la_soumission
from actions.formulaires.minute import (
    ATTEINT,
    DEPLACE,
    PREVU,
    FormulaireEtat,
    FormulaireJalonPresse,
    FormulaireMesure,
    FormulaireNouvelle,
)
from actions.models import Action, Indicateur, Jalon, Mesure, Nouvelle
from partenariat.administration import historique
from partenariat.administration.conflit import Divergence, Rebasage
from partenariat.administration.conflit import dit as en_mots
from partenariat.administration.formulaires import Formulaire
from partenariat.administration.resume import Erreur, du_formulaire
from partenariat.donnees.champs import cle_lue
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import deux_points

BIENTOT = timedelta(days=90)
"""How far ahead a milestone is asked about at once."""
A_VUE = 4
"""Milestones and measures asked about at once, half of them milestones at least; the others are folded."""


class Minute:
    """The screen of one action.

    Args:
        action: read as it stands; under lock where something is to be written.
        personne: who writes.
        donnees: what was posted, or None.
    """

    def __init__(self, action: Action, personne: Any, donnees: QueryDict | None = None):
        self.action, self.personne = action, personne
        self.divergences: list[Divergence] = []
        self.tous_les_jalons = list(action.jalons.order_by("echeance", "id"))
        mesures = Prefetch("mesures", Mesure.objects.order_by("date", "id"))
        self.indicateurs = list(action.indicateurs.prefetch_related(mesures).order_by("id"))
        self._poser(donnees)

    def _poser(self, donnees: QueryDict | None) -> None:
        action = self.action
        neuve = Nouvelle(action=action, auteur=self.personne)
        self.nouvelle = FormulaireNouvelle(donnees, instance=neuve, prefix="nouvelle")
        # A form sets what it reads on its record, valid or not: the page shows the action as it stands.
        self.etat = FormulaireEtat(donnees, instance=Action.objects.get(pk=action.pk), prefix="etat")
        dits = set(donnees or ())
        self.jalons = [
            FormulaireJalonPresse(donnees, instance=jalon, prefix=f"jalon-{jalon.pk}")
            for jalon in self.tous_les_jalons
            if jalon.ouvert or f"jalon-{jalon.pk}-situation" in dits
        ]
        self.mesures: list[FormulaireMesure] = [
            FormulaireMesure(donnees, instance=indicateur, prefix=f"mesure-{indicateur.pk}")
            for indicateur in self.indicateurs
        ]
        self.disparus = self._disparus(donnees)

    def _disparus(self, donnees: QueryDict | None) -> list[FormulaireJalonPresse | FormulaireMesure]:
        """What was said of milestones and indicators that are there no more."""
        connus = {form.prefix for form in (*self.jalons, *self.mesures)}
        formes: dict[str, tuple[type[FormulaireJalonPresse | FormulaireMesure], type[Jalon | Indicateur]]] = {
            "jalon": (FormulaireJalonPresse, Jalon),
            "mesure": (FormulaireMesure, Indicateur),
        }
        trouves: dict[str, FormulaireJalonPresse | FormulaireMesure] = {}
        for nom in donnees or ():
            genre, _tiret, reste = nom.partition("-")
            pk = cle_lue(reste.partition("-")[0])
            prefixe = f"{genre}-{pk}"
            if genre not in formes or pk is None or prefixe in connus or prefixe in trouves:
                continue
            forme, modele = formes[genre]
            trouves[prefixe] = forme(donnees, instance=modele(pk=pk, action=self.action), prefix=prefixe)
        return [form for form in trouves.values() if form.remplis]

    # --- What is shown ------------------------------------------------------------------------------------
    @property
    def formulaires(self) -> Iterator[Formulaire]:
        yield from (self.nouvelle, *self.jalons, *self.mesures, self.etat)

    @cached_property
    def presses(self) -> list[FormulaireJalonPresse]:
        """Milestones late or due soon, and those of which something was said."""
        bientot = jour() + BIENTOT
        places = max(A_VUE // 2, A_VUE - len(self.mesures))
        pressants = [form for form in self.jalons if form.initial["echeance"] <= bientot][:places]
        return [form for form in self.jalons if form in pressants or form.choisie != PREVU]

    @property
    def autres(self) -> list[FormulaireJalonPresse]:
        return [form for form in self.jalons if form not in self.presses]

    @cached_property
    def mesures_pressees(self) -> list[FormulaireMesure]:
        """What is to be measured this year first, as far as there is room; and those of which something was
        said."""
        places = max(A_VUE - len(self.presses), A_VUE // 2)
        annee = jour().year
        pressantes = sorted(self.mesures, key=lambda form: not form.attendue_en(annee))[:places]
        return [form for form in self.mesures if form in pressantes or form.remplis]

    @property
    def autres_mesures(self) -> list[FormulaireMesure]:
        return [form for form in self.mesures if form not in self.mesures_pressees]

    @property
    def erreurs(self) -> list[Erreur]:
        """Every refusal, in the order of the page."""
        if not self.etat.is_bound:
            return []
        dites = [Erreur("", None, phrase) for phrase in self._sans_champ]
        for form in self.refuses:
            dites += du_formulaire(form, _devant(form))
        return dites

    # --- What is refused ----------------------------------------------------------------------------------
    @cached_property
    def _sans_champ(self) -> list[str]:
        noms: dict[tuple[type[Model], int], str] = {}
        for modele, titre in ((Jalon, "titre"), (Indicateur, "nom")):
            cles = [form.instance.pk for form in self.disparus if isinstance(form.instance, modele)]
            lus = evenements_de(modele).filter(pgh_obj__in=cles, action=self.action.pk).order_by("pgh_id")
            # What was withdrawn is said nowhere.
            lus = lus.filter(mots_retires__isnull=True)
            noms |= {(modele, pk): nom for pk, nom in lus.values_list("pgh_obj", titre)} if cles else {}
        return [
            self._disparu(form, noms.get((type(form.instance), form.instance.pk))) for form in self.disparus
        ]

    @staticmethod
    def _disparu(form: FormulaireJalonPresse | FormulaireMesure, nom: str | None) -> str:
        if nom:
            phrase = _("« %(nom)s » vient d'être supprimé. Vous y aviez écrit : %(dit)s.")
        else:
            phrase = _(
                "Un jalon ou un indicateur dont vous parliez vient d'être supprimé. "
                "Vous y aviez écrit : %(dit)s."
            )
        return phrase % {"nom": nom, "dit": en_mots(form, form.remplis)}

    @property
    def refuses(self) -> list[Formulaire]:
        """The forms that stand in the way: what nobody touched never does."""
        return [form for form in self.formulaires if self._touche(form) and not form.is_valid()]

    @staticmethod
    def _touche(form: Formulaire) -> bool:
        return isinstance(form, FormulaireNouvelle | FormulaireMesure) or bool(form.changed_data)

    @property
    def valide(self) -> bool:
        return not self.refuses and not self._sans_champ and not self.divergences

    @property
    def vide(self) -> bool:
        """Whether it says nothing: neither a note, nor a change."""
        return not self.refuses and not self.disparus and not any(self.ecrits.values())

    def refuser(self, phrase: str) -> None:
        """Adds a sentence that no field answers for."""
        self._sans_champ.append(phrase)

    def rebaser(self) -> None:
        """Looks for fields that somebody else changed too; sets what was typed upon what they wrote."""
        donnees = cast(QueryDict, self.etat.data).copy()
        for form in (self.etat, *self.jalons):
            if not form.changed_data:
                continue
            rebasage = Rebasage(form, [], partial(self._trace, form), lambda _modele: {})
            # Of a milestone, one word answers for both dates.
            de_jalon = isinstance(form, FormulaireJalonPresse)
            contraires = [d for d in rebasage.divergences if d.garde or de_jalon]
            devant = _devant(form)
            self.divergences += [_nommee(d, devant) for d in contraires]
            for cle in rebasage.donnees:
                if contraires and cle.removeprefix("initial-").startswith(f"{form.prefix}-"):
                    donnees.setlist(cle, rebasage.donnees.getlist(cle))
        if self.divergences:
            self._poser(donnees)
            for lu in ("presses", "mesures_pressees"):
                self.__dict__.pop(lu, None)

    def _trace(self, form: Formulaire, champ: str) -> historique.Trace | None:
        """Who last wrote that field."""
        if isinstance(form, FormulaireJalonPresse):
            return historique.traces_des_lignes(Jalon, pgh_obj=form.instance.pk).get(form.instance.pk)
        return historique.traces_des_champs(self.action, 0)[1].get(champ)

    # --- What is written ----------------------------------------------------------------------------------
    @property
    def ecrits(self) -> dict[str, list[Any]]:
        """What there is to write, by kind; of a screen that is not refused."""
        return {
            "nouvelles": [self.nouvelle] if self.nouvelle.ecrite else [],
            "atteints": [form for form in self.jalons if form.choisie == ATTEINT],
            "deplaces": [form for form in self.jalons if form.choisie == DEPLACE],
            "mesures": list(filter(None, (form.nouvelle_mesure() for form in self.mesures))),
            "etat": [nom for nom in self.etat.changed_data if nom in ("statut", "motif", "confiance")],
        }

    def ecrire(self) -> str:
        """Writes all of it, by the models' own rules; gives what was, in words: « votre nouvelle, 1 mesure ».

        Raises:
            ValidationError, DatabaseError: a rule refuses it; the caller undoes the whole.
        """
        ecrits, action = self.ecrits, self.etat.instance
        if ecrits["etat"]:
            action.save(
                update_fields=[*ecrits["etat"], "motif", "motif_inconnu", "decision", "decision_inconnue"]
            )
        for form in (*ecrits["atteints"], *ecrits["deplaces"]):
            form.instance.save(update_fields=[nom for nom in form.changed_data if nom != "motif_report"])
        for mesure in ecrits["mesures"]:
            mesure.save()
        for form in ecrits["nouvelles"]:
            form.save()
        if ecrits["atteints"] or ecrits["deplaces"]:
            # An open long form that holds these dates is told (`administration.version`).
            Action.objects.filter(pk=action.pk).update(version=F("version") + 1)
        action.refresh_from_db()
        reprendre_la_soumission(action, self.personne)
        return ", ".join(_dits(ecrits))


def _devant(form: Formulaire) -> str:
    """What a field of this form is of, where the page has several alike."""
    return str(form.instance) if isinstance(form.instance, Jalon | Indicateur) else ""


def _nommee(divergence: Divergence, devant: str) -> Divergence:
    return replace(divergence, quoi=f"{devant}{deux_points()} {divergence.quoi}") if devant else divergence


def _dits(ecrits: dict[str, list[Any]]) -> Iterator[str]:
    if ecrits["nouvelles"]:
        yield _("votre nouvelle")
    if n := len(ecrits["atteints"]):
        yield ngettext("%(n)d jalon atteint", "%(n)d jalons atteints", n) % {"n": n}
    if n := len(ecrits["deplaces"]):
        yield ngettext("%(n)d date déplacée", "%(n)d dates déplacées", n) % {"n": n}
    if n := len(ecrits["mesures"]):
        yield ngettext("%(n)d mesure", "%(n)d mesures", n) % {"n": n}
    if {"statut", "motif"} & set(ecrits["etat"]):
        yield _("le statut")
    if "confiance" in ecrits["etat"]:
        yield _("la confiance")
