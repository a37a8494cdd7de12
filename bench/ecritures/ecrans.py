"""The four screens where an action is written, opened and filled as a browser would."""

import re
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from actions.models import Action, Jalon, Mesure, Nouvelle
from actions.models.etats import Confiance, Statut, Visibilite
from bench.ecritures.registre import Touche
from bench.ecritures.scene import Main
from tests.formulaires import lire

Champs = dict[str, list[str]]


@dataclass(frozen=True)
class Saisie:
    """One value to type: where it goes in the form, and in which row of the database."""

    nom: str
    modele: type[Model]
    cle: int | None
    champ: str
    valeur: str
    vue: bool = True
    """Whether the form carries what one saw of it."""


class Ecran:
    """One screen before one person.

    Args:
        cle: the action that they come for; a list shows it among others.
    """

    nom: str
    formulaire: str
    par_rangee = False
    """Whether what is refused is one row, the rest being saved."""
    bouton: dict[str, str] = {}

    def __init__(self, main: Main, cle: int):
        self.main, self.hasard, self.cle = main, main.hasard, cle

    @property
    def adresse(self) -> str:
        raise NotImplementedError

    def remplir(self, champs: Champs) -> list[Saisie]:
        """What one types in it, at random."""
        raise NotImplementedError

    def lire(self, reponse: HttpResponse) -> Champs:
        return lire(reponse, self.formulaire)

    def nom_de(self, champs: Champs, touche: Touche) -> str | None:
        """The control of what was typed, in a form given back; None where it is no longer there."""
        raise NotImplementedError

    # --- What several of them ask -------------------------------------------------------------------------
    def _quelques(self, parmi: list[str], au_plus: int) -> list[str]:
        return self.hasard.sample(parmi, min(len(parmi), self.hasard.randint(1, au_plus)))

    def dire_la_confiance(self, champs: Champs, nom: str, cle: int) -> list[Saisie]:
        dite = self.hasard.choice([c for c in Confiance.values if [c] != champs.get(nom)])
        return [Saisie(nom, Action, cle, "confiance", dite)]

    def changer_le_statut(
        self, champs: Champs, nom: str, motif: str, cle: int, *, motif_vu: bool = True
    ) -> list[Saisie]:
        if champs[nom] == [Statut.SUSPENDUE]:
            return [Saisie(nom, Action, cle, "statut", Statut.EN_COURS)]
        pourquoi = self.main.texte("Le règlement se fait attendre")
        return [
            Saisie(nom, Action, cle, "statut", Statut.SUSPENDUE),
            Saisie(motif, Action, cle, "motif", pourquoi, motif_vu),
        ]


def _rangs(champs: Champs, prefixe: str) -> dict[int, str]:
    """The saved rows of an inline: their key, and the prefix of their controls."""
    trouves = {}
    for nom, (valeur, *_) in champs.items():
        if (lu := re.fullmatch(rf"({prefixe}-\d+)-id", nom)) and valeur:
            trouves[int(valeur)] = lu[1]
    return trouves


