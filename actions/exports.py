"""The dataset `actions`: its columns, declared once for CSV, JSON, XLSX and the dictionary."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actions.cles import Cles
from actions.models import Action, Document, Plan
from actions.models.etats import Portee, Statut
from actions.portees import portee_de
from partenariat.donnees.colonnes import JOUR, Colonne
from partenariat.models import Organisation


def provenance(plan: Callable[[Any], Plan], sujets: Callable[[Any], Iterable[Any]]) -> Colonne:
    """The column that every dataset has: what is said of where a row comes from.

    Args:
        plan: gives the plan of a row.
        sujets: the actions and commitments that a row is, or is about.
    """
    return Colonne(
        "provenance",
        _("texte"),
        _("D'où vient la ligne : le mot de son action ou de son engagement, ou sinon l'avis du plan."),
        lambda ligne: plan(ligne).provenance_de(*sujets(ligne)) or None,
    )


SANS_MOTIF = "sans motif"
SANS_DECISION = "sans décision consignée"
"""Data: the same in every language."""


def _adresse(action: Action, document: Document) -> str:
    """Where a document is read; empty of one that was withdrawn."""
    if document.retiree:
        return ""
    if not document.fichier:
        return document.adresse
    return settings.SITE_URL + action.plan.adresse("action-document", code=action.code, pk=document.pk)


class ExportActions:
    """The columns of a plan's actions. The boroughs of the plan are read once, for those that aim at all."""

    def __init__(self, plan: Plan):
        self.plan, self.cles = plan, Cles(plan)
        self.territoire = list(plan.territoire())

    def objets(self, actions):
        """The queryset with all that the columns read, whatever the number of rows."""
        return actions.select_related("axe", "volet", "responsable", "plan").prefetch_related(
            "participations__organisation",
            "arrondissements",
            Prefetch("documents", Document.objects.publics(), to_attr="documents_publics"),
        )

    def arrondissements(self, action: Action) -> list[Organisation]:
        return self.territoire if action.tout_le_territoire else list(action.arrondissements.all())

    @staticmethod
    def motif(action: Action) -> str | None:
        return action.motif_du_statut or (SANS_MOTIF if action.motif_inconnu else None)

    @staticmethod
    def sans_decision(action: Action) -> str | None:
        """Of an abandoned action; of another, nobody asks."""
        if action.statut != Statut.ABANDONNEE:
            return None
        return SANS_DECISION if action.decision_inconnue else action.sans_decision or None

    @staticmethod
    def participations(action: Action) -> list[dict[str, str]]:
        return [
            {"organisation": participation.organisation.nom, "role": participation.role}
            for participation in action.participations.all()
        ]

    @staticmethod
    def documents(action: Action) -> list[dict[str, Any]]:
        return [
            {
                "titre": document.titre,
                "date": document.date,
                "adresse": _adresse(action, document),
                "type": None if document.retiree else document.type_media or None,
                "taille": None if document.retiree else document.taille,
                "empreinte": None if document.retiree else document.empreinte or None,
            }
            for document in action.documents_publics  # type: ignore[attr-defined]  # prefetched by `objets`
        ]

    @property
    def colonnes(self) -> tuple[Colonne, ...]:
        cles = self.cles
        return (
            *cles.colonnes(cles.action, "<plan>:<code>"),
            Colonne("code", _("texte"), _("Code de l'action, unique dans le plan."), lambda a: a.code),
            Colonne("axe", _("nombre"), _("Numéro de l'axe d'intervention."), lambda a: a.axe.numero),
            Colonne(
                "volet",
                _("texte"),
                _("Code du volet de l'axe, s'il y en a un."),
                lambda a: a.volet and a.volet.code,
            ),
            Colonne("titre", _("texte"), _("Titre de l'action."), lambda a: a.titre),
            Colonne("description", _("texte"), _("Ce que l'action prévoit."), lambda a: a.description),
            Colonne(
                "responsable",
                _("texte"),
                _("Organisation qui rend compte de l'action."),
                lambda a: a.responsable.nom,
            ),
            cles.organisations("responsable", lambda a: a.responsable),
            Colonne(
                "statut",
                "a_venir, en_cours, realisee, suspendue, abandonnee",
                _("Étape du cycle de vie, inscrite par l'organisation responsable."),
                lambda a: a.statut,
            ),
            Colonne(
                "motif",
                _("texte"),
                _(
                    "Pourquoi l'action est suspendue ou abandonnée, ou reprise par une décision; "
                    "« sans motif » où le fichier du plan ne le dit pas."
                ),
                self.motif,
            ),
            Colonne(
                "decision",
                _("texte"),
                _("Numéro de la décision du comité qui l'a suspendue, reprise ou abandonnée."),
                lambda a: a.decision or None,
            ),
            cles.references("decision", "<plan>:<numero>", lambda a: cles.decision(a.decision)),
            Colonne(
                "sans_decision",
                _("texte"),
                _(
                    "Pourquoi l'action est abandonnée sans décision du comité; « sans décision consignée » "
                    "où le fichier du plan ne le dit pas."
                ),
                self.sans_decision,
            ),
            Colonne(
                "echeancier",
                "en_retard, a_surveiller, dans_les_temps, sans_echeance",
                _("Calculé à la date de lecture; vide pour une action terminée, suspendue ou abandonnée."),
                lambda a: a.echeancier,
            ),
            Colonne(
                "fraicheur",
                "a_jour, a_rafraichir, perimee",
                _(
                    "Calculée : 90 et 180 jours depuis la dernière nouvelle, ou depuis la publication "
                    "s'il n'y en a pas; vide pour une action terminée, suspendue ou abandonnée."
                ),
                lambda a: a.fraicheur,
            ),
            Colonne(
                "confiance",
                "elevee, moyenne, faible",
                _("Ce que l'organisation responsable pense de l'atteinte de l'échéance."),
                lambda a: a.confiance or None,
            ),
            Colonne(
                "avancement",
                _("nombre, 0 à 100"),
                _(
                    "Poids des jalons atteints ÷ poids total × 100; 100 pour une action réalisée; vide quand "
                    "l'action n'a pas de jalon."
                ),
                lambda a: a.avancement,
            ),
            Colonne("debut", JOUR, _("Début prévu."), lambda a: a.debut),
            Colonne("fin", JOUR, _("Fin prévue."), lambda a: a.fin),
            Colonne("en_continu", _("booléen"), _("Action sans fin à manquer."), lambda a: a.en_continu),
            Colonne(
                "territoire",
                ", ".join(Portee.values),
                _("L'action vise tout le territoire, certains arrondissements, ou le plan ne le dit pas."),
                lambda a: portee_de(a).value,
            ),
            Colonne(
                "arrondissements",
                _("liste"),
                _("Arrondissements visés."),
                lambda a: [o.nom for o in self.arrondissements(a)],
            ),
            cles.organisations("arrondissements", self.arrondissements),
            Colonne(
                "participations",
                _("liste"),
                _("Organisations qui participent, avec leur rôle."),
                self.participations,
            ),
            cles.organisations("participations", lambda a: [p.organisation for p in a.participations.all()]),
            Colonne(
                "documents",
                _("liste"),
                _(
                    "Documents publics : leur titre, leur date, leur adresse; d'un fichier déposé ici, aussi "
                    "le type, la taille en octets et l'empreinte SHA-256."
                ),
                self.documents,
            ),
            provenance(lambda a: a.plan, lambda a: [a]),
            Colonne(
                "publie_le",
                JOUR,
                _("Jour de la première publication sur ce site."),
                lambda a: a.publiee_le,
            ),
            Colonne(
                "maj_le",
                JOUR,
                _(
                    "Dernière nouvelle que le public peut lire : nouvelle publique, jalon atteint, mesure, "
                    "changement de statut ou de confiance; vide s'il n'y en a pas."
                ),
                lambda a: a.maj_le,
            ),
            Colonne(
                "url",
                _("adresse"),
                _("Page de l'action."),
                lambda a: settings.SITE_URL + a.get_absolute_url(),
            ),
        )
