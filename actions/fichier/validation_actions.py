"""One action of the file: its references, its dates, its milestones, what may no longer change."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from actions.fichier import documents, schema
from actions.fichier.champs import Fiche, Suite, proche
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from actions.fichier.existant import apparier
from actions.models import Action, Jalon
from actions.models.etats import AVEC_MOTIF, Statut

SANS_MOTIF = "le motif du déplacement (clé « motif_report »)"


class VerificationAction:
    """Checks one action of the file against what it refers to and against what the database holds of it."""

    def __init__(self, fiche: Fiche, garde: Action | None, connus: Connus, constat: Constat) -> None:
        self.fiche = fiche
        self.garde = garde
        self.connus = connus
        self.constat = constat

    def verifier(self, motifs: dict[tuple[str, str], tuple[str, str]]) -> None:
        self._references()
        self._participants()
        self._arrondissements()
        self._dates()
        self._motif(motifs)
        self._decision(motifs)
        self._texte_officiel()
        self._jalons()
        for indicateur in self.fiche.get("indicateurs", ()):
            self._mesures(indicateur)
        documents.verifier(self.fiche, self.garde, self.connus, self.constat)

    # --- references -----------------------------------------------------------------------------------

    def _references(self) -> None:
        fiche = self.fiche
        self._connu("axe", self.connus.axes, "le code d'un axe")
        self._connu("responsable", self.connus.organisations, "l'identifiant d'une organisation")
        axe = fiche.get("axe", "")
        if axe in self.connus.axes and fiche.get("volet"):
            self._connu("volet", self.connus.volets.get(axe, set()), f"le code d'un volet de l'axe {axe}")
        elif self.garde and self.garde.volet and "volet" not in fiche and axe != self.garde.axe.code:
            self._erreur(
                "axe",
                f"l'action passe de l'axe {self.garde.axe.code} à {axe} ; attendu : aussi la clé « volet ».",
            )
        for cle, codes, quoi in (
            ("objectifs", self.connus.objectifs, "le code d'un objectif"),
            ("domaines", self.connus.domaines, "le code d'un domaine"),
            ("sources", self.connus.sources, "le code d'une source"),
            ("partenaires", self.connus.organisations, "l'identifiant d'une organisation"),
        ):
            self._connus(fiche.get(cle), codes, quoi)

    def _connu(self, cle: str, codes: Iterable[str], quoi: str) -> None:
        valeur = self.fiche.get(cle)
        if valeur is not None and valeur not in codes:
            trouve = self.fiche.lieu(cle).trouve
            self._erreur(cle, f"trouvé {trouve} ; attendu : {quoi}{proche(valeur, codes)}.")

    def _connus(self, suite: Suite | None, codes: Iterable[str], quoi: str) -> None:
        vus: set[str] = set()
        for valeur, noeud in suite.avec_lieux() if suite else ():
            if valeur not in codes:
                self.constat.erreur(
                    noeud, f"trouvé {noeud.trouve} ; attendu : {quoi}{proche(valeur, codes)}."
                )
            elif valeur in vus:
                self.constat.erreur(noeud, f"trouvé {noeud.trouve} deux fois ; attendu : une seule.")
            vus.add(valeur)

    def _participants(self) -> None:
        partenaires = self.fiche.get("partenaires")
        lieux = partenaires.avec_lieux() if partenaires else []
        nommes = {valeur for valeur, _noeud in lieux}
        for participation in self.fiche.get("participations", ()):
            valeur, noeud = participation.get("organisation"), participation.lieu("organisation")
            if valeur is None:
                continue
            if valeur not in self.connus.organisations:
                suggestion = proche(valeur, self.connus.organisations)
                self.constat.erreur(
                    noeud, f"trouvé {noeud.trouve} ; attendu : l'identifiant d'une organisation{suggestion}."
                )
            elif valeur in nommes:
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve} deux fois dans cette action ; attendu : une seule participation.",
                )
            nommes.add(valeur)
            lieux.append((valeur, noeud))
        for valeur, noeud in lieux:
            if valeur == self.fiche.get("responsable"):
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve}, déjà responsable de l'action ; attendu : une autre.",
                )

    def _arrondissements(self) -> None:
        suite = self.fiche.get("arrondissements") or Suite()
        vus: set[str | None] = set()
        for nom, noeud in suite.avec_lieux():
            if nom == schema.TOUS:
                if len(suite) > 1:
                    self.constat.erreur(
                        noeud, f"« {schema.TOUS} » va seul ; attendu : [{schema.TOUS}] ou des noms."
                    )
                continue
            identifiant = self.connus.arrondissement(nom)
            if identifiant is None:
                noms = [schema.TOUS, *self.connus.arrondissements]
                self.constat.erreur(
                    noeud,
                    f"trouvé {noeud.trouve} ; attendu : le nom d'un arrondissement, ou « {schema.TOUS} »"
                    f"{proche(nom, noms)}.",
                )
            elif identifiant in vus:
                self.constat.erreur(noeud, f"trouvé {noeud.trouve} deux fois ; attendu : une seule.")
            vus.add(identifiant)

    # --- dates ----------------------------------------------------------------------------------------

    def _dates(self) -> None:
        fiche, garde = self.fiche, self.garde
        debut = fiche.get("debut", garde.debut if garde else None)
        fin = fiche.get("fin", garde.fin if garde else None)
        if debut and fin and fin < debut:
            cle = "fin" if "fin" in fiche else "debut"
            self._erreur(cle, f"trouvé une fin le {fin} ; attendu : pas avant le début, le {debut}.")
        if debut and debut > timezone.localdate():
            self._a_commencer(debut)
        self._deplacee(fiche, "fin", garde.fin if garde else None)
        self._figee(fiche, "fin_initiale", garde.fin_initiale if garde else None)

    def _a_commencer(self, debut: date) -> None:
        """A done action has begun; of one under way, the start was planned, and may be passed by."""
        statut, cle = self.fiche.get("statut"), "debut" if "debut" in self.fiche else "statut"
        if statut == Statut.REALISEE:
            self._erreur(
                cle, f"l'action est réalisée, et son début est le {debut} ; attendu : une date passée."
            )
        elif statut == Statut.EN_COURS and not self._deja(statut=statut, debut=debut):
            self.constat.avertir(
                self.fiche.lieu(cle), f"l'action est en cours, et son début, le {debut}, est à venir."
            )

    def _deja(self, **dits: object) -> bool:
        """Whether the database says so already: what was told once is not told again."""
        return all(getattr(self.garde, nom, None) == dit for nom, dit in dits.items())

    def _deplacee(self, fiche: Fiche, cle: str, avant: date | None) -> None:
        """A date of the database that the file moves needs a reason."""
        dit = fiche.get("motif_report") or fiche.refusee("motif_report")
        if avant and cle in fiche and fiche[cle] != avant and not dit:
            apres = f"devient le {fiche[cle]}" if fiche[cle] else "est retirée"
            self.constat.erreur(
                fiche.lieu(cle),
                f"la date du {avant} (dans la base) {apres} (dans le fichier) ; attendu : {SANS_MOTIF}.",
            )

    def _figee(self, fiche: Fiche, cle: str, avant: date | None) -> None:
        if avant and fiche.get(cle, avant) != avant:
            self.constat.erreur(
                fiche.lieu(cle),
                f"trouvé {fiche[cle]} ; attendu : {avant}, la date prévue au départ, qui ne se modifie pas.",
            )

    def _jalons(self) -> None:
        gardes = self.garde.jalons.all() if self.garde else ()
        lus = self.fiche.get("jalons", ())
        paires, _restes = apparier(lus, gardes, lambda lu: lu.get("titre"), lambda jalon: jalon.titre)
        for fiche, garde in paires:
            self._jalon(fiche, garde)

    def _jalon(self, fiche: Fiche, garde: Jalon | None) -> None:
        etat, reel = fiche.get("etat"), fiche.get("reel")
        if etat == "atteint" and not reel and not fiche.refusee("reel"):
            self.constat.erreur(
                fiche.lieu("etat"),
                "trouvé « atteint » sans date ; attendu : la date où il l'a été (clé « reel »).",
            )
        elif reel and etat not in (None, "atteint"):
            self.constat.erreur(
                fiche.lieu("etat"),
                f"trouvé « {etat} », mais « reel » dit qu'il est atteint le {reel} ; attendu : atteint.",
            )
        connu = garde and self.garde and self.garde.statut == Statut.REALISEE
        ferme = connu or reel or etat in ("atteint", "annule")
        if self.fiche.get("statut") == Statut.REALISEE and not ferme:
            self.constat.avertir(
                fiche.lieu("titre"),
                f"l'action est réalisée, et le jalon « {fiche.get('titre')} » n'est ni atteint ni annulé ; "
                "il se lira « non atteint ».",
            )
        self._deplacee(fiche, "prevu", garde.echeance if garde else None)
        self._figee(fiche, "echeance_initiale", garde.echeance_initiale if garde else None)

    def _mesures(self, indicateur: Fiche) -> None:
        vues: dict[date, Fiche] = {}
        for mesure in indicateur.get("mesures", ()):
            if "date" in mesure and (premiere := vues.setdefault(mesure["date"], mesure)) is not mesure:
                lieu = mesure.lieu("date")
                self.constat.erreur(
                    lieu,
                    f"trouvé {lieu.trouve}, déjà à la {premiere.lieu('date').ou} ; attendu : une mesure.",
                )

    # --- texts ----------------------------------------------------------------------------------------

    def _decision(self, motifs: dict[tuple[str, str], tuple[str, str]]) -> None:
        """An abandoned action rests on a decision, or says why it does not; else that is unknown."""
        fiche, garde = self.fiche, self.garde
        if fiche.get("statut") not in AVEC_MOTIF or fiche.get("decision") or fiche.get("sans_decision"):
            return
        if fiche.refusee("sans_decision") or (garde and garde.statut == fiche["statut"]):
            return
        decision = motifs.get((fiche.get("code", ""), fiche["statut"]))
        if decision:
            fiche["decision"] = decision[0]
        elif fiche["statut"] == Statut.ABANDONNEE:
            fiche["decision_inconnue"] = True
            self.constat.avertir(
                fiche.lieu("statut"),
                "« abandonnee » sans décision ; l'action se lira « sans décision consignée » "
                "(clés « decision » ou « sans_decision »).",
            )

    def _motif(self, motifs: dict[tuple[str, str], tuple[str, str]]) -> None:
        fiche, statut = self.fiche, self.fiche.get("statut")
        if statut not in AVEC_MOTIF or fiche.get("motif"):
            return
        if "motif" in fiche:
            self._erreur("motif", f"trouvé rien ; attendu : pourquoi l'action est {statut}.")
            return
        if fiche.refusee("motif"):
            return
        _numero, motif = motifs.get((fiche.get("code", ""), statut), ("", ""))
        garde = self.garde
        if garde and garde.motif and (garde.statut == statut or not motif):
            return
        if motif:
            fiche["motif"] = motif
            return
        fiche["motif_inconnu"] = True
        if garde and garde.motif_inconnu and garde.statut == statut:
            return
        self.constat.avertir(
            fiche.lieu("statut"),
            f"« {statut} » sans motif ; l'action se lira « sans motif » (clé « motif »).",
        )

    def _texte_officiel(self) -> None:
        garde, apres = self.garde, self.fiche.get("texte_officiel")
        if apres is None or not garde or not garde.publiee_le or garde.texte_officiel.strip() in ("", apres):
            return
        self._erreur(
            "texte_officiel",
            f"trouvé {self.fiche.lieu('texte_officiel').trouve} ; attendu : le texte publié, "
            f"qui ne se modifie plus : « {garde.texte_officiel[:60]} ».",
        )

    def _erreur(self, cle: str, texte: str) -> None:
        self.constat.erreur(self.fiche.lieu(cle), texte)
