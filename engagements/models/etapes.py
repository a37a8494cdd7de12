"""What the coordination does with a commitment: propose, publish, state an outcome, withdraw, supersede."""

import re
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.utils.translation import gettext as _

from engagements.models.cycle import CYCLE
from engagements.models.etats import CONSTATS, EN_VIGUEUR, OUVERTES, Etat, Publication
from engagements.models.texte import PROMIS
from partenariat.cycles.cycle import AvecCycle, exiger
from partenariat.cycles.pas import Geste

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

VERSION = re.compile(r"-v(\d+)\Z")


class CycleDeVie(AvecCycle, Modele):
    """Mixin of `Engagement`. Each step saves, or raises `TransitionRefusee` with one French sentence."""

    CYCLE = CYCLE

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

    @property
    def retirable(self) -> bool:
        return all(getattr(self, champ) in etats for champ, etats in CYCLE["retirer"].de.items())

    def peut_retirer(self, personne) -> bool:
        return self.peut("retirer", personne)

    @property
    def remplacement_en_cours(self):
        """The version meant to supersede this one, or None."""
        return type(self).objects.filter(remplace=self.pk).first() if self.pk else None

    # --- Steps --------------------------------------------------------------------------------------------
    def proposer(self, par) -> None:
        self.faire("proposer", par)

    def reprendre(self, par, note: str) -> None:
        self.faire("reprendre", par, note)

    def publier(self, par) -> None:
        self.faire("publier", par)

    def mettre_en_ligne(self, par: "Utilisateur | None") -> None:
        """Makes it public, whatever its table asks.

        Args:
            par: who publishes; None for the owner's commands alone (`engagement_publie_par_quelqu_un`).
        """
        self.CYCLE.ecrire(self.CYCLE["publier"], Geste(self, par))
        self.faire_place()

    def depublier(self, par, note: str) -> None:
        self.faire("depublier", par, note)

    def archiver(self, par) -> None:
        self.faire("archiver", par)

    def constater(self, par, etat: str, motif: str) -> None:
        """States that a commitment is kept in part (`tenu_en_partie`), or not kept (`non_tenu`)."""
        exiger(etat in CONSTATS, CYCLE["constater_non_tenu"].sinon["etat"])
        self.faire("constater_en_partie" if etat == Etat.TENU_EN_PARTIE else "constater_non_tenu", par, motif)

    def rouvrir(self, par, motif: str) -> None:
        self.faire("rouvrir", par, motif)

    def retirer(self, par, motif: str, *, decision: str = "", sans_decision: str = "") -> None:
        """Withdraws it.

        Args:
            decision: number of the committee's decision; by it, whoever writes the decision may withdraw.
            sans_decision: why a signed commitment is withdrawn without one (coordination only).
        """
        self.faire("retirer", par, motif, decision=decision, sans_decision=sans_decision)

    def remplacer(self, par) -> "Engagement":
        """A draft of the next version: same words, same links, ready to be changed. Returns it."""
        nouveau: Engagement = self.faire("remplacer", par)
        return nouveau

    def version_suivante(self, par) -> "Engagement":
        """What `remplacer` makes."""
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
        self._suivre("signer")
        self._succeder()

    def entrer_en_cours(self) -> None:
        if self.etat == Etat.SIGNE:
            self._suivre("entrer_en_cours")

    def tenir(self) -> None:
        self._suivre("tenir")

    def faire_place(self) -> None:
        """Public and signed, it makes the public version that it supersedes give way."""
        if self.etat != Etat.PROPOSE:
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
                ancien._suivre("archiver")
        elif ancien.retirable and ancien.etat in EN_VIGUEUR:
            remplace = _("Remplacé par %(code)s.") % {"code": self.code}
            ancien._suivre("retirer", remplace, sans_decision=remplace)

    def _suivre(self, nom: str, note: str = "", **dits: str) -> None:
        """Takes a step that follows from another act: asks nothing, the guards do."""
        self.CYCLE.ecrire(self.CYCLE[nom], Geste(self, None, note, dits))