class FicheLongue(Ecran):
    """The whole form of an action, its milestones, notes and measures in it."""

    nom, formulaire, bouton = "fiche", "action_form", {"_continue": "1"}
    LIGNES = {Jalon: "jalons", Nouvelle: "nouvelles", Mesure: "indicateurs"}

    @property
    def adresse(self) -> str:
        return reverse("admin:actions_action_change", args=[self.cle])

    def remplir(self, champs: Champs) -> list[Saisie]:
        gestes = [
            "description",
            "jalon",
            "jalon",
            "titre",
            "ajout",
            "nouvelle",
            "mesure",
            "confiance",
            "statut",
        ]
        saisies: list[Saisie] = []
        for geste in self._quelques(gestes, 3):
            saisies += getattr(self, f"_{geste}")(champs)
        # One hand types once in one control.
        return list({saisie.nom: saisie for saisie in saisies}.values())

    def _description(self, _champs: Champs) -> list[Saisie]:
        return [Saisie("description", Action, self.cle, "description", self.main.texte("Ce qu'elle prévoit"))]

    def _confiance(self, champs: Champs) -> list[Saisie]:
        return self.dire_la_confiance(champs, "confiance", self.cle)

    def _statut(self, champs: Champs) -> list[Saisie]:
        return self.changer_le_statut(champs, "statut", "motif", self.cle)

    def _jalon(self, champs: Champs) -> list[Saisie]:
        cle, devant = self.hasard.choice(list(_rangs(champs, "jalons").items()))
        atteint = champs[f"{devant}-atteint_le"] != [""]
        if self.hasard.random() < 0.5:
            dit = "" if atteint and self.hasard.random() < 0.5 else self.main.passe()
            return [Saisie(f"{devant}-atteint_le", Jalon, cle, "atteint_le", dit)]
        champs[f"{devant}-motif_report"] = [self.main.texte("Le bail a tardé")]
        return [Saisie(f"{devant}-echeance", Jalon, cle, "echeance", self.main.avenir())]

    def _titre(self, champs: Champs) -> list[Saisie]:
        cle, devant = self.hasard.choice(list(_rangs(champs, "jalons").items()))
        return [Saisie(f"{devant}-titre", Jalon, cle, "titre", self.main.texte("Un jalon"))]

    def _ajout(self, champs: Champs) -> list[Saisie]:
        devant = self._nouvelle_ligne(champs, "jalons")
        champs |= {f"{devant}-echeance": [self.main.avenir()], f"{devant}-poids": ["1"]}
        return [Saisie(f"{devant}-titre", Jalon, None, "titre", self.main.texte("Un jalon de plus"))]

    def _nouvelle(self, champs: Champs) -> list[Saisie]:
        devant = self._nouvelle_ligne(champs, "nouvelles")
        champs[f"{devant}-visibilite"] = [Visibilite.PUBLIQUE]
        return [Saisie(f"{devant}-texte", Nouvelle, None, "texte", self.main.texte("C'est fait"))]

    def _mesure(self, champs: Champs) -> list[Saisie]:
        _cle, devant = self.hasard.choice(list(_rangs(champs, "indicateurs").items()))
        champs[f"{devant}-mesure_date"] = [self.main.passe()]
        return [Saisie(f"{devant}-mesure_valeur", Mesure, None, "valeur", str(self.main.numero()))]

    @staticmethod
    def _nouvelle_ligne(champs: Champs, prefixe: str) -> str:
        """As the script of the page does: a copy of its empty row, counted."""
        rang = int(champs[f"{prefixe}-TOTAL_FORMS"][0])
        modele = f"{prefixe}-__prefix__-"
        for nom in [nom for nom in champs if modele in nom]:
            champs[nom.replace("__prefix__", str(rang))] = list(champs[nom])
        champs[f"{prefixe}-TOTAL_FORMS"] = [str(rang + 1)]
        return f"{prefixe}-{rang}"

    def nom_de(self, champs: Champs, touche: Touche) -> str | None:
        if touche.modele is Action:
            return touche.champ
        prefixe = self.LIGNES[touche.modele]
        if touche.cle:
            devant = _rangs(champs, prefixe).get(touche.cle)
            return f"{devant}-{touche.champ}" if devant else None
        trouves = [n for n, dit in champs.items() if n.startswith(f"{prefixe}-") and dit == [touche.saisi]]
        return trouves[0] if trouves else None


