"""What a file tells of a commitment, beside what the database already holds of it.

What is written there is never written again: an act of the file is either there, said alike, or new.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from actions.fichier.champs import Fiche
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from actions.fichier.differences import montre
from actions.fichier.ecriture import egal
from actions.fichier.existant import apparier
from actions.fichier.organisations import plier
from actions.fichier.pieces import Piece, piece, source_gardee, source_lue
from actions.models import Plan
from engagements.fichier import schema
from engagements.models import Declaration, Engagement, Preuve
from engagements.models.etats import Etat
from partenariat.models import Organisation
from partenariat.retraits.registre import est_retire

MIDI = time(12)

DEJA = "ce qui est inscrit ne se modifie pas : corrigez par un ajout."


@dataclass
class Acte:
    """An act that the file tells."""

    fiche: Fiche
    objet: Any
    """The row that already holds it, or None."""
    verifications: list["Acte"] = field(default_factory=list)
    reponse: "Acte | None" = None
    piece: Piece | None = None


@dataclass
class Prevu:
    """A commitment that the file tells."""

    fiche: Fiche
    garde: Engagement | None
    signatures: list[Acte] = field(default_factory=list)
    declarations: list[Acte] = field(default_factory=list)
    preuves: list[Acte] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    """The states still to go through once the acts are written."""

    @property
    def code(self) -> str:
        return self.fiche.get("code", "")

    @property
    def etat(self) -> str:
        return self.fiche.get("etat", "")

    @property
    def rouvert_le(self) -> datetime | None:
        """When the site last reopened what had been kept: what was said before keeps it no more."""
        passages = self.garde.passages.all() if self.garde else ()
        return max((p.le for p in passages if (p.de, p.vers) == (Etat.TENU, Etat.EN_COURS)), default=None)

    def declarees_le(self) -> list[datetime]:
        """The moment of each declaration: of a file, that gives a day, one of the day of a reopening is after
        it."""
        rouvert = self.rouvert_le
        dits = []
        for rang, acte in enumerate(self.declarations):
            if acte.objet is not None:
                dits.append(acte.objet.le)
                continue
            dite = acte.fiche.get("le", timezone.localdate())
            le = moment(dite, rang)
            if rouvert is not None and dite == timezone.localdate(rouvert):
                le = max(le, rouvert + timedelta(milliseconds=rang + 1))
            dits.append(le)
        return dits

    def nouveaux(self) -> Iterable[Acte]:
        """Every act that the database does not hold, whatever its kind."""
        for acte in (*self.signatures, *self.declarations, *self.preuves):
            for un in (acte, *acte.verifications, *(v.reponse for v in acte.verifications if v.reponse)):
                if un.objet is None:
                    yield un


def gardes(plan: Plan | None) -> dict[str, Engagement]:
    """The commitments of the plan by code, held until the end of the transaction, with all their acts."""
    if plan is None:
        return {}
    lies: tuple[Any, ...] = (
        "actions",
        "contreparties__partie",
        "signatures__organisation",
        "passages",
        Prefetch("declarations", Declaration.objects.order_by("le", "id")),
        "declarations__verifications__organisation",
        "declarations__verifications__reponse",
        Prefetch("preuves", Preuve.objects.order_by("le", "id")),
        "preuves__verifications__organisation",
    )
    engagements = (
        Engagement.objects.filter(plan=plan)
        .select_for_update(of=("self",))
        .select_related("partie", "envers", "remplace")
        .prefetch_related(*lies)
    )
    return {engagement.code: engagement for engagement in engagements}


def designe(connus: Connus, identifiant: str, organisation: Organisation) -> bool:
    """Whether the file names this organisation so; by its name where the identifier is new to the plan."""
    place = connus.existant.places.get(identifiant)
    if place:
        return place.organisation_id == organisation.pk
    return plier(connus.organisations.get(identifiant, "")) == plier(organisation.nom)


class Rapprochement:
    """Finds which acts of a commitment of the file are already in the database."""

    def __init__(self, prevu: Prevu, connus: Connus, constat: Constat) -> None:
        self.prevu, self.connus, self.constat = prevu, connus, constat

    def faire(self) -> None:
        prevu, garde = self.prevu, self.prevu.garde
        signatures = garde.signatures.all() if garde else ()
        prevu.signatures = self._par_organisation("signatures", signatures, schema.SIGNATURE, prevu.fiche)
        self._declarations(garde.declarations.all() if garde else ())
        self._preuves(garde.preuves.all() if garde else ())

    def _par_organisation(self, section: str, objets, cles, fiche: Fiche) -> list[Acte]:
        """Signatures and verifications: one an organisation."""
        actes = []
        for lue in fiche.get(section, ()):
            identifiant = lue.get("organisation", "")
            objet = next((o for o in objets if designe(self.connus, identifiant, o.organisation)), None)
            if objet is not None:
                self._dire_ce_qui_differe(lue, cles, objet)
            actes.append(Acte(lue, objet))
        return actes

    def _declarations(self, objets) -> None:
        paires, restes = apparier(
            self.prevu.fiche.get("declarations", ()),
            objets,
            lambda lue: (lue.get("le"), lue.get("genre"), lue.get("texte", "")),
            lambda objet: (jour(objet), objet.genre, objet.texte.strip()),
        )
        for lue, objet in paires:
            acte = Acte(lue, objet)
            if objet is None:
                memes = [o for o in restes if jour(o) == lue.get("le") and _du_fichier(o)]
                self._refuser_autrement(lue, schema.DECLARATION, memes)
            self._verifications(acte, schema.VERIFICATION)
            self.prevu.declarations.append(acte)

    def _preuves(self, objets) -> None:
        deja = {objet.empreinte for objet in objets}
        # By an export that came after; by a file of before, whose fingerprint is known here alone.
        retirees = {objet.empreinte for objet in objets if objet.retiree} - {""}
        lues = self.prevu.fiche.get("preuves", ())
        pieces = {id(lue): piece(lue, self.connus.dossier, deja, self.constat) for lue in lues}

        def source(lue: Fiche) -> str:
            return source_lue(lue, pieces[id(lue)], retirees)

        paires, restes = apparier(
            lues,
            objets,
            lambda lue: (
                source(lue),
                lue.get("le"),
                lue.get("titre"),
                lue.get("type"),
                lue.get("date"),
            ),
            lambda o: (source_gardee(o), jour(o), o.titre.strip(), o.type, o.date),
        )
        for lue, objet in paires:
            acte = Acte(lue, objet, piece=pieces[id(lue)])
            if objet is None and est_retire(lue.get("fichier", "")):
                lieu = lue.lieu("fichier")
                self.constat.erreur(lieu, f"trouvé {lieu.trouve} ; attendu : un fichier d'un autre nom.")
            elif objet is None and source(lue):
                memes = [o for o in restes if (source_gardee(o), jour(o)) == (source(lue), lue.get("le"))]
                self._refuser_autrement(lue, schema.PREUVE, memes)
            self._verifications(acte, schema.VERIFICATION_DE_PREUVE)
            self.prevu.preuves.append(acte)

    def _verifications(self, acte: Acte, cles) -> None:
        objets = acte.objet.verifications.all() if acte.objet else ()
        acte.verifications = self._par_organisation("verifications", objets, cles, acte.fiche)
        for verification in acte.verifications:
            if lue := verification.fiche.get("reponse"):
                objet = getattr(verification.objet, "reponse", None)
                if objet is not None:
                    self._dire_ce_qui_differe(lue, schema.REPONSE, objet)
                verification.reponse = Acte(lue, objet)

    def _refuser_autrement(self, lue: Fiche, cles, memes: list[models.Model]) -> None:
        """The same act, said otherwise: a second one would be written beside the first."""
        if memes:
            self._dire_ce_qui_differe(lue, cles, memes[0])

    def _dire_ce_qui_differe(self, lue: Fiche, cles, objet: models.Model) -> None:
        dites = {
            cle: (getattr(objet, c.champ), lue[cle]) for cle, c in cles.items() if c.champ and cle in lue
        }
        if "le" in lue:
            dites["le"] = (jour(objet), lue["le"])
        for cle, (avant, apres) in dites.items():
            if not egal(avant, apres):
                lieu = lue.lieu(cle)
                self.constat.erreur(
                    lieu, f"trouvé {lieu.trouve} ; la base contient déjà « {montre(avant)} », et {DEJA}"
                )


def jour(objet: Any):
    """The day of an act, here."""
    return timezone.localdate(objet.le)


def moment(le: date, rang: int = 0) -> datetime:
    """Noon of a day, a minute later by rank so that acts of one day keep their order; never to come."""
    midi = timezone.make_aware(datetime.combine(le, MIDI)) + timedelta(minutes=rang)
    return min(midi, timezone.now())


def _du_fichier(objet: Any) -> bool:
    """Written by a plan file: by no account and no link."""
    return objet.par_id is None and objet.lien_id is None
