"""Which commitments: by what the public may see, by what a body may act upon, with their readings."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from engagements import lectures
from engagements.models.etats import OUVERTES, VISIBLES_DU_PUBLIC, Publication
from partenariat.histoire.temps import RequeteHistorique, jour

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from engagements.models.engagement import Engagement  # noqa: F401  # the base names it
    from engagements.models.geste import Acteur
    from partenariat.models import Utilisateur


class EngagementQuerySet(RequeteHistorique["Engagement"]):
    def publics(self) -> Self:
        """The only commitments that exist for the public: in lists, counts, search, files."""
        return self.filter(publication=Publication.PUBLIEE)

    def consultables(self) -> Self:
        """Those that have a public page: a superseded one keeps its own, with a banner."""
        return self.filter(publication__in=VISIBLES_DU_PUBLIC)

    def ouverts_a(self, acteur: "Acteur") -> Self:
        """What this body may see in its own space: promised by it, to it, or in answer to its own promise.

        Drafts are the coordination's; an archived one stays readable.
        """
        contrepartie = self.model.contreparties.through.objects.filter(
            from_engagement=OuterRef("pk"), to_engagement__partie=acteur.organisation
        )
        return self.exclude(publication=Publication.BROUILLON).filter(
            Q(partie=acteur.organisation) | Q(envers=acteur.organisation) | Exists(contrepartie)
        )

    def modifiables_par(self, utilisateur: "Utilisateur | AnonymousUser") -> Self:
        """`coordination` (and a superuser): every one, in the back office; anyone else: none."""
        if utilisateur.is_authenticated and utilisateur.a_role("coordination"):
            return self
        return self.none()

    def actionnables(self) -> Self:
        """Those on which the parties may still act."""
        return self.filter(publication__in=OUVERTES)

    def avec_lectures(self) -> Self:
        """Annotates the readings, for the day that `histoire.temps.jour` gives."""
        return self.annotate(**lectures.annotations(jour()))

    def par_code(self) -> Self:
        return self.order_by("plan", "cle_code")
