"""« Ce qui a changé »: the registry of the kinds of public facts, read for a plan and for one action.

Each floor registers its kinds once. The home page tells the latest of a plan's public objects, the page of an
action all of its own: a kind cannot be known to one and not to the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Expression, F, Model, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Lag
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actions.models import Action, Plan
from actions.models.etats import Publication
from partenariat.donnees.en_une_fois import lecture
from partenariat.donnees.expressions import oui_ou_non
from partenariat.histoire.evenements import evenements_de, instant_du_jour
from partenariat.histoire.temps import JourDe, Moment, jour
from partenariat.models import Retrait
from partenariat.presentation.formats import affichable
from partenariat.presentation.texte import passages
from partenariat.presentation.traduction import reste_francais, traduit
from partenariat.retraits.dit import dit_en_langue

NOMBRE = 8
Ligne = dict[str, Any]
Lignes = QuerySet[Any, Ligne]
CODES = {"seance": "numero"}
"""How an address names the code of its object, where not `code`."""
COMMUNES = ("n_date", "n_instant", "n_code", "n_titre", "n_titre_francais", "n_rang")
"""What every row holds: its day and its instant, the code and the title of its object, its own key."""


@dataclass(frozen=True)
class Fait:
    tete: str
    """What changed, in the visitor's language."""
    avant: object = None
    apres: object = None
    """Of a field, both sides; nothing else has two."""
    texte: str = ""
    """The words of the fact: as they were written, in French."""
    motif: str = ""
    """Why, where that was asked: as it was written too."""
    en_bref: bool = True
    """Whether both sides fit in a heading."""
    francais: tuple[str, ...] = ()
    """The words of the heading that are the plan's own, in French on an English page."""

    @property
    def change(self) -> bool:
        return self.avant is not None or self.apres is not None

    @property
    def dit(self) -> str:
        """What changed, in one line: « Statut : En cours → Réalisée »."""
        if not (self.change and self.en_bref):
            return self.tete
        cotes = {"avant": affichable(self.avant), "apres": affichable(self.apres)}
        return _("%(nom)s : %(avant)s → %(apres)s") % {"nom": self.tete, **cotes}

    @property
    def tete_lue(self) -> SafeString:
        """The heading, with what is French in it told apart."""
        return passages(self.tete, self.francais)

    @property
    def dit_lu(self) -> SafeString:
        """The line, likewise."""
        return passages(self.dit, self.francais)

    @property
    def suite(self) -> str:
        """What is read under that line: its words, its reason, or what a long text became."""
        return self.texte or self.motif or ("" if self.en_bref else str(self.apres or ""))


@dataclass(frozen=True)
class FaitDate:
    """A fact of an object, on its day."""

    date: date
    instant: datetime
    code: str
    titre: str
    genre: str
    fait: Fait
    plan: Plan
    titre_francais: bool = False
    """Whether that is French on an English page."""

    @property
    def page(self) -> str:
        """The name of the page of its object."""
        return GENRES[self.genre].page

    @property
    def nom(self) -> str:
        return f"{self.code} · {dit_en_langue(self.titre)}" if self.titre else self.code

    @property
    def nom_lu(self) -> SafeString:
        """The same, with a title that is French told apart."""
        return passages(self.nom, [self.titre] if self.titre_francais else [])

    @property
    def adresse(self) -> str:
        """Of the page of its object, today's."""
        return self.plan.adresse(self.page, **{CODES.get(self.page, "code"): self.code})


@dataclass(frozen=True)
class Genre:
    """A kind of facts.

    Args:
        page: the name of the page of the objects that they are about.
        publics: those of a plan whose facts the home page tells.
        lignes: the rows of given objects, latest first (`lignes_de`).
        dire: a row in words.
    """

    page: str
    publics: Callable[[Plan], QuerySet[Any, Any]]
    lignes: Callable[[QuerySet[Any, Any]], Lignes]
    dire: Callable[[Ligne], Iterable[Fait]]


GENRES: dict[str, Genre] = {}
"""By name, in the order in which the facts of one instant and of one object are told."""


def enregistrer(nom: str, genre: Genre) -> None:
    """Adds a kind of facts; called once, when the application is ready."""
    GENRES[nom] = genre


def derniers_faits(plan: Plan) -> list[FaitDate]:
    """The latest public facts of a plan, most recent first. One query."""
    return _dits(plan, _du_plan(plan))[:NOMBRE]


def ce_qui_a_change(action: Action) -> list[FaitDate]:
    """Every public fact of an action, most recent first. One query."""
    return _dits(action.plan, _de_l_action(action))


@lecture(Plan)
def _du_plan(plan: Plan) -> dict[str, Lignes]:
    return {nom: genre.lignes(genre.publics(plan))[:NOMBRE] for nom, genre in GENRES.items()}


@lecture(Action)
def _de_l_action(action: Action) -> dict[str, Lignes]:
    elle = Action.objects.filter(pk=action.pk).order_by()
    genres = {nom: genre for nom, genre in GENRES.items() if genre.page == "action"}
    return {nom: genre.lignes(elle) for nom, genre in genres.items()}


