"""Where the plan happens: its boroughs, their own actions, on the island as it is and in a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.compte import compte_locales
from actions.models import Action, Plan
from actions.models.etats import Echeancier, Portee
from actions.portees import portee
from partenariat.donnees.en_une_fois import lecture
from partenariat.models import Organisation
from partenariat.presentation.dessins import ile
from partenariat.presentation.formats import deux_points, nombre

MONTREES = 8
"""Actions of a borough that the list names; the others are a link away."""
CLASSES = 3
"""The shade from which more is not told apart: so many or more."""
DRAPEAUX = 6
"""Boroughs where what is late is named on the map; more, and each has the mark alone."""
CODE_COURT = 6
"""Characters of a code that a mark of the map has room for."""


@dataclass(frozen=True)
class Locale:
    """One of a borough's own actions, as the list names it."""

    action: Action
    en_retard: bool


@dataclass(frozen=True)
class Arrondissement:
    """A borough of the plan.

    Attributes:
        locales: published actions that aim at it by name.
        en_retard: how many of them are late.
        montrees: the first of them, in the order of codes; none that is late is left out for one that is not.
    """

    organisation: Organisation
    locales: int = 0
    en_retard: int = 0
    montrees: tuple[Locale, ...] = ()

    @property
    def autres(self) -> int:
        """Its actions that the list does not name."""
        return self.locales - len(self.montrees)

    @property
    def autres_dites(self) -> str:
        """« et 92 autres, dont 3 en retard »."""
        dites = ngettext("et %(n)s autre", "et %(n)s autres", self.autres) % {"n": nombre(self.autres)}
        tard = self.en_retard - sum(une.en_retard for une in self.montrees)
        return f"{dites}, {_('dont %(n)s en retard') % {'n': nombre(tard)}}" if tard else dites

    @property
    def classe(self) -> int:
        """Its shade."""
        return min(self.locales, CLASSES)

    @cached_property
    def codes_en_retard(self) -> list[str]:
        return [une.action.code for une in self.montrees if une.en_retard]

    @property
    def locales_dites(self) -> str:
        """« 2 actions locales »: those of the whole island are its own too, and counted once for all."""
        return compte_locales(self.locales).lower()

    @property
    def dit(self) -> str:
        """« Verdun : 2 actions locales, en retard : 1.7 »."""
        dits = [self.locales_dites]
        if self.en_retard:
            codes = self.codes_en_retard
            reste = ["…"] if self.en_retard > len(codes) else []
            dits.append(f"{_('en retard')}{deux_points()} {', '.join([*codes, *reste])}")
        return f"{self.organisation}{deux_points()} {', '.join(dits)}"


@dataclass(frozen=True)
class Drapeau:
    """The mark of what is late: a triangle, and a code where there is one and it is short."""

    texte: str
    largeur: int

    @property
    def moitie(self) -> int:
        return self.largeur // 2


@dataclass(frozen=True)
class Dessin:
    """A borough as the map draws it.

    Attributes:
        classe: its shade; `inconnu` where the plan does not know it.
        adresse: of its page; empty where the plan does not know it.
        dit: its name and what there is to say of it.
        lignes: its name, line by line; `y` of each.
    """

    trace: str
    place: ile.Place
    classe: str
    adresse: str
    dit: str
    nombre: str
    lignes: tuple[tuple[str, int], ...]
    drapeau: Drapeau | None = None


@dataclass(frozen=True)
class Classe:
    """A line of the legend."""

    classe: str
    nom: str
    arrondissements: int


