"""Checked commitments → the database, by the same acts as in life: signed, declared, verified, settled.

What exists is never written again; a text that waits for nobody yet (a draft) alone follows its file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from actions.fichier import pieces
from actions.fichier.constat import FichierRefuse
from actions.fichier.ecriture import poser, valeurs
from actions.fichier.retires import sans_les_retires
from actions.models.gardes import avec_motif
from engagements.fichier import schema
from engagements.fichier.actes import Acte, Prevu, moment
from engagements.fichier.validation import Ensemble
from engagements.models import Acteur, Declaration, Engagement, Preuve, Reponse, Verification
from engagements.models.etats import AVEC_MOTIF, EN_VIGUEUR, Etat, Publication
from engagements.models.texte import DU_TEXTE
from partenariat.cycles.pas import TransitionRefusee

if TYPE_CHECKING:
    from actions.fichier.chargement import Chargement


def charger(lus: Ensemble, chargement: "Chargement") -> None:
    """Writes what the file tells and the database does not hold yet.

    Raises:
        FichierRefuse: an act was refused after all; nothing is kept.
    """
    par_code = dict(lus.deja)
    for code in par_code.keys() - lus.par_code.keys():
        chargement.differences.laisser(par_code[code], code)
    suite = _anciens_d_abord(lus.prevus)
    for rang, prevu in enumerate(suite):
        chargement.avancer("engagements", rang, len(suite))
        try:
            par_code[prevu.code] = ChargementEngagement(prevu, chargement, par_code).ecrire()
        except (TransitionRefusee, ValidationError, OSError) as erreur:
            raison = " ".join(getattr(erreur, "messages", [str(erreur)]))
            raise FichierRefuse(f"{prevu.fiche.noeud.ou} · engagement {prevu.code} : {raison}") from erreur
    for prevu in suite:
        _lier(prevu, par_code, chargement)


def _anciens_d_abord(prevus: list[Prevu]) -> list[Prevu]:
    """In the file's order, but a version comes after the one that it supersedes."""
    par_code = {prevu.code: prevu for prevu in prevus}
    suite: dict[str, Prevu] = {}
    for prevu in prevus:
        versions: list[Prevu] = []
        version: Prevu | None = prevu
        while version is not None and version.code not in suite:
            versions.append(version)
            version = par_code.get(version.fiche.get("remplace", ""))
        suite |= {une.code: une for une in reversed(versions)}
    return list(suite.values())


def _lier(prevu: Prevu, par_code: dict[str, Engagement], chargement: "Chargement") -> None:
    """Counterparts are added, by whichever side says them; the actions are those of the file."""
    engagement, fiche = par_code[prevu.code], prevu.fiche
    garde = prevu.garde
    deja = {c.code for c in garde.contreparties.all()} if garde else set()
    if nouvelles := [par_code[code] for code in fiche.get("contreparties", ()) if code not in deja]:
        engagement.contreparties.add(*nouvelles)
        if garde:
            chargement.differences.changer(
                engagement, prevu.code, {"contreparties": ([], [c.code for c in nouvelles])}
            )
    if "actions" not in fiche:
        return
    avant = {a.code for a in garde.actions.all()} if garde else set()
    if avant != set(fiche["actions"]):
        engagement.actions.set([chargement.action(code) for code in fiche["actions"]])
        if garde:
            chargement.differences.changer(
                engagement, prevu.code, {"actions": (avant, set(fiche["actions"]))}
            )


