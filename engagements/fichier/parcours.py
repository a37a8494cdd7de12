"""Whether the state that a file tells follows from the acts that it tells, and what remains to go through."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from engagements.fichier.actes import Acte, Prevu, designe
from engagements.fichier.schema import BROUILLON
from engagements.models import Engagement
from engagements.models.cycle import PASSAGES
from engagements.models.etats import AVEC_MOTIF, ISSUES, SIGNES, Etat, Genre, Publication, Verdict

COMMENCES = (Etat.EN_COURS, *ISSUES)


def tracer(prevu: Prevu, connus: Connus, constat: Constat) -> None:
    """Checks the state told, and writes `prevu.passages`."""
    Parcours(prevu, connus, constat).tracer()


class Parole(NamedTuple):
    genre: str
    le: datetime
    verdicts: set[str]


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

    def _paroles(self) -> list[Parole]:
        """What the party said, in order, with the verdicts on it."""
        dites = [
            Parole(
                acte.fiche.get("genre", ""),
                le,
                {v.fiche.get("verdict", "") for v in acte.verifications} | _verdicts(acte.objet),
            )
            for acte, le in zip(self.prevu.declarations, self.prevu.declarees_le(), strict=True)
        ]
        autres = [Parole(d.genre, d.le, _verdicts(d)) for d in self._autres()]
        return sorted([*dites, *autres], key=lambda parole: parole.le)

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
        """The last word of the party alone says it kept: what it said before is taken back, or reopened."""
        paroles, rouvert = self._paroles(), self.prevu.rouvert_le
        tenues = [parole for parole in paroles if parole.genre == Genre.TENU]
        derniere = next((p for p in reversed(paroles) if p.genre != Genre.RIEN_A_SIGNALER), paroles[-1])
        if not tenues:
            suite = "il y manque une déclaration « tenu »"
        elif derniere.genre != Genre.TENU:
            suite = f"la dernière déclaration est « {derniere.genre} »"
        elif rouvert is not None and derniere.le <= rouvert:
            suite = "l'engagement a été rouvert depuis la dernière déclaration « tenu »"
        elif Verdict.CONTESTEE in derniere.verdicts:
            suite = "la dernière déclaration « tenu » est contestée"
        elif Verdict.CONFIRMEE not in derniere.verdicts:
            suite = "la dernière déclaration « tenu » n'est confirmée par personne"
        else:
            return
        self._erreur(
            "etat",
            f"trouvé « tenu », mais {suite} ; attendu : une dernière déclaration « tenu », confirmée par une "
            "autre organisation et contestée par aucune.",
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
        return self.voulu == Etat.EN_COURS and any(
            parole.genre == Genre.TENU and parole.verdicts == {Verdict.CONFIRMEE}
            for parole in self._paroles()
        )

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
            preuves = (*self.prevu.preuves, *(v for p in self.prevu.preuves for v in p.verifications))
            self._refuser(_neufs(preuves), f"{dit} : il ne reçoit plus de preuve, ni de vérification.")

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


def _verdicts(declaration) -> set[str]:
    return {v.verdict for v in declaration.verifications.all()} if declaration else set()


def _neufs(actes: Iterable[Acte]) -> list[Acte]:
    return [acte for acte in actes if acte.objet is None]
