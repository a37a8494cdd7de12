"""What PostgreSQL and the forms hold of every action, row by row."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actions.models.etats import (
    AVEC_MOTIF,
    VISIBLES_DU_PUBLIC,
    Confiance,
    PartieEngagee,
    Publication,
    Statut,
)
from partenariat.donnees.motifs import motif_ecrit
from partenariat.histoire.temps import AujourdHui, dates_possibles, sans_avenir

CONTRAINTES = [
    dates_possibles("action_dates_possibles", "debut", "fin", "etat_le"),
    sans_avenir("action_etat_sans_avenir", "etat_le"),
    sans_avenir("action_etapes_sans_avenir", instants=["soumise_le", "publiee_le"]),
    models.UniqueConstraint(
        name="action_code_unique",
        fields=["plan", "code"],
        violation_error_message=_(
            "Ce code est déjà celui d'une autre action du plan : choisissez-en un autre."
        ),
    ),
    models.CheckConstraint(
        name="action_dates_en_ordre",
        condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(debut__lte=F("fin")),
        violation_error_message=_("La fin de l'action précède son début."),
    ),
    models.CheckConstraint(
        name="action_realisee_commencee",
        condition=~Q(statut=Statut.REALISEE) | Q(debut__isnull=True) | Q(debut__lte=AujourdHui()),
        violation_error_message=_(
            "Une action réalisée a commencé : corrigez son début, qui n'est pas à venir."
        ),
    ),
    models.CheckConstraint(
        name="action_motif_requis",
        condition=~Q(statut__in=AVEC_MOTIF) | motif_ecrit("motif") | Q(motif_inconnu=True),
        violation_error_message=_("Une action suspendue ou abandonnée doit dire pourquoi (motif)."),
    ),
    models.CheckConstraint(
        name="action_abandon_decide",
        condition=~Q(statut=Statut.ABANDONNEE)
        | Q(decision__regex=r"\S")
        | motif_ecrit("sans_decision")
        | Q(decision_inconnue=True),
        violation_error_message=_(
            "Une action s'abandonne par décision du comité; sinon, la coordination écrit pourquoi."
        ),
    ),
    models.CheckConstraint(name="action_statut_connu", condition=Q(statut__in=Statut.values)),
    models.CheckConstraint(
        name="action_confiance_connue", condition=Q(confiance__in=["", *Confiance.values])
    ),
    models.CheckConstraint(name="action_publication_connue", condition=Q(publication__in=Publication.values)),
    models.CheckConstraint(name="action_partie_connue", condition=Q(partie_engagee__in=PartieEngagee.values)),
    models.CheckConstraint(name="action_titre_non_vide", condition=~Q(titre="")),
    models.CheckConstraint(
        name="action_avancement_declare_0_100",
        condition=Q(avancement_declare__isnull=True) | Q(avancement_declare__range=(0, 100)),
        violation_error_message=_("Un taux d'avancement va de 0 à 100."),
    ),
    models.CheckConstraint(
        name="action_budgets_positifs",
        condition=(Q(budget_prevu__isnull=True) | Q(budget_prevu__gte=0))
        & (Q(budget_engage__isnull=True) | Q(budget_engage__gte=0)),
        violation_error_message=_("Un budget ne peut pas être négatif : écrivez 0 ou plus."),
    ),
    models.CheckConstraint(
        name="action_publiee_datee",
        condition=~Q(publication__in=VISIBLES_DU_PUBLIC) | Q(publiee_le__isnull=False),
    ),
    models.CheckConstraint(
        name="action_quatre_yeux",
        condition=Q(validee_par__isnull=True)
        | (
            (Q(soumise_par__isnull=True) | ~Q(validee_par=F("soumise_par")))
            & (Q(auteur__isnull=True) | ~Q(validee_par=F("auteur")))
        ),
        violation_error_message=_(
            "La personne qui valide n'est ni celle qui écrit ni celle qui soumet : demandez à une autre."
        ),
    ),
    models.CheckConstraint(
        name="action_soumise_le_et_par",
        condition=Q(soumise_par__isnull=True, soumise_le__isnull=True)
        | Q(soumise_par__isnull=False, soumise_le__isnull=False),
    ),
]
