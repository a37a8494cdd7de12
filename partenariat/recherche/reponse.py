"""What the page of results reads: the row that was named, then the others by kind, with what answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from partenariat.donnees.recherche import couper
from partenariat.recherche import pages_du_site
from partenariat.recherche.genres import Genre, Texte, Trouvaille, Trouvees, chercher, genres
from partenariat.recherche.question import Question, lire_question, question_de
from partenariat.recherche.surlignage import Surligneur

PAR_GROUPE = 5
"""Rows of each kind that the page shows."""


CARACTERES_MAX = 400_000
"""Characters of the rows of a page in which sentences are looked for, each row its share: very long minutes
would make it cost seconds."""
PHRASES_MAX = 8
"""Sentences shown of a row: one a term that is asked by itself."""


@dataclass(frozen=True)
class Phrase:
    """A sentence that answers, its words marked.

    Args:
        etiquette: what it is taken from, where it is not of the row itself.
    """

    texte: SafeString
    etiquette: str
    langue: str


@dataclass(frozen=True)
class Resultat:
    """A row, its words marked.

    Args:
        langue: that of the title.
        phrases: the one of its own texts that answers most; then what else made it be found.
        genre: the name of its kind, where it stands apart from the others of its kind.
        autrefois: it bore the name that was typed, and is called otherwise now.
    """

    code: str
    titre: SafeString
    langue: str
    adresse: str
    ancre: str
    contexte: SafeString
    phrases: tuple[Phrase, ...]
    marques: Sequence[tuple[str, str]] = ()
    genre: Any = ""
    autrefois: bool = False


@dataclass(frozen=True)
class Groupe:
    """The first rows of a kind; `suite`: the address of all of them, where there are more."""

    nom: str
    libelle: Any
    compte: str
    resultats: list[Resultat]
    suite: str = ""


@dataclass(frozen=True)
class Reponse:
    """What a question finds.

    Args:
        exacts: the rows that it names.
        total: how many rows answer.
        autres: of these, how many are not in `exacts`.
        replie: a code is what was asked for; the others are only there for who wants them.
    """

    exacts: list[Resultat]
    groupes: list[Groupe]
    total: int
    autres: int
    replie: bool


def repondre(plan: Any, saisie: str, au: date | None) -> Reponse:
    """The rows of every kind that answer, on the date being read. A dozen queries, whatever their number."""
    (dite,) = couper(saisie)
    trouvees = chercher(plan, dite)
    listes, du_site = pages_du_site.trouver(plan, dite)
    lues = {un.nom: _lues(un, plan, trouvees[un.nom]) for un in genres()}
    surligner = _surligneur(
        question_de(dite.requete),
        [*(t for montrees in lues.values() for t in montrees.values()), *listes, *du_site],
    )
    exacts, groupes = [], []
    for un in genres():
        trouve, montrees = trouvees[un.nom], lues[un.nom]
        exacts += [
            replace(surligner(montrees[c]), genre=un.libelle, autrefois=c in trouve.autrefois)
            for c in trouve.exactes
            if c in montrees
        ]
        if resultats := [surligner(montrees[c]) for c in _autres(trouve) if c in montrees]:
            reste = trouve.total - trouve.exactes_trouvees > len(resultats)
            suite = adresse_de_la_suite(plan, un, saisie, au) if reste else ""
            groupes.append(Groupe(un.nom, un.libelle, un.compter(trouve.total), resultats, suite))
    # Where one is led comes before what speaks of it.
    if listes:
        compte, resultats = pages_du_site.compter_listes(len(listes)), list(map(surligner, listes))
        groupes.insert(0, Groupe(pages_du_site.LISTES, pages_du_site.LIBELLE_DES_LISTES, compte, resultats))
    if du_site:
        compte, resultats = pages_du_site.compter(len(du_site)), list(map(surligner, du_site))
        groupes.append(Groupe(pages_du_site.NOM, pages_du_site.LIBELLE, compte, resultats))
    total = sum(trouve.total for trouve in trouvees.values()) + len(listes) + len(du_site)
    autres = total - sum(trouve.exactes_trouvees for trouve in trouvees.values())
    replie = not any(trouve.par_leur_nom for trouve in trouvees.values())
    return Reponse(exacts, groupes, total, autres, replie)


def resultats_de(plan: Any, un: Genre, saisie: str, objets: Sequence[Any]) -> list[Resultat]:
    """These rows of one kind, as results, in their order."""
    montrees = _montrer(un, plan, objets)
    return list(map(_surligneur(lire_question(saisie), montrees.values()), montrees.values()))


def adresse_de_la_suite(plan: Any, un: Genre, saisie: str, au: date | None) -> str:
    """Where all the rows of a kind are: its own list, or the page of results of this kind alone."""
    requete = {"q": saisie} | ({} if un.liste else {"genre": un.nom}) | ({"au": au.isoformat()} if au else {})
    return f"{plan.adresse(un.liste or 'recherche')}?{urlencode(requete)}"


def _autres(trouve: Trouvees) -> list[int]:
    return [cle for cle in trouve.premieres if cle not in trouve.exactes][:PAR_GROUPE]


def _lues(un: Genre, plan: Any, trouve: Trouvees) -> dict[int, Trouvaille]:
    """What is shown of a kind, by key. Two queries at most."""
    cles = [*trouve.exactes, *_autres(trouve)]
    return _montrer(un, plan, un.montrables(un.nommables(plan).filter(pk__in=cles))) if cles else {}


def _montrer(un: Genre, plan: Any, objets: Iterable[Any]) -> dict[int, Trouvaille]:
    montrees = {objet.pk: un.montrer(plan, objet) for objet in objets}
    for cle, texte in un.ailleurs(list(montrees)) if montrees else ():
        montrees[cle] = replace(montrees[cle], textes=(*montrees[cle].textes, texte))
    return montrees


def _surligneur(question: Question, trouvailles: Iterable[Trouvaille]) -> Callable[[Trouvaille], Resultat]:
    """Gives a row with what answers marked in it: the stems of all of them are asked for at once."""
    lues = list(trouvailles)
    part = CARACTERES_MAX // max(1, len(lues))
    textes = [[une.code, une.titre, une.contexte, *(t.texte for t in _dans(une, part))] for une in lues]
    surligneur = Surligneur(question, (texte for siens in textes for texte in siens))
    return lambda une: Resultat(
        une.code,
        surligneur.titre(une.titre),
        une.langue,
        une.adresse,
        une.ancre,
        surligneur.titre(une.contexte),
        tuple(_phrases(surligneur, une, _dans(une, part))),
        une.marques,
    )


def _dans(une: Trouvaille, place: int) -> Iterator[Texte]:
    """The texts of a row, the first ones first, within so many characters."""
    for texte in une.textes:
        if place <= 0:
            return
        # What its heading says already is no sentence of it.
        if texte.texte != une.titre:
            yield texte if len(texte.texte) <= place else replace(texte, texte=texte.texte[:place])
            place -= len(texte.texte)


def _phrases(surligneur: Surligneur, une: Trouvaille, textes: Iterable[Texte]) -> Iterator[Phrase]:
    """What answers most in the row's own texts; then, until each term that made it be found is shown, what
    holds those that nothing above does."""
    tous = [(texte.texte, texte) for texte in textes]
    siens = [(dit, texte) for dit, texte in tous if not texte.etiquette and not texte.traduit]
    montres = surligneur.termes(une.code, une.titre, une.contexte)
    phrase, source, dits = surligneur.phrase(siens)
    for _rang in range(PHRASES_MAX):
        if source:
            yield Phrase(phrase, source.etiquette, source.langue)
        montres |= dits
        phrase, source, dits = surligneur.phrase(tous, montres)
        if not dits - montres:
            return
