"""Whether the state that a file tells follows from the acts that it tells, and what remains to go through."""

from collections.abc import Iterable
from datetime import datetime

from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from engagements.fichier.actes import Acte, Prevu, designe, moment
from engagements.fichier.schema import BROUILLON
from engagements.models import Engagement
from engagements.models.etats import AVEC_MOTIF, ISSUES, PASSAGES, SIGNES, Etat, Genre, Publication, Verdict

COMMENCES = (Etat.EN_COURS, *ISSUES)


def tracer(prevu: Prevu, connus: Connus, constat: Constat) -> None:
    """Checks the state told, and writes `prevu.passages`."""
    Parcours(prevu, connus, constat).tracer()


class Parcours:
    def __init__(self, prevu: Prevu, connus: Connus, constat: Constat) -> None:
        self.prevu, self.connus, self.constat = prevu, connus, constat
        self.fiche, self.garde, self.voulu = prevu.fiche, prevu.garde, prevu.etat
        self.signees = self._signees()
        self.genres = [acte.fiche.get("genre") for acte in prevu.declarations]
        self.genres += [declaration.genre for declaration in self._autres()]
        self.avance = any(genre and genre != Genre.RIEN_A_SIGNALER for genre in self.genres)

    def tracer(self) -> None:
        garde = self.garde
        deja = garde if garde is not None and garde.publication != Publication.BROUILLON else None
        nouveaux = list(self.prevu.nouveaux())
        if deja:
            self._encore_permis(deja)
            if self.voulu in (BROUILLON, *_connus(deja)) and not nouveaux:
                # The site went further than its file, or is where the file says: it stays there.
                return
        avant = len(self.constat.erreurs)
        self._coherent()
        if len(self.constat.erreurs) == avant and self.voulu != BROUILLON:
            self._passages(Etat(deja.etat) if deja else Etat.PROPOSE)

    # --- what the file and the database tell together -------------------------------------------------

    def _signees(self) -> set[str]:
        """Which of the two parties have signed, by key."""
        dites = {acte.fiche.get("organisation") for acte in self.prevu.signatures}
        signees = {cle for cle in ("partie", "envers") if self.fiche.get(cle) in dites}
        for signature in self.garde.signatures.all() if self.garde else ():
            signees |= {
                cle
                for cle in ("partie", "envers")
                if designe(self.connus, self.fiche.get(cle, ""), signature.organisation)
            }
        return signees

    def _autres(self) -> list:
        """The declarations that only the database holds."""
        dites = {acte.objet.pk for acte in self.prevu.declarations if acte.objet}
        return [d for d in self.garde.declarations.all() if d.pk not in dites] if self.garde else []

    def _verdicts_des_tenus(self, depuis: datetime | None = None) -> list[set[str]]:
        """The verdicts on each declaration that says « tenu »; confirmed since then, where it is given."""
        dits = [
            {v.fiche.get("verdict", "") for v in acte.verifications if _compte(v, depuis)}
            | _verdicts(acte.objet, depuis)
            for acte in self.prevu.declarations
            if acte.fiche.get("genre") == Genre.TENU
        ]
        return dits + [_verdicts(d, depuis) for d in self._autres() if d.genre == Genre.TENU]

    def _rouvert_le(self) -> datetime | None:
        """When the site last reopened it: what confirmed it before no longer does."""
        passages = self.garde.passages.all() if self.garde else ()
        return max((p.le for p in passages if p.de in ISSUES and p.vers == Etat.EN_COURS), default=None)

    # --- the state told -------------------------------------------------------------------------------

    def _coherent(self) -> None:
        voulu, deux = self.voulu, len(self.signees) == 2
        suites = [nom for nom in ("declarations", "preuves") if self.fiche.get(nom)]
        if voulu == BROUILLON:
            for nom in ("signatures", *suites):
                if self.fiche.get(nom):
                    self._erreur(
                        nom, "un brouillon n'a ni signature, ni déclaration, ni preuve ; changez son état."
                    )
            return
        if voulu == Etat.PROPOSE and deux:
            self._erreur("etat", "les deux parties ont signé ; attendu : « signe », ou un état qui le suit.")
        elif not deux and (voulu in SIGNES or suites):
            manquent = " et ".join(
                self.fiche.get(cle, cle) for cle in ("partie", "envers") if cle not in self.signees
            )
            self._erreur(
                "etat" if voulu in SIGNES else suites[0],
                f"trouvé {self.fiche.lieu('etat').trouve} ; il manque la signature de {manquent}."
                if voulu in SIGNES
                else f"rien ne se déclare ni ne se dépose avant la signature de {manquent}.",
            )
        elif voulu == Etat.SIGNE and self.avance:
            self._erreur(
                "etat",
                "une déclaration dit plus que « rien_a_signaler » ; attendu : « en_cours », ou un état qui "
                "le suit.",
            )
        elif voulu in COMMENCES and not self.avance:
            self._erreur(
                "etat",
                f"trouvé « {voulu} » ; attendu : d'abord une déclaration autre que « rien_a_signaler », "
                "par laquelle l'engagement entre en cours.",
            )
        elif voulu == Etat.TENU:
            self._tenu()
        self._motif()

    def _tenu(self) -> None:
        depuis = self._rouvert_le() if self.garde and self.garde.etat == Etat.EN_COURS else None
        verdicts = self._verdicts_des_tenus(depuis)
        if {Verdict.CONFIRMEE} in verdicts:
            return
        if {Verdict.CONFIRMEE} in self._verdicts_des_tenus():
            suite = "l'engagement a été rouvert depuis que la déclaration « tenu » est confirmée"
        elif not verdicts:
            suite = "il y manque une déclaration « tenu »"
        elif any(Verdict.CONTESTEE in dits for dits in verdicts):
            suite = "la déclaration « tenu » est contestée"
        else:
            suite = "la déclaration « tenu » n'est confirmée par personne"
        self._erreur(
            "etat",
            f"trouvé « tenu », mais {suite} ; attendu : une déclaration « tenu », confirmée par une autre "
            "organisation et contestée par aucune.",
        )

    def _motif(self) -> None:
        if self.fiche.refusee("motif"):
            return
        motif = self.fiche.get("motif")
        if self.voulu in AVEC_MOTIF and not motif:
            self._erreur(
                "motif", f"la clé « motif » manque ; elle dit pourquoi l'engagement est « {self.voulu} »."
            )
        elif self._rouvert() and not motif:
            self._erreur(
                "etat",
                "une déclaration « tenu » est confirmée ; attendu : « tenu », ou le « motif » pour lequel "
                "l'engagement est rouvert.",
            )
        elif motif and self.voulu not in AVEC_MOTIF and not self._rouvert():
            self.constat.avertir(
                self.fiche.lieu("motif"), f"un état « {self.voulu} » n'a pas de motif : il est ignoré."
            )

    def _rouvert(self) -> bool:
        return self.voulu == Etat.EN_COURS and {Verdict.CONFIRMEE} in self._verdicts_des_tenus()

    # --- from where it stands -------------------------------------------------------------------------

    def _encore_permis(self, garde: Engagement) -> None:
        """Refuses the acts that the commitment, as it stands in the database, no longer receives."""
        etat = garde.etat
        dit = f"l'engagement {self.prevu.code} est « {etat} » dans la base"
        if garde.publication == Publication.ARCHIVEE:
            self._refuser(
                self.prevu.nouveaux(), f"l'engagement {self.prevu.code} est archivé : il ne reçoit plus rien."
            )
            return
        if etat != Etat.PROPOSE:
            self._refuser(_neufs(self.prevu.signatures), f"{dit} : il ne reçoit plus de signature.")
        if etat in (*ISSUES, Etat.RETIRE):
            actes = (*self.prevu.declarations, *(v for d in self.prevu.declarations for v in d.verifications))
            self._refuser(_neufs(actes), f"{dit} : il ne se déclare ni ne se vérifie plus.")
        if etat == Etat.RETIRE:
            self._refuser(_neufs(self.prevu.preuves), f"{dit} : il ne reçoit plus de preuve.")

    def _refuser(self, actes: Iterable[Acte], texte: str) -> None:
        for acte in actes:
            self.constat.erreur(acte.fiche.noeud, texte)

    def _passages(self, etat: Etat) -> None:
        """The acts lead by themselves to « en cours » at most; the rest is told."""
        if etat == Etat.PROPOSE and len(self.signees) == 2:
            etat = Etat.SIGNE
        if etat == Etat.SIGNE and self.avance:
            etat = Etat.EN_COURS
        if self._rouvert() and not (self.garde and self.garde.etat == Etat.EN_COURS):
            self.prevu.passages = [Etat.TENU, Etat.EN_COURS]
        elif etat == self.voulu:
            return
        elif self.voulu in PASSAGES[etat]:
            self.prevu.passages = [Etat(self.voulu)]
        else:
            trouve = self.fiche.lieu("etat").trouve
            self._erreur(
                "etat", f"trouvé {trouve} ; cet état ne peut pas suivre « {etat} », celui de la base."
            )

    def _erreur(self, cle: str, texte: str) -> None:
        self.constat.erreur(self.fiche.lieu(cle), texte)


def _connus(garde) -> set[str]:
    """The states that it went through."""
    return {Etat.PROPOSE.value, garde.etat, *(passage.vers for passage in garde.passages.all())}


def _verdicts(declaration, depuis: datetime | None = None) -> set[str]:
    verifications = declaration.verifications.all() if declaration else ()
    return {
        v.verdict for v in verifications if v.verdict != Verdict.CONFIRMEE or depuis is None or v.le > depuis
    }


def _compte(verification: Acte, depuis: datetime | None) -> bool:
    """Of what the database holds, its own moment counts (`_verdicts`); a file gives a day."""
    fiche = verification.fiche
    if depuis is None or fiche.get("verdict") != Verdict.CONFIRMEE:
        return True
    return verification.objet is None and "le" in fiche and moment(fiche["le"]) > depuis


def _neufs(actes: Iterable[Acte]) -> list[Acte]:
    return [acte for acte in actes if acte.objet is None]
