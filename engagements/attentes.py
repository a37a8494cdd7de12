"""What waits for an organisation, the most pressing first, each thing with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Acteur, Engagement
from engagements.models.etats import Etat
from partenariat.presentation.formats import date_longue, deux_points
from partenariat.retraits.lectures import recents


@dataclass(frozen=True)
class Ligne:
    """One commitment that waits, and the address of the very act that it waits for."""

    engagement: Engagement
    adresse: str
    dit: str
    """Why it waits, in one sentence; may be empty."""


@dataclass(frozen=True)
class Attente:
    cle: str
    """Names its place in the page, and in its address."""
    nom: Callable[[int], str]
    """« texte à signer », « textes à signer »: after how many there are."""
    pourquoi: Promise
    bouton: Promise
    lignes: list[Ligne]
    geste: bool = True
    """Whether it asks for an act, or only says something."""


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
            lambda n: ngettext(
                "engagement dont un texte est retiré", "engagements dont un texte est retiré", n
            ),
            _("La coordination a retiré quelque chose qui s'y lisait : la page dit quoi, et pourquoi."),
            _("Voir"),
            [_ligne(e) for e in miens if e.pk in retires],
            geste=False,
        ),
        Attente(
            "a-signer",
            lambda n: ngettext("texte à signer", "textes à signer", n),
            _("Le texte vous est proposé et attend votre signature."),
            _("Lire et signer"),
            [_ligne(e, _signature(e, acteur), "espace-signer") for e in miens if e.peut_signer(acteur)],
        ),
        Attente(
            "a-verifier",
            lambda n: ngettext("parole à vérifier", "paroles à vérifier", n),
            _("On déclare avoir avancé ce qui vous est promis : confirmez, ou contestez avec une raison."),
            _("Confirmer ou contester"),
            [
                _ligne(e, _parole(e), "espace-verifier", e.parole)
                for e in en_vigueur
                if e.attend_verification_de(acteur)
            ],
        ),
        Attente(
            "contestes",
            lambda n: ngettext("parole contestée", "paroles contestées", n),
            _("Votre dernière déclaration est contestée : répondez, ou déclarez de nouveau."),
            _("Voir la contestation"),
            [_ligne(e, _contestation(e)) for e in promis if e.conteste],
        ),
        Attente(
            "en-retard",
            lambda n: ngettext("échéance passée", "échéances passées", n),
            _("L'échéance est passée : dites où vous en êtes."),
            _("Dire où vous en êtes"),
            [_ligne(e, _derniere(e), "espace-declarer") for e in promis if e.en_retard and not e.conteste],
        ),
        Attente(
            "a-declarer",
            lambda n: ngettext("nouvelle à donner", "nouvelles à donner", n),
            _("Ces engagements sont en vigueur : donnez-en des nouvelles quand il y en a."),
            _("Donner des nouvelles"),
            # Those that were never heard of come first.
            [
                _ligne(e, _derniere(e), "espace-declarer")
                for e in sorted(a_declarer, key=lambda e: (e.declare_le is not None, e.declare_le or 0))
            ],
        ),
        Attente(
            "proposes",
            lambda n: ngettext(
                "texte signé, en attente de l'autre partie", "textes signés, en attente de l'autre partie", n
            ),
            _("Vous avez signé; l'autre partie n'a pas encore signé."),
            _("Voir"),
            [
                _ligne(e)
                for e in miens
                if e.etat == Etat.PROPOSE
                and acteur.organisation.pk in e.signataires
                and acteur.organisation.pk in {s.organisation_id for s in e.signatures.all()}
            ],
            geste=False,
        ),
    ]


def _ligne(engagement: Engagement, dit: str = "", adresse: str = "espace-engagement", chose=None) -> Ligne:
    """Args: `chose`: what the act is about, where that is not the commitment."""
    return Ligne(engagement, reverse(adresse, args=[(chose or engagement).pk]), dit)


def _signature(engagement: Engagement, acteur: Acteur) -> str:
    autre = engagement.envers if acteur.organisation.pk == engagement.partie_id else engagement.partie
    for signature in engagement.signatures.all():
        return gettext("%(organisation)s a signé le %(date)s.") % {
            "organisation": autre,
            "date": date_longue(signature.le),
        }
    return gettext("%(organisation)s n'a pas encore signé.") % {"organisation": autre}


def _parole(engagement: Engagement) -> str:
    parole = engagement.parole
    if parole is None:
        return ""
    return (
        f"{engagement.partie}{deux_points()} {parole.get_genre_display().lower()}, {date_longue(parole.le)}."
    )


def _contestation(engagement: Engagement) -> str:
    parole = engagement.parole
    if parole is None:
        return ""
    return gettext("Votre déclaration du %(date)s est contestée.") % {"date": date_longue(parole.le)}


def _derniere(engagement: Engagement) -> str:
    if engagement.declare_le is None:
        return gettext("Aucune déclaration.")
    return gettext("Dernière déclaration : %(date)s.") % {"date": date_longue(engagement.declare_le)}
