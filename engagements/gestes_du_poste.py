"""On the desk: what one did of what was promised: signed, declared, verified, answered, or wrote."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.acteur import acteur_de
from engagements.models import (
    Declaration,
    Engagement,
    LienSigne,
    Preuve,
    Refus,
    Reponse,
    Signature,
    Verification,
)
from engagements.models.liens import EngagementAction, EngagementContrepartie
from partenariat.poste import sources
from partenariat.poste.attentes import Fait, nom_de

FAITS = 10
GESTES: tuple[tuple[type[Model], str, Promise], ...] = (
    (Signature, "engagement", _("Signature")),
    (Refus, "engagement", _("Refus de signer")),
    (Declaration, "engagement", _("Déclaration")),
    (Preuve, "engagement", _("Preuve déposée")),
    (Verification, "declaration__engagement", _("Vérification")),
    (Verification, "preuve__engagement", _("Vérification d'une preuve")),
    (Reponse, "verification__declaration__engagement", _("Réponse à une contestation")),
)


def faits(request: HttpRequest) -> Iterator[Fait]:
    """The acts of this account, or of this signed link, on what it may still read. One query a kind."""
    if not (qui := acteur_de(request)):
        return
    miens = {"lien": qui.lien} if qui.lien else {"par": qui.utilisateur}
    ouverts = Engagement.objects.ouverts_a(qui)
    for modele, chemin, quoi in GESTES:
        gestes: QuerySet[Any] = modele._default_manager.filter(**miens, **{f"{chemin}__in": ouverts})
        for geste in gestes.select_related(chemin).order_by("-le", "-pk")[:FAITS]:
            engagement = geste
            for pas in chemin.split("__"):
                engagement = getattr(engagement, pas)
            adresse = reverse("espace-engagement", args=[engagement.pk])
            yield Fait(geste.le, str(quoi), nom_de(engagement), adresse)


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(faits=faits)
    sources.inscrire_lisibles(Engagement, Engagement.objects.modifiables_par)
    # Where it stands follows from acts, which are told.
    sources.inscrire_suivi(Engagement, champs=("publication",))
    for lien, chemin in ((EngagementAction, "engagement"), (EngagementContrepartie, "from_engagement")):
        sources.inscrire_suivi(lien, Engagement, chemin=chemin, du_sujet=True)
    sources.inscrire_suivi(LienSigne, champs=("revoque_le",))
    sources.inscrire_lisibles(LienSigne, sources.selon_les_droits(LienSigne))
