"""The plan in time: its axes over its years, each milestone a mark, in one bounded query.

`frise_du_plan(plan, axes)` gives what `templates/composants/frise.html` draws. Milestones are counted by
month in SQL, and named only where a stack is low enough to be drawn: at 10,000 actions as at 44, the drawing
holds what its width can show (`MARQUES`), the rest as figures.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Window
from django.db.models.functions import Cast, RowNumber, TruncMonth
from django.utils.translation import gettext as _

from actions.frises.marques import A_VENIR, RANGS, Marque, Sujet
from actions.models import Action, Jalon, Plan
from actions.models.etats import REPORTE, EtatJalon
from actions.portraits import PortraitAxe
from partenariat.donnees.en_une_fois import lecture
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.temps import ETAGE, Borne, Echelle, Etiquette, pct, poser
from partenariat.presentation.formats import jour_lu, mois_long, nombre
from partenariat.presentation.traduction import reste_francais, traduit
from partenariat.retraits.dit import dit_en_langue

LIGNE = 72
"""Pixels: where the line of an axis stands, under its marks; a row is 92 high."""
PREMIER = LIGNE - 8
"""Pixels: where the first mark of a stack stands."""
COUDE = 28
"""Pixels: where a date that was put off is drawn."""
PILE = 5
"""Marks of one state in one month: a higher stack is one mark and a figure."""
MARQUES = 240
"""Marks of a whole drawing: beyond, months are joined by three, then by twelve."""
COUDES = 2
"""Moves drawn whole, an axis; the others are diamonds among the marks."""
NOMMEES = 12
"""Marks that call for a look and are said by name under the drawing."""
LARGEUR, LARGEUR_TELEPHONE = 640, 312
"""Pixels: the least widths at which the labels must hold."""
ANS = 12
"""Years drawn: those of the plan, no more; what is outside is counted in words."""
ORDRE = (EtatJalon.ATTEINT, EtatJalon.PREVU, EtatJalon.ANNULE, EtatJalon.EN_RETARD)
"""One state of each part of the sentence, in the order in which they are said."""
Ligne = dict[str, Any]


@dataclass(frozen=True)
class Code:
    """What names a late mark; `large`: only where there is room."""

    etiquette: Etiquette
    large: bool = False


@dataclass(frozen=True)
class Coude:
    """A date that was put off: from the day first promised to the one said now."""

    depuis: str
    y: int
    marque: Marque
    texte: str
    apres: bool
    """Whether there is room for it after the mark; it is over the line otherwise."""

    @property
    def y_texte(self) -> int:
        return self.y + 4 if self.apres else self.y - 9


@dataclass
class Rangee:
    """A row of the drawing, of an axis where it has a `portrait`; `tableau` is its row of the table: each
    column, and what it says."""

    sujet: Sujet
    portrait: PortraitAxe | None = None
    marques: list[Marque] = field(default_factory=list)
    coudes: list[Coude] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    fins: list[str] = field(default_factory=list)
    tableau: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part of the sentence of figures."""

    texte: str
    retard: bool = False


@dataclass
class Frise:
    """The drawing of a plan. Without `parts`, nothing of it is dated: it is not to be shown.

    Attributes:
        parts: the sentence of figures: « 61 atteints, dont 24 avant 2025 ».
        colonnes: the heads of the table.
        a_nommer: the marks that call for a look, the earliest first, `NOMMEES` at most.
    """

    echelle: Echelle
    rangees: list[Rangee]
    parts: list[Part]
    colonnes: list[str]
    a_nommer: list[Marque]

    @cached_property
    def annees(self) -> list[Borne]:
        return self.echelle.annees

    @cached_property
    def aujourd_hui(self) -> Etiquette | None:
        """Where the day being read is named; None where it is not one of the days drawn."""
        le = jour()
        if not self.echelle.contient(le):
            return None
        return Etiquette(self.echelle.x(le), 0, jour_lu()).dans(LARGEUR_TELEPHONE)

    @property
    def passe(self) -> str:
        """The width of what is past."""
        return self.echelle.pct(jour())


@lecture(Plan)
def _du_plan(plan: Plan) -> dict[str, QuerySet[Any, Any]]:
    publiques = Action.objects.publiques().filter(plan=plan).order_by()
    return a_dessiner(publiques)


