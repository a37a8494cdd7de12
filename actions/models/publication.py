"""From draft to public: who may take each step. The validator is never the one who submitted."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models.etats import Publication
from partenariat.donnees.motifs import est_un_motif

if TYPE_CHECKING:
    import datetime

    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object


class TransitionRefusee(ValidationError):
    """This step is not open: wrong state, or wrong person. Carries one French sentence."""


class EtapesDePublication(Modele):
    """Mixin of `Action`: the publication steps. Each saves, or raises `TransitionRefusee`."""

    # What it reads and writes of the action.
    objects: Any
    publication: str
    auteur_id: int | None
    soumise_par: "Utilisateur | None"
    soumise_par_id: int | None
    soumise_le: "datetime.datetime | None"
    validee_par: "Utilisateur | None"
    publiee_le: "datetime.datetime | None"
    note_retour: str

    def peut_soumettre(self, personne) -> bool:
        return self.publication == Publication.BROUILLON and self._modifiable_par(personne)

    def peut_valider(self, personne) -> bool:
        return (
            self.publication == Publication.A_VALIDER
            and personne.a_role("coordination")
            and personne.pk not in self._auteurs
        )

    def peut_renvoyer(self, personne) -> bool:
        return self.publication == Publication.A_VALIDER and (
            personne.a_role("coordination") or personne.pk == self.soumise_par_id
        )

    def peut_archiver(self, personne) -> bool:
        return self.publication == Publication.PUBLIEE and personne.a_role("coordination")

    def peut_retirer(self, personne) -> bool:
        """Whether this person may take a public action back to draft."""
        return self.publication in (Publication.PUBLIEE, Publication.ARCHIVEE) and personne.a_role(
            "coordination"
        )

    def soumettre(self, par) -> None:
        self._exiger(self.peut_soumettre(par), _("Seul un brouillon de votre unité peut être soumis."))
        self.publication, self.soumise_par, self.soumise_le = Publication.A_VALIDER, par, timezone.now()
        self.validee_par, self.note_retour = None, ""
        self._enregistrer_etape()

    def valider(self, par) -> None:
        if self.publication == Publication.A_VALIDER and par.pk in self._auteurs:
            raise TransitionRefusee(_("La personne qui valide n'est ni celle qui écrit ni celle qui soumet."))
        self._exiger(
            self.peut_valider(par),
            _("Seule la coordination peut publier, et seulement une action à valider."),
        )
        self.publication, self.validee_par = Publication.PUBLIEE, par
        self.publiee_le = self.publiee_le or timezone.now()
        self._enregistrer_etape()

    def renvoyer(self, par, note: str) -> None:
        self._exiger(
            self.peut_renvoyer(par), _("Seule une action à valider peut être renvoyée en brouillon.")
        )
        self._retour_en_brouillon(note)

    def retirer(self, par, note: str) -> None:
        self._exiger(self.peut_retirer(par), _("Seule la coordination peut retirer une action publiée."))
        self._retour_en_brouillon(note)

    def archiver(self, par) -> None:
        self._exiger(self.peut_archiver(par), _("Seule la coordination peut archiver une action publiée."))
        self.publication = Publication.ARCHIVEE
        self._enregistrer_etape()

    def _retour_en_brouillon(self, note: str) -> None:
        self._exiger(est_un_motif(note), _("Un retour en brouillon s'explique : écrivez une note."))
        self.publication, self.note_retour = Publication.BROUILLON, note.strip()
        self.soumise_par = self.soumise_le = self.validee_par = None
        self._enregistrer_etape()

    @property
    def _auteurs(self) -> tuple[int | None, int | None]:
        return (self.auteur_id, self.soumise_par_id)

    def _modifiable_par(self, personne) -> bool:
        return type(self).objects.modifiables_par(personne).filter(pk=self.pk).exists()

    def _enregistrer_etape(self) -> None:
        self.save(
            update_fields=[
                "publication",
                "soumise_par",
                "soumise_le",
                "validee_par",
                "publiee_le",
                "note_retour",
            ]
        )

    @staticmethod
    def _exiger(condition: bool, phrase: str) -> None:
        if not condition:
            raise TransitionRefusee(phrase)
