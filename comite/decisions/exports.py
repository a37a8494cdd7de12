"""The dataset `decisions`: its columns, declared once for CSV, JSON, XLSX and the dictionary."""

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actions.exports import provenance
from actions.models import Plan
from comite.models import Suite
from comite.models.etats import Effet, Vote
from partenariat.donnees.colonnes import INSTANT, JOUR, Colonne


class ExportDecisions:
    """The columns of a plan's public decisions."""

    def objets(self, decisions):
        """The queryset with all that the columns read, whatever the number of rows."""
        suites = Suite.objects.publiques().select_related("responsable")
        return (
            decisions.select_related("seance__plan")
            .avec_objets()
            .prefetch_related(Prefetch("suites", suites, to_attr="suites_publiques"))
        )

    @property
    def colonnes(self) -> tuple[Colonne, ...]:
        return (
            Colonne("numero", _("texte"), _("Numéro de la décision."), lambda d: d.numero),
            Colonne("seance", _("texte"), _("Numéro de la séance."), lambda d: d.seance.numero),
            Colonne("date", JOUR, _("Date de la séance."), lambda d: d.seance.date),
            Colonne("decision", _("texte"), _("Texte de la décision."), lambda d: d.libelle),
            Colonne("vote", ", ".join(Vote.values), _("Comment elle a été prise."), lambda d: d.vote),
            Colonne(
                "effet",
                ", ".join(valeur for valeur in Effet.values if valeur),
                _("Ce qu'elle change au plan; vide si elle n'y change rien."),
                lambda d: d.effet or None,
            ),
            Colonne("motif", _("texte"), _("Motif de cet effet."), lambda d: d.motif or None),
            Colonne(
                "actions",
                _("liste"),
                _("Codes des actions concernées."),
                lambda d: [a.code for a in d.actions_visibles],
            ),
            Colonne(
                "engagements",
                _("liste"),
                _("Codes des engagements concernés."),
                lambda d: [e.code for e in d.engagements_visibles],
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
            provenance(lambda d: d.seance.plan, lambda d: [*d.actions_visibles, *d.engagements_visibles]),
            Colonne(
                "approuve_le",
                INSTANT,
                _("Approbation du procès-verbal, qui rend la décision publique."),
                lambda d: d.seance.approuve_le,
            ),
            Colonne(
                "url",
                _("adresse"),
                _("Page de la séance."),
                lambda d: settings.SITE_URL + d.seance.get_absolute_url(),
            ),
        )


def jeux_de_donnees(plan: Plan) -> dict:
    """What the page of the open data says of this dataset."""
    return {
        "jeux": [
            {
                "nom": "decisions",
                "phrase": _("Une ligne par décision dont le procès-verbal est approuvé."),
                "colonnes": ExportDecisions().colonnes,
                "fichiers": [
                    (format_.upper(), plan.adresse("donnees-decisions", format_=format_))
                    for format_ in ("csv", "xlsx", "json")
                ],
            }
        ]
    }