def a_dessiner(actions: QuerySet[Any], par: str = "axe") -> dict[str, QuerySet[Any, Any]]:
    """What the drawing of these actions is read from, by the names of the arguments of `dessiner`.

    Args:
        par: the foreign key of an action by which they are in one row.
    """
    jalons = Jalon.objects.filter(action__in=actions)
    return {"jalons": en_piles(jalons.avec_etat(), f"action__{par}"), "fins": _fins(actions, par)}


def en_piles(
    lus: QuerySet[Any, Any],
    rangee: str,
    code: str = "action__code",
    depuis: str = "echeance_initiale",
    etat: str = "etat",
) -> QuerySet[Any, Any]:
    """A row a mark where a stack is drawn one by one, a row a stack where it is a figure.

    Args:
        lus: with `le`, `mois` and the state, as `JalonQuerySet.avec_etat` annotates them, and `titre`.
        rangee, code, depuis, etat: the fields of what they are in one row by, of the code that names one, of
            the day first promised and of the state.
    """
    par = [F(rangee), F("mois"), F(etat)]
    comptes: Any = lus.annotate(
        n_axe=F(rangee),
        n_compte=Window(Count("pk"), partition_by=par),
        n_rang=Window(RowNumber(), partition_by=par, order_by=["le", "pk"]),
        n_code=F(code),
        n_titre=traduit("titre"),
        n_francais=reste_francais("titre"),
        n_depuis=F(depuis),
    )
    dessines = comptes.filter(Q(n_rang=1) | Q(n_compte__lte=PILE)).order_by("n_axe", "mois", etat, "n_rang")
    lues = ("n_axe", "mois", "le", "n_depuis", "n_compte", "n_rang", "n_code", "n_titre", "n_francais")
    return dessines.values(*lues, n_etat=F(etat))


def _fins(actions: QuerySet[Any], par: str) -> QuerySet[Any, Any]:
    """The months in which actions end, a row."""
    datees = actions.filter(fin__isnull=False, en_continu=False)
    par_mois = datees.values(n_axe=F(par), n_mois=Cast(TruncMonth("fin"), DateField()))
    return par_mois.annotate(n_fin=Min("fin")).order_by("n_axe", "n_mois")


def frise_du_plan(plan: Plan, axes: Sequence[PortraitAxe]) -> Frise:
    """The drawing of a plan, from its portraits by axis (`portraits.portrait_par_axe`). One query."""
    return frise_de(plan, axes, **_du_plan(plan))


def frise_de(
    plan: Plan, axes: Sequence[PortraitAxe], jalons: Sequence[Ligne], fins: Sequence[Ligne]
) -> Frise:
    """Likewise, of these rows. No query."""
    sujets = {portrait.axe.pk: (_de_l_axe(plan, portrait), portrait) for portrait in axes}
    return dessiner(plan, sujets, jalons, fins)


def _de_l_axe(plan: Plan, portrait: PortraitAxe) -> Sujet:
    return Sujet(str(portrait.axe), plan.adresse("axe", numero=portrait.axe.numero))


def dessiner(
    plan: Plan,
    sujets: Mapping[int, tuple[Sujet, PortraitAxe | None]],
    jalons: Sequence[Ligne],
    fins: Sequence[Ligne] = (),
) -> Frise:
    """The drawing of what was read (`a_dessiner`), over the years of the plan.

    Args:
        sujets: what each row is of, in order, by the `n_axe` of its lines.
    """
    echelle = echelle_du_plan(plan)
    colonnes = _colonnes(echelle, jalons)
    siens: dict[int, list[Ligne]] = defaultdict(list)
    for ligne in jalons:
        siens[ligne["n_axe"]].append(ligne)
    ses_fins: dict[int, list[str]] = defaultdict(list)
    for ligne in fins:
        if echelle.contient(ligne["n_fin"]):
            ses_fins[ligne["n_axe"]].append(echelle.pct(ligne["n_fin"]))
    pas = _pas(jalons, echelle)
    rangees = []
    for cle, (sujet, portrait) in sujets.items():
        tableau = [(nom, _case(sujet, siens[cle], echelle, an)) for nom, an in colonnes]
        rangee = Rangee(sujet, portrait, fins=ses_fins[cle], tableau=tableau)
        _remplir(rangee, plan, siens[cle], echelle, pas)
        rangees.append(rangee)
    a_voir = [m for r in rangees for m in (*r.marques, *(c.marque for c in r.coudes)) if m.attention]
    a_voir.sort(key=lambda m: (m.etat != EtatJalon.EN_RETARD, m.le))
    # The sentence counts every row, in the words that they share.
    parts = _parts(rangees[0].sujet, jalons, echelle) if rangees else []
    return Frise(echelle, rangees, parts, [nom for nom, _an in colonnes], a_voir[:NOMMEES])


