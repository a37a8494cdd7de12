"""What the coordination does with a commitment: propose, publish, state an outcome, withdraw, supersede."""

import re
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models.gardes import avec_motif
from actions.models.publication import TransitionRefusee
from engagements.models.etats import CONSTATS, EN_VIGUEUR, ISSUES, OUVERTES, Etat, Publication
from engagements.models.texte import PROMIS
from partenariat.donnees.motifs import est_un_motif

if TYPE_CHECKING:
    import datetime

    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager

    from actions.models import Action, Plan
    from engagements.models.engagement import Engagement
    from engagements.models.signature import Signature
    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object

QUATRE_YEUX = gettext_lazy("La personne qui publie n'est ni celle qui a rédigé ni celle qui a proposé.")
COORDINATION = gettext_lazy("Seule la coordination le fait.")
EST = {
    Publication.BROUILLON: gettext_lazy("Cet engagement est en brouillon : proposez-le d'abord."),
    Publication.AUX_PARTIES: gettext_lazy("Cet engagement est déjà proposé aux parties, sans être publié."),
    Publication.PUBLIEE: gettext_lazy("Cet engagement est déjà publié."),
    Publication.ARCHIVEE: gettext_lazy("Cet engagement est archivé."),
}
"""What keeps a step from being taken, whoever asks: where the commitment stands."""
VERSION = re.compile(r"-v(\d+)\Z")


