"""From draft to public: the table of the steps. The validator is never the one who submitted."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actions.models.etats import Publication
from partenariat.cycles.cycle import AvecCycle, Cycle
from partenariat.cycles.pas import MAINTENANT, NOTE, PAR, Exigence, Lot, Pas, Qui, par_la_coordination

if TYPE_CHECKING:
    import datetime

    from partenariat.models import Utilisateur

    Modele = models.Model
else:
    Modele = object

BROUILLON, A_VALIDER = Publication.BROUILLON, Publication.A_VALIDER
PUBLIEE, ARCHIVEE = Publication.PUBLIEE, Publication.ARCHIVEE

EST = {
    BROUILLON: _("Cette action est en brouillon : soumettez-la d'abord."),
    A_VALIDER: _("Cette action attend d'être validée, et n'est pas publiée."),
    PUBLIEE: _("Cette action est publiée : retirez-la d'abord du site."),
    ARCHIVEE: _("Cette action est archivée : retirez-la d'abord du site."),
}
DEJA = {
    BROUILLON: _("Cette action est déjà en brouillon."),
    A_VALIDER: _("Cette action est déjà soumise à la validation."),
    PUBLIEE: _("Cette action est déjà publiée."),
    ARCHIVEE: _("Cette action est déjà archivée."),
}


SANS_NOTE = _("Un retour en brouillon s'explique : écrivez une note.")
RETOUR = {"note_retour": NOTE, "soumise_par": None, "soumise_le": None, "validee_par": None}

CYCLE = Cycle(
    _("la publication d'une action"),
    Pas(
        nom="soumettre",
        de={"publication": (BROUILLON,)},
        vers={"publication": A_VALIDER},
        qui=Qui(
            _("l'unité responsable, ou la coordination"),
            _("Seul un brouillon de votre unité peut être soumis."),
            ("redaction", "coordination"),
            lambda geste: geste.objet.modifiable_par(geste.par),
        ),
        ecrit={"soumise_par": PAR, "soumise_le": MAINTENANT, "validee_par": None, "note_retour": ""},
        bouton=_("Enregistrer et soumettre à la validation"),
        fait=_("L'action est soumise à la validation."),
        lot=Lot(
            "soumettre_en_lot",
            _("Soumettre les actions choisies à la validation"),
            lambda n: ngettext("%(n)d action soumise.", "%(n)d actions soumises.", n) % {"n": n},
        ),
    ),
    Pas(
        nom="valider",
        de={"publication": (A_VALIDER,)},
        vers={"publication": PUBLIEE},
        qui=par_la_coordination(_("Seule la coordination peut publier une action.")),
        si=(
            Exigence(
                _(
                    "La personne qui valide n'est ni celle qui écrit ni celle qui soumet : demandez à une "
                    "autre."
                ),
                lambda geste: geste.par.pk not in (geste.objet.auteur_id, geste.objet.soumise_par_id),
            ),
        ),
        ecrit={
            "validee_par": PAR,
            "publiee_le": lambda geste: geste.objet.publiee_le or MAINTENANT(geste),
        },
        bouton=_("Enregistrer et publier"),
        fait=_("L'action est publiée."),
        lot=Lot(
            "publier_en_lot",
            _("Publier les actions choisies"),
            lambda n: ngettext("%(n)d action publiée.", "%(n)d actions publiées.", n) % {"n": n},
            permission="valider",
        ),
    ),
    Pas(
        nom="renvoyer",
        de={"publication": (A_VALIDER,)},
        vers={"publication": BROUILLON},
        qui=Qui(
            _("la coordination, ou qui l'a soumise"),
            _("Seule la coordination, ou la personne qui a soumis l'action, la renvoie en brouillon."),
            ("coordination",),
            lambda geste: geste.par.a_role("coordination") or geste.par.pk == geste.objet.soumise_par_id,
        ),
        bouton=_("Enregistrer et renvoyer en brouillon"),
        fait=_("L'action est renvoyée en brouillon."),
        note=SANS_NOTE,
        ecrit=RETOUR,
    ),
    Pas(
        nom="retirer",
        de={"publication": (PUBLIEE, ARCHIVEE)},
        vers={"publication": BROUILLON},
        qui=par_la_coordination(_("Seule la coordination peut retirer une action publiée.")),
        bouton=_("Enregistrer et retirer du site"),
        fait=_("L'action est retirée du site."),
        note=SANS_NOTE,
        ecrit=RETOUR,
    ),
    Pas(
        nom="archiver",
        de={"publication": (PUBLIEE,)},
        vers={"publication": ARCHIVEE},
        qui=par_la_coordination(_("Seule la coordination peut archiver une action publiée.")),
        bouton=_("Enregistrer et archiver"),
        fait=_("L'action est archivée."),
        lot=Lot(
            "archiver_en_lot",
            _("Archiver les actions choisies"),
            lambda n: ngettext("%(n)d action archivée.", "%(n)d actions archivées.", n) % {"n": n},
            permission="valider",
        ),
    ),
    module=__name__,
    etats={"publication": EST},
    deja={"publication": DEJA},
)


class EtapesDePublication(AvecCycle, Modele):
    """Mixin of `Action`: the publication steps. Each saves, or raises `TransitionRefusee`."""

    CYCLE = CYCLE

    # What they read and write of the action.
    objects: Any
    publication: str
    auteur_id: int | None
    soumise_par: "Utilisateur | None"
    soumise_par_id: int | None
    soumise_le: "datetime.datetime | None"
    validee_par: "Utilisateur | None"
    publiee_le: "datetime.datetime | None"
    note_retour: str

    def soumettre(self, par) -> None:
        self.faire("soumettre", par)

    def valider(self, par) -> None:
        self.faire("valider", par)

    def renvoyer(self, par, note: str) -> None:
        self.faire("renvoyer", par, note)

    def retirer(self, par, note: str) -> None:
        self.faire("retirer", par, note)

    def archiver(self, par) -> None:
        self.faire("archiver", par)

    # Whether each is open to a person, as callers ask it.
    def peut_soumettre(self, personne) -> bool:
        return self.peut("soumettre", personne)

    def peut_valider(self, personne) -> bool:
        return self.peut("valider", personne)

    def peut_renvoyer(self, personne) -> bool:
        return self.peut("renvoyer", personne)

    def peut_retirer(self, personne) -> bool:
        return self.peut("retirer", personne)

    def peut_archiver(self, personne) -> bool:
        return self.peut("archiver", personne)

    def modifiable_par(self, personne) -> bool:
        """Whether this person may change it: it is of their unit, or they coordinate."""
        return type(self).objects.modifiables_par(personne).filter(pk=self.pk).exists()
