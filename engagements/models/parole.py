"""What the parties do with a commitment: sign or decline, declare, file evidence. Each act says for whom."""

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagements.models.etapes import CycleDeVie
from engagements.models.etats import OUVERTES, SANS_PREUVE_ATTENDUE, Etat, Genre
from engagements.models.mains import DEUX_COTES, LIEN_FERME
from partenariat.cycles.cycle import exiger
from partenariat.cycles.pas import TransitionRefusee
from partenariat.donnees.adresses import memes
from partenariat.donnees.depots import Depot
from partenariat.donnees.motifs import est_un_motif
from partenariat.retraits.registre import est_retire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models.fields.related_descriptors import RelatedManager

    from engagements.models.declaration import Declaration
    from engagements.models.engagement import Engagement
    from engagements.models.geste import Acteur, Geste
    from engagements.models.preuve import Preuve
    from engagements.models.signature import Refus


DEJA_AU_DOSSIER = gettext_noop(
    "Ce fichier ou cette adresse est déjà au dossier de cet engagement : la même preuve ne compte pas "
    "deux fois."
)


class Parole(CycleDeVie):
    """Mixin of `Engagement`. Each act writes its row, or raises `TransitionRefusee`."""

    # What it reads of the commitment, beside the steps.
    partie_id: int
    envers_id: int
    empreinte: str
    texte_fige: str
    a_verifier: bool
    conteste: bool
    declarations: "RelatedManager[Declaration]"
    preuves: "RelatedManager[Preuve]"
    refus: "RelatedManager[Refus]"

    # --- Who may ------------------------------------------------------------------------------------------
    @property
    def signataires(self) -> tuple[int, int]:
        """Ids of the two bodies that sign."""
        return (self.partie_id, self.envers_id)

    @property
    def texte_retire(self) -> bool:
        """The text is withdrawn: nobody signs it any more, and its fingerprint would let a short one be
        guessed."""
        return est_retire(self.texte_fige)

    @property
    def ouvert(self) -> bool:
        return self.publication in OUVERTES

    @property
    def admet_des_preuves(self) -> bool:
        """Until it is withdrawn or superseded."""
        return self.ouvert and self.etat not in SANS_PREUVE_ATTENDUE

    def libre(self, acteur: "Acteur", gestes: "Iterable[Geste] | None" = None) -> bool:
        """Whether the door of this actor is open, and no hand of theirs acted for the other side.

        Args:
            gestes: what was done with this commitment; all of it, unless given.
        """
        return self._parle(acteur) and not self._des_deux_cotes(acteur, gestes)

    @staticmethod
    def _parle(acteur: "Acteur") -> bool:
        return acteur.lien is None or acteur.lien.valide

    def _des_deux_cotes(self, acteur: "Acteur", gestes: "Iterable[Geste] | None" = None) -> bool:
        """The rule of the trigger `mains`, told before anyone types anything."""
        mains, de_la_partie = acteur.mains, acteur.repond_de(self.partie_id)
        return bool(mains) and any(
            not mains.isdisjoint(geste.mains) and (geste.organisation_id == self.partie_id) != de_la_partie
            for geste in (self._gestes() if gestes is None else gestes)
        )

    def _gestes(self) -> "Iterator[Geste]":
        """What both sides did, but for the replies: they are those of whoever declared."""
        declarations, preuves = self.declarations.all(), self.preuves.all()
        yield from (*self.signatures.all(), *self.refus.all(), *declarations, *preuves)
        for declaration in declarations:
            yield from declaration.verifications.all()
        for preuve in preuves:
            yield from preuve.verifications.all()

    def exiger_libre(self, acteur: "Acteur") -> None:
        """Raises `TransitionRefusee` where the actor is not free to act here, and says why."""
        exiger(self._parle(acteur), _(LIEN_FERME))
        exiger(not self._des_deux_cotes(acteur), _(DEUX_COTES))

    def peut_signer(self, acteur) -> bool:
        """A party that has not signed; by nobody who had a hand in what the other one answered.

        The very body that the text names: a successor is proposed another text.
        """
        propose = self.ouvert and self.etat == Etat.PROPOSE and not self.texte_retire
        if not (propose and acteur.organisation.pk in self.signataires):
            return False
        if acteur.organisation.pk != self.partie_id and (
            acteur.repond_de(self.partie_id) or acteur.a_rejoint(self.partie_id)
        ):
            return False
        signees = {s.organisation_id for s in self.signatures.all()}
        gestes = [*self.signatures.all(), *self.refus.all()]
        return acteur.organisation.pk not in signees and self.libre(acteur, gestes)

    peut_refuser = peut_signer

    def _trace_de_la_partie(self, acteur: "Acteur") -> dict[str, Any]:
        """What an act of the party keeps of whoever acts: the body that signed, whichever succeeded it."""
        return acteur.au_titre_de(self.partie_id).trace

    def peut_declarer(self, acteur) -> bool:
        return self.en_vigueur and acteur.repond_de(self.partie_id) and self.libre(acteur)

    def peut_deposer(self, acteur) -> bool:
        """Evidence comes from the committed party."""
        return self.admet_des_preuves and acteur.repond_de(self.partie_id) and self.libre(acteur)

    def verifiable_par(self, acteur, chose: "Declaration | Preuve") -> bool:
        """Whoever it was promised to, directly or as the other side of a counterpart, once; neither the
        party, nor whoever said it, nor a person with a hand on their side."""
        return (
            self.ouvert
            and not any(acteur.repond_de(corps) for corps in (self.partie_id, chose.organisation_id))
            and not acteur.a_rejoint(self.partie_id)
            and next(self._verificateurs(acteur), None) is not None
            and not any(acteur.repond_de(v.organisation_id) for v in chose.verifications.all())
            and self.libre(acteur)
        )

    def _verificateurs(self, acteur: "Acteur") -> "Iterator[int]":
        """Keys of the bodies to which it matters, among those that this actor answers for; counterparts are
        read where it is promised to another."""
        if acteur.repond_de(self.envers_id):
            yield self.envers_id
        yield from (c.partie_id for c in self.contreparties.all() if acteur.repond_de(c.partie_id))

    def verificateur(self, acteur: "Acteur") -> "Acteur":
        """The actor as it verifies (`verifiable_par`): for the body to which it matters, its own first."""
        siens = sorted(self._verificateurs(acteur), key=lambda corps: corps != acteur.organisation.pk)
        return acteur.au_titre_de(siens[0])

    @property
    def parole(self) -> "Declaration | None":
        """The declaration that counts: the last that says something, else the last (`sommes.parole`)."""
        return max(
            self.declarations.all(),
            key=lambda dite: (dite.genre != Genre.RIEN_A_SIGNALER, dite.le, dite.pk),
            default=None,
        )

    def attend_verification_de(self, acteur) -> bool:
        """What it says now waits for a word that this actor may give."""
        parole = self.parole
        return self.a_verifier and parole is not None and parole.peut_verifier(acteur)

    # --- Acts ---------------------------------------------------------------------------------------------
    @transaction.atomic
    def signer(self, acteur, *, fonction: str, empreinte: str, nom: str = "", **quand):
        """Signs the text whose fingerprint is `empreinte`: the one that the person read.

        Raises:
            TransitionRefusee: not a party, already signed, or another text than the one read.
        """
        self.verrouiller()
        self.exiger_libre(acteur)
        exiger(self.peut_signer(acteur), _("Cet engagement n'attend pas de signature de votre part."))
        exiger(
            empreinte == self.empreinte, _("Le texte a changé depuis que vous l'avez ouvert : relisez-le.")
        )
        signature = self.signatures.create(
            nom=nom.strip(), fonction=fonction.strip(), empreinte=empreinte, **acteur.trace, **quand
        )
        if {s.organisation_id for s in self.signatures.all()} >= set(self.signataires):
            self.etre_signe()
        return signature

    @transaction.atomic
    def refuser(self, acteur, *, motif: str, empreinte: str, **quand):
        """Declines to sign, and says what would have to change."""
        self.verrouiller()
        self.exiger_libre(acteur)
        exiger(self.peut_refuser(acteur), _("Cet engagement n'attend pas de signature de votre part."))
        exiger(
            empreinte == self.empreinte, _("Le texte a changé depuis que vous l'avez ouvert : relisez-le.")
        )
        exiger(est_un_motif(motif), _("Dites ce qui devrait changer."))
        return self.refus.create(motif=motif.strip(), empreinte=empreinte, **acteur.trace, **quand)

    @transaction.atomic
    def declarer(self, acteur, genre: str, texte: str = "", **quand):
        """Says where the commitment stands; the first news of a signed one sets it under way."""
        self.verrouiller()
        self.exiger_libre(acteur)
        exiger(
            self.peut_declarer(acteur), _("Seule la partie engagée déclare, sur un engagement en vigueur.")
        )
        declaration = self.declarations.create(
            genre=genre, texte=texte.strip(), **self._trace_de_la_partie(acteur), **quand
        )
        if genre != Genre.RIEN_A_SIGNALER:
            self.entrer_en_cours()
        return declaration

    def deja_au_dossier(self, source: Depot | str, corrige: "Preuve | None" = None) -> bool:
        """Whether this very file, or address, is evidence here already, but for what it corrects."""
        preuves = {preuve.pk: preuve for preuve in self.preuves.all()}
        while corrige is not None:
            preuves.pop(corrige.pk, None)
            corrige = preuves.get(corrige.corrige_id or 0)
        if not isinstance(source, str):
            return any(source.empreinte == preuve.empreinte for preuve in preuves.values())
        return any(memes(source, preuve.adresse) for preuve in preuves.values())

    @transaction.atomic
    def deposer(
        self, acteur, *, type_: str, titre: str, source: Depot | str, declaration=None, corrige=None, **reste
    ):
        """Files a piece of evidence.

        Args:
            source: an examined file, or an address.
            corrige: the piece of the same body that this one corrects; both stay.
            reste: `date` of the document, `le` of the filing.

        Raises:
            OSError: the file could not be written (full disk); nothing else is lost.
        """
        self.verrouiller()
        self.exiger_libre(acteur)
        exiger(
            self.peut_deposer(acteur),
            _("Seule la partie engagée dépose une preuve : demandez-la-lui, faites-la déposer."),
        )
        if corrige is not None and (
            corrige.organisation_id != self.partie_id or hasattr(corrige, "corrigee_par")
        ):
            raise TransitionRefusee(
                _("Cette preuve ne se corrige pas, ou l'est déjà : déposez-en une autre.")
            )
        exiger(not self.deja_au_dossier(source, corrige), _(DEJA_AU_DOSSIER))
        preuve = self.preuves.model(
            engagement=cast("Engagement", self),
            type=type_,
            titre=titre.strip(),
            declaration=declaration,
            corrige=corrige,
            **self._trace_de_la_partie(acteur),
            **reste,
        )
        preuve.recevoir(source)
        preuve.save()
        return preuve
