"""The records of a plan that have a page, for the map of the site (`presentation.plan_du_site`)."""

from django.db.models import F
from django.db.models.functions import Greatest

from actions.models import Action, Axe
from actions.organisations import organisations_visibles
from partenariat.histoire.temps import JourDe
from partenariat.presentation.plan_du_site import PagesNommees, inscrire


def poser() -> None:
    """Registers them; called once, when the application is ready."""
    # By itself, by its parts, or as it became public: PostgreSQL leaves out those that are not.
    change = Greatest(JourDe("change_le"), F("maj_le"), JourDe("publiee_le"))
    inscrire(
        PagesNommees("axe", "numero", "numero", lambda plan: Axe.objects.filter(plan=plan)),
        PagesNommees(
            "action", "code", "code", lambda plan: Action.objects.consultables().filter(plan=plan), change
        ),
        PagesNommees("organisation", "slug", "slug", organisations_visibles),
    )
