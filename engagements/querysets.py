"""Which commitments: by what the public may see, by what a body may act upon, with their readings."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from engagements import lectures
from engagements.models.etats import OUVERTES, VISIBLES_DU_PUBLIC, Publication
from partenariat.histoire.temps import RequeteHistorique, jour


class EngagementQuerySet(RequeteHistorique, models.QuerySet):
    def publics(self):
        """The only commitments that exist for the public: in lists, counts, search, files."""
        return self.filter(publication=Publication.PUBLIEE)

    def consultables(self):
        """Those that have a public page: a superseded one keeps its own, with a banner."""
        return self.filter(publication__in=VISIBLES_DU_PUBLIC)

    def ouverts_a(self, acteur):
        """What this body may see in its own space: promised by it, to it, or in answer to its own promise.

        Drafts are the coordination's; an archived one stays readable.
        """
        contrepartie = self.model.contreparties.through.objects.filter(
            from_engagement=OuterRef("pk"), to_engagement__partie=acteur.organisation
        )
        return self.exclude(publication=Publication.BROUILLON).filter(
            Q(partie=acteur.organisation) | Q(envers=acteur.organisation) | Exists(contrepartie)
        )

    def modifiables_par(self, utilisateur):
        """`coordination` (and a superuser): every one, in the back office; anyone else: none."""
        if utilisateur.is_authenticated and utilisateur.a_role("coordination"):
            return self
        return self.none()

    def actionnables(self):
        """Those on which the parties may still act."""
        return self.filter(publication__in=OUVERTES)

    def avec_lectures(self):
        """Annotates the readings, for the day that `histoire.temps.jour` gives."""
        return self.annotate(**lectures.annotations(jour()))

    def par_code(self):
        return self.order_by("plan", "cle_code")