def _dits(plan: Plan, lues: dict[str, list[Ligne]]) -> list[FaitDate]:
    """The rows in words, in a total order: the latest instant first; of one instant, by object, then by kind,
    the last written first."""
    rangs = {nom: rang for rang, nom in enumerate(GENRES)}
    lignes = [(nom, ligne) for nom, siennes in lues.items() for ligne in siennes]
    lignes.sort(key=lambda une: (une[1]["n_code"], rangs[une[0]], -une[1]["n_rang"]))
    lignes.sort(key=lambda une: une[1]["n_instant"], reverse=True)
    return [
        FaitDate(
            date=ligne["n_date"],
            instant=ligne["n_instant"],
            code=ligne["n_code"],
            titre=ligne["n_titre"],
            genre=genre,
            fait=fait,
            plan=plan,
            titre_francais=ligne["n_titre_francais"],
        )
        for genre, ligne in lignes
        for fait in GENRES[genre].dire(ligne)
    ]


def lignes_de(
    queryset: QuerySet[Any, Any],
    objet: str = "",
    *,
    par: str,
    le: Any = None,
    instant: Any = None,
    code: str = "code",
    titre: Any = None,
    titre_francais: Any = None,
    **colonnes: Any,
) -> Lignes:
    """The rows of one kind, latest first.

    Args:
        objet: ORM path to what they are about; the row itself where empty.
        par: the field that dates them: an index finds the latest without reading the others.
        le: expression of their day, where not that of the moment `par`.
        instant: expression of their instant, where it is not `par`.
        code: the field by which the page of their object is known.
        titre: expression of its title, where that is not its field `titre`.
        titre_francais: whether that one is French on an English page; false where it is not said.
        colonnes: the other expressions that the words need.
    """
    vers = f"{objet}__" if objet else ""
    lues = queryset.annotate(
        n_date=JourDe(par) if le is None else le,
        n_instant=F(par) if instant is None else instant,
        n_code=F(f"{vers}{code}"),
        n_titre=titre or traduit(f"{vers}titre"),
        n_titre_francais=titre_francais or (Value(False) if titre else reste_francais(f"{vers}titre")),
        n_rang=F("pk"),
        **colonnes,
    )
    ordonnees = lues.filter(n_date__lte=jour()).order_by(f"-{par}", "-n_instant", "-n_rang")
    return ordonnees.values(*COMMUNES, *colonnes)


def du_jour(modele: type[Model], champ: str) -> dict[str, Any]:
    """`par`, `le` and `instant` for `lignes_de`, of facts that bear a day and no hour."""
    return {"par": champ, "le": F(champ), "instant": instant_du_jour(modele, champ)}


def avant(champ: str) -> Expression:
    """Of an event, the value that the field had in the one before, among those that are read."""
    return Window(Lag(champ), partition_by=[F("pgh_obj")], order_by="pgh_id")


def evenements_des(objets: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """What history holds of these rows, up to the moment being read."""
    return evenements_de(objets.model).filter(pgh_obj__in=objets.values("pk"), pgh_created_at__lte=Moment())


def nes_ici(objets: QuerySet[Any, Any], plan: Plan, publie: str) -> QuerySet[Any, Any]:
    """Those that became public (field `publie`) after the day when history begins: what was there on that day
    is not new, it is only unknown before."""
    debut = evenements_de(Plan).filter(pgh_obj=plan.pk).order_by("pgh_id")
    premier = Subquery(debut.annotate(le=JourDe("pgh_created_at")).values("le")[:1])
    return objets.annotate(ne=JourDe(publie)).filter(ne__gt=premier)


def publications(objets: QuerySet[Any, Any], publie: str) -> Lignes:
    """That they became public, for the first time (field `publie`)."""
    return lignes_de(objets.filter(**{f"{publie}__isnull": False}), par=publie)


def retraits(objets: QuerySet[Any, Any], *, code: str = "code", titre: Any = None) -> Lignes:
    """What was withdrawn for cause of these rows' pages: that it was, when and why, and never its words."""
    modele = objets.model
    page = modele._base_manager.filter(pk=OuterRef("page_cle"))
    retires = Retrait.objects.dits().filter(page=modele._meta.db_table, page_cle__in=objets.values("pk"))
    return lignes_de(
        retires.annotate(n_code_de_la_page=Subquery(page.values(code)[:1])),
        par="decide_le",
        code="n_code_de_la_page",
        titre=titre or Subquery(page.annotate(n=traduit("titre")).values("n")[:1]),
        titre_francais=None if titre else Subquery(page.annotate(n=reste_francais("titre")).values("n")[:1]),
        n_quoi=F("quoi"),
        n_motif=F("motif"),
    )


def dire_le_retrait(ligne: Ligne) -> list[Fait]:
    quoi = ligne["n_quoi"]
    return [
        Fait(_("Retiré pour cause : %(quoi)s") % {"quoi": quoi}, motif=ligne["n_motif"], francais=(quoi,))
    ]


def archives(objets: QuerySet[Any, Any]) -> Lignes:
    """That they left the lists, as often as they did."""
    quittees = passages_a(objets, "publication", Publication.PUBLIEE.value, Publication.ARCHIVEE.value)
    return lignes_de(quittees, "pgh_obj", par="pgh_created_at")


def passages_a(objets: QuerySet[Any, Any], champ: str, de: Any, vers: Any) -> QuerySet[Any, Any]:
    """The events by which these rows went from `de` to `vers`."""
    lus = evenements_des(objets).annotate(n_avant=avant(champ))
    # As one condition: what is asked of the event alone would leave out the ones before.
    return lus.annotate(n_passe=oui_ou_non(Q(**{champ: vers, "n_avant": de}))).filter(n_passe=True)
