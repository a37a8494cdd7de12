"""The datasets `engagements` and `preuves`: columns declared once for CSV, JSON, XLSX and the dictionary."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actions.cles import Cles
from actions.exports import SANS_DECISION, provenance
from actions.models import Action, Plan
from engagements.lectures import appui_du_tenu
from engagements.models import Engagement, Preuve
from engagements.models.etats import AppuiDuTenu, Attention, Etat, Genre, LecturePreuve, Nature, TypeDePreuve
from engagements.models.mains import Voie
from partenariat.donnees.colonnes import JOUR, Colonne
from partenariat.donnees.sorties import fichiers


def _valeurs(choix) -> str:
    return ", ".join(choix.values)


class ExportEngagements:
    """The columns of a plan's commitments."""

    def __init__(self, plan: Plan):
        self.cles = Cles(plan)

    def objets(self, engagements):
        """The queryset with all that the columns read, whatever the number of rows."""
        return engagements.select_related("partie", "envers", "plan", "remplace").prefetch_related(
            Prefetch("actions", Action.objects.publiques().par_code()),
            Prefetch("contreparties", Engagement.objects.publics().par_code()),
            "signatures__organisation",
        )

    @staticmethod
    def signatures(engagement: Engagement) -> list[dict[str, Any]]:
        return [
            {
                "organisation": s.organisation.nom,
                "fonction": s.fonction,
                "le": s.le,
                "voie": s.voie.value,
            }
            for s in engagement.signatures.all()
        ]

    @property
    def colonnes(self) -> tuple[Colonne, ...]:
        cles = self.cles
        return (
            *cles.colonnes(lambda e: cles.de(e.code), "<plan>:<code>"),
            Colonne("code", _("texte"), _("Code de l'engagement, unique dans le plan."), lambda e: e.code),
            Colonne("partie", _("texte"), _("Organisation qui s'engage."), lambda e: e.partie.nom),
            cles.organisations("partie", lambda e: e.partie),
            Colonne(
                "cote",
                "ville, economie_sociale",
                _("Côté de l'organisation qui s'engage."),
                lambda e: e.partie.partie,
            ),
            Colonne(
                "envers", _("texte"), _("Organisation envers qui elle s'engage."), lambda e: e.envers.nom
            ),
            cles.organisations("envers", lambda e: e.envers),
            Colonne("titre", _("texte"), _("Titre de l'engagement."), lambda e: e.titre),
            Colonne("texte", _("texte"), _("Texte que les deux parties signent."), lambda e: e.texte),
            Colonne("nature", _valeurs(Nature), _("Ce qui est promis."), lambda e: e.nature),
            Colonne(
                "etat",
                _valeurs(Etat),
                _("État; « tenu » suit une déclaration qu'une autre organisation a confirmée."),
                lambda e: e.etat,
            ),
            Colonne(
                "motif", _("texte"), _("Motif de l'état, quand il en demande un."), lambda e: e.motif or None
            ),
            Colonne(
                "decision",
                _("texte"),
                _("Numéro de la décision du comité qui l'a retiré."),
                lambda e: e.decision or None,
            ),
            cles.references("decision", "<plan>:<numero>", lambda e: cles.decision(e.decision)),
            Colonne(
                "sans_decision",
                _("texte"),
                _(
                    "Pourquoi l'engagement signé est retiré sans décision du comité; « sans décision "
                    "consignée » où le fichier du plan ne le dit pas."
                ),
                lambda e: SANS_DECISION if e.decision_inconnue else e.sans_decision or None,
            ),
            Colonne("echeance", JOUR, _("Échéance, s'il y en a une."), lambda e: e.echeance),
            Colonne(
                "montant",
                _("nombre, en dollars"),
                _("Montant promis, s'il y en a un."),
                lambda e: None if e.montant is None else float(e.montant),
            ),
            Colonne(
                "condition",
                _("texte"),
                _("Condition sans laquelle l'engagement ne vaut pas; vide s'il n'en a pas."),
                lambda e: e.condition or None,
            ),
            Colonne(
                "contreparties",
                _("liste"),
                _("Codes des engagements pris en retour."),
                lambda e: [c.code for c in e.contreparties.all()],
            ),
            cles.references(
                "contreparties", "<plan>:<code>", lambda e: [cles.de(c.code) for c in e.contreparties.all()]
            ),
            Colonne(
                "actions",
                _("liste"),
                _("Codes des actions qui le réalisent."),
                lambda e: [a.code for a in e.actions.all()],
            ),
            cles.references("actions", "<plan>:<code>", lambda e: [cles.action(a) for a in e.actions.all()]),
            Colonne(
                "signatures",
                _("liste"),
                _("Qui a signé : organisation, fonction, date, voie (%(voies)s).")
                % {"voies": _valeurs(Voie)},
                self.signatures,
            ),
            cles.organisations("signatures", lambda e: [s.organisation for s in e.signatures.all()]),
            Colonne(
                "empreinte",
                _("texte"),
                _("SHA-256 du texte exact soumis aux signatures."),
                lambda e: None if e.texte_retire else e.empreinte,
            ),
            Colonne(
                "declaration",
                _valeurs(Genre),
                _("Dernière déclaration de l'organisation qui s'engage."),
                lambda e: e.dernier_mot or None,
            ),
            Colonne("declare_le", JOUR, _("Jour de cette déclaration."), lambda e: e.declare_le),
            Colonne(
                "attention",
                _valeurs(Attention),
                _("Ce qui appelle l'attention, calculé à la date de lecture."),
                lambda e: [a.value for a in Attention if getattr(e, a.value)],
            ),
            Colonne(
                "preuve",
                _valeurs(LecturePreuve),
                _("Calculé : la preuve la mieux établie de l'engagement."),
                lambda e: e.preuve,
            ),
            Colonne(
                "tenu",
                _valeurs(AppuiDuTenu),
                _("Calculé : sur quoi repose « tenu »; « sans » est une déclaration confirmée seulement."),
                appui_du_tenu,
            ),
            Colonne(
                "nb_preuves",
                _("nombre"),
                _("Preuves au dossier, sans celles qu'une autre corrige."),
                lambda e: e.nb_preuves,
            ),
            Colonne(
                "nb_preuves_verifiees",
                _("nombre"),
                _("Celles qu'une autre organisation a confirmées et qu'aucune ne conteste."),
                lambda e: e.nb_preuves_verifiees,
            ),
            provenance(lambda e: e.plan, lambda e: [e]),
            Colonne(
                "publie_le", JOUR, _("Jour de la première publication sur ce site."), lambda e: e.publie_le
            ),
            Colonne(
                "url",
                _("adresse"),
                _("Page de l'engagement."),
                lambda e: settings.SITE_URL + e.get_absolute_url(),
            ),
        )