class ChargementEngagement:
    def __init__(self, prevu: Prevu, chargement: "Chargement", par_code: dict[str, Engagement]) -> None:
        self.prevu, self.chargement, self.par_code = prevu, chargement, par_code
        self.fiche = prevu.fiche
        self.differences = chargement.differences
        self.engagement = prevu.garde or Engagement(plan=chargement.plan)

    def ecrire(self) -> Engagement:
        self._texte()
        engagement = self.engagement
        if self.prevu.garde and not self._reste_a_faire():
            self._constater_l_ecart()
            self._publier()
            return engagement
        etat_avant = engagement.etat
        self._signatures()
        self._declarations()
        self._preuves()
        for etat in self.prevu.passages:
            self._passer(etat)
        engagement.refresh_from_db()
        if self.prevu.garde and engagement.etat != etat_avant:
            self.differences.changer(engagement, self.prevu.code, {"etat": (etat_avant, engagement.etat)})
        self._publier()
        return engagement

    def _reste_a_faire(self) -> bool:
        return bool(self.prevu.passages) or any(self.prevu.nouveaux())

    def _constater_l_ecart(self) -> None:
        """The site went further than the file: it is said, and left."""
        garde, voulu = self.prevu.garde, self.prevu.etat
        if (
            garde
            and voulu not in (garde.etat, schema.BROUILLON)
            and garde.publication != Publication.ARCHIVEE
        ):
            self.differences.laisser(garde, f"{self.prevu.code} ({garde.get_etat_display().lower()})")

    # --- the text -------------------------------------------------------------------------------------

    def _texte(self) -> None:
        """Writes the text where it may still change, and submits it to the parties where the file says so."""
        engagement, dites = self.engagement, self._valeurs()
        if engagement.publication == Publication.BROUILLON and self.prevu.etat != schema.BROUILLON:
            dites |= {"publication": Publication.AUX_PARTIES, "propose_le": self._propose_le()}
        if self.prevu.garde is None:
            for nom, valeur in dites.items():
                setattr(engagement, nom, valeur)
            engagement.save()
            self.differences.creer(engagement, self.prevu.code)
        elif changes := poser(
            engagement, sans_les_retires(engagement, dites, self.differences, self.prevu.code)
        ):
            engagement.save(update_fields=list(changes))
            changes.pop("propose_le", None)
            self.differences.changer(engagement, self.prevu.code, changes)
        else:
            return
        # The frozen text and its fingerprint are the database's.
        engagement.refresh_from_db()

    def _valeurs(self) -> dict[str, Any]:
        dites = valeurs(self.fiche, schema.ENGAGEMENT)
        if "condition" in dites:
            dites["conditionnel"] = bool(dites["condition"])
        if self.prevu.garde and self.engagement.publication != Publication.BROUILLON:
            return {nom: valeur for nom, valeur in dites.items() if nom not in DU_TEXTE}
        for cle in ("partie", "envers"):
            dites[cle] = self.chargement.organisation(self.fiche[cle])
        if "remplace" in self.fiche:
            code = self.fiche["remplace"]
            dites["remplace"] = self.par_code[code] if code else None
        return dites

    def _propose_le(self) -> datetime:
        dates = [acte.fiche["le"] for acte in self.prevu.signatures]
        if self.fiche.get("etat_depuis"):
            dates.append(self.fiche["etat_depuis"])
        return moment(min(dates)) if dates else timezone.now()

    # --- the acts -------------------------------------------------------------------------------------

    def _signatures(self) -> None:
        for rang, acte in enumerate(self.prevu.signatures):
            if acte.objet is None:
                le = moment(acte.fiche["le"], rang)
                with date_de_l_acte(le):
                    acte.objet = self.engagement.signer(
                        self._acteur(acte.fiche["organisation"]),
                        nom=acte.fiche.get("nom", ""),
                        fonction=acte.fiche["fonction"],
                        empreinte=self.engagement.empreinte,
                        le=le,
                    )
                self._creer(acte.objet, acte.fiche["organisation"])

    def _declarations(self) -> None:
        for acte, le in zip(self.prevu.declarations, self.prevu.declarees_le(), strict=True):
            if acte.objet is None:
                with date_de_l_acte(le):
                    acte.objet = self.engagement.declarer(
                        self._partie, acte.fiche["genre"], acte.fiche.get("texte", ""), le=le
                    )
                self._creer(acte.objet, acte.fiche["le"])
            self._verifications(acte, "declaration")

    def _preuves(self) -> None:
        for rang, acte in enumerate(self.prevu.preuves):
            if acte.objet is None:
                acte.objet = self._deposer(acte, rang)
                self._creer(acte.objet, acte.fiche["titre"])
            self._verifications(acte, "preuve")

    def _deposer(self, acte: Acte, rang: int) -> Preuve:
        lue, prevu = acte.fiche, self.prevu
        deposer = partial(
            self.engagement.deposer,
            self._partie,
            type_=lue["type"],
            titre=lue["titre"],
            date=lue.get("date"),
            le=moment(lue["le"], rang),
            declaration=_au_rang(prevu.declarations, lue.get("declaration")),
            corrige=_au_rang(prevu.preuves, lue.get("corrige")),
        )
        piece = acte.piece
        if piece is None or piece.chemin is None:
            return deposer(source=lue["adresse"])
        with piece.chemin.open("rb") as fichier:
            return deposer(source=pieces.ouvrir(piece, fichier))

    def _verifications(self, acte: Acte, sur: str) -> None:
        # Written as rows: in life a confirmed « tenu » settles the commitment at once, which here would
        # refuse what the same file tells next. The state comes last.
        for rang, verification in enumerate(acte.verifications):
            lue = verification.fiche
            if verification.objet is None:
                verification.objet = Verification.objects.create(
                    **{sur: acte.objet},
                    organisation=self.chargement.organisation(lue["organisation"]),
                    le=max(moment(lue["le"], rang), acte.objet.le),
                    **valeurs(lue, schema.VERIFICATION),
                )
                self._creer(verification.objet, lue["organisation"])
            reponse = verification.reponse
            if reponse is not None and reponse.objet is None:
                reponse.objet = Reponse.objects.create(
                    verification=verification.objet,
                    organisation=self.engagement.partie,
                    le=moment(reponse.fiche["le"]),
                    **valeurs(reponse.fiche, schema.REPONSE),
                )
                self._creer(reponse.objet, reponse.fiche["le"])

    # --- the state ------------------------------------------------------------------------------------

    def _passer(self, etat: str) -> None:
        engagement, rouvre = self.engagement, etat == Etat.EN_COURS
        signe = engagement.etat in EN_VIGUEUR
        motif = self.fiche.get("motif", "") if etat in AVEC_MOTIF or rouvre else ""
        with avec_motif(motif), date_de_l_acte(self._etat_depuis()):
            engagement.etat, engagement.motif = etat, motif
            if etat == Etat.RETIRE:
                engagement.decision = self.fiche.get("decision", "")
                engagement.sans_decision = self.fiche.get("sans_decision", "")
                engagement.decision_inconnue = signe and not (engagement.decision or engagement.sans_decision)
            engagement.save(update_fields=["etat", "motif", "decision", "sans_decision", "decision_inconnue"])

    def _etat_depuis(self) -> datetime:
        """When the file says so, else the day of the latest act told, else now."""
        if dite := self.fiche.get("etat_depuis"):
            return moment(dite, 59)
        prevu = self.prevu
        actes = [*prevu.signatures, *prevu.declarations]
        actes += [verification for acte in prevu.declarations for verification in acte.verifications]
        jours = [acte.fiche["le"] for acte in actes]
        le = moment(max(jours), 59) if jours else timezone.now()
        rouvert = prevu.rouvert_le
        return le if rouvert is None else max(le, rouvert)

    def _publier(self) -> None:
        """What was once taken off the public site is not put back by a file."""
        engagement = self.engagement
        if (
            not self.chargement.publier
            or engagement.publie_le
            or engagement.publication != Publication.AUX_PARTIES
        ):
            return
        engagement.mettre_en_ligne(None)
        if self.prevu.garde:
            self.differences.changer(
                engagement, self.prevu.code, {"publication": (Publication.AUX_PARTIES, Publication.PUBLIEE)}
            )

    # --- what all of them share -----------------------------------------------------------------------

    @property
    def _partie(self) -> Acteur:
        return Acteur(self.engagement.partie)

    def _acteur(self, identifiant: str) -> Acteur:
        return Acteur(self.chargement.organisation(identifiant))

    def _creer(self, objet: models.Model, nom: str | date) -> None:
        self.differences.creer(objet, f"{self.prevu.code} › {nom}")


@contextmanager
def date_de_l_acte(le: datetime) -> Iterator[None]:
    """Within it, a change of state is dated so (trigger `passage`): a plan file tells of the past."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT set_config('partenariat.le', %s, true)", [le.isoformat()])
        yield
        curseur.execute("SELECT set_config('partenariat.le', '', true)")


def _au_rang(actes: list[Acte], rang: int | None) -> Declaration | Preuve | None:
    return actes[rang - 1].objet if rang else None
