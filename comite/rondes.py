"""Answering a round: one answer an action or a commitment, which is an update or a declaration."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.models import Nouvelle, Plan
from actions.models.etats import VISIBLES_DU_PUBLIC, Visibilite
from actions.models.publication import TransitionRefusee
from comite.models import Demande, Ronde
from engagements.models import Acteur
from engagements.models.etats import Genre
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.presentation.formats import proportion

GENRES = (Genre.AVANCE, Genre.RIEN_A_SIGNALER, Genre.IMPOSSIBLE_A_EVALUER)
"""What may be answered. That a commitment is kept is declared in its own page."""


def demandes_de(organisation: Organisation):
    """The questions of the open rounds to this body, those that wait first."""
    return (
        Demande.objects.filter(organisation=organisation, ronde__in=Ronde.objects.ouvertes())
        .avec_reponse()
        .select_related("ronde__seance", "ronde__plan", "action__plan", "engagement__plan", "organisation")
        .order_by("repondue", "ronde__ferme_le", "id")
    )


def en_attente(organisation: Organisation) -> int:
    """How many of them wait for an answer."""
    return demandes_de(organisation).filter(repondue=False).count()


@transaction.atomic
def repondre(demande: Demande, acteur: Acteur, situation: str, texte: str) -> None:
    """Writes the answer: a public update of the action, or a declaration on the commitment.

    Raises:
        TransitionRefusee: closed round, another body's question, already answered, or nothing said.
    """
    if acteur.organisation.pk != demande.organisation_id:
        raise TransitionRefusee(_("Cette demande s'adresse à une autre organisation."))
    if not demande.ronde.ouverte:
        raise TransitionRefusee(
            _("La ronde est fermée : vous pouvez encore donner des nouvelles, hors de la ronde.")
        )
    # Locked first, read after: a reading made while waiting would not see the other answer.
    Demande.objects.select_for_update().get(pk=demande.pk)
    if Demande.objects.avec_reponse().get(pk=demande.pk).repondue:
        raise TransitionRefusee(_("Cette demande a déjà sa réponse."))
    if demande.action is not None and demande.action.responsable_id != acteur.organisation.pk:
        raise TransitionRefusee(_("Votre organisation ne répond plus de cette action."))
    if situation not in GENRES:
        raise TransitionRefusee(_("Choisissez l'une des réponses."))
    texte = texte.strip()
    if situation != Genre.RIEN_A_SIGNALER and not texte:
        raise TransitionRefusee(_("Dites en quelques mots où on en est."))
    demande.repondue_le = timezone.now()
    demande.save(update_fields=["repondue_le"])
    if demande.engagement is not None:
        demande.engagement.declarer(acteur, situation, texte)
        return
    # It stays: in French, whoever writes it.
    with translation.override("fr-ca"):
        if situation == Genre.RIEN_A_SIGNALER and not texte:
            texte = _("Rien à signaler.")
        elif situation == Genre.IMPOSSIBLE_A_EVALUER:
            texte = _("Impossible à évaluer : %(texte)s") % {"texte": texte}
    public = demande.action.publication in VISIBLES_DU_PUBLIC
    Nouvelle.objects.create(
        action=demande.action,
        date=jour(),
        texte=texte,
        visibilite=Visibilite.PUBLIQUE if public else Visibilite.INTERNE,
        auteur=acteur.utilisateur,
    )


@dataclass(frozen=True)
class Taux:
    """What a body was asked in a round, and answered."""

    organisation: str
    slug: str
    demandes: int
    reponses: int

    @property
    def pourcentage(self) -> int | None:
        return proportion(self.reponses, self.demandes)


@dataclass(frozen=True)
class RondeLue:
    ronde: Ronde
    taux: list[Taux]

    @property
    def demandes(self) -> int:
        return sum(t.demandes for t in self.taux)

    @property
    def reponses(self) -> int:
        return sum(t.reponses for t in self.taux)

    @property
    def pourcentage(self) -> int | None:
        return proportion(self.reponses, self.demandes)


def rondes_publiques(plan: Plan) -> list[RondeLue]:
    """Every round whose questions were sent, with its rates by body. Two queries."""
    demandes = Demande.objects.publiques().avec_reponse().select_related("organisation")
    lancees = (
        Ronde.objects.lancees()
        .filter(plan=plan)
        .select_related("seance__plan")
        .prefetch_related(Prefetch("demandes", demandes.order_by("organisation__cle_tri", "id")))
    )
    return [RondeLue(ronde, _taux(ronde.demandes.all())) for ronde in lancees]


def _taux(demandes) -> list[Taux]:
    par_organisation: dict[int, list] = {}
    for demande in demandes:
        par_organisation.setdefault(demande.organisation_id, []).append(demande)
    return [
        Taux(
            siennes[0].organisation.nom_court,
            siennes[0].organisation.slug,
            len(siennes),
            sum(d.repondue for d in siennes),
        )
        for siennes in par_organisation.values()
    ]


def taux_de(organisation: Organisation, plan: Plan) -> Taux | None:
    """What this body answered over all the rounds of the plan; None where it was never asked. One query."""
    siennes = list(
        Demande.objects.publiques()
        .filter(organisation=organisation, ronde__plan=plan, ronde__ouverte_le__isnull=False)
        .avec_reponse()
        .select_related("organisation")
    )
    return _taux(siennes)[0] if siennes else None
