"""The dataset `decisions`: its columns, declared once for CSV, JSON, XLSX and the dictionary."""

from functools import partial

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actions.cles import Cles
from actions.exports import provenance
from actions.models import Plan
from actions.models.etats import Publication
from comite.models import Suite
from comite.models.etats import Genre, Vote
from engagements.models.etats import Publication as PublicationEngagement
from partenariat.donnees.colonnes import JOUR, Colonne
from partenariat.donnees.sorties import fichiers


class ExportDecisions:
    """The columns of a plan's public decisions."""

    def __init__(self, plan: Plan):
        self.cles = Cles(plan)

    def objets(self, decisions):
        """The queryset with all that the columns read, whatever the number of rows."""
        suites = Suite.objects.publiques().select_related("responsable")
        return (
            decisions.select_related("seance__plan")
            .avec_objets()
            .avec_effets()
            .prefetch_related(Prefetch("suites", suites, to_attr="suites_publiques"))
        )

    @property
    def colonnes(self) -> tuple[Colonne, ...]:
        cles = self.cles
        return (
            *cles.colonnes(lambda d: cles.de(d.numero), "<plan>:<numero>"),
            Colonne("numero", _("texte"), _("Numéro de la décision."), lambda d: d.numero),
            Colonne("seance", _("texte"), _("Numéro de la séance."), lambda d: d.seance.numero),
            Colonne("date", JOUR, _("Date de la séance."), lambda d: d.seance.date),
            Colonne(
                "genre",
                ", ".join(Genre.values),
                _("Une recommandation est prise sans quorum consigné : elle ne change rien au plan."),
                lambda d: d.genre.value,
            ),
            Colonne("decision", _("texte"), _("Texte de la décision."), lambda d: d.libelle),
            Colonne(
                "vote",
                ", ".join(Vote.values),
                _("Comment elle a été prise; vide si le vote n'est pas consigné."),
                lambda d: d.vote or None,
            ),
            Colonne(
                "effets",
                _("liste"),
                _("Ce qu'elle change au plan, et pourquoi; vide si elle n'y change rien."),
                lambda d: [{"effet": e.nature, "dit": e.dit, "motif": e.motif} for e in d.effets.all()],
            ),
            Colonne(
                "actions",
                _("liste"),
                _("Codes des actions concernées."),
                lambda d: [a.code for a in d.actions_visibles],
            ),
            cles.references(
                "actions",
                "<plan>:<code>",
                lambda d: [
                    cles.action(a) for a in d.actions_visibles if a.publication == Publication.PUBLIEE
                ],
            ),
            Colonne(
                "engagements",
                _("liste"),
                _("Codes des engagements concernés."),
                lambda d: [e.code for e in d.engagements_visibles],
            ),
            cles.references(
                "engagements",
                "<plan>:<code>",
                lambda d: [
                    cles.de(e.code)
                    for e in d.engagements_visibles
                    if e.publication == PublicationEngagement.PUBLIEE
                ],
            ),
            Colonne(
                "suites",
                _("liste"),
                _("Suites : libellé, responsable, état."),
                lambda d: [
                    {"libelle": s.libelle, "responsable": s.responsable.nom, "etat": s.etat}
                    for s in d.suites_publiques
                ],
            ),
            cles.organisations("suites", lambda d: [s.responsable for s in d.suites_publiques]),
            provenance(lambda d: d.seance.plan, lambda d: [*d.actions_visibles, *d.engagements_visibles]),
            Colonne(
                "approuve_le",
                JOUR,
                _("Jour où l'approbation du procès-verbal est inscrite; elle rend la décision publique."),
                lambda d: d.seance.approuve_le,
            ),
            Colonne(
                "url",
                _("adresse"),
                _("La décision, dans la page de sa séance."),
                lambda d: f"{settings.SITE_URL}{d.seance.get_absolute_url()}#{d.numero}",
            ),
        )


def jeux_de_donnees(plan: Plan) -> dict:
    """What the page of the open data says of this dataset."""
    return {
        "jeux": [
            {
                "nom": "decisions",
                "phrase": _("Une ligne par décision dont le procès-verbal est approuvé."),
                "colonnes": ExportDecisions(plan).colonnes,
                "fichiers": fichiers(partial(plan.adresse, "donnees-decisions")),
            }
        ]
    }
