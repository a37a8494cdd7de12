"""Which actions: by what the public may see, by what a person may edit, with their readings."""

from typing import TYPE_CHECKING, Self

from actions import lectures
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication
from partenariat.histoire.temps import RequeteHistorique, jour

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from actions.models.action import Action  # noqa: F401  # the base names it
    from partenariat.models import Utilisateur


class ActionQuerySet(RequeteHistorique["Action"]):
    def publiques(self) -> Self:
        """The only actions that exist for the public: in lists, counts, search, files."""
        return self.filter(publication=Publication.PUBLIEE)

    def consultables(self) -> Self:
        """The actions that have a public page: an archived one keeps its own, with a banner."""
        return self.filter(publication__in=VISIBLES_DU_PUBLIC)

    def modifiables_par(self, utilisateur: "Utilisateur | AnonymousUser") -> Self:
        """What this person's organisation answers for.

        `coordination` (and a superuser): every action; `redaction`: those whose responsible body is their
        own; anyone else: none.
        """
        if not utilisateur.is_authenticated:
            return self.none()
        if utilisateur.a_role("coordination"):
            return self
        if utilisateur.a_role("redaction") and utilisateur.organisation_id:
            return self.filter(responsable=utilisateur.organisation_id)
        return self.none()

    def avec_lectures(self) -> Self:
        """Annotates the readings and the progress, for the day that `histoire.temps.jour` gives."""
        return self.annotate(**lectures.annotations(jour()))

    def resume(self) -> dict[str, int]:
        """Counts by reading and the parts of the group's progress, in one query."""
        return self.avec_lectures().aggregate(**lectures.agregats())

    def par_code(self) -> Self:
        return self.order_by("plan", "cle_code")