class ExportPreuves:
    """The columns of the evidence of commitments."""

    def __init__(self, plan: Plan):
        self.cles = Cles(plan)

    def objets(self, engagements):
        """The evidence of these commitments, with all that the columns read."""
        return (
            Preuve.objects.filter(engagement__in=engagements.values("pk"))
            .select_related("engagement__plan", "engagement__partie", "organisation", "corrigee_par")
            .prefetch_related("verifications__organisation")
            .order_by("engagement__cle_code", "le", "id")
        )

    def cle(self, preuve: Preuve) -> str:
        return self.cles.de(f"{preuve.engagement.code}-P{preuve.pk}")

    def cle_de_la_correction(self, preuve: Preuve) -> str | None:
        """A correction is of the same commitment."""
        autre = getattr(preuve, "corrigee_par", None)
        return autre and self.cles.de(f"{preuve.engagement.code}-P{autre.pk}")

    @staticmethod
    def verifications(preuve: Preuve) -> list[dict[str, Any]]:
        return [
            {
                "organisation": v.organisation.nom,
                "verdict": v.verdict,
                "le": v.le,
                "voie": v.voie.value,
            }
            for v in preuve.verifications.all()
        ]

    @staticmethod
    def adresse(preuve: Preuve) -> str:
        if preuve.retiree:
            return ""
        if not preuve.fichier:
            return preuve.adresse
        engagement = preuve.engagement
        return settings.SITE_URL + engagement.plan.adresse(
            "engagement-preuve", code=engagement.code, pk=preuve.pk
        )

    @staticmethod
    def url(preuve: Preuve) -> str:
        return f"{settings.SITE_URL}{preuve.engagement.get_absolute_url()}#preuve-{preuve.pk}"

    @property
    def colonnes(self) -> tuple[Colonne, ...]:
        cles = self.cles
        return (
            *cles.colonnes(self.cle, "<plan>:<engagement>-P<numero>"),
            Colonne("numero", _("nombre"), _("Numéro de la preuve."), lambda p: p.pk),
            Colonne(
                "engagement",
                _("texte"),
                _("Code de l'engagement qu'elle appuie."),
                lambda p: p.engagement.code,
            ),
            cles.references("engagement", "<plan>:<code>", lambda p: cles.de(p.engagement.code)),
            Colonne(
                "partie", _("texte"), _("Organisation qui s'est engagée."), lambda p: p.engagement.partie.nom
            ),
            cles.organisations("partie", lambda p: p.engagement.partie),
            Colonne("type", _valeurs(TypeDePreuve), _("Type de document."), lambda p: p.type),
            Colonne("titre", _("texte"), _("Titre du document."), lambda p: p.titre),
            Colonne("date", JOUR, _("Date du document."), lambda p: p.date),
            Colonne(
                "deposee_par", _("texte"), _("Organisation qui l'a déposée."), lambda p: p.organisation.nom
            ),
            cles.organisations("deposee_par", lambda p: p.organisation),
            Colonne("deposee_le", JOUR, _("Jour du dépôt."), lambda p: p.le),
            Colonne(
                "adresse",
                _("adresse"),
                _("Où la lire : le fichier déposé ici, ou l'adresse donnée."),
                self.adresse,
            ),
            Colonne(
                "empreinte",
                _("texte"),
                _("SHA-256 du fichier déposé; vide pour une adresse."),
                lambda p: None if p.retiree else p.empreinte or None,
            ),
            Colonne(
                "taille",
                _("nombre, en octets"),
                _("Taille du fichier déposé."),
                lambda p: None if p.retiree else p.taille,
            ),
            Colonne("verifications", _("liste"), _("Qui l'a confirmée ou contestée."), self.verifications),
            cles.organisations("verifications", lambda p: [v.organisation for v in p.verifications.all()]),
            Colonne(
                "verifiee",
                _("booléen"),
                _("Confirmée par une autre organisation, contestée par aucune."),
                lambda p: p.verifiee,
            ),
            Colonne(
                "corrigee_par",
                _("nombre"),
                _("Numéro de la preuve qui la corrige; vide si elle est courante."),
                lambda p: getattr(getattr(p, "corrigee_par", None), "pk", None),
            ),
            cles.references("corrigee_par", "<plan>:<engagement>-P<numero>", self.cle_de_la_correction),
            provenance(lambda p: p.engagement.plan, lambda p: [p.engagement]),
            Colonne("url", _("adresse"), _("La preuve, dans la page de l'engagement."), self.url),
        )


def jeux_de_donnees(plan: Plan) -> dict:
    """What the page of the open data says of these two datasets."""
    par_engagement = _("Une ligne par engagement publié, sous les filtres de sa page.")
    par_preuve = _("Une ligne par preuve, sous les filtres de la page des engagements.")
    jeux = (
        ("engagements", par_engagement, ExportEngagements(plan)),
        ("preuves", par_preuve, ExportPreuves(plan)),
    )
    return {
        "jeux": [
            {
                "nom": nom,
                "phrase": phrase,
                "colonnes": export.colonnes,
                "fichiers": fichiers(partial(plan.adresse, f"donnees-{nom}")),
            }
            for nom, phrase, export in jeux
        ]
    }
