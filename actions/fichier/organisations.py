"""Whom a plan file names, and which organisation of the database that is.

An identifier is local to its file. In order: the organisation that already holds this identifier in this
plan; else one with the same official code, or the same name on the same side; else a new one. So the « SDE »
of another city never becomes Montréal's.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from django.utils.text import slugify

from actions.fichier import schema
from actions.fichier.champs import Champ, Fiche
from actions.fichier.constat import Constat
from actions.fichier.differences import Differences
from actions.fichier.ecriture import complete, egal, poser
from actions.fichier.existant import Existant
from actions.fichier.retires import sans_les_retires
from actions.models import PartiePrenante, Plan
from partenariat.donnees.champs import champ_de
from partenariat.histoire.appellations import noms_pris
from partenariat.models import Organisation
from partenariat.parties.natures import NATURES_DE_LA_VILLE, Nature

NATURE_PAR_TYPE = {
    "reseau": Nature.RESEAU,
    "pole regional": Nature.RESEAU,
    "finance solidaire": Nature.FONDS,
    "fonds": Nature.FONDS,
    "paramunicipal": Nature.PARAMUNICIPAL,
    "etablissement": Nature.ETABLISSEMENT,
}
VARIANTES = "_variantes"
"""In `PartiePrenante.donnees`: what this file says otherwise than an organisation shared between plans."""

_TYPOGRAPHIE = str.maketrans(
    {"’": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "œ": "oe", "æ": "ae"}
)


def plier(texte: str) -> str:
    """A name without case, accents nor typographic apostrophes and dashes, to compare."""
    decompose = unicodedata.normalize("NFKD", " ".join(texte.casefold().translate(_TYPOGRAPHIE).split()))
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)).translate(
        _TYPOGRAPHIE
    )


def nature_de(type_: str) -> Nature:
    return NATURE_PAR_TYPE.get(plier(type_), Nature.ORGANISME)


@dataclass(frozen=True)
class Entree:
    """An organisation as a plan file names it."""

    fiche: Fiche
    identifiant: str
    cle: str
    """The key of its identifier in the file."""
    nature: Nature | None
    """None where a partner's entry says nothing of it."""
    cles: Mapping[str, Champ]

    @property
    def cote(self) -> bool:
        """Whether it stands on the City's side."""
        return (self.nature or Nature.ORGANISME) in NATURES_DE_LA_VILLE

    def designe(self, organisation: Organisation) -> bool:
        """Whether this is that organisation: same official code, or else same name on the same side."""
        code = self.fiche.get("code_mamh", "")
        if code and organisation.code_officiel:
            return code == organisation.code_officiel
        meme_cote = self.cote == (organisation.nature in NATURES_DE_LA_VILLE)
        return meme_cote and plier(self.fiche["nom"]) == plier(organisation.nom)

    @property
    def valeurs(self) -> dict[str, Any]:
        """What the file gives, by field of the organisation."""
        dites = {c.champ: self.fiche[cle] for cle, c in self.cles.items() if c.champ and cle in self.fiche}
        if self.nature:
            dites["nature"] = self.nature.value
        return dites


def entrees(fiche: Fiche) -> Iterator[Entree]:
    """Every organisation of the file, in its order."""
    for arrondissement in fiche.get("arrondissements", ()):
        yield from _entree(arrondissement, "sigle_usage", Nature.ARRONDISSEMENT, schema.ARRONDISSEMENT)
    for service in fiche.get("services_centraux", ()):
        yield from _entree(service, "id", Nature.SERVICE_CENTRAL, schema.SERVICE)
    for partenaire in fiche.get("partenaires", ()):
        nature = partenaire.get("nature") or (nature_de(partenaire["type"]) if "type" in partenaire else None)
        yield from _entree(partenaire, "id", nature and Nature(nature), schema.PARTENAIRE)


