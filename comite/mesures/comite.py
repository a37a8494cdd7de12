"""The committee's own work: what its rounds asked and were answered, the follow-ups of its decisions."""

from django.db.models import Q, QuerySet

from comite.mesures.perimetre import Perimetre
from comite.models import Demande, Ronde, Suite
from engagements.filters import FiltreEngagements
from engagements.models import Engagement


def demandes(perimetre: Perimetre, ronde: Ronde):
    """What a round asked, on what the public may see, under the filters by axis and body."""
    posees = Demande.objects.publiques().filter(ronde=ronde)
    if organisations := perimetre.choisis.get("organisation"):
        posees = posees.filter(organisation__slug__in=organisations)
    if axes_choisis := perimetre.choisis.get("axe"):
        siens = Engagement.objects.filter(FiltreEngagements.condition("axe", axes_choisis))
        posees = posees.filter(Q(action__axe__numero__in=axes_choisis) | Q(engagement__in=siens))
    return posees


def reponses(perimetre: Perimetre) -> tuple[Ronde | None, list[dict]]:
    """The latest round, and what each body was asked and answered. Two queries."""
    ronde = Ronde.objects.lancees().filter(plan=perimetre.plan).first()
    if ronde is None:
        return None, []
    return ronde, demandes(perimetre, ronde).taux_par_organisation()


def demandes_lues(perimetre: Perimetre, ronde: Ronde) -> QuerySet[Demande]:
    """Likewise one by one, each with `repondue`."""
    return (
        demandes(perimetre, ronde)
        .avec_reponse()
        .select_related("organisation", "action__plan", "engagement__plan")
        .order_by("organisation__cle_tri", "action__cle_code", "engagement__cle_code", "id")
    )


def suites(perimetre: Perimetre) -> list[Suite]:
    """The follow-ups still open, the most overdue first. One query, once."""
    return perimetre.suites_lues
