"""Answering a round: one answer an action or a commitment, which is an update or a declaration."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.models import Action, Nouvelle
from actions.models.etats import VISIBLES_DU_PUBLIC, Visibilite
from comite.models import Demande, Ronde
from engagements.models import Acteur
from engagements.models.etats import Genre
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.temps import jour
from partenariat.models import RepondPour

GENRES = (Genre.AVANCE, Genre.RIEN_A_SIGNALER, Genre.IMPOSSIBLE_A_EVALUER)
"""What may be answered. That a commitment is kept is declared in its own page."""


def demandes_de(acteur: Acteur):
    """The questions of the open rounds to the bodies of this desk, those that wait first.

    Those on a commitment are its party's alone: nobody declares for whom they replace.
    """
    siennes = Q(organisation__in=RepondPour(acteur.organisation.pk))
    return (
        Demande.objects.filter(siennes | Q(action__isnull=False, organisation__in=acteur.bureau))
        .filter(ronde__in=Ronde.objects.ouvertes())
        .avec_reponse()
        .select_related("ronde__seance", "ronde__plan", "action__plan", "engagement__plan", "organisation")
        .order_by(F("repondue"), "ronde__ferme_le", "id")
    )


def en_attente(acteur: Acteur):
    """Those of them that wait for an answer."""
    return demandes_de(acteur).filter(Q(repondue=False))


@transaction.atomic
def repondre(demande: Demande, acteur: Acteur, situation: str, texte: str) -> None:
    """Writes the answer: a public update of the action, or a declaration on the commitment.

    Raises:
        TransitionRefusee: closed round, another body's question, already answered, or nothing said.
    """
    _exiger_ouverte(demande, acteur)
    if situation not in GENRES:
        raise TransitionRefusee(_("Choisissez l'une des réponses."))
    texte = texte.strip()
    if situation != Genre.RIEN_A_SIGNALER and not texte:
        raise TransitionRefusee(_("Dites en quelques mots où on en est."))
    demande.repondue_le = timezone.now()
    demande.save(update_fields=["repondue_le"])
    if demande.engagement is not None:
        demande.engagement.declarer(acteur, situation, texte)
    elif demande.action is not None:
        _donner_la_nouvelle(demande.action, acteur, situation, texte)


def _exiger_ouverte(demande: Demande, acteur: Acteur) -> None:
    """Holds the question until the transaction ends; refuses where it is not this body's to answer."""
    tenue = acteur.repond_de if demande.action is None else acteur.tient
    if not tenue(demande.organisation_id):
        raise TransitionRefusee(_("Cette demande s'adresse à une autre organisation."))
    if not demande.ronde.ouverte:
        raise TransitionRefusee(
            _("La ronde est fermée : vous pouvez encore donner des nouvelles, hors de la ronde.")
        )
    # Locked first, read after: a reading made while waiting would not see the other answer.
    Demande.objects.select_for_update().get(pk=demande.pk)
    if Demande.objects.avec_reponse().get(pk=demande.pk).repondue:
        raise TransitionRefusee(_("Cette demande a déjà sa réponse : relisez-la dans votre espace."))
    if demande.action is not None and not acteur.tient(demande.action.responsable_id):
        raise TransitionRefusee(
            _("Votre organisation ne répond plus de cette action : écrivez à la coordination.")
        )


def _donner_la_nouvelle(action: Action, acteur: Acteur, situation: str, texte: str) -> None:
    # It stays: in French, whoever writes it.
    with translation.override("fr-ca"):
        if situation == Genre.RIEN_A_SIGNALER and not texte:
            texte = _("Rien à signaler.")
        elif situation == Genre.IMPOSSIBLE_A_EVALUER:
            texte = _("Impossible à évaluer : %(texte)s") % {"texte": texte}
    public = action.publication in VISIBLES_DU_PUBLIC
    Nouvelle.objects.create(
        action=action,
        date=jour(),
        texte=texte,
        visibilite=Visibilite.PUBLIQUE if public else Visibilite.INTERNE,
        auteur=acteur.utilisateur,
    )