def _entree(fiche: Fiche, cle: str, nature: Nature | None, cles: Mapping[str, Champ]) -> Iterator[Entree]:
    if cle in fiche and "nom" in fiche:
        yield Entree(fiche, fiche[cle], cle, nature, cles)


def verifier(entrees: list[Entree], existant: Existant, constat: Constat) -> None:
    """No identifier, name (on a side) or official code twice, and no code that another body holds."""
    vus: dict[tuple[str, str, bool | None], Entree] = {}
    codes = {entree.fiche.get("code_mamh") for entree in entrees} - {None, ""}
    tenus = dict(Organisation.objects.filter(code_officiel__in=codes).values_list("code_officiel", "id"))
    for entree in entrees:
        code = entree.fiche.get("code_mamh", "")
        for cle, valeur, cote in (
            (entree.cle, entree.identifiant, None),
            ("nom", plier(entree.fiche["nom"]), entree.cote),
            ("code_mamh", code, None),
        ):
            quoi = "identifiant" if cle == entree.cle else cle
            premiere = vus.setdefault((quoi, valeur, cote), entree) if valeur else entree
            if premiere is not entree:
                lieu = entree.fiche.lieu(cle)
                constat.erreur(
                    lieu,
                    f"trouvé {lieu.trouve}, déjà écrit à la {premiere.fiche.lieu(premiere.cle).ou} ; "
                    f"attendu : {'un' if quoi != 'nom' else 'un seul'} {quoi} par organisation.",
                )
        place = existant.places.get(entree.identifiant)
        if place and code and tenus.get(code, place.organisation_id) != place.organisation_id:
            constat.erreur(
                entree.fiche.lieu("code_mamh"), f"le code {code} est déjà celui d'une autre organisation."
            )


def places_renommees(entrees: list[Entree], existant: Existant) -> dict[str, PartiePrenante]:
    """By its new identifier, each place of the plan that the file only renames: same organisation, and the
    former identifier is gone."""
    nommes = {entree.identifiant for entree in entrees}
    libres = [place for place in existant.places.values() if place.identifiant not in nommes]
    renommees = {}
    for entree in entrees:
        place = next((p for p in libres if entree.designe(p.organisation)), None)
        if place and entree.identifiant not in existant.places:
            renommees[entree.identifiant] = place
            libres.remove(place)
    return renommees


