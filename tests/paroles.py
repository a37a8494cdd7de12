"""Words that only one place of a page says: what hangs from an action, what was said of a commitment."""

from datetime import timedelta

from django.utils import timezone

from actions.models import Action
from engagements.models import Acteur, Engagement
from engagements.models.etats import Etat, Genre, Verdict
from tests.factories import (
    DocumentFactory,
    DomaineFactory,
    ObjectifFactory,
    SourceFactory,
    UtilisateurFactory,
    VoletFactory,
)
from tests.factories.engagements import mener


def entourer(action: Action) -> None:
    """Gives an action a strand, an objective, a domain, a source and a public document."""
    volet = VoletFactory(axe=action.axe, code="V-ZIB", titre="Le quagga", titre_en="The quokka")
    Action.objects.filter(pk=action.pk).update(volet=volet)
    dits = {"plan": action.plan}
    action.objectifs.add(ObjectifFactory(code="O-GLIM", titre="Le drongo", titre_en="The drabble", **dits))
    action.domaines.add(DomaineFactory(titre="Le trogon", titre_en="The tamarin", **dits))
    action.sources.add(SourceFactory(titre="Le rapport Manakin", **dits))
    DocumentFactory(action=action, titre="Le plan du jacana")


def dire(engagement: Engagement) -> None:
    """Signs a proposed commitment; then each side says something of it, and the coordination settles it, and
    opens it again."""
    mener(engagement, Etat.EN_COURS)
    partie, envers = Acteur(engagement.partie), Acteur(engagement.envers)
    declaration = engagement.declarer(partie, Genre.TENU, "Le pangolin est livré.")
    declaration.verifier(envers, Verdict.CONTESTEE, "Le tatou manque.").repondre(partie, "Le numbat arrive.")
    preuve = engagement.deposer(
        partie,
        type_="rapport",
        titre="Bilan de l'okapi",
        source="https://exemple.test/okapi",
        date=timezone.localdate() - timedelta(days=2),
    )
    preuve.verifier(envers, Verdict.CONFIRMEE, "Le fennec y est.")
    engagement.refresh_from_db()
    for passer, reste in (
        (engagement.constater, {"etat": Etat.NON_TENU, "motif": "Le dugong a fui avant la fin."}),
        (engagement.rouvrir, {"motif": "Un addax est revenu depuis."}),
    ):
        passer(UtilisateurFactory(coordination=True), **reste)
    engagement.refresh_from_db()
