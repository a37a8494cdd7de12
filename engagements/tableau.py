"""Who commits in which axis, and the axes that rest on one organisation alone."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.safestring import SafeString

from actions.models import Action, Axe, Plan
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR
from partenariat.models import Organisation
from partenariat.parties.natures import Cote
from partenariat.presentation.texte import champ_en_langue


@dataclass(frozen=True)
class Case:
    numero: int | None
    """Number of the axis; None for the commitments that no public action carries."""
    titre: SafeString | str
    """In the visitor's language; told apart where it stays in French."""
    compte: int
    seul_appui: bool = False
    """On this side, no other organisation is committed in this axis."""


@dataclass(frozen=True)
class Rangee:
    organisation: Organisation
    cases: list[Case]
    total: int


@dataclass(frozen=True)
class Moitie:
    partie: Cote
    rangees: list[Rangee]

    @property
    def seuls_appuis(self) -> list[tuple[Organisation, Case]]:
        return [(r.organisation, case) for r in self.rangees for case in r.cases if case.seul_appui]


def tableau(plan: Plan) -> tuple[list[Axe], list[Moitie], bool]:
    """The axes, the two sides, and whether some commitments have no axis. Four queries.

    Counts the published commitments in force. A commitment carried by actions of two axes counts in both,
    and once in its organisation's total.
    """
    publics = Engagement.objects.publics().filter(plan=plan, etat__in=EN_VIGUEUR).order_by()
    publiques = Action.objects.publiques()
    par_axe = publics.filter(actions__in=publiques).values_list("partie", "actions__axe")
    sans_axe = publics.exclude(pk__in=publics.filter(actions__in=publiques).values("pk"))
    comptes: dict[tuple[int, int | None], int] = {
        (partie, axe): n for partie, axe, n in par_axe.annotate(n=Count("pk", distinct=True))
    }
    comptes |= {(partie, None): n for partie, n in sans_axe.values_list("partie").annotate(n=Count("pk"))}
    totaux = dict(publics.values_list("partie").annotate(n=Count("pk")))
    axes = list(Axe.objects.filter(plan=plan))
    organisations = list(Organisation.objects.filter(pk__in=totaux))
    colonnes: list[tuple[int | None, int | None, SafeString | str]] = [
        (axe.pk, axe.numero, champ_en_langue(axe, axe.champ_court)) for axe in axes
    ]
    if avec_reste := any(axe is None for _partie, axe in comptes):
        colonnes.append((None, None, ""))
    return axes, [_moitie(partie, organisations, colonnes, comptes, totaux) for partie in Cote], avec_reste


def _moitie(partie, organisations, colonnes, comptes, totaux) -> Moitie:
    siennes = [o for o in organisations if o.partie == partie]
    engagees = defaultdict(set)
    for organisation in siennes:
        for cle, _numero, _titre in colonnes:
            if comptes.get((organisation.pk, cle)):
                engagees[cle].add(organisation.pk)
    return Moitie(
        partie,
        [
            Rangee(
                o,
                [
                    Case(
                        numero,
                        titre,
                        comptes.get((o.pk, cle), 0),
                        seul_appui=cle is not None and engagees[cle] == {o.pk},
                    )
                    for cle, numero, titre in colonnes
                ],
                totaux[o.pk],
            )
            for o in siennes
        ],
    )