class Minute(Ecran):
    """The screen of every month."""

    nom, formulaire = "minute", "minute"

    @property
    def adresse(self) -> str:
        return reverse("nouvelle-en-une-minute", args=[self.cle])

    def remplir(self, champs: Champs) -> list[Saisie]:
        jalons = [nom.split("-")[1] for nom in champs if re.fullmatch(r"jalon-\d+-situation", nom)]
        gestes = ["nouvelle", "mesure", "confiance", *["jalon"] * min(2, len(jalons))]
        saisies: list[Saisie] = []
        for geste in self._quelques(gestes, 3):
            if geste == "nouvelle":
                champs["nouvelle-visibilite"] = [self.hasard.choice(Visibilite.values)]
                dit = self.main.texte("C'est fait")
                saisies.append(Saisie("nouvelle-texte", Nouvelle, None, "texte", dit, vue=False))
            elif geste == "mesure":
                (devant,) = {n.rsplit("-", 1)[0] for n in champs if n.startswith("mesure-")}
                champs[f"{devant}-mesure_date"] = [self.main.passe()]
                dit = str(self.main.numero())
                saisies.append(Saisie(f"{devant}-mesure_valeur", Mesure, None, "valeur", dit, vue=False))
            elif geste == "confiance":
                saisies += self.dire_la_confiance(champs, "etat-confiance", self.cle)
            else:
                saisies.append(self._jalon(champs, int(self.hasard.choice(jalons))))
        return list({(s.modele, s.cle, s.nom if s.modele is not Jalon else ""): s for s in saisies}.values())

    def _jalon(self, champs: Champs, cle: int) -> Saisie:
        devant = f"jalon-{cle}"
        if self.hasard.random() < 0.5:
            champs[f"{devant}-situation"] = ["atteint"]
            return Saisie(f"{devant}-atteint_le", Jalon, cle, "atteint_le", self.main.passe())
        champs[f"{devant}-situation"] = ["deplace"]
        champs[f"{devant}-motif_report"] = [self.main.texte("Le bail a tardé")]
        return Saisie(f"{devant}-echeance", Jalon, cle, "echeance", self.main.avenir())

    def nom_de(self, champs: Champs, touche: Touche) -> str | None:
        if touche.modele is Jalon:
            nom = f"jalon-{touche.cle}-{touche.champ}"
        elif touche.modele is Action:
            nom = f"etat-{touche.champ}"
        else:
            suffixe = "nouvelle-texte" if touche.modele is Nouvelle else "-mesure_valeur"
            nom = next((n for n in champs if n.endswith(suffixe) and not n.startswith("initial-")), "")
        return nom if nom in champs else None


class _Liste(Ecran):
    formulaire, par_rangee = "liste_form", True

    def nom_de(self, champs: Champs, touche: Touche) -> str | None:
        nom = "motif" if touche.champ == "motif" else f"r{touche.cle}-{touche.champ}"
        return nom if nom in champs and str(touche.cle) in champs.get("rangee", []) else None


class ListeDesJalons(_Liste):
    nom = "jalons en liste"

    @property
    def adresse(self) -> str:
        return f"{reverse('admin:actions_jalons')}?quand=toutes"

    def remplir(self, champs: Champs) -> list[Saisie]:
        champs["motif"] = [self.main.texte("Le bail a tardé")]
        saisies = []
        for cle in self._quelques(champs.get("rangee", []), 4):
            if self.hasard.random() < 0.6:
                quoi, dit = "atteint_le", self.main.passe()
            else:
                quoi, dit = "echeance", self.main.avenir()
            saisies.append(Saisie(f"r{cle}-{quoi}", Jalon, int(cle), quoi, dit))
        return saisies


class ListeDesActions(_Liste):
    nom = "actions en liste"

    @property
    def adresse(self) -> str:
        return reverse("admin:actions_plusieurs")

    def remplir(self, champs: Champs) -> list[Saisie]:
        saisies: list[Saisie] = []
        for cle in self._quelques(champs["rangee"], 3):
            if self.hasard.random() < 0.7:
                saisies += self.dire_la_confiance(champs, f"r{cle}-confiance", int(cle))
            else:
                saisies += self.changer_le_statut(champs, f"r{cle}-statut", "motif", int(cle), motif_vu=False)
        # One reason serves them all: the one typed last.
        motif = next((s.valeur for s in reversed(saisies) if s.champ == "motif"), "")
        return [
            Saisie(s.nom, s.modele, s.cle, s.champ, motif, s.vue) if s.champ == "motif" else s
            for s in saisies
        ]


ECRANS = (FicheLongue, FicheLongue, Minute, Minute, ListeDesJalons, ListeDesActions)
"""Drawn at random: what is used most, most often."""