@dataclass(frozen=True)
class Carte:
    """What `carte_de` reads: the only source of the map, of its list, of its sentence.

    Attributes:
        total: the plan's published actions.
        partout: those that aim at the whole territory.
        situees: those that aim at some boroughs by name. Of the others, the plan does not say where.
    """

    plan: Plan
    arrondissements: Sequence[Arrondissement]
    total: int = 0
    partout: int = 0
    situees: int = 0
    villes: Sequence[ile.Forme] = field(default_factory=ile.villes_liees)
    largeur: int = ile.LARGEUR
    hauteur: int = ile.HAUTEUR
    nord: str = ile.FLECHE

    @property
    def ailleurs(self) -> int:
        """Actions of which the plan does not say where they happen."""
        return self.total - self.partout - self.situees

    @cached_property
    def par_code(self) -> dict[str, Arrondissement]:
        """The plan's boroughs that the island has, by official code."""
        codes = ile.arrondissements()
        dits = ((un.organisation.code_officiel, un) for un in self.arrondissements)
        return {code: un for code, un in dits if code in codes}

    @cached_property
    def dessins(self) -> list[Dessin]:
        """Each borough of the island, in the order of the list, then those that the plan does not know; empty
        where it knows none of them: a plan of elsewhere has no map."""
        if not self.par_code:
            return []
        formes = ile.arrondissements()
        inconnues = [forme for code, forme in formes.items() if code not in self.par_code]
        connues = [self._dessin(formes[code], un) for code, un in self.par_code.items()]
        return connues + [_inconnue(forme) for forme in inconnues]

    @cached_property
    def en_retard(self) -> int:
        """Boroughs with something late."""
        return sum(1 for un in self.par_code.values() if un.en_retard)

    @property
    def drapeaux(self) -> list[Dessin]:
        return [un for un in self.dessins if un.drapeau]

    @property
    def traits(self) -> str:
        """The leaders of the names that stand outside, each ended by a dot."""
        return "".join(un.place.trait for un in self.dessins)

    @property
    def legende(self) -> list[Classe]:
        """What each shade means, and how many boroughs have it; those that none has are left out."""
        noms = (_("aucune"), _("une"), _("deux"), _("trois ou plus"))
        combien = Counter(un.classe for un in self.par_code.values())
        classes = [Classe(str(n), nom, combien[n]) for n, nom in enumerate(noms)]
        inconnus = len(ile.arrondissements()) - len(self.par_code)
        return [c for c in (*classes, Classe("inconnu", _("hors du plan"), inconnus)) if c.arrondissements]

    def _dessin(self, forme: ile.Forme, un: Arrondissement) -> Dessin:
        place, organisation = ile.PLACES[forme.code], un.organisation
        return Dessin(
            forme.trace,
            place,
            str(un.classe),
            self.plan.adresse("organisation", slug=organisation.slug),
            un.dit,
            nombre(un.locales) if un.locales else "",
            place.ecrire(str(organisation)),
            self._drapeau(un) if un.en_retard else None,
        )

    def _drapeau(self, un: Arrondissement) -> Drapeau:
        code = un.codes_en_retard[0] if un.en_retard == 1 else f"×{nombre(un.en_retard)}"
        texte = code if self.en_retard <= DRAPEAUX and len(code) <= CODE_COURT else ""
        return Drapeau(texte, 23 + 9 * len(texte))


def _inconnue(forme: ile.Forme) -> Dessin:
    place = ile.PLACES[forme.code]
    dit = f"{forme.nom}{deux_points()} {_('hors de ce plan')}"
    return Dessin(forme.trace, place, "inconnu", "", dit, "", place.ecrire(forme.nom))


@lecture(Plan)
def _lire(plan: Plan) -> dict[str, QuerySet]:
    publiques = Action.objects.publiques().filter(plan=plan).order_by()
    locales = publiques.avec_lectures().filter(tout_le_territoire=False).annotate(lieu=F("arrondissements"))
    en_retard = Case(
        When(echeancier=Echeancier.EN_RETARD.value, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    du_lieu = [F("lieu")]
    rang = Window(RowNumber(), partition_by=du_lieu, order_by=[F("tard").desc(), "cle_code", "pk"])
    return {
        "territoire": plan.territoire(),
        "locales": locales.filter(lieu__isnull=False)
        .annotate(tard=en_retard)
        .annotate(
            rang=rang,
            du_lieu=Window(Count("pk"), partition_by=du_lieu),
            tard_du_lieu=Window(Count("pk", filter=Q(tard=True)), partition_by=du_lieu),
        )
        .filter(rang__lte=MONTREES)
        .order_by("cle_code", "pk")
        .values("lieu", "code", "titre", "titre_en", "tard", "du_lieu", "tard_du_lieu"),
        "comptes": publiques.values("plan").annotate(
            total=Count("pk"),
            partout=Count("pk", filter=portee(Portee.TOUT)),
            situees=Count("pk", filter=portee(Portee.PRECISE)),
        ),
    }


def carte_de(plan: Plan) -> Carte:
    """The boroughs of a plan with their own actions, on the day being read. One query."""
    lus = _lire(plan)
    par_lieu: dict[int, list[dict]] = {}
    for ligne in lus["locales"]:
        par_lieu.setdefault(ligne["lieu"], []).append(ligne)
    arrondissements = [_arrondissement(plan, o, par_lieu.get(o.pk, [])) for o in lus["territoire"]]
    compte: dict[str, int] = next(iter(lus["comptes"]), {})
    total, partout, situees = (compte.get(nom, 0) for nom in ("total", "partout", "situees"))
    return Carte(plan, arrondissements, total, partout, situees)


def _arrondissement(plan: Plan, organisation: Organisation, lignes: list[dict]) -> Arrondissement:
    if not lignes:
        return Arrondissement(organisation)
    montrees = tuple(
        Locale(Action(plan=plan, **{nom: une[nom] for nom in ("code", "titre", "titre_en")}), une["tard"])
        for une in lignes
    )
    return Arrondissement(organisation, lignes[0]["du_lieu"], lignes[0]["tard_du_lieu"], montrees)