def echelle_du_plan(plan: Plan) -> Echelle:
    """The years of the plan; of one that does not say them, the last one, this one and the next two."""
    an = jour().year
    debut, fin = plan.debut or date(an - 1, 1, 1), plan.fin or date(an + 2, 12, 31)
    dernier = min(max(fin.year, debut.year), debut.year + ANS - 1)
    return Echelle.des_annees(debut, date(dernier, 12, 31))


def _pas(lignes: Sequence[Ligne], echelle: Echelle) -> int:
    """How many months one stack is of, so that the drawing holds what it can show."""
    dedans = [ligne for ligne in lignes if echelle.contient(ligne["le"])]
    for pas in (1, 3, 12):
        piles = _piles(dedans, pas)
        if sum(len(siennes) if _une_a_une(siennes) else 1 for siennes in piles.values()) <= MARQUES:
            return pas
    return 12


def _piles(lignes: Iterable[Ligne], pas: int) -> dict[tuple[int, date, str], list[Ligne]]:
    """By axis, first month of the span and state."""
    piles: dict[tuple[int, date, str], list[Ligne]] = defaultdict(list)
    for ligne in lignes:
        mois = ligne["mois"]
        premier = mois.replace(month=(mois.month - 1) // pas * pas + 1)
        piles[ligne["n_axe"], premier, ligne["n_etat"]].append(ligne)
    return piles


def _combien(pile: Iterable[Ligne]) -> int:
    return sum(ligne["n_compte"] for ligne in pile if ligne["n_rang"] == 1)


def _une_a_une(pile: Sequence[Ligne]) -> bool:
    return _combien(pile) <= PILE


def _remplir(rangee: Rangee, plan: Plan, lignes: Sequence[Ligne], echelle: Echelle, pas: int) -> None:
    dedans = [ligne for ligne in lignes if echelle.contient(ligne["le"])]
    coudes = [
        ligne for ligne in dedans if ligne["n_etat"] == REPORTE and echelle.contient(ligne["n_depuis"])
    ][:COUDES]
    etages: Counter[str] = Counter()
    retards: dict[str, list[Marque]] = defaultdict(list)
    restent = [ligne for ligne in dedans if ligne["n_compte"] > PILE or ligne not in coudes]
    piles = sorted(_piles(restent, pas).items(), key=lambda une: (une[0][1], RANGS[une[0][2]], une[0][2]))
    for (_axe, premier, etat), pile in piles:
        x = pct(_milieu(echelle, premier, pas, etat))
        une_a_une = _une_a_une(pile)
        for ligne in pile if une_a_une else pile[:1]:
            combien = 1 if une_a_une else _combien(pile)
            y = PREMIER - ETAGE * min(etages[x], PILE)
            nouvelle = _marque(plan, rangee.sujet, ligne, x, y, combien, mois_long(premier))
            rangee.marques.append(nouvelle)
            # A figure takes the place of a mark.
            etages[x] += 1 if combien == 1 else 2
            if etat == EtatJalon.EN_RETARD:
                retards[x].append(nouvelle)
    rangee.codes = _codes(retards)
    rangee.coudes = [
        _coude(plan, rangee.sujet, ligne, echelle, COUDE - 14 * rang)
        for rang, ligne in enumerate(ligne for ligne in coudes if ligne["n_compte"] <= PILE)
    ]


def _milieu(echelle: Echelle, premier: date, pas: int, etat: str) -> float:
    """Where a stack stands: in the middle of its span; of the one under way, of its past or of its rest."""
    suivant = (premier + timedelta(days=31 * pas)).replace(day=1)
    debut, fin, ici = echelle.x(premier), echelle.x(suivant), echelle.x(jour())
    if debut <= ici < fin and echelle.contient(jour()):
        debut, fin = (ici, fin) if etat in A_VENIR else (debut, ici)
    return (debut + fin) / 2


def _marque(plan: Plan, sujet: Sujet, ligne: Ligne, x: str, y: int, combien: int, quand: str) -> Marque:
    if combien == 1:
        nom = sujet.dire(
            ligne["n_etat"], ligne["n_code"], dit_en_langue(ligne["n_titre"]), ligne["le"], ligne["n_depuis"]
        )
        adresse = plan.adresse(sujet.page, code=ligne["n_code"])
        francais = ligne["n_titre"] if ligne["n_francais"] else ""
        return Marque(ligne["n_etat"], x, y, nom, adresse, ligne["le"], ligne["n_code"], francais=francais)
    nom = _("%(axe)s, %(mois)s : %(compte)s") % {
        "axe": sujet.nom,
        "mois": quand,
        "compte": sujet.part(ligne["n_etat"], combien),
    }
    return Marque(ligne["n_etat"], x, y, nom, sujet.adresse, ligne["le"], nombre=combien)


def _codes(retards: dict[str, list[Marque]]) -> list[Code]:
    """What names the late marks of each month, where that touches nothing."""
    voulues = []
    for x, siennes in retards.items():
        codes = [m.code for m in siennes if m.code]
        texte = codes[0] + (f" +{len(siennes) - 1}" if len(siennes) > 1 else "") if codes else ""
        if texte:
            voulues.append(Etiquette(float(x[:-1]), siennes[-1].y - 11, texte))
    posees = [une for une in poser(voulues, LARGEUR) if une]
    au_telephone = poser(posees, LARGEUR_TELEPHONE, plafond=LIGNE)
    return [Code(une, large=petite is None) for une, petite in zip(posees, au_telephone, strict=True)]


def _coude(plan: Plan, sujet: Sujet, ligne: Ligne, echelle: Echelle, y: int) -> Coude:
    x = echelle.x(ligne["le"])
    sienne = _marque(plan, sujet, ligne, pct(x), y, 1, "")
    texte = _("%(code)s reporté à %(mois)s") % {"code": ligne["n_code"], "mois": mois_long(ligne["le"])}
    a_droite = Etiquette(x + 1000 / LARGEUR, y, texte, "start")
    return Coude(echelle.pct(ligne["n_depuis"]), y, sienne, texte, a_droite.etendue(LARGEUR)[1] <= LARGEUR)


def _par_etat(lignes: Iterable[Ligne]) -> Counter[int]:
    """How many milestones, by part of the sentence."""
    comptes: Counter[int] = Counter()
    for ligne in lignes:
        if ligne["n_rang"] == 1:
            comptes[RANGS[ligne["n_etat"]]] += ligne["n_compte"]
    return comptes


def _parts(sujet: Sujet, lignes: Sequence[Ligne], echelle: Echelle) -> list[Part]:
    """« 61 atteints, dont 24 avant 2025 », « 33 à venir », « 4 en retard »: each part, and what of it is
    outside the drawing."""
    tout = _par_etat(lignes)
    avant = _par_etat(ligne for ligne in lignes if ligne["le"] < echelle.debut)
    apres = _par_etat(ligne for ligne in lignes if ligne["le"] > echelle.fin)
    parts = []
    for etat in ORDRE:
        rang = RANGS[etat]
        if not tout[rang]:
            continue
        texte = sujet.part(etat, tout[rang])
        if avant[rang]:
            dits = {"n": nombre(avant[rang]), "an": echelle.debut.year}
            texte += _(", dont %(n)s avant %(an)s") % dits
        if apres[rang]:
            texte += _(", dont %(n)s après %(an)s") % {"n": nombre(apres[rang]), "an": echelle.fin.year}
        parts.append(Part(texte, retard=etat == EtatJalon.EN_RETARD))
    return parts


def _colonnes(echelle: Echelle, lignes: Sequence[Ligne]) -> list[tuple[str, int]]:
    """The columns of the table, each with its year; what is outside is in the first or the last one."""
    premiere, derniere = echelle.debut.year, echelle.fin.year
    ans = [(str(an), an) for an in range(premiere, derniere + 1)]
    if any(ligne["le"] < echelle.debut for ligne in lignes):
        ans.insert(0, (_("Avant %(an)s") % {"an": premiere}, premiere - 1))
    if any(ligne["le"] > echelle.fin for ligne in lignes):
        ans.append((_("Après %(an)s") % {"an": derniere}, derniere + 1))
    return ans


def _case(sujet: Sujet, lignes: Iterable[Ligne], echelle: Echelle, an: int) -> str:
    """What one row has in one column, in words."""
    bornes = echelle.debut.year - 1, echelle.fin.year + 1
    comptes = _par_etat(ligne for ligne in lignes if min(max(ligne["le"].year, bornes[0]), bornes[1]) == an)
    return ", ".join(sujet.part(etat, comptes[RANGS[etat]]) for etat in ORDRE if comptes[RANGS[etat]])
