"""The actions of a validated plan, and what each holds → the database.

What is new is written in bulk, a few statements a table; what exists is saved one by one, only where it
differs, so that the triggers date it and keep the reason of a moved date.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from actions.fichier import documents, schema
from actions.fichier.champs import Fiche, Suite
from actions.fichier.ecriture import poser, valeurs
from actions.fichier.existant import apparier
from actions.fichier.pieces import source_gardee
from actions.fichier.retires import retires_entiers, sans_les_retires
from actions.models import Action, Document, Indicateur, Jalon, Mesure, Nouvelle, Participation
from actions.models.etats import CACHEES_AU_PUBLIC, Publication, RoleParticipation
from partenariat.parties.natures import Nature

if TYPE_CHECKING:
    from actions.fichier.chargement import Chargement

ORDRE = (Jalon, Indicateur, Mesure, Participation, Nouvelle, Document)
LOT = 500


class ChargementActions:
    def __init__(self, chargement: "Chargement") -> None:
        self.chargement = chargement
        self.differences = chargement.differences
        self.gardees = chargement.existant.actions
        self.fiches: Suite = chargement.fiche["actions"]
        self.maintenant = timezone.now()
        self.retirees = retires_entiers(Action)
        self.nouveaux: dict[type[models.Model], list[Any]] = {modele: [] for modele in ORDRE}
        self.liens: dict[type[models.Model], list[Any]] = {}

    def ecrire(self) -> None:
        dites = {fiche["code"] for fiche in self.fiches}
        for code in self.gardees.keys() - dites:
            self.differences.laisser(self.gardees[code], code)
        neuves = []
        for rang, fiche in enumerate(self.fiches):
            self.chargement.avancer("actions", rang, len(self.fiches))
            action = self.gardees.get(fiche["code"])
            if action is None:
                action = self._neuve(fiche)
                neuves.append((fiche, action))
            else:
                self._aligner(fiche, action)
            self._contenu(fiche, action)
        self._creer(Action, [action for _fiche, action in neuves])
        for modele, objets in (self.nouveaux | self.liens).items():
            self._creer(modele, objets)
        self.gardees |= {action.code: action for _fiche, action in neuves}

    def _creer(self, modele: type[models.Model], objets: list[Any]) -> None:
        self.chargement.avancer(str(modele._meta.verbose_name_plural), 0, len(objets))
        modele._default_manager.bulk_create(objets, batch_size=LOT)

    def _valeurs(self, fiche: Fiche) -> dict[str, Any]:
        chargement, garde = self.chargement, self.chargement.existant
        dites = valeurs(fiche, schema.ACTION)
        dites["axe"] = garde.axes[fiche["axe"]]
        if "volet" in fiche:
            dites["volet"] = garde.volets[fiche["axe"], fiche["volet"]] if fiche["volet"] else None
        dites["responsable"] = chargement.organisation(fiche["responsable"])
        # What a reason is asked for and the file does not say (`VerificationAction`).
        dites |= {nom: True for nom in ("motif_inconnu", "decision_inconnue") if nom in fiche}
        if "arrondissements" in fiche:
            dites["tout_le_territoire"] = fiche["arrondissements"] == [schema.TOUS]
        return dites

    def _neuve(self, fiche: Fiche) -> Action:
        # Loading a file is not news: the action is as fresh as what its file tells.
        action = Action(plan=self.chargement.plan, etat_le=fiche.get("maj_le"), **self._valeurs(fiche))
        self.differences.creer(action, action.code)
        if self.chargement.publier:
            self._publier(action)
        return action

    def _aligner(self, fiche: Fiche, action: Action) -> None:
        dites = sans_les_retires(action, self._valeurs(fiche), self.differences, action.code)
        changes = poser(action, dites)
        if changes:
            self.differences.changer(action, action.code, changes)
        ecrits = set(changes)
        if etat_le := self._etat_le(fiche, action, ecrits):
            action.etat_le = etat_le
            ecrits.add("etat_le")
        cachee = action.publication in CACHEES_AU_PUBLIC and action.pk not in self.retirees
        if self.chargement.publier and cachee:
            ecrits |= self._publier(action)
        if ecrits:
            action.motif_report = fiche.get("motif_report", "")
            action.save(update_fields=ecrits)

    def _publier(self, action: Action) -> set[str]:
        etat = {
            "publication": Publication.PUBLIEE,
            "publiee_le": action.publiee_le or self.maintenant,
            "validee_par": None,
            "soumise_par": None,
            "soumise_le": None,
            "note_retour": "",
        }
        for nom, valeur in etat.items():
            setattr(action, nom, valeur)
        self.differences.publiees.append(action.code)
        return set(etat)

    @staticmethod
    def _etat_le(fiche: Fiche, action: Action, changes: set[str]) -> date | None:
        """The day that the file gives to a status or a confidence that it changes; else the trigger's."""
        dite = fiche.get("maj_le")
        if dite and changes & {"statut", "confiance"} and (not action.etat_le or dite > action.etat_le):
            return dite
        return None

    # --- what an action holds -------------------------------------------------------------------------

    def _contenu(self, fiche: Fiche, action: Action) -> None:
        for lu, jalon in self._tenir(
            Jalon,
            fiche,
            "jalons",
            action,
            self._valeurs_du_jalon,
            lambda lu: lu["titre"],
            lambda jalon: jalon.titre,
        ):
            jalon.echeance_initiale = jalon.echeance_initiale or lu["prevu"]
        for lu, indicateur in self._tenir(
            Indicateur,
            fiche,
            "indicateurs",
            action,
            self._valeurs_de_l_indicateur,
            lambda lu: lu["nom"],
            lambda indicateur: indicateur.nom,
        ):
            self._tenir(
                Mesure,
                lu,
                "mesures",
                indicateur,
                lambda mesure: valeurs(mesure, schema.MESURE),
                lambda mesure: mesure["date"],
                lambda mesure: mesure.date,
            )
        self._tenir(
            Nouvelle,
            fiche,
            "nouvelles",
            action,
            lambda lu: valeurs(lu, schema.NOUVELLE),
            lambda lu: (lu["date"], lu["texte"]),
            lambda nouvelle: (nouvelle.date, nouvelle.texte.strip()),
        )
        connus, gardes = self.chargement.connus, action.documents.all() if action.pk else ()
        for lu, document in self._tenir(
            Document,
            fiche,
            "documents",
            action,
            # The address of one that is held is that by which it is known.
            lambda lu: valeurs(
                lu, {cle: champ for cle, champ in schema.DOCUMENT.items() if cle != "adresse"}
            ),
            documents.sources(connus, gardes),
            source_gardee,
        ):
            if document.pk is None:
                documents.joindre(document, lu, connus.pieces[id(lu)])
        self._participations(fiche, action)
        self._lier(fiche, action)

    def _tenir(
        self,
        modele: type[models.Model],
        fiche: Fiche,
        section: str,
        parent: models.Model,
        dites: Callable[[Fiche], dict[str, Any]],
        cle_lue: Callable[[Fiche], Any],
        cle: Callable[[Any], Any],
    ) -> list[tuple[Fiche, Any]]:
        """Matches a list of the file with the rows of `parent`: saves what differs, collects what is new.

        Returns:
            Each entry with its object.
        """
        gardes = getattr(parent, section).all() if parent.pk else ()
        paires, restes = apparier(fiche.get(section, ()), gardes, cle_lue, cle)
        tenus = []
        for lu, objet in paires:
            if objet is None:
                objet = modele(**{str(parent._meta.model_name): parent}, **dites(lu))
                self.nouveaux[modele].append(objet)
                self.differences.creer(objet, _nom(objet))
            elif changes := poser(objet, sans_les_retires(objet, dites(lu), self.differences, _nom(objet))):
                objet.motif_report = lu.get("motif_report", "")
                objet.save(update_fields=list(changes))
                self.differences.changer(objet, _nom(objet), changes)
            tenus.append((lu, objet))
        for objet in restes if section in fiche else ():
            self.differences.laisser(objet, _nom(objet))
        return tenus

    @staticmethod
    def _valeurs_du_jalon(lu: Fiche) -> dict[str, Any]:
        dites = valeurs(lu, schema.JALON)
        if lu.get("etat") or lu.get("reel"):
            dites["annule"] = lu.get("etat") == "annule"
        return dites

    @staticmethod
    def _valeurs_de_l_indicateur(lu: Fiche) -> dict[str, Any]:
        dites = valeurs(lu, schema.INDICATEUR)
        for cle in ("reference", "cible"):
            if cle in lu:
                point = lu[cle] or {}
                dites |= {f"{cle}_annee": point.get("annee"), f"{cle}_valeur": point.get("valeur")}
        return dites

    def _participations(self, fiche: Fiche, action: Action) -> None:
        """Partners take their usual role where they are new; a role that the file says is set."""
        lues = [(identifiant, None) for identifiant in fiche.get("partenaires", ())]
        lues += [(lue["organisation"], lue["role"]) for lue in fiche.get("participations", ())]
        gardees = {p.organisation_id: p for p in action.participations.all()} if action.pk else {}
        for identifiant, role in lues:
            organisation = self.chargement.organisation(identifiant)
            garde = gardees.pop(organisation.pk, None)
            if garde is None:
                neuve = Participation(
                    action=action, organisation=organisation, role=role or role_usuel(organisation.nature)
                )
                self.nouveaux[Participation].append(neuve)
                self.differences.creer(neuve, f"{action.code} › {identifiant}")
            elif role and (changes := poser(garde, {"role": role})):
                garde.save(update_fields=["role"])
                self.differences.changer(garde, f"{action.code} › {identifiant}", changes)
        if "partenaires" in fiche:
            for garde in gardees.values():
                self.differences.laisser(garde, f"{action.code} › {garde.organisation}")

    def _lier(self, fiche: Fiche, action: Action) -> None:
        """Objectives, domains, boroughs, sources: values of the action, which are those of the file."""
        chargement, garde = self.chargement, self.chargement.existant
        for cle, trouver in (
            ("objectifs", garde.objectifs.__getitem__),
            ("domaines", garde.domaines.__getitem__),
            ("arrondissements", chargement.arrondissement),
            ("sources", garde.sources.__getitem__),
        ):
            if cle not in fiche:
                continue
            voulus = [trouver(code) for code in fiche[cle] if code != schema.TOUS or cle != "arrondissements"]
            champ = Action._meta.get_field(cle)
            if action.pk is None:
                nom = champ.m2m_reverse_field_name()
                self.liens.setdefault(champ.remote_field.through, []).extend(
                    champ.remote_field.through(action=action, **{nom: voulu}) for voulu in voulus
                )
                continue
            avant = list(getattr(action, cle).all())
            if {objet.pk for objet in avant} != {objet.pk for objet in voulus}:
                getattr(action, cle).set(voulus)
                self.differences.changer(action, action.code, {cle: (avant, voulus)})


def role_usuel(nature: str) -> RoleParticipation:
    """City bodies collaborate; the others are partners."""
    de_la_ville = nature in (Nature.SERVICE_CENTRAL, Nature.ARRONDISSEMENT)
    return RoleParticipation.COLLABORATEUR if de_la_ville else RoleParticipation.PARTENAIRE


def _nom(objet: Any) -> str:
    """« 2.3 › Travaux », « 2.3 › Superficie › 2026-06-30 »."""
    if isinstance(objet, Mesure):
        return f"{_nom(objet.indicateur)} › {objet.date}"
    if isinstance(objet, Nouvelle):
        return f"{objet.action.code} › {objet.date}"
    return f"{objet.action.code} › {getattr(objet, 'titre', '') or objet.nom}"
