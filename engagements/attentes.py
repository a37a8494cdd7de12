"""What waits for an organisation, the most pressing first, each thing with its reason."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.models import Acteur, Engagement
from engagements.models.etats import Etat
from partenariat.retraits.lectures import recents


@dataclass(frozen=True)
class Attente:
    cle: str
    """Names its place in the page, and in its address."""
    titre: Promise
    pourquoi: Promise
    bouton: Promise
    adresse: str
    """Name of the address that the button opens."""
    engagements: list[Engagement]


CLES = ("retires", "a-signer", "a-verifier", "contestes", "en-retard", "a-declarer", "proposes")


def attentes(acteur: Acteur) -> list[Attente]:
    """A constant number of queries, whatever the number of commitments."""
    miens = list(
        Engagement.objects.ouverts_a(acteur)
        .actionnables()
        .avec_lectures()
        .select_related("partie", "envers", "plan")
        .prefetch_related("signatures", "refus", "contreparties")
        .order_by("echeance", "plan", "cle_code", "id")
    )
    # Whether this person may act depends on all that was done.
    en_vigueur = [e for e in miens if e.en_vigueur]
    prefetch_related_objects(en_vigueur, "declarations__verifications", "preuves__verifications")
    promis = [e for e in en_vigueur if e.peut_declarer(acteur)]
    a_declarer = [e for e in promis if not e.conteste and not e.en_retard]
    retires = recents(Engagement)
    return [
        Attente(
            "retires",
            _("Retiré pour cause"),
            _("La coordination a retiré quelque chose qui s'y lisait : la page dit quoi, et pourquoi."),
            _("Voir"),
            "espace-engagement",
            [e for e in miens if e.pk in retires],
        ),
        Attente(
            "a-signer",
            _("À signer"),
            _("Le texte vous est proposé et attend votre signature."),
            _("Lire et signer"),
            "espace-signer",
            [e for e in miens if e.peut_signer(acteur)],
        ),
        Attente(
            "a-verifier",
            _("À vérifier"),
            _("On déclare avoir avancé ce qui vous est promis : confirmez, ou contestez avec une raison."),
            _("Voir la déclaration"),
            "espace-engagement",
            [e for e in en_vigueur if e.attend_verification_de(acteur)],
        ),
        Attente(
            "contestes",
            _("Contestés"),
            _("Votre dernière déclaration est contestée : répondez, ou déclarez de nouveau."),
            _("Voir la contestation"),
            "espace-engagement",
            [e for e in promis if e.conteste],
        ),
        Attente(
            "en-retard",
            _("En retard"),
            _("L'échéance est passée : dites où vous en êtes."),
            _("Déclarer"),
            "espace-declarer",
            [e for e in promis if e.en_retard and not e.conteste],
        ),
        Attente(
            "a-declarer",
            _("À déclarer"),
            _("Ces engagements sont en vigueur : donnez-en des nouvelles quand il y en a."),
            _("Déclarer"),
            "espace-declarer",
            # Those that were never heard of come first.
            sorted(a_declarer, key=lambda e: (e.declare_le is not None, e.declare_le or 0)),
        ),
        Attente(
            "proposes",
            _("Proposés, en attente de l'autre partie"),
            _("Vous avez signé; l'autre partie n'a pas encore signé."),
            _("Voir"),
            "espace-engagement",
            [
                e
                for e in miens
                if e.etat == Etat.PROPOSE
                and acteur.organisation.pk in e.signataires
                and acteur.organisation.pk in {s.organisation_id for s in e.signatures.all()}
            ],
        ),
    ]