class CycleDeVie(Modele):
    """Mixin of `Engagement`. Each step saves, or raises `TransitionRefusee` with one French sentence."""

    # What it reads and writes of the commitment.
    objects: "models.Manager[Engagement]"
    plan: "Plan"
    code: str
    etat: str
    motif: str
    decision: str
    sans_decision: str
    publication: str
    auteur_id: int | None
    propose_par: "Utilisateur | None"
    propose_par_id: int | None
    propose_le: "datetime.datetime | None"
    publie_le: "datetime.datetime | None"
    publie_par: "Utilisateur | None"
    note_retour: str
    remplace: "Engagement | None"
    actions: "ManyRelatedManager[Action, Any]"
    contreparties: "ManyRelatedManager[Engagement, Any]"
    signatures: "RelatedManager[Signature]"

    @property
    def en_vigueur(self) -> bool:
        """Signed, not yet settled, not superseded."""
        return self.etat in EN_VIGUEUR and self.publication in OUVERTES

    # --- Who may ------------------------------------------------------------------------------------------
    def peut_proposer(self, personne) -> bool:
        return self.publication == Publication.BROUILLON and personne.a_role("coordination")

    def peut_reprendre(self, personne) -> bool:
        """Back to draft: only while nobody has signed."""
        return (
            self.publication in OUVERTES
            and self.etat == Etat.PROPOSE
            and personne.a_role("coordination")
            and not self.signatures.exists()
        )

    def peut_publier(self, personne) -> bool:
        """Read by someone else than who wrote and proposed it."""
        return (
            self.publication == Publication.AUX_PARTIES
            and personne.a_role("coordination")
            and personne.pk not in (self.auteur_id, self.propose_par_id)
        )

    def peut_depublier(self, personne) -> bool:
        return self.publication == Publication.PUBLIEE and personne.a_role("coordination")

    def peut_archiver(self, personne) -> bool:
        return self.publication == Publication.PUBLIEE and personne.a_role("coordination")

    def peut_constater(self, personne) -> bool:
        return self.etat == Etat.EN_COURS and self.en_vigueur and personne.a_role("coordination")

    def peut_rouvrir(self, personne) -> bool:
        return self.etat in ISSUES and self.publication in OUVERTES and personne.a_role("coordination")

    def peut_retirer(self, personne) -> bool:
        return self.retirable and personne.a_role("coordination")

    @property
    def retirable(self) -> bool:
        return self.etat in (Etat.PROPOSE, *EN_VIGUEUR) and self.publication in OUVERTES

    def peut_remplacer(self, personne) -> bool:
        """A signed text changes only by a new version that both sides sign in turn."""
        return self.en_vigueur and personne.a_role("coordination") and not self.remplacement_en_cours

    @property
    def remplacement_en_cours(self):
        """The version meant to supersede this one, or None."""
        return type(self).objects.filter(remplace=self.pk).first() if self.pk else None

    # --- Steps --------------------------------------------------------------------------------------------
    def verrouiller(self) -> None:
        """Holds the row until the transaction ends, and reads it again."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

    @transaction.atomic
    def proposer(self, par) -> None:
        self.verrouiller()
        self._exiger_depuis(Publication.BROUILLON)
        self._exiger(self.peut_proposer(par), str(COORDINATION))
        self.publication, self.propose_par, self.propose_le = Publication.AUX_PARTIES, par, timezone.now()
        self.note_retour = ""
        self._enregistrer("publication", "propose_par", "propose_le", "note_retour")

    @transaction.atomic
    def reprendre(self, par, note: str) -> None:
        self.verrouiller()
        self._exiger(self.publication != Publication.BROUILLON, _("Cet engagement est déjà en brouillon."))
        self._exiger_depuis(*OUVERTES)
        self._exiger(
            self.etat == Etat.PROPOSE and not self.signatures.exists(),
            _("Un texte déjà signé ne revient pas en brouillon : remplacez-le."),
        )
        self._exiger(self.peut_reprendre(par), str(COORDINATION))
        self._exiger(est_un_motif(note), _("Un retour en brouillon s'explique : écrivez une note."))
        self.publication, self.note_retour = Publication.BROUILLON, note.strip()
        self.propose_par = self.propose_le = None
        self._enregistrer("publication", "note_retour", "propose_par", "propose_le")

    @transaction.atomic
    def publier(self, par) -> None:
        self.verrouiller()
        self._exiger_depuis(Publication.AUX_PARTIES)
        self._exiger(par.pk not in (self.auteur_id, self.propose_par_id), str(QUATRE_YEUX))
        self._exiger(self.peut_publier(par), str(COORDINATION))
        self.mettre_en_ligne(par)

    def mettre_en_ligne(self, par: "Utilisateur | None") -> None:
        """Makes it public; where it is signed, the public version that it supersedes makes way for it.

        Args:
            par: who publishes; None for the owner's commands alone (`engagement_publie_par_quelqu_un`).
        """
        self.publication, self.publie_par = Publication.PUBLIEE, par
        self.publie_le = self.publie_le or timezone.now()
        self._enregistrer("publication", "publie_le", "publie_par")
        if self.etat != Etat.PROPOSE:
            self._succeder()

    @transaction.atomic
    def depublier(self, par, note: str) -> None:
        self.verrouiller()
        self._exiger_depuis(Publication.PUBLIEE)
        self._exiger(self.peut_depublier(par), str(COORDINATION))
        self._exiger(est_un_motif(note), _("Un retrait du site public s'explique : écrivez une note."))
        self.publication, self.note_retour = Publication.AUX_PARTIES, note.strip()
        self.publie_par = None
        self._enregistrer("publication", "note_retour", "publie_par")

    @transaction.atomic
    def archiver(self, par) -> None:
        self.verrouiller()
        self._exiger_depuis(Publication.PUBLIEE)
        self._exiger(self.peut_archiver(par), str(COORDINATION))
        self.publication = Publication.ARCHIVEE
        self._enregistrer("publication")

    @transaction.atomic
    def constater(self, par, etat: str, motif: str) -> None:
        """States that a commitment is kept in part, or not kept."""
        self.verrouiller()
        self._exiger(
            self.etat == Etat.EN_COURS and self.en_vigueur and etat in CONSTATS,
            _("Seul un engagement en cours se constate tenu en partie, ou non tenu."),
        )
        self._exiger(self.peut_constater(par), str(COORDINATION))
        self._passer(etat, motif)

    @transaction.atomic
    def rouvrir(self, par, motif: str) -> None:
        self.verrouiller()
        self._exiger(
            self.etat in ISSUES and self.publication in OUVERTES,
            _("Seul un engagement dont l'issue est constatée se rouvre."),
        )
        self._exiger(self.peut_rouvrir(par), str(COORDINATION))
        self._passer(Etat.EN_COURS, motif)

    @transaction.atomic
    def retirer(self, par, motif: str, *, decision: str = "", sans_decision: str = "") -> None:
        """Withdraws it.

        Args:
            decision: number of the committee's decision; by it, whoever writes the decision may withdraw.
            sans_decision: why a signed commitment is withdrawn without one (coordination only).
        """
        self.verrouiller()
        self._exiger(self.retirable, _("Seul un engagement proposé ou en vigueur se retire."))
        self._exiger(bool(decision) or self.peut_retirer(par), str(COORDINATION))
        self._exiger(
            self.etat not in EN_VIGUEUR or bool(decision or est_un_motif(sans_decision)),
            _("Un engagement signé se retire par une décision du comité; sinon, écrivez pourquoi."),
        )
        self._retirer(motif, decision=decision, sans_decision=sans_decision.strip())

    def _retirer(self, motif: str, *, decision: str = "", sans_decision: str = "") -> None:
        self.decision, self.sans_decision = decision, sans_decision
        self._passer(Etat.RETIRE, motif, "decision", "sans_decision")

    @transaction.atomic
    def remplacer(self, par):
        """A draft of the next version: same words, same links, ready to be changed. Returns it."""
        self.verrouiller()
        self._exiger(self.en_vigueur, _("Seul un engagement signé et en vigueur se remplace."))
        if suivante := self.remplacement_en_cours:
            texte = _("La version qui le remplace existe déjà : ouvrez %(code)s.")
            raise TransitionRefusee(texte % {"code": suivante.code})
        self._exiger(self.peut_remplacer(par), str(COORDINATION))
        nouveau = type(self).objects.create(
            remplace=cast("Engagement", self),
            auteur=par,
            code=self._code_suivant(),
            **{nom: getattr(self, nom) for nom in ("plan", *PROMIS, "titre_en", "provenance")},
        )
        nouveau.actions.set(self.actions.all())
        nouveau.contreparties.set(self.contreparties.all())
        return nouveau

    def _code_suivant(self) -> str:
        """« E-01-v2 » after « E-01 ». It names, and says nothing: `remplace` alone tells the versions."""
        trouve = VERSION.search(self.code)
        base, rang = (self.code[: trouve.start()], int(trouve[1])) if trouve else (self.code, 1)
        pris = set(type(self).objects.filter(plan=self.plan).values_list("code", flat=True))
        suite = (f"{base[: 28 - len(str(n))]}-v{n}" for n in count(rang + 1))
        return next(code for code in suite if code not in pris)

    # --- Consequences of what the parties do --------------------------------------------------------------
    def etre_signe(self) -> None:
        """Both sides have signed: it takes effect, and the version that it supersedes makes way for it."""
        self._passer(Etat.SIGNE)
        self._succeder()

    def _succeder(self) -> None:
        """Archives, or withdraws, the version that this one supersedes.

        What was public stays so until someone publishes this one: nothing is published by nobody.
        """
        ancien = self.remplace
        if ancien is None:
            return
        ancien.verrouiller()
        if ancien.publication == Publication.PUBLIEE:
            if self.publication == Publication.PUBLIEE:
                ancien.publication = Publication.ARCHIVEE
                ancien._enregistrer("publication")
        elif ancien.etat in EN_VIGUEUR and ancien.publication in OUVERTES:
            remplace = _("Remplacé par %(code)s.") % {"code": self.code}
            ancien._retirer(remplace, sans_decision=remplace)

    def entrer_en_cours(self) -> None:
        if self.etat == Etat.SIGNE:
            self._passer(Etat.EN_COURS)

    def tenir(self) -> None:
        self._passer(Etat.TENU)

    def _passer(self, etat: str, motif: str = "", *avec: str) -> None:
        if etat in (*CONSTATS, Etat.RETIRE) or self.etat in ISSUES:
            self._exiger(est_un_motif(motif), _("Écrivez le motif."))
        self.etat, self.motif = etat, motif.strip()
        with avec_motif(motif):
            self._enregistrer("etat", "motif", *avec)

    def _enregistrer(self, *champs: str) -> None:
        self.save(update_fields=champs)
        # The text, its fingerprint and the version are the database's.
        self.refresh_from_db(fields=["texte_fige", "empreinte", "version"])

    def _exiger_depuis(self, *etats: Publication) -> None:
        """Blames where the commitment stands before whoever asks."""
        ici = Publication(self.publication)
        self._exiger(ici in etats, str(EST[ici]))

    @staticmethod
    def _exiger(condition: bool, phrase: str) -> None:
        if not condition:
            raise TransitionRefusee(phrase)
