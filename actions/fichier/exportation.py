"""A plan of the database → the file that `charger_plan` reads back.

What is empty, or what the loading would set by itself, is left out. Accounts, publication states and the
history of moved dates belong to the database and not to the file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from django.db import models

from actions.fichier import schema, sections
from actions.fichier.champs import Champ
from actions.fichier.chargement import GARDEES
from actions.fichier.chargement_actions import role_usuel
from actions.fichier.existant import ENFANTS
from actions.fichier.organisations import VARIANTES, nature_de
from actions.fichier.pieces import dire_la_piece
from actions.models import Action, Axe, Indicateur, Jalon, PartiePrenante, Plan
from actions.models.etats import Visibilite
from partenariat.models import Organisation
from partenariat.parties.natures import Nature

ENTETE = (
    "# Plan d'action, écrit par « exporter_plan » et relu par « charger_plan » (docs/format-du-plan.md).\n"
)


TRANCHE = 500
"""Actions held in memory together."""


class Ecrivain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # faster, where there is one
    """Writes decimals with all their digits."""


Ecrivain.add_representer(Decimal, lambda ecrivain, valeur: _nombre(ecrivain, valeur))


def _nombre(ecrivain, valeur: Decimal):
    ecrite = f"{valeur:f}"
    if "." in ecrite:
        ecrite = ecrite.rstrip("0").rstrip(".")
    return ecrivain.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in ecrite else 'int'}", ecrite)


def exporter(plan: Plan, *, publiques: bool = False) -> Iterator[str]:
    """The plan as YAML text, piece by piece; `publiques` keeps only what the public may see.

    A whole plan as YAML weighs a hundred times its text while it is written: each entry is written by itself,
    which makes the same text.
    """
    yield ENTETE
    for cle, valeur in Exportation(plan, publiques).fichier():
        if isinstance(valeur, Iterator):
            yield from _liste(cle, valeur)
        elif isinstance(valeur, list) and valeur and all(isinstance(entree, dict) for entree in valeur):
            yield from _liste(cle, iter(valeur))
        else:
            yield _yaml({cle: valeur})


def _liste(cle: str, entrees: Iterator[dict[str, Any]]) -> Iterator[str]:
    premiere = next(entrees, None)
    yield _yaml({cle: [] if premiere is None else [premiere]})
    yield from (_yaml([entree]) for entree in entrees)


def _yaml(valeur: Any) -> str:
    return yaml.dump(
        valeur,
        Dumper=Ecrivain,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=None,
    )


class Exportation:
    def __init__(self, plan: Plan, publiques: bool) -> None:
        self.plan = plan
        self.publiques = publiques
        actions = plan.actions.publiques() if publiques else plan.actions.all()
        self.actions = actions.par_code().select_related("axe", "volet", "responsable")
        self.places = list(plan.places.select_related("organisation").order_by("id"))
        self.sections = {
            section.nom: valeur
            for section in sections.enregistrees()
            if (valeur := section.exporter(plan, publiques)) is not None
        }
        self._placer_les_autres()
        self.identifiants = {place.organisation_id: place.identifiant for place in self.places}

    def fichier(self) -> Iterator[tuple[str, Any]]:
        """Each part of the file; the actions, of which there may be many, come one by one."""
        plan = self.plan
        meta = {cle: valeur for cle, valeur in plan.meta.items() if cle != GARDEES}
        gardees = {} if self.publiques else plan.meta.get(GARDEES, {})
        reperes = plan.reperes.select_related("source")
        ecrit = {
            "meta": dire(plan, schema.META) | meta,
            "sources": {source.code: dire(source, schema.SOURCE) for source in plan.sources.all()},
            "contexte": [
                {"fait": r.fait, "valeur": r.valeur} | ({"source": r.source.code} if r.source else {})
                for r in reperes
            ],
            "objectifs": [dire(objectif, schema.OBJECTIF) for objectif in plan.objectifs.all()],
            "domaines": [dire(domaine, schema.DOMAINE) for domaine in plan.domaines.all()],
            "axes": [self._axe(axe) for axe in plan.axes.prefetch_related("volets")],
            **self._organisations(),
        }
        ecrit = {cle: valeur for cle, valeur in ecrit.items() if valeur or cle in ("meta", "axes")}
        ecrit |= {nom: valeur for nom, valeur in gardees.items() if nom in (*sections.gardees(), "statuts")}
        ecrit |= {nom: self._identifier(valeur) for nom, valeur in self.sections.items()}
        # A file of what is public rests on the decisions that it tells: those of minutes to be approved are
        # told later.
        dites = {d["numero"] for seance in ecrit.get("seances", ()) for d in seance.get("decisions", ())}

        def taire(objet: dict[str, Any]) -> dict[str, Any]:
            if self.publiques and objet.get("decision") not in dites:
                objet.pop("decision", None)
            return objet

        for engagement in ecrit.get("engagements", ()):
            taire(engagement)
        yield from ecrit.items()
        entieres = self.actions.prefetch_related(*ENFANTS).iterator(TRANCHE)
        yield "actions", (taire(self._action(action)) for action in entieres)

    # --- who ------------------------------------------------------------------------------------------

    def _placer_les_autres(self) -> None:
        """An organisation that is named without a place in the plan gets an identifier in the file."""
        pris = {place.identifiant for place in self.places}
        places = {place.organisation_id for place in self.places}
        for organisation in self._nommees():
            if organisation.pk not in places:
                identifiant = organisation.sigle
                if not identifiant or identifiant in pris:
                    identifiant = organisation.slug[:60]
                pris.add(identifiant)
                places.add(organisation.pk)
                self.places.append(
                    PartiePrenante(plan=self.plan, organisation=organisation, identifiant=identifiant)
                )

    def _nommees(self) -> Iterable[Organisation]:
        nommantes = self.actions.prefetch_related("arrondissements", "participations__organisation")
        for action in nommantes.iterator(TRANCHE):
            yield action.responsable
            yield from action.arrondissements.all()
            yield from (participation.organisation for participation in action.participations.all())
        yield from _organisations(self.sections)

    def _identifier(self, valeur: Any) -> Any:
        """A value of a section, with the identifiers of the organisations that it names."""
        match valeur:
            case Organisation():
                return self.identifiants[valeur.pk]
            case dict():
                return {cle: self._identifier(element) for cle, element in valeur.items()}
            case list():
                return [self._identifier(element) for element in valeur]
            case _:
                return valeur

    def _organisations(self) -> dict[str, list[dict[str, Any]]]:
        listes: dict[str, list[dict[str, Any]]] = {
            "arrondissements": [],
            "services_centraux": [],
            "partenaires": [],
        }
        for place in self.places:
            organisation = place.organisation
            dites = (
                {
                    champ.champ: getattr(organisation, champ.champ)
                    for champ in schema.PARTENAIRE.values()
                    if champ.champ
                }
                | {"code_officiel": organisation.code_officiel}
                | place.donnees.get(VARIANTES, {})
            )
            nature = dites.pop("nature")
            cles: Mapping[str, Champ]
            match nature:
                case Nature.ARRONDISSEMENT:
                    section, cle, cles = "arrondissements", "sigle_usage", schema.ARRONDISSEMENT
                case Nature.SERVICE_CENTRAL:
                    section, cle, cles = "services_centraux", "id", schema.SERVICE
                case _:
                    section, cle, cles = "partenaires", "id", schema.PARTENAIRE
            ecrite = {cle: place.identifiant} | {
                c: dites[champ.champ] for c, champ in cles.items() if dites.get(champ.champ) not in ("", None)
            }
            if dites["sigle"] == place.identifiant:
                ecrite.pop("sigle", None)
            elif not dites["sigle"]:
                ecrite["sigle"] = ""
            if section == "partenaires" and nature_de(dites["activite"]) != nature:
                ecrite["nature"] = nature
            autres = {c: v for c, v in place.donnees.items() if c != VARIANTES}
            listes[section].append(ecrite | autres)
        return listes

    # --- what -----------------------------------------------------------------------------------------

    @staticmethod
    def _axe(axe: Axe) -> dict[str, Any]:
        return (
            dire(axe, schema.AXE)
            | {"volets": [dire(v, schema.VOLET) for v in axe.volets.all()]}
            | axe.donnees
        )

    def _action(self, action: Action) -> dict[str, Any]:
        usuels, autres = [], []
        for participation in sorted(action.participations.all(), key=lambda p: p.pk):
            organisation = participation.organisation
            identifiant = self.identifiants[organisation.pk]
            if participation.role == role_usuel(organisation.nature):
                usuels.append(identifiant)
            else:
                autres.append({"organisation": identifiant, "role": participation.role})
        territoire = [organisation.nom for organisation in action.arrondissements.all()]
        dites = dire(action, schema.ACTION) | {
            "axe": action.axe.code,
            "volet": action.volet.code if action.volet else "",
            "objectifs": [objectif.code for objectif in action.objectifs.all()],
            "domaines": [domaine.slug for domaine in action.domaines.all()],
            "responsable": self.identifiants[action.responsable_id],
            "partenaires": usuels,
            "participations": autres,
            "arrondissements": [schema.TOUS] if action.tout_le_territoire else territoire,
            "maj_le": action.etat_le.isoformat() if action.etat_le else "",
            "jalons": [self._jalon(jalon) for jalon in action.jalons.all()],
            "indicateurs": [self._indicateur(indicateur) for indicateur in action.indicateurs.all()],
            "nouvelles": [
                dire(nouvelle, schema.NOUVELLE) for nouvelle in self._visibles(action.nouvelles.all())
            ],
            "documents": [
                dire(document, schema.DOCUMENT) | dire_la_piece(document, "documents")
                for document in self._visibles(action.documents.all())
            ],
            "sources": [source.code for source in action.sources.all()],
        }
        if action.fin_initiale == action.fin:
            dites.pop("fin_initiale", None)
        return {cle: dites[cle] for cle in schema.ACTION if cle in dites and dites[cle] not in ("", [])}

    def _visibles(self, objets: Iterable[Any]) -> list[Any]:
        gardes = (o for o in objets if not self.publiques or o.visibilite == Visibilite.PUBLIQUE)
        return sorted(gardes, key=lambda objet: objet.pk)

    @staticmethod
    def _jalon(jalon: Jalon) -> dict[str, Any]:
        dites = dire(jalon, schema.JALON)
        dites["etat"] = "atteint" if jalon.atteint_le else "annule" if jalon.annule else "prevu"
        if jalon.poids == 1:
            dites.pop("poids")
        if not jalon.reporte:
            dites.pop("echeance_initiale")
        return dites

    @staticmethod
    def _indicateur(indicateur: Indicateur) -> dict[str, Any]:
        dites = dire(indicateur, schema.INDICATEUR)
        for cle in ("reference", "cible"):
            if (annee := getattr(indicateur, f"{cle}_annee")) is not None:
                dites[cle] = {"annee": annee, "valeur": getattr(indicateur, f"{cle}_valeur")}
        dites["mesures"] = [dire(mesure, schema.MESURE) for mesure in indicateur.mesures.all()]
        return dites


def dire(objet: models.Model, cles: Mapping[str, Champ]) -> dict[str, Any]:
    """The fields that the file takes as they are, less the empty ones."""
    dites = {}
    for cle, champ in cles.items():
        valeur = getattr(objet, champ.champ) if champ.champ else None
        if valeur is not None and valeur != "" and valeur is not False:
            dites[cle] = valeur.isoformat() if isinstance(valeur, date) else valeur
    return dites


def _organisations(valeur: Any) -> Iterator[Organisation]:
    """Those that a value names, at any depth."""
    match valeur:
        case Organisation():
            yield valeur
        case dict():
            for element in valeur.values():
                yield from _organisations(element)
        case list():
            for element in valeur:
                yield from _organisations(element)
