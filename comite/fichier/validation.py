"""Members and meetings of a file against one another, its other parts and the database. Writes nothing."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from actions.fichier.champs import Fiche, Suite, proche
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from actions.fichier.noeuds import ILLISIBLE, Noeud
from actions.models import Jalon
from comite.fichier import schema
from comite.fichier.schema import motif_du_deplacement
from comite.models import Decision, Seance
from comite.models.etats import (
    EXIGE,
    VISES,
    EtatProcesVerbal,
    EtatSeance,
    EtatSuite,
    NatureEffet,
    NaturePoint,
)
from comite.models.gardes import RECOMMANDATION
from engagements.models import Engagement
from partenariat.donnees.motifs import est_un_motif
from partenariat.presentation.formats import date_longue

MOTIF_ET_VISES = ("motif", *VISES)


def valider_comite(noeud: Noeud, connus: Connus, constat: Constat) -> Fiche | None:
    """The members of the file; None where unreadable."""
    fiche = schema.COMITE.lire(noeud, constat)
    if fiche is ILLISIBLE or fiche is None:
        return None
    vues: set[str] = set()
    for membre in fiche.get("membres", ()):
        if membre.get("cle") in vues:
            _erreur(constat, membre, "cle", "attendu : une clé par membre.")
        vues.add(membre.get("cle", ""))
        if membre.get("organisation"):
            _exiger_connu(constat, membre, "organisation", connus.organisations, "une organisation")
        if membre.get("fin") and membre.get("debut") and membre["fin"] < membre["debut"]:
            _erreur(constat, membre, "fin", "attendu : une date qui ne précède pas le début du mandat.")
    return fiche


@dataclass
class Lues:
    """The meetings of the file, and what loading them needs to know."""

    fiches: list[Fiche]
    etats: dict[str, str]
    """By number, the state told or deduced."""
    quorums: dict[str, bool]
    """By number, whether attendance will make quorum."""


def valider_seances(noeud: Noeud, connus: Connus, constat: Constat) -> Lues | None:
    """The meetings of the file; None where unreadable."""
    fiches = schema.SEANCES.lire(noeud, constat)
    if fiches is ILLISIBLE:
        return None
    return ValidationSeances(noeud, list(fiches), connus, constat).verifier()


class ValidationSeances:
    def __init__(self, noeud: Noeud, fiches: list[Fiche], connus: Connus, constat: Constat) -> None:
        self.fiches, self.connus, self.constat = fiches, connus, constat
        self.membres = _membres_dits(noeud)
        plan = connus.existant.plan
        self.gardees = {s.numero: s for s in Seance.objects.filter(plan=plan)} if plan else {}
        self.dates = {numero: seance.date for numero, seance in self.gardees.items()}
        self.dates |= {f["numero"]: f["date"] for f in fiches if "numero" in f and "date" in f}
        self.engagements = _engagements_dits(noeud) | (
            set(Engagement.objects.filter(plan=plan).values_list("code", flat=True)) if plan else set()
        )
        self.jalons = _jalons_dits(noeud)
        for code, titre in Jalon.objects.filter(action__plan=plan).values_list("action__code", "titre"):
            self.jalons.setdefault(code, set()).add(titre)
        dites = {f.get("numero") for f in fiches}
        inscrites = list(Decision.objects.filter(seance__plan=plan).select_related("seance")) if plan else []
        self.numeros = {d.numero for d in inscrites if d.seance.numero not in dites}
        self.recommandations = {d.numero for d in inscrites if d.sans_quorum}
        self.aujourd_hui = timezone.localdate()
        self.etats = {f["numero"]: self._etat(f) for f in fiches if "numero" in f and "date" in f}

    def verifier(self) -> Lues:
        vus: set[str] = set()
        for fiche in self.fiches:
            if fiche.get("numero") in vus:
                self._erreur(fiche, "numero", "attendu : un numéro par séance.")
            vus.add(fiche.get("numero", ""))
            self._seance(fiche)
        quorums = {f["numero"]: self._quorum(f) for f in self.fiches if "numero" in f}
        return Lues(self.fiches, self.etats, quorums)

    def _etat(self, fiche: Fiche) -> str:
        """What the file says; else a past meeting was held, and one to come is planned."""
        if fiche.get("etat"):
            return fiche["etat"]
        return EtatSeance.TENUE if fiche["date"] < self.aujourd_hui else EtatSeance.PLANIFIEE

    def _seance(self, fiche: Fiche) -> None:
        etat = self.etats.get(fiche.get("numero", ""))
        if etat == EtatSeance.TENUE and fiche.get("date") and fiche["date"] > self.aujourd_hui:
            self._erreur(fiche, "etat", "une séance à venir n'est pas encore tenue.")
        if etat == EtatSeance.ANNULEE and not fiche.get("motif") and not fiche.refusee("motif"):
            self._erreur(fiche, "motif", "la clé « motif » manque ; elle dit pourquoi la séance est annulée.")
        self._convocation(fiche, etat)
        arret = fiche.get("arret_des_donnees")
        if arret and fiche.get("date") and arret > fiche["date"]:
            self._erreur(fiche, "arret_des_donnees", "attendu : au plus tard le jour de la séance.")
        for cle in ("presences", "absences"):
            self._connus(fiche, cle, self.membres, "la clé d'un membre du comité")
        deux = set(fiche.get("presences", ())) & set(fiche.get("absences", ()))
        if deux:
            self._erreur(fiche, "absences", f"« {min(deux)} » est aussi parmi les présences.")
        self._points(fiche)
        self._decisions(fiche, etat)
        self._suites(fiche)
        if fiche.get("proces_verbal"):
            self._proces_verbal(fiche, fiche["proces_verbal"], etat)

    def _convocation(self, fiche: Fiche, etat: str | None) -> None:
        """When it was called, moved since and cancelled: days in order, and each move says why."""
        convoquee, annulee = fiche.get("convoquee_le"), fiche.get("annulee_le")
        deplacements = fiche.get("deplacements", ())
        if convoquee and etat == EtatSeance.PLANIFIEE:
            self._erreur(fiche, "convoquee_le", "une séance planifiée n'est pas encore convoquée.")
        if annulee and etat != EtatSeance.ANNULEE:
            self._erreur(fiche, "annulee_le", "cette séance n'est pas annulée.")
        if convoquee and annulee and annulee < convoquee:
            self._erreur(fiche, "annulee_le", "attendu : une date qui ne précède pas la convocation.")
        if deplacements and not convoquee and not fiche.refusee("convoquee_le"):
            self._erreur(
                fiche, "deplacements", "la clé « convoquee_le » manque ; une séance convoquée se déplace."
            )
        garde = self.gardees.get(fiche.get("numero", ""))
        if garde is None or garde.convoquee_le is None or garde.approuvee or garde.etat == EtatSeance.ANNULEE:
            return
        for cle, avant in (("date", garde.date), ("heure", garde.heure)):
            if avant and cle in fiche and fiche[cle] != avant and not motif_du_deplacement(fiche, garde):
                self._erreur(
                    fiche,
                    cle,
                    f"la séance est convoquée pour le {date_longue(garde.date)} ; "
                    "attendu : cette date et le motif parmi ses « deplacements ».",
                )

    def _points(self, fiche: Fiche) -> None:
        vus: dict[str, set[str]] = {cle: set() for cle in ("titre", "action", "engagement", "approuve")}
        for point in fiche.get("ordre_du_jour", ()):
            if point.get("action"):
                _exiger_connu(self.constat, point, "action", self.connus.actions, "le code d'une action")
            if point.get("engagement"):
                _exiger_connu(self.constat, point, "engagement", self.engagements, "le code d'un engagement")
            if point.get("action") and point.get("engagement"):
                self._erreur(point, "engagement", "un point porte sur une action ou sur un engagement.")
            if point.get("approuve"):
                self._approuve(fiche, point)
            for cle, valeurs in vus.items():
                if point.get(cle) and point[cle] in valeurs:
                    self._erreur(point, cle, "déjà à l'ordre du jour ; attendu : une fois.")
                valeurs.add(point.get(cle, ""))

    def _approuve(self, fiche: Fiche, point: Fiche) -> None:
        """A point approves the minutes of an earlier meeting, and is about nothing else."""
        autre = self.dates.get(point["approuve"])
        if not autre or not fiche.get("date") or autre >= fiche["date"]:
            self._erreur(point, "approuve", "attendu : le numéro d'une séance antérieure.")
        if point.get("nature", NaturePoint.PROCES_VERBAL) != NaturePoint.PROCES_VERBAL:
            self._erreur(point, "nature", "un point qui approuve un procès-verbal est « proces_verbal ».")
        if point.get("action") or point.get("engagement"):
            self._erreur(point, "approuve", "un point qui approuve un procès-verbal n'a pas d'autre objet.")

    def _decisions(self, fiche: Fiche, etat: str | None) -> None:
        for decision in fiche.get("decisions", ()):
            if etat not in (EtatSeance.TENUE, EtatSeance.CONVOQUEE):
                self._erreur(decision, "numero", "seule une séance convoquée ou tenue prend des décisions.")
            # One number a decision in the whole plan: an action points to it.
            if decision.get("numero") in self.numeros:
                self._erreur(decision, "numero", "attendu : un numéro par décision.")
            self.numeros.add(decision.get("numero", ""))
            if decision.get("action"):
                _exiger_connu(self.constat, decision, "action", self.connus.actions, "le code d'une action")
            self._connus(decision, "actions", self.connus.actions, "le code d'une action")
            self._connus(decision, "engagements", self.engagements, "le code d'un engagement")
            titres = {point.get("titre") for point in fiche.get("ordre_du_jour", ())}
            if decision.get("point") and decision["point"] not in titres:
                self._erreur(decision, "point", "attendu : le titre d'un point de l'ordre du jour.")
            self._effets(fiche, decision)

    def _effets(self, seance: Fiche, decision: Fiche) -> None:
        """What each effect needs (`EXIGE`), and the quorum without which a decision has none."""
        dits = schema.effets(decision)
        if decision.get("effets"):
            for cle in ("effet", *MOTIF_ET_VISES):
                if decision.get(cle) and cle != "action":
                    self._erreur(decision, cle, "attendu : la clé dans « effets », où chacun dit le sien.")
        elif not dits:
            for cle in MOTIF_ET_VISES:
                if decision.get(cle) and cle != "action":
                    self._erreur(decision, cle, "une décision sans effet n'en a pas ; attendu : rien.")
        if dits and (refus := self._sans_effet(seance, decision)):
            self._erreur(decision, "effets" if decision.get("effets") else "effet", refus)
        for effet in dits:
            self._effet(effet)

    def _sans_effet(self, seance: Fiche, decision: Fiche) -> str:
        """Why this decision changes nothing of the plan, if so, as the guards of an effect say it."""
        if not self._quorum(seance):
            return "le quorum n'est pas consigné ; sans lui, la séance recommande et ne change rien au plan."
        if decision.get("recommandation") or decision.get("numero") in self.recommandations:
            return f"{RECOMMANDATION[0].lower()}{RECOMMANDATION[1:]} Inscrivez une autre décision."
        return ""

    def _effet(self, dit: Fiche) -> None:
        nature = dit.get("effet", "")
        exiges = ("motif", *EXIGE[NatureEffet(nature)]) if nature else ("effet",)
        for cle in ("effet", *MOTIF_ET_VISES):
            if dit.refusee(cle):
                continue
            if cle in exiges and not dit.get(cle):
                self._erreur(dit, "effet", f"la clé « {cle} » manque ; l'effet « {nature} » la demande.")
            elif nature and cle not in (*exiges, "effet", "action") and dit.get(cle):
                self._erreur(dit, cle, f"l'effet « {nature} » n'en a pas ; attendu : rien.")
        if dit.get("action"):
            _exiger_connu(self.constat, dit, "action", self.connus.actions, "le code d'une action")
        if dit.get("engagement"):
            _exiger_connu(self.constat, dit, "engagement", self.engagements, "le code d'un engagement")
        titres = self.jalons.get(dit.get("action", ""), set())
        if dit.get("jalon") and dit["jalon"] not in titres:
            self._erreur(dit, "jalon", f"attendu : le titre d'un jalon{proche(dit['jalon'], titres)}.")

    def _quorum(self, fiche: Fiche) -> bool:
        """Whether attendance will make quorum once the file is loaded, as `Seance.quorum`."""
        garde, dit = self.gardees.get(fiche.get("numero", "")), fiche.get("quorum") or {}
        requis = dit.get("requis", garde.quorum_requis if garde else None)
        # A roll call says it better than the number of the archives.
        comptes = garde.presents_comptes if garde else None
        presents = dit.get("presents", garde.presents if garde else None) if comptes is None else comptes
        if fiche.get("presences") or fiche.get("absences"):
            presents = sum(1 for cle in fiche.get("presences", ()) if self._en_fonction(cle, fiche))
        return requis is not None and presents is not None and presents >= requis

    def _en_fonction(self, cle: str, fiche: Fiche) -> bool:
        membre, le = self.membres.get(cle), fiche.get("date")
        if membre is None or le is None or "debut" not in membre:
            return False
        return bool(membre["debut"] <= le <= (membre.get("fin") or le))

    def _suites(self, fiche: Fiche) -> None:
        decisions = {d.get("numero") for d in fiche.get("decisions", ())}
        for suite in fiche.get("suites", ()):
            if suite.get("responsable"):
                _exiger_connu(
                    self.constat, suite, "responsable", self.connus.organisations, "une organisation"
                )
            if suite.get("decision") and suite["decision"] not in decisions:
                self._erreur(suite, "decision", "attendu : le numéro d'une décision de cette séance.")
            if suite.get("etat") == EtatSuite.CADUQUE and not est_un_motif(suite.get("note", "")):
                self._erreur(
                    suite, "note", "la clé « note » manque ; elle dit pourquoi la suite est caduque."
                )

    def _proces_verbal(self, fiche: Fiche, lu: Fiche, etat: str | None) -> None:
        if lu.get("etat") != EtatProcesVerbal.APPROUVE:
            return
        if etat != EtatSeance.TENUE:
            self._erreur(lu, "etat", "seul le procès-verbal d'une séance tenue s'approuve.")
        if not lu.get("texte"):
            self._erreur(lu, "texte", "la clé « texte » manque ; un procès-verbal approuvé a son texte.")
        numero = lu.get("approuve_a", "")
        autre = self.dates.get(numero)
        if not autre or not fiche.get("date") or autre <= fiche["date"] or not self._a_lieu(numero, autre):
            self._erreur(lu, "approuve_a", "attendu : le numéro d'une séance tenue plus tard.")

    def _a_lieu(self, numero: str, date_: date) -> bool:
        """Held, or under way, as `Seance.a_lieu`."""
        if numero in self.etats:
            etat = self.etats[numero]
            return etat == EtatSeance.TENUE or (etat == EtatSeance.CONVOQUEE and date_ <= self.aujourd_hui)
        return numero in self.gardees and self.gardees[numero].a_lieu

    def _connus(self, fiche: Fiche, cle: str, connus, quoi: str) -> None:
        for valeur, noeud in (fiche.get(cle) or Suite()).avec_lieux():
            if valeur not in connus:
                self.constat.erreur(
                    noeud, f"trouvé {noeud.trouve} ; attendu : {quoi}{proche(valeur, connus)}."
                )

    def _erreur(self, fiche: Fiche, cle: str, texte: str) -> None:
        _erreur(self.constat, fiche, cle, texte)


def _membres_dits(noeud: Noeud) -> dict[str, Fiche]:
    """The members that the same file tells, by key; what is wrong there is said where they are read."""
    comite = noeud.parent.sous("comite_mise_en_oeuvre") if noeud.parent else None
    lue = schema.COMITE.lire(comite, Constat()) if comite else None
    return schema.cles(lue.get("membres", ())) if isinstance(lue, Fiche) else {}


def _jalons_dits(noeud: Noeud) -> dict[str, set[str]]:
    """The titles of the milestones that the same file tells, by action code."""
    actions = noeud.parent.sous("actions") if noeud.parent else None
    dits: dict[str, set[str]] = {}
    for action in actions.elements() if actions else ():
        code, jalons = action.sous("code"), action.sous("jalons")
        titres = (jalon.sous("titre") for jalon in (jalons.elements() if jalons else ()))
        if code is not None:
            dits[str(code.valeur).strip()] = {str(t.valeur).strip() for t in titres if t is not None}
    return dits


def _engagements_dits(noeud: Noeud) -> set[str]:
    """The codes of the commitments that the same file tells."""
    engagements = noeud.parent.sous("engagements") if noeud.parent else None
    codes = (e.sous("code") for e in (engagements.elements() if engagements else ()))
    return {str(code.valeur).strip() for code in codes if code is not None}


def _exiger_connu(constat: Constat, fiche: Fiche, cle: str, connus, quoi: str) -> None:
    if fiche[cle] not in connus:
        lieu = fiche.lieu(cle)
        constat.erreur(lieu, f"trouvé {lieu.trouve} ; attendu : {quoi}{proche(fiche[cle], connus)}.")


def _erreur(constat: Constat, fiche: Fiche, cle: str, texte: str) -> None:
    constat.erreur(fiche.lieu(cle), texte)
