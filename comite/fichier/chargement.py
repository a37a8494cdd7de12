"""Checked members and meetings → the database. A decision of a file has no effect to apply: the same file
already tells the plan as it is.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from actions.fichier.champs import Fiche
from actions.fichier.ecriture import aligner, poser, valeurs
from actions.fichier.existant import apparier
from comite.fichier import schema
from comite.fichier.validation import Lues
from comite.models import Decision, Effet, Membre, Point, Presence, Seance, Suite
from comite.models.cycle import PASSAGES
from comite.models.etats import (
    A_VENIR,
    EXIGE,
    OUVERTES,
    EtatProcesVerbal,
    EtatSeance,
    EtatSuite,
    NatureEffet,
    NaturePoint,
)
from engagements.models import Engagement
from partenariat.retraits.registre import est_retire

if TYPE_CHECKING:
    from actions.fichier.chargement import Chargement

GARDE = "comite"
"""In `Plan.meta`: what the file says of the committee besides its members."""


def charger_comite(lue: Fiche, chargement: "Chargement") -> None:
    """Members, by function, body and first day; what else the file says is kept for the export."""
    plan, differences = chargement.plan, chargement.differences
    if lue.autres and plan.meta.get(GARDE) != lue.autres:
        plan.meta = {**plan.meta, GARDE: lue.autres}
        plan.save(update_fields=["meta"])
    gardes = _membres(plan)
    for fiche in lue.get("membres", ()):
        dites = valeurs(fiche, schema.MEMBRE)
        dites["organisation"] = (
            chargement.organisation(fiche["organisation"]) if fiche.get("organisation") else None
        )
        garde = gardes.get(_cle(fiche, chargement))
        if garde:
            aligner(garde, dites, differences, str(garde))
        else:
            membre = Membre.objects.create(plan=plan, **dites)
            differences.creer(membre, membre.fonction)


def _membres(plan) -> dict[tuple, Membre]:
    membres = Membre.objects.filter(plan=plan).select_related("organisation")
    return {(m.fonction, m.organisation_id, m.mandat_debut): m for m in membres}


def _cle(fiche: Fiche, chargement: "Chargement") -> tuple:
    organisation = chargement.organisation(fiche["organisation"]).pk if fiche.get("organisation") else None
    return (fiche["fonction"], organisation, fiche["debut"])


def retenir_seances(slug: str) -> None:
    """Holds the meetings before any action, as a decision does (`Decision.prendre`), and the earlier before
    the later, as an approval does: none of them and the file ever wait for each other."""
    seances = Seance.objects.filter(plan__slug=slug).order_by("date", "pk")
    list(seances.select_for_update(of=("self",)).values_list("pk"))


def charger_seances(lues: Lues, chargement: "Chargement") -> None:
    """Every meeting with what it holds, then the approvals: an approved one takes nothing more."""
    plan = chargement.plan
    gardees = {s.numero: s for s in Seance.objects.filter(plan=plan)}
    membres = _membres_du_fichier(chargement)
    dits = {fiche["numero"] for fiche in lues.fiches}
    for numero, seance in gardees.items():
        if numero not in dits:
            chargement.differences.laisser(seance, numero)
    # By date: an agenda approves the minutes of earlier meetings, which are there already.
    fiches, connues = sorted(lues.fiches, key=lambda fiche: fiche["date"]), dict(gardees)
    for rang, fiche in enumerate(fiches):
        chargement.avancer("séances", rang, len(fiches))
        ecriture = ChargementSeance(fiche, lues.etats[fiche["numero"]], chargement, connues)
        connues[fiche["numero"]] = ecriture.ecrire(membres)
    for fiche in fiches:
        _approuver(fiche, connues, chargement)


def _membres_du_fichier(chargement: "Chargement") -> dict[str, Membre]:
    """The members by the key that the file gives them."""
    lue = chargement.fiche.get("comite_mise_en_oeuvre")
    if not lue:
        return {}
    gardes = _membres(chargement.plan)
    return {cle: gardes[_cle(fiche, chargement)] for cle, fiche in schema.cles(lue.get("membres")).items()}


def _approuver(fiche: Fiche, seances: dict[str, Seance], chargement: "Chargement") -> None:
    lu, seance = fiche.get("proces_verbal"), seances[fiche["numero"]]
    if not lu or lu["etat"] != EtatProcesVerbal.APPROUVE or seance.approuvee:
        return
    autre = seances[lu["approuve_a"]]
    seance.etat_pv, seance.approuve_a = EtatProcesVerbal.APPROUVE, autre
    midi = timezone.make_aware(datetime.combine(autre.date, time(12)))
    seance.approuve_le = min(midi, timezone.now())
    seance.save(update_fields=["etat_pv", "approuve_a", "approuve_le"])
    chargement.differences.changer(
        seance, seance.numero, {"etat_pv": (EtatProcesVerbal.PROJET, EtatProcesVerbal.APPROUVE)}
    )


class ChargementSeance:
    def __init__(self, fiche: Fiche, etat: str, chargement: "Chargement", connues: dict[str, Seance]) -> None:
        self.fiche, self.etat, self.chargement, self.connues = fiche, etat, chargement, connues
        self.differences = chargement.differences
        self.garde = connues.get(fiche["numero"])
        self.seance = self.garde or self._nouvelle()

    def _nouvelle(self) -> Seance:
        """One to be cancelled first has its agenda."""
        convoquee_le, deplacements = self.fiche.get("convoquee_le"), self.fiche.get("deplacements", ())
        etat = self.etat
        if etat == EtatSeance.ANNULEE:
            etat = EtatSeance.CONVOQUEE if convoquee_le else EtatSeance.PLANIFIEE
        seance = Seance(
            plan=self.chargement.plan, numero=self.fiche["numero"], etat=etat, convoquee_le=convoquee_le
        )
        if deplacements:
            seance.convoquee_pour = deplacements[0]["date"]
        return seance

    def ecrire(self, membres: dict[str, Membre]) -> Seance:
        """Nothing of a meeting that is approved or cancelled is written again."""
        seance = self.seance
        if self.garde and (seance.approuvee or seance.etat == EtatSeance.ANNULEE):
            return seance
        dites = self._valeurs()
        if self.garde is None:
            poser(seance, dites)
            seance.save()
            for deplacement in self.fiche.get("deplacements", ()):
                seance.deplacements.create(**valeurs(deplacement, schema.DEPLACEMENT))
            self.differences.creer(seance, seance.numero)
        else:
            # Before its state: one that was only planned is moved freely.
            seance.motif_deplacement = schema.motif_du_deplacement(self.fiche, seance)
            aligner(seance, dites, self.differences, seance.numero)
            self._etat()
        self._presences(membres)
        self._points()
        self._decisions()
        self._suites()
        self._annuler()
        return seance

    def _valeurs(self) -> dict[str, Any]:
        fiche = self.fiche
        dites = valeurs(fiche, schema.SEANCE)
        # The reason of a cancellation is written with it.
        dites.pop("motif", None)
        if quorum := fiche.get("quorum"):
            dites |= valeurs(quorum, schema.QUORUM)
        if fiche.get("presences"):
            # The roll call says it better.
            dites.pop("presents_consignes", None)
        if "invites" in fiche:
            dites["invites"] = "\n".join(fiche["invites"])
        if lu := fiche.get("proces_verbal"):
            dites |= valeurs(lu, schema.PROCES_VERBAL)
        return {nom: "" if valeur is None and nom in TEXTES else valeur for nom, valeur in dites.items()}

    def _etat(self) -> None:
        """A planned meeting may be said called or held since; the site may also have gone further."""
        if self.etat == EtatSeance.ANNULEE or self.etat not in PASSAGES[self.seance.etat]:
            return
        self._passer(self.etat, convoquee_le=self.seance.convoquee_le or self.fiche.get("convoquee_le"))

    def _annuler(self) -> None:
        """Last: nothing is written any more of a cancelled meeting."""
        if self.etat == EtatSeance.ANNULEE and self.seance.etat in A_VENIR:
            self._passer(self.etat, motif=self.fiche["motif"], annulee_le=self.fiche.get("annulee_le"))

    def _passer(self, etat: str, **champs: Any) -> None:
        if self.garde:
            self.differences.changer(self.seance, self.seance.numero, {"etat": (self.seance.etat, etat)})
        poser(self.seance, champs | {"etat": etat})
        self.seance.save(update_fields=["etat", *champs])

    def _presences(self, membres: dict[str, Membre]) -> None:
        gardees = {p.membre_id: p for p in self.seance.presences.all()}
        for cle, present in (("presences", True), ("absences", False)):
            for code in self.fiche.get(cle, ()):
                membre = membres[code]
                if membre.pk not in gardees:
                    presence = Presence.objects.create(seance=self.seance, membre=membre, present=present)
                    self.differences.creer(presence, f"{self.seance.numero} › {membre.fonction}")
                else:
                    aligner(gardees[membre.pk], {"present": present}, self.differences, str(membre))

    def _points(self) -> None:
        gardes = list(self.seance.points.all())
        rang = max((p.rang for p in gardes), default=0)
        paires, restes = apparier(
            self.fiche.get("ordre_du_jour", ()), gardes, lambda lu: lu["titre"], lambda p: p.titre
        )
        for fiche, garde in paires:
            dites = valeurs(fiche, schema.POINT) | self._objets(fiche)
            if garde:
                aligner(garde, dites, self.differences, f"{self.seance.numero} › {garde.titre}")
                continue
            rang += 1
            point = Point.objects.create(seance=self.seance, rang=rang, **dites)
            self.differences.creer(point, f"{self.seance.numero} › {point.titre}")
        for reste in restes:
            self.differences.laisser(reste, f"{self.seance.numero} › {reste.titre}")

    def _objets(self, fiche: Fiche) -> dict[str, Any]:
        """What the file says that a point is about: its nature follows, unless the file says it too."""
        trouver: dict[str, Callable[[str], Any]] = {
            "action": self.chargement.action,
            "engagement": self._engagement,
            "approuve": self.connues.__getitem__,
        }
        dites: dict[str, Any] = {}
        for cle, nature in NATURES.items():
            if cle in fiche:
                dites[cle] = trouver[cle](fiche[cle]) if fiche[cle] else None
            if fiche.get(cle) and not fiche.get("nature"):
                dites["nature"] = nature
        return dites

    def _decisions(self) -> None:
        gardees = {d.numero: d for d in self.seance.decisions.all()}
        for fiche in self.fiche.get("decisions", ()):
            dites, effets = self._valeurs_de(fiche), [self._effet(dit) for dit in schema.effets(fiche)]
            decision = gardees.pop(fiche["numero"], None)
            if decision is None:
                decision = Decision.objects.create(seance=self.seance, **dites)
                self.differences.creer(decision, decision.numero)
            elif inscrits := list(decision.effets.all()):
                # Its effects are in the plan: the site keeps what it says of them.
                memes = len(inscrits) == len(effets) and all(map(_dit, inscrits, effets))
                if not memes or not _dit(decision, dites):
                    self.differences.laisser(decision, decision.numero)
                continue
            else:
                # What it was when it was written stays (`Decision.sans_quorum`).
                aligner(
                    decision, dites | {"sans_quorum": decision.sans_quorum}, self.differences, decision.numero
                )
            for dit in effets:
                decision.effets.create(**dit)
            vises = {e["action"].code for e in effets if e.get("action")}
            codes = vises | ({fiche["action"]} if fiche.get("action") else set())
            actions = [self.chargement.action(c) for c in sorted(codes | set(fiche.get("actions", ())))]
            decision.actions.set(actions)
            if "engagements" in fiche:
                decision.engagements.set(
                    Engagement.objects.filter(plan=self.chargement.plan, code__in=fiche["engagements"])
                )
        for numero, reste in gardees.items():
            self.differences.laisser(reste, numero)

    def _valeurs_de(self, fiche: Fiche) -> dict[str, Any]:
        """The words of a decision, and its point."""
        mots = {cle: champ for cle, champ in schema.DECISION.items() if cle not in schema.EFFET}
        dites = valeurs(fiche, mots)
        # Titles that were withdrawn are all alike: the decision keeps its point.
        if fiche.get("point") and not est_retire(fiche["point"]):
            dites["point"] = self.seance.points.filter(titre=fiche["point"]).first()
        return dites

    def _effet(self, fiche: Fiche) -> dict[str, Any]:
        """The fields of an effect, and what it aims at."""
        dit = valeurs(fiche, schema.EFFET)
        exiges = EXIGE[NatureEffet(dit["nature"])]
        if "action" in exiges:
            dit["action"] = self.chargement.action(fiche["action"])
        if "jalon" in exiges:
            dit["jalon"] = dit["action"].jalons.filter(titre=fiche["jalon"]).first()
        if "engagement" in exiges:
            dit["engagement"] = self._engagement(fiche["engagement"])
        return dit

    def _engagement(self, code: str) -> Engagement:
        return Engagement.objects.get(plan=self.chargement.plan, code=code)

    def _suites(self) -> None:
        decisions = {d.numero: d for d in self.seance.decisions.all()}
        paires, restes = apparier(
            self.fiche.get("suites", ()),
            self.seance.suites.all(),
            lambda lu: lu["libelle"],
            lambda s: s.libelle,
        )
        for fiche, garde in paires:
            dites = valeurs(fiche, schema.SUITE)
            dites["responsable"] = self.chargement.organisation(fiche["responsable"])
            if fiche.get("decision"):
                dites["decision"] = decisions[fiche["decision"]]
            etat = EtatSuite.A_FAIRE if fiche["etat"] == schema.EN_RETARD else fiche["etat"]
            if garde is None or etat not in OUVERTES:
                dites["etat"] = etat
                dites["close_le"] = None if etat in OUVERTES else self._close_le(fiche, garde)
            elif garde.etat not in OUVERTES:
                # The site went further than the file.
                self.differences.laisser(garde, garde.libelle)
            else:
                dites["etat"] = etat
            if garde:
                aligner(garde, dites, self.differences, garde.libelle)
            else:
                suite = Suite.objects.create(seance=self.seance, **dites)
                self.differences.creer(suite, suite.libelle)
        for reste in restes:
            self.differences.laisser(reste, reste.libelle)

    @staticmethod
    def _close_le(fiche: Fiche, garde: Suite | None):
        """When the file says so; else what the database holds; else the due date, if it is past."""
        if fiche.get("close_le"):
            return fiche["close_le"]
        if garde and garde.close_le:
            return garde.close_le
        echeance, aujourd_hui = fiche.get("echeance"), timezone.localdate()
        return echeance if echeance and echeance < aujourd_hui else aujourd_hui


def _dit(objet: Decision | Effet, dites: dict[str, Any]) -> bool:
    """Whether it already says this."""
    return all(getattr(objet, nom) == valeur for nom, valeur in dites.items())


NATURES = {
    "action": NaturePoint.ACTION,
    "engagement": NaturePoint.ENGAGEMENT,
    "approuve": NaturePoint.PROCES_VERBAL,
}
"""The nature of a point that says what it is about."""
TEXTES = ("lieu", "invites", "presidee_par", "secretaire", "proces_verbal")