class Inscription:
    """Gives each entry of the file its organisation and its place in the plan."""

    def __init__(self, plan: Plan, existant: Existant, differences: Differences) -> None:
        self.plan = plan
        self.existant = existant
        self.differences = differences
        # The bodies that still exist last: they win over a namesake that has ended.
        toutes = sorted(Organisation.objects.all(), key=lambda o: (o.jusqu_a is None, -o.pk))
        self.adresses = {organisation.slug for organisation in toutes} | noms_pris(Organisation).keys()
        self.par_code = {o.code_officiel: o for o in toutes if o.code_officiel}
        self.par_nom = {(plier(o.nom), o.nature in NATURES_DE_LA_VILLE): o for o in toutes}

    def inscrire(self, entrees: list[Entree]) -> None:
        """Writes organisations and places; `existant.places` then holds them all."""
        renommees = places_renommees(entrees, self.existant)
        prises = {place.organisation_id for place in self.existant.places.values()}
        neuves, places = [], []
        for entree in entrees:
            if place := self.existant.places.get(entree.identifiant):
                self._tenir(place, entree)
                continue
            if place := renommees.get(entree.identifiant):
                self._renommer(place, entree)
                continue
            organisation = self._connue(entree)
            if organisation is None or organisation.pk in prises:
                organisation = self._neuve(entree)
                neuves.append(organisation)
            else:
                complete(
                    organisation,
                    entree.valeurs | {"sigle": self._sigle(entree)},
                    self.differences,
                    entree.identifiant,
                )
                prises.add(organisation.pk)
            donnees = entree.fiche.autres | self._variantes(organisation, entree)
            places.append(
                PartiePrenante(
                    plan=self.plan, organisation=organisation, identifiant=entree.identifiant, donnees=donnees
                )
            )
        Organisation.objects.bulk_create(neuves)
        for place in places:
            self.differences.creer(place, place.identifiant)
        PartiePrenante.objects.bulk_create(places)
        self.existant.places |= {place.identifiant: place for place in places}

    def laissees(self, entrees: list[Entree]) -> None:
        """Mentions the places that the file no longer names, where it names organisations at all."""
        nommes = {entree.identifiant for entree in entrees}
        for identifiant, place in self.existant.places.items():
            if nommes and identifiant not in nommes:
                self.differences.laisser(place, identifiant)

    def _connue(self, entree: Entree) -> Organisation | None:
        code = entree.fiche.get("code_mamh", "")
        if code and code in self.par_code:
            return self.par_code[code]
        homonyme = self.par_nom.get((plier(entree.fiche["nom"]), entree.cote))
        # Two cities may each have a « Saint-Laurent »: another official code is another body.
        return None if homonyme and code and homonyme.code_officiel else homonyme

    def _tenir(self, place: PartiePrenante, entree: Entree) -> None:
        variantes = place.donnees.get(VARIANTES, {})
        dites = {nom: valeur for nom, valeur in entree.valeurs.items() if variantes.get(nom) != valeur}
        retenues = sans_les_retires(place.organisation, dites, self.differences, entree.identifiant)
        if changes := poser(place.organisation, retenues):
            place.organisation.save(update_fields=list(changes))
            self.differences.changer(place.organisation, entree.identifiant, changes)
        restantes = {nom: valeur for nom, valeur in variantes.items() if nom not in changes}
        donnees = {c: v for c, v in place.donnees.items() if c != VARIANTES} | entree.fiche.autres
        self._noter(place, entree, {"donnees": donnees | ({VARIANTES: restantes} if restantes else {})})

    def _renommer(self, place: PartiePrenante, entree: Entree) -> None:
        self.existant.places.pop(place.identifiant)
        self._noter(place, entree, {"identifiant": entree.identifiant})
        self.existant.places[entree.identifiant] = place
        self._tenir(place, entree)

    def _noter(self, place: PartiePrenante, entree: Entree, valeurs: dict[str, Any]) -> None:
        if changes := poser(place, valeurs):
            place.save(update_fields=list(changes))
            self.differences.changer(place, entree.identifiant, changes)

    def _neuve(self, entree: Entree) -> Organisation:
        valeurs = {"nature": Nature.ORGANISME.value, "sigle": self._sigle(entree)} | entree.valeurs
        organisation = Organisation(slug=self._adresse(entree), **valeurs)
        self.differences.creer(organisation, organisation.nom)
        return organisation

    @staticmethod
    def _sigle(entree: Entree) -> str:
        longueur = champ_de(Organisation, "sigle").max_length or 0
        usuel = entree.identifiant if len(entree.identifiant) <= longueur else ""
        return entree.valeurs.get("sigle", usuel)

    @staticmethod
    def _variantes(organisation: Organisation, entree: Entree) -> dict[str, Any]:
        autres = {nom: v for nom, v in entree.valeurs.items() if not egal(getattr(organisation, nom), v)}
        return {VARIANTES: autres} if autres else {}

    def _adresse(self, entree: Entree) -> str:
        nom, identifiant = slugify(entree.fiche["nom"]), slugify(entree.identifiant)
        souche = (nom or identifiant) if entree.nature == Nature.ARRONDISSEMENT else (identifiant or nom)
        souche = souche or "organisation"
        avec_plan = f"{souche[:40]}-{self.plan.slug[:38]}"
        candidates = chain([souche[:80], avec_plan[:80]], (f"{avec_plan[:75]}-{rang}" for rang in count(2)))
        adresse = next(candidate for candidate in candidates if candidate not in self.adresses)
        self.adresses.add(adresse)
        return adresse
