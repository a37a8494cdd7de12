"""From draft to public: who may take each step. The validator is never the one who submitted."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models.etats import Publication
from partenariat.donnees.motifs import est_un_motif

if TYPE_CHECKING:
    import datetime

    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object


EST = {
    Publication.BROUILLON: gettext_lazy("Cette action est en brouillon : soumettez-la d'abord."),
    Publication.A_VALIDER: gettext_lazy("Cette action attend d'être validée, et n'est pas publiée."),
    Publication.PUBLIEE: gettext_lazy("Cette action est publiée : retirez-la d'abord du site."),
    Publication.ARCHIVEE: gettext_lazy("Cette action est archivée : retirez-la d'abord du site."),
}
DEJA = {
    Publication.BROUILLON: gettext_lazy("Cette action est déjà en brouillon."),
    Publication.A_VALIDER: gettext_lazy("Cette action est déjà soumise à la validation."),
    Publication.PUBLIEE: gettext_lazy("Cette action est déjà publiée."),
    Publication.ARCHIVEE: gettext_lazy("Cette action est déjà archivée."),
}
"""What keeps a step from being taken, whoever asks: where the action stands, or that it is there already."""


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
        self._exiger_depuis(Publication.BROUILLON, vers=Publication.A_VALIDER)
        self._exiger(self.peut_soumettre(par), _("Seul un brouillon de votre unité peut être soumis."))
        self.publication, self.soumise_par, self.soumise_le = Publication.A_VALIDER, par, timezone.now()
        self.validee_par, self.note_retour = None, ""
        self._enregistrer_etape()

    def valider(self, par) -> None:
        self._exiger_depuis(Publication.A_VALIDER, vers=Publication.PUBLIEE)
        self._exiger(
            par.pk not in self._auteurs,
            _("La personne qui valide n'est ni celle qui écrit ni celle qui soumet : demandez à une autre."),
        )
        self._exiger(self.peut_valider(par), _("Seule la coordination peut publier une action."))
        self.publication, self.validee_par = Publication.PUBLIEE, par
        self.publiee_le = self.publiee_le or timezone.now()
        self._enregistrer_etape()

    def renvoyer(self, par, note: str) -> None:
        self._exiger_depuis(Publication.A_VALIDER, vers=Publication.BROUILLON)
        self._exiger(
            self.peut_renvoyer(par),
            _("Seule la coordination, ou la personne qui a soumis l'action, la renvoie en brouillon."),
        )
        self._retour_en_brouillon(note)

    def retirer(self, par, note: str) -> None:
        self._exiger_depuis(Publication.PUBLIEE, Publication.ARCHIVEE, vers=Publication.BROUILLON)
        self._exiger(self.peut_retirer(par), _("Seule la coordination peut retirer une action publiée."))
        self._retour_en_brouillon(note)

    def archiver(self, par) -> None:
        self._exiger_depuis(Publication.PUBLIEE, vers=Publication.ARCHIVEE)
        self._exiger(self.peut_archiver(par), _("Seule la coordination peut archiver une action publiée."))
        self.publication = Publication.ARCHIVEE
        self._enregistrer_etape()

    def _exiger_depuis(self, *etats: Publication, vers: Publication) -> None:
        """Blames where the action stands before whoever asks."""
        ici = Publication(self.publication)
        self._exiger(ici in etats, str((DEJA if ici == vers else EST)[ici]))

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
