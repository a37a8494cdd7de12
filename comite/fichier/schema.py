"""The shape of members and meetings in a plan file. Lengths are those of the models."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from actions.fichier.champs import (
    Booleen,
    Champ,
    Choix,
    Entier,
    Fiche,
    Groupe,
    Inattendu,
    Jour,
    Liste,
    Motif,
    Texte,
    parmi,
    proche,
)
from actions.fichier.constat import Constat
from actions.fichier.noeuds import Noeud
from actions.fichier.schema import code, liste, reference, references, requis, texte
from comite.models import Effet, Membre, Point, Seance, Suite
from comite.models.etats import (
    EtatProcesVerbal,
    EtatSeance,
    EtatSuite,
    Mode,
    NatureEffet,
    NaturePoint,
    Qualite,
    Vote,
)
from partenariat.donnees.champs import LONG

MODES = {"en présence": Mode.PRESENCE, "hybride": Mode.HYBRIDE, "à distance": Mode.DISTANCE}
VOTES = {"unanimité": Vote.UNANIMITE, "majorité": Vote.MAJORITE}
EN_RETARD = "en_retard"
"""As the state of a follow-up: to do, and late (which is computed)."""
NUMERO = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*\Z")
HEURE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\Z")


@dataclass(frozen=True, kw_only=True)
class Mots(Champ):
    """A value said in words of the screen."""

    mots: Mapping[str, str]

    def convertir(self, noeud: Noeud, constat: Constat) -> str:
        connus = {**self.mots, **{valeur: valeur for valeur in self.mots.values()}}
        if not isinstance(noeud.valeur, str) or noeud.valeur not in connus:
            raise Inattendu("l'un de " + ", ".join(self.mots) + proche(noeud.texte, self.mots))
        return str(connus[noeud.valeur])


@dataclass(frozen=True, kw_only=True)
class Heure(Champ):
    """« 13 h 30 », « 9 h »."""

    def convertir(self, noeud: Noeud, constat: Constat) -> time:
        trouve = HEURE.match(noeud.texte.replace("\u00a0", " ").strip())
        attendu = Inattendu("une heure, comme 13 h 30")
        if trouve is None:
            raise attendu
        try:
            return time(int(trouve[1]), int(trouve[2] or 0))
        except ValueError:
            raise attendu from None


@dataclass(frozen=True, kw_only=True)
class PointDuFichier(Groupe):
    """A point: its title alone, or a group of keys."""

    def convertir(self, noeud: Noeud, constat: Constat) -> Fiche:
        if isinstance(noeud.valeur, dict):
            return super().convertir(noeud, constat)
        fiche = Fiche(noeud)
        fiche["titre"] = self.cles["titre"].convertir(noeud, constat)
        return fiche


MEMBRE: dict[str, Champ] = {
    "cle": code(30, "M1", requis=True),
    "nom": texte(Membre, "nom"),
    "fonction": requis(Membre, "fonction"),
    "qualite": parmi(Qualite, champ="qualite", requis=True),
    "organisation": reference(),
    "debut": Jour(champ="mandat_debut", requis=True),
    "fin": Jour(champ="mandat_fin"),
    "presidence": Booleen(champ="presidence"),
}
COMITE = Groupe(cles={"membres": liste(MEMBRE)}, garder=True)
QUORUM = {
    "requis": Entier(champ="quorum_requis", minimum=1, maximum=1000),
    "presents": Entier(champ="presents_consignes", minimum=0, maximum=1000),
}
PROCES_VERBAL = {
    "etat": parmi(EtatProcesVerbal, requis=True),
    "approuve_a": reference(),
    "texte": Texte(champ="proces_verbal"),
}
POINT = {
    "titre": requis(Point, "titre"),
    "nature": parmi(NaturePoint, champ="nature"),
    "action": reference(),
    "engagement": reference(),
    "approuve": reference(),
    "motif": Texte(champ="motif"),
    "delibere": Texte(champ="delibere"),
}
EFFET: dict[str, Champ] = {
    "effet": parmi(NatureEffet, champ="nature"),
    "action": reference(),
    "jalon": Texte(longueur=300),
    "engagement": reference(),
    "nouvelle_date": Jour(champ="nouvelle_date"),
    "nouveau_texte": texte(Effet, "nouveau_texte"),
    "motif": Motif(champ="motif"),
}
DECISION = {
    "numero": code(40, "CMO-2026-01-R1", NUMERO, champ="numero", requis=True),
    "libelle": Texte(champ="libelle", longueur=LONG, requis=True),
    "vote": Mots(champ="vote", mots=VOTES),
    # Where it was written before attendance made quorum.
    "recommandation": Booleen(champ="sans_quorum"),
    "point": Texte(longueur=300),
    "action": reference(),
    "actions": references(),
    "engagements": references(),
    # What it did to the plan: told, never applied again (the same file says where the plan stands).
    "effets": liste(EFFET),
    # The only effect, as files told it before a decision could have several: its keys beside the words.
    **{cle: champ for cle, champ in EFFET.items() if cle != "action"},
}
SUITE = {
    "libelle": requis(Suite, "libelle"),
    "responsable": reference(requis=True),
    "echeance": Jour(champ="echeance"),
    "etat": Choix(valeurs=(*EtatSuite.values, EN_RETARD), requis=True),
    "decision": reference(),
    "note": Texte(champ="note"),
    "close_le": Jour(passe=True),
}
DEPLACEMENT = {
    "date": Jour(champ="ancienne_date", requis=True),
    "heure": Heure(champ="ancienne_heure"),
    "motif": Motif(champ="motif", requis=True),
    "le": Jour(champ="le", requis=True, passe=True),
}
SEANCE: dict[str, Champ] = {
    "numero": code(30, "CMO-2026-01", NUMERO, requis=True),
    "date": Jour(champ="date", requis=True),
    "heure": Heure(champ="heure"),
    "mode": Mots(champ="mode", mots=MODES),
    "lieu": texte(Seance, "lieu"),
    "etat": parmi(EtatSeance),
    "motif": Motif(champ="motif"),
    "convoquee_le": Jour(passe=True),
    "deplacements": liste(DEPLACEMENT),
    "annulee_le": Jour(passe=True),
    "arret_des_donnees": Jour(champ="arret_des_donnees"),
    "quorum": Groupe(cles=QUORUM),
    "presidee_par": texte(Seance, "presidee_par"),
    "secretaire": texte(Seance, "secretaire"),
    "invites": Liste(de=Texte(longueur=200, requis=True)),
    "presences": references(),
    "absences": references(),
    "ordre_du_jour": Liste(de=PointDuFichier(cles=POINT, requis=True)),
    "decisions": liste(DECISION),
    "suites": liste(SUITE, ancienne_cle="suivis"),
    "proces_verbal": Groupe(cles=PROCES_VERBAL),
}
SEANCES = Liste(de=Groupe(cles=SEANCE, requis=True))


def effets(decision: Fiche) -> list[Fiche]:
    """What the file says that a decision did to the plan, in either form."""
    return list(decision.get("effets", ())) or ([decision] if decision.get("effet") else [])


def cles(fiches: Any) -> dict[str, Fiche]:
    """The members of a file, by the key that meetings use."""
    return {fiche["cle"]: fiche for fiche in fiches or () if "cle" in fiche}


def motif_du_deplacement(fiche: Fiche, seance: Seance) -> str:
    """Why this meeting leaves the day of the database: what the file says of its move from there."""
    motifs = [
        d["motif"] for d in fiche.get("deplacements", ()) if d.get("date") == seance.date and "motif" in d
    ]
    return motifs[-1] if motifs else ""
