"""A validated plan → the database, in one transaction: nothing is deleted, nothing equal is written again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.db import Error, connection, models, transaction

from actions.fichier import schema, sections, validation
from actions.fichier.champs import Fiche
from actions.fichier.chargement_actions import ChargementActions
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat, FichierRefuse
from actions.fichier.differences import Differences
from actions.fichier.ecriture import aligner, valeurs
from actions.fichier.existant import Existant, apparier, existant
from actions.fichier.noeuds import ILLISIBLE, abrege
from actions.fichier.organisations import Inscription, entrees
from actions.fichier.ouverture import ouvrir
from actions.fichier.retires import oter_les_retires
from actions.models import Action, Axe, Domaine, Objectif, Plan, Repere, Source, Volet
from partenariat.administration.phrases import phrase
from partenariat.models import Organisation

Avancer = Callable[[str, int, int], None]
"""Told of the progress: stage, done, total."""
Avertir = Callable[[list[str]], None]
"""Told of what is doubtful in the file, before anything is written."""
GARDEES = "_sections"
"""In `Plan.meta`: the parts of the file that nobody reads yet."""


@dataclass(frozen=True)
class Resultat:
    plan: Plan
    differences: Differences
    actions: int
    """How many the file holds."""


def charger(chemin: Path, *, publier: bool, simuler: bool, avancer: Avancer, avertir: Avertir) -> Resultat:
    """Loads a plan file. `simuler` does the very same, then takes everything back.

    Raises:
        FichierRefuse: with every error of the file; nothing is written then.
    """
    constat = Constat()
    avancer("lecture", 0, 1)
    arbre = ouvrir(chemin, constat)
    oter_les_retires(arbre, constat)
    fiche = schema.forme(sections.noms()).lire(arbre, constat)
    if fiche is ILLISIBLE:
        constat.exiger()
    if not fiche.get("actions", True):
        constat.avertir(
            fiche.lieu("actions"),
            "aucune action lue : la liste est vide ; rien n'est retiré du plan, et sans action il ne "
            "devient pas le plan actif.",
        )
    slug = validation.slug_du_plan(fiche, constat)
    contexte = pghistory.context(source="charger_plan", fichier=chemin.name, plan=slug)
    try:
        with contexte, transaction.atomic():
            _un_seul_a_la_fois()
            for section in sections.enregistrees():
                section.retenir(slug)
            garde = existant(slug)
            connus = validation.verifier(fiche, garde, chemin.parent, constat)
            constat.exiger()
            avertir(constat.avertissements)
            chargement = Chargement(fiche, connus, garde, garde.plan or Plan(slug=slug), publier, avancer)
            chargement.ecrire()
            transaction.set_rollback(simuler)
    except Error as erreur:
        # What follows the first line is for whoever writes triggers.
        dit = phrase(erreur) or str(erreur).splitlines()[0]
        raise FichierRefuse(f"La base de données a refusé l'écriture : {abrege(dit, 300)}") from erreur
    return Resultat(chargement.plan, chargement.differences, len(fiche["actions"]))


def _un_seul_a_la_fois() -> None:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext('charger_plan'))")


@dataclass
class Chargement:
    """A loading under way.

    A section registered by another floor uses `plan`, `publier`, `differences`, `organisation()`, `action()`
    and `arrondissement()`.
    """

    fiche: Fiche
    connus: Connus
    existant: Existant
    plan: Plan
    publier: bool
    avancer: Avancer
    differences: Differences = field(default_factory=Differences)

    def organisation(self, identifiant: str) -> Organisation:
        """The organisation that this plan's file names so; the identifier is one that `connus` knows."""
        return self.existant.places[identifiant].organisation

    def arrondissement(self, nom: str) -> Organisation:
        """The borough of this name, identifier or official code; one that `connus` knows."""
        return self.organisation(self.connus.arrondissement(nom) or "")

    def action(self, code: str) -> Action:
        return self.existant.actions[code]

    def ecrire(self) -> None:
        fiche, garde = self.fiche, self.existant
        self._plan()
        inscrits = list(entrees(fiche))
        inscription = Inscription(self.plan, garde, self.differences)
        inscription.inscrire(inscrits)
        inscription.laissees(inscrits)
        if "sources" in fiche:
            du_plan = {"plan": self.plan}
            self.tenir(
                Source,
                garde.sources,
                (
                    (code, valeurs(source, schema.SOURCE), {**du_plan, "code": code})
                    for code, source in fiche["sources"].items()
                ),
            )
        self._reperes()
        self._elements()
        ChargementActions(self).ecrire()
        for section in sections.a_charger():
            if section.nom in fiche:
                section.charger(fiche[section.nom], self)

    def tenir(
        self,
        modele: type[models.Model],
        gardes: dict[Any, Any],
        lignes: Iterable[tuple[Any, dict[str, Any], dict[str, Any]]],
    ) -> None:
        """Makes a table say what the file says.

        Args:
            gardes: what the database holds, by key; receives what is created.
            lignes: key, fields that the file gives, fields that only a new object takes.
        """
        nouveaux, vus = {}, set()
        for cle, dites, initiales in lignes:
            vus.add(cle)
            if cle in gardes:
                aligner(gardes[cle], dites, self.differences, _nom(cle))
            else:
                nouveaux[cle] = modele(**(initiales | dites))
                self.differences.creer(nouveaux[cle], _nom(cle))
        for cle in gardes.keys() - vus:
            self.differences.laisser(gardes[cle], _nom(cle))
        modele._default_manager.bulk_create(nouveaux.values())
        gardes |= nouveaux

    def _plan(self) -> None:
        meta, plan = self.fiche["meta"], self.plan
        noeuds = {nom: self.fiche.get(nom) for nom in (*sections.gardees(), "statuts")}
        gardees = {nom: noeud.brut() for nom, noeud in noeuds.items() if noeud and noeud.valeur is not None}
        dites = valeurs(meta, schema.META)
        # The first plan that has something to show takes the home page.
        if self.fiche["actions"] and not Plan.objects.filter(actif=True).exists():
            dites["actif"] = True
        dites["meta"] = plan.meta | meta.autres
        if gardees or GARDEES in plan.meta:
            dites["meta"][GARDEES] = plan.meta.get(GARDEES, {}) | gardees
        if plan.pk:
            aligner(plan, dites, self.differences, plan.slug)
            return
        plan.titre = plan.slug
        for nom, valeur in dites.items():
            setattr(plan, nom, valeur)
        plan.save()
        self.differences.creer(plan, plan.slug)

    def _reperes(self) -> None:
        lus = self.fiche.get("contexte", ())
        paires, restes = apparier(
            lus, self.existant.reperes, lambda lu: lu["fait"], lambda repere: repere.fait
        )
        rang = max((repere.rang for repere in self.existant.reperes), default=0)
        nouveaux = []
        for fiche, repere in paires:
            dites = {"valeur": fiche["valeur"]}
            if "source" in fiche:
                codes = validation.codes_de_source(fiche["source"])
                dites["source"] = next((s for c in codes if (s := self.existant.sources.get(c))), None)
            if repere:
                aligner(repere, dites, self.differences, repere.fait)
                continue
            rang += 1
            nouveaux.append(Repere(plan=self.plan, rang=rang, fait=fiche["fait"], **dites))
            self.differences.creer(nouveaux[-1], fiche["fait"])
        Repere.objects.bulk_create(nouveaux)
        for repere in restes if "contexte" in self.fiche else ():
            self.differences.laisser(repere, repere.fait)

    def _elements(self) -> None:
        fiche, garde, du_plan = self.fiche, self.existant, {"plan": self.plan}
        if "objectifs" in fiche:
            self.tenir(
                Objectif,
                garde.objectifs,
                (
                    (lu["code"], valeurs(lu, schema.OBJECTIF), {**du_plan, "rang": rang})
                    for rang, lu in enumerate(fiche["objectifs"], 1)
                ),
            )
        if "domaines" in fiche:
            self.tenir(
                Domaine,
                garde.domaines,
                ((lu["code"], valeurs(lu, schema.DOMAINE), du_plan) for lu in fiche["domaines"]),
            )
        numeros = validation.numeros(fiche["axes"], garde)
        self.tenir(
            Axe,
            garde.axes,
            (
                (
                    lu["code"],
                    valeurs(lu, schema.AXE) | self._donnees(lu),
                    {**du_plan, "numero": numeros[lu["code"]]},
                )
                for lu in fiche["axes"]
            ),
        )
        dits = {lu["code"] for lu in fiche["axes"] if "volets" in lu}
        volets = {cle: volet for cle, volet in garde.volets.items() if cle[0] in dits}
        self.tenir(
            Volet,
            volets,
            (
                (
                    (axe["code"], lu["code"]),
                    valeurs(lu, schema.VOLET),
                    {"axe": garde.axes[axe["code"]], "rang": rang},
                )
                for axe in fiche["axes"]
                for rang, lu in enumerate(axe.get("volets", ()), 1)
            ),
        )
        garde.volets |= volets

    def _donnees(self, axe: Fiche) -> dict[str, Any]:
        garde = self.existant.axes.get(axe["code"])
        return {"donnees": (garde.donnees if garde else {}) | axe.autres}


def _nom(cle: Any) -> str:
    return cle if isinstance(cle, str) else " › ".join(cle)
