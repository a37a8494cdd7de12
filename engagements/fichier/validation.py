"""The commitments of a file against one another, the rest of the file and the database. Writes nothing."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.utils import timezone

from actions.fichier.champs import Fiche, Suite, proche
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from actions.fichier.ecriture import egal
from actions.fichier.noeuds import ILLISIBLE, Noeud
from engagements.fichier import parcours, schema
from engagements.fichier.actes import Acte, Prevu, Rapprochement, designe, gardes, jour
from engagements.models import Engagement
from engagements.models.etats import AVEC_TEXTE, EN_VIGUEUR, Etat, Publication, Verdict
from partenariat.models import Organisation

Nommee = str | Organisation
"""A body: by its identifier in the file, or as the database holds it."""


def valider(noeud: Noeud, connus: Connus, constat: Constat) -> "Ensemble | None":
    """The commitments of the file, each with what the database already holds of it; None where unreadable."""
    fiches = schema.FORME.lire(noeud, constat)
    if fiches is ILLISIBLE:
        return None
    deja = gardes(connus.existant.plan)
    prevus = [Prevu(fiche, deja.get(fiche.get("code", ""))) for fiche in fiches]
    ensemble = Ensemble(prevus, deja, connus, constat)
    ensemble.verifier()
    for prevu in prevus:
        Rapprochement(prevu, connus, constat).faire()
        VerificationEngagement(prevu, ensemble).verifier()
        if prevu.code and prevu.etat:
            parcours.tracer(prevu, connus, constat)
    return ensemble


COTES, MOTS = ("partie", "envers"), ("titre", "texte")


class Ensemble:
    """What commitments say of one another: codes, counterparts, versions."""

    def __init__(
        self, prevus: list[Prevu], deja: dict[str, Engagement], connus: Connus, constat: Constat
    ) -> None:
        self.prevus, self.deja, self.connus, self.constat = prevus, deja, connus, constat
        self.par_code: dict[str, Prevu] = {}
        self.aujourd_hui = timezone.localdate()

    @cached_property
    def codes(self) -> dict[str, None]:
        """Those of the file, then those that only the database knows."""
        return dict.fromkeys((*self.par_code, *self.deja))

    @cached_property
    def liens(self) -> dict[str, set[str]]:
        """Codes of the counterparts, whichever side says them, in the file or in the database."""
        liens: dict[str, set[str]] = defaultdict(set)
        dits = [(p.code, code) for p in self.prevus for code in p.fiche.get("contreparties", ())]
        dits += [(code, c.code) for code, e in self.deja.items() for c in e.contreparties.all()]
        for un, autre in dits:
            if autre in self.codes:
                liens[un].add(autre)
                liens[autre].add(un)
        return liens

    def verifier(self) -> None:
        for prevu in self.prevus:
            premier = self.par_code.setdefault(prevu.code, prevu) if prevu.code else prevu
            if premier is not prevu:
                lieu, deja = prevu.fiche.lieu("code"), premier.fiche.lieu("code").ou
                self.constat.erreur(
                    lieu, f"code {lieu.trouve} en double : déjà à la {deja} ; attendu : un seul."
                )
        remplaces: dict[str, str] = {
            e.remplace.code: code for code, e in self.deja.items() if e.remplace is not None
        }
        for prevu in self.prevus:
            self._code_garde(prevu)
            self._contreparties(prevu)
            if prevu.fiche.get("remplace"):
                self._remplace(prevu, remplaces)

    def _code_garde(self, prevu: Prevu) -> None:
        """A commitment once proposed does not come back under another code (`engagement_code_fige`)."""
        if prevu.garde or prevu.fiche.get("remplace"):
            return
        for code, engagement in self.deja.items():
            if (
                code not in self.par_code
                and engagement.code_fige
                and all(egal(getattr(engagement, nom), prevu.fiche.get(f"{nom}_fr")) for nom in MOTS)
                and all(self.memes(getattr(engagement, cle), prevu.fiche.get(cle, "")) for cle in COTES)
            ):
                lieu = prevu.fiche.lieu("code")
                self.constat.erreur(
                    lieu,
                    f"trouvé {lieu.trouve}, pour l'engagement déjà proposé sous le code « {code} » ; "
                    f"attendu : « {code} », car le code d'un engagement ne change plus dès qu'il a été "
                    "proposé.",
                )

    def partie(self, code: str) -> Nommee:
        """Who promises, in the commitment of this code."""
        if code in self.par_code:
            return self.par_code[code].fiche.get("partie", "")
        return self.deja[code].partie

    def memes(self, une: Nommee, autre: Nommee) -> bool:
        if isinstance(une, Organisation):
            return une.pk == autre.pk if isinstance(autre, Organisation) else designe(self.connus, autre, une)
        return designe(self.connus, une, autre) if isinstance(autre, Organisation) else une == autre

    def _contreparties(self, prevu: Prevu) -> None:
        suite = prevu.fiche.get("contreparties") or Suite()
        for code, noeud in suite.avec_lieux():
            if code == prevu.code or code not in self.codes:
                connus = [connu for connu in self.codes if connu != prevu.code]
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve} ; attendu : le code d'un autre engagement{proche(code, connus)}.",
                )
            elif self.memes(self.partie(code), prevu.fiche.get("partie", "")):
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve}, pris par la même partie ; attendu : l'engagement d'une autre "
                    "organisation, en retour.",
                )

    def _remplace(self, prevu: Prevu, remplaces: dict[str, str]) -> None:
        ancien, noeud = prevu.fiche["remplace"], prevu.fiche.lieu("remplace")
        if ancien not in self.codes:
            self.constat.erreur(
                noeud,
                f"trouvé {noeud.trouve} ; attendu : le code d'un engagement{proche(ancien, self.codes)}.",
            )
            return
        autre = remplaces.setdefault(ancien, prevu.code)
        if autre != prevu.code:
            self.constat.erreur(
                noeud, f"trouvé {noeud.trouve}, déjà remplacé par « {autre} » ; attendu : un seul."
            )
        courant, vus = ancien, set()
        while courant and courant not in vus:
            vus.add(courant)
            if courant == prevu.code:
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve} ; un engagement ne se remplace pas lui-même, même par détour.",
                )
                return
            courant = self.par_code[courant].fiche.get("remplace", "") if courant in self.par_code else ""
        self._memes_parties(prevu, ancien)
        etat = self.par_code[ancien].etat if ancien in self.par_code else self.deja[ancien].etat
        if etat and etat not in (*EN_VIGUEUR, Etat.RETIRE):
            self.constat.erreur(
                noeud,
                f"trouvé {noeud.trouve}, dont l'état est « {etat} » ; attendu : un engagement signé ou "
                "en cours.",
            )

    def _memes_parties(self, prevu: Prevu, ancien: str) -> None:
        """A new version keeps both parties, or whoever succeeded them (`engagement_memes_parties`)."""
        for cle in ("partie", "envers"):
            une, cote = prevu.fiche.get(cle, ""), "envers" if cle == "partie" else "partie"
            autre, en_face = self._nommee(ancien, cle), self._nommee(ancien, cote)
            garde = not autre or self.memes(une, autre) or self._succede(une, autre)
            if une and (not garde or (en_face and self.memes(une, en_face))):
                noeud = prevu.fiche.lieu(cle)
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve} ; attendu : la même organisation que dans « {ancien} », ou celle "
                    "qui lui a succédé.",
                )

    def _nommee(self, code: str, cle: str) -> Nommee:
        if code in self.par_code:
            return str(self.par_code[code].fiche.get(cle, ""))
        organisation: Organisation = getattr(self.deja[code], cle)
        return organisation

    def _succede(self, une: str, autre: Nommee) -> bool:
        """Whether the site knows the one as the successor of the other."""
        places = self.connus.existant.places
        ancienne = autre if isinstance(autre, Organisation) else None
        if isinstance(autre, str) and autre in places:
            ancienne = places[autre].organisation
        return bool(ancienne and une in places and places[une].organisation_id in ancienne.lignee())


class VerificationEngagement:
    """One commitment: its references, its frozen text, who acts and when."""

    def __init__(self, prevu: Prevu, ensemble: Ensemble) -> None:
        self.prevu, self.ensemble = prevu, ensemble
        self.fiche, self.garde = prevu.fiche, prevu.garde
        self.connus, self.constat = ensemble.connus, ensemble.constat

    def verifier(self) -> None:
        for cle in ("partie", "envers"):
            self._organisation(self.fiche, cle)
        if self.fiche.get("partie") and self.fiche.get("partie") == self.fiche.get("envers"):
            self._erreur(self.fiche, "envers", "trouvé la partie engagée ; attendu : une autre organisation.")
        actions = self.fiche.get("actions") or Suite()
        for code, noeud in actions.avec_lieux():
            if code not in self.connus.actions:
                suggestion = proche(code, self.connus.actions)
                self.constat.erreur(
                    noeud, f"trouvé {noeud.trouve} ; attendu : le code d'une action{suggestion}."
                )
        self._jour(self.fiche, "etat_depuis", None, "")
        self._texte_fige()
        self._signatures()
        signe_le = self._signe_le()
        for acte in self.prevu.declarations:
            self._jour(acte.fiche, "le", signe_le, "la dernière signature")
            self._texte_requis(acte.fiche, acte.fiche.get("genre") in AVEC_TEXTE, "ce que dit la déclaration")
            self._verifications(acte)
        self._preuves(signe_le)

    # --- the text -------------------------------------------------------------------------------------

    def _texte_fige(self) -> None:
        garde = self.garde
        if garde is None or garde.publication == Publication.BROUILLON:
            return
        for cle in schema.FIGEES:
            if cle in self.fiche and not self._dit_pareil(cle, garde):
                self._erreur(
                    self.fiche,
                    cle,
                    f"le texte de l'engagement {self.prevu.code} est proposé ou signé : il ne se modifie "
                    "plus; inscrivez une nouvelle version avec « remplace ».",
                )

    def _dit_pareil(self, cle: str, garde: Engagement) -> bool:
        dit = self.fiche[cle]
        match cle:
            case "partie" | "envers":
                return designe(self.connus, dit, getattr(garde, cle))
            case "remplace":
                return dit == (garde.remplace.code if garde.remplace else "")
            case _:
                return egal(getattr(garde, schema.ENGAGEMENT[cle].champ), dit)

    # --- who acts, and when ---------------------------------------------------------------------------

    def _signatures(self) -> None:
        parties = {self.fiche.get("partie"), self.fiche.get("envers")}
        for acte in self.prevu.signatures:
            if self._organisation(acte.fiche, "organisation") and acte.fiche["organisation"] not in parties:
                self._erreur(
                    acte.fiche,
                    "organisation",
                    "seules la partie et l'organisation envers qui elle s'engage signent.",
                )
            self._jour(acte.fiche, "le", None, "")
        self._une_par_organisation(self.prevu.signatures, "signature")

    def _signe_le(self) -> date | None:
        """When the second party signed."""
        dites = [acte.fiche["le"] for acte in self.prevu.signatures if "le" in acte.fiche]
        dites += [jour(s) for s in self.garde.signatures.all()] if self.garde else []
        return max(dites, default=None)

    def _verifications(self, acte: Acte) -> None:
        """Those of a declaration, or of a piece of evidence."""
        for verification in acte.verifications:
            lue = verification.fiche
            if self._organisation(lue, "organisation") and verification.objet is None:
                self._verifiable_par(lue)
            self._jour(lue, "le", acte.fiche.get("le"), "ce qu'elle vérifie")
            contestee = lue.get("verdict") == Verdict.CONTESTEE
            self._texte_requis(lue, contestee, "ce qui est contesté")
            if (reponse := verification.reponse) is not None:
                if not contestee:
                    self._erreur(lue, "reponse", "on ne répond qu'à une vérification « contestee ».")
                self._jour(reponse.fiche, "le", lue.get("le"), "la contestation")
        self._une_par_organisation(acte.verifications, "vérification")

    def _verifiable_par(self, lue: Fiche) -> None:
        qui, partie = lue["organisation"], self.fiche.get("partie", "")
        if self.ensemble.memes(qui, partie):
            self._erreur(
                lue,
                "organisation",
                f"trouvé « {qui} », la partie engagée ; attendu : une autre organisation.",
            )
            return
        interessees = [self.fiche.get("envers", "")]
        interessees += [self.ensemble.partie(code) for code in self.ensemble.liens[self.prevu.code]]
        if not any(self.ensemble.memes(qui, interessee) for interessee in interessees):
            self._erreur(
                lue,
                "organisation",
                f"trouvé « {qui} » ; attendu : l'organisation envers qui l'engagement est pris, ou celle "
                "d'une contrepartie.",
            )

    def _preuves(self, signe_le: date | None) -> None:
        corrigees: set[int] = set()
        for rang, acte in enumerate(self.prevu.preuves, 1):
            lue = acte.fiche
            self._jour(lue, "le", signe_le, "la dernière signature")
            self._jour(lue, "date", None, "")
            if lue.get("declaration") is not None:
                self._rang(lue, "declaration", len(self.prevu.declarations), "déclaration")
            corrige = lue.get("corrige")
            if corrige is not None and self._rang(lue, "corrige", rang - 1, "preuve qui précède"):
                if corrige in corrigees:
                    self._erreur(
                        lue, "corrige", "une preuve ne se corrige qu'une fois : corrigez la plus récente."
                    )
                corrigees.add(corrige)
            self._verifications(acte)

    def _rang(self, lue: Fiche, cle: str, nombre: int, quoi: str) -> bool:
        if lue[cle] > nombre:
            self._erreur(
                lue,
                cle,
                f"trouvé {lue.lieu(cle).trouve} ; attendu : le rang d'une {quoi} (il y en a {nombre}).",
            )
        return lue[cle] <= nombre

    # --- what all of them share -----------------------------------------------------------------------

    def _une_par_organisation(self, actes: list[Acte], quoi: str) -> None:
        vues: set[str] = set()
        for acte in actes:
            qui = acte.fiche.get("organisation", "")
            if qui in vues:
                self._erreur(
                    acte.fiche, "organisation", f"trouvé « {qui} » deux fois ; attendu : une {quoi} chacune."
                )
            vues.add(qui)

    def _organisation(self, lue: Fiche, cle: str) -> bool:
        identifiant = lue.get(cle)
        if identifiant is not None and identifiant not in self.connus.organisations:
            suggestion = proche(identifiant, self.connus.organisations)
            self._erreur(
                lue,
                cle,
                f"trouvé {lue.lieu(cle).trouve} ; attendu : l'identifiant d'une organisation{suggestion}.",
            )
        return identifiant in self.connus.organisations

    def _jour(self, lue: Fiche, cle: str, au_plus_tot: date | None, quoi: str) -> None:
        """An act is of the past, and follows what it answers."""
        le = lue.get(cle)
        if le is None:
            return
        if le > self.ensemble.aujourd_hui:
            self._erreur(lue, cle, f"trouvé le {le} ; attendu : une date passée, au plus tard aujourd'hui.")
        elif au_plus_tot and le < au_plus_tot:
            self._erreur(lue, cle, f"trouvé le {le} ; attendu : pas avant {quoi}, le {au_plus_tot}.")

    def _texte_requis(self, lue: Fiche, requis: bool, quoi: str) -> None:
        if requis and not lue.get("texte"):
            self._erreur(lue, "texte", f"la clé « texte » manque ; elle dit {quoi}.")

    def _erreur(self, lue: Fiche, cle: str, texte: str) -> None:
        self.constat.erreur(lue.lieu(cle), texte)
