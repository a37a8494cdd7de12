"""The kinds of things by their French nouns, with their gender: what buttons, titles and messages say.

Each app says the gender of its own (`accorder`); nothing is guessed from a word.
"""

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partenariat.presentation.langues import articles

Genre = type[Model]

_feminins: dict[Genre, bool] = {}


def accorder(*, feminins: tuple[Genre, ...] = (), masculins: tuple[Genre, ...] = ()) -> None:
    """Says the gender of the nouns of these kinds."""
    _feminins.update(dict.fromkeys(feminins, True) | dict.fromkeys(masculins, False))


def est_feminin(genre: Genre) -> bool:
    """Raises:
    LookupError: its app has not said so.
    """
    if (concret := genre._meta.concrete_model or genre) not in _feminins:
        raise LookupError(f"no gender said of {concret._meta.label}")
    return _feminins[concret]


def un(genre: Genre) -> str:
    """« une action »."""
    return articles.indefini(str(genre._meta.verbose_name), feminin=est_feminin(genre))


def le(genre: Genre) -> str:
    """« l'action »."""
    return articles.defini(str(genre._meta.verbose_name), feminin=est_feminin(genre))


def celui(objet: Model) -> str:
    """« l'action 3.12 »; where it has no code, « l'organisation « Bâtir » »."""
    if code := getattr(objet, "code", "") or getattr(objet, "numero", ""):
        return f"{le(type(objet))} {code}"
    return _("%(genre)s « %(nom)s »") % {"genre": le(type(objet)), "nom": objet}


def combien(genre: Genre, n: int) -> str:
    """« 1 jalon », « 3 jalons »: French has no plural under two."""
    meta = genre._meta
    return f"{n} {meta.verbose_name if n < 2 else meta.verbose_name_plural}"


def ajouter(genre: Genre) -> str:
    """« Ajouter une action »."""
    return _("Ajouter %(un_nom)s") % {"un_nom": un(genre)}


def _accorde(objet: Model, au_feminin: str, au_masculin: str, page: str = "") -> SafeString:
    phrase = au_feminin if est_feminin(type(objet)) else au_masculin
    dit = capfirst(celui(objet))
    return format_html(phrase, celui=format_html('<a href="{}">{}</a>', page, dit) if page else dit)


def est_ajoute(objet: Model, page: str = "") -> SafeString:
    """« L'action 3.12 est ajoutée. », which leads to its page where one is given."""
    return _accorde(objet, _("{celui} est ajoutée."), _("{celui} est ajouté."), page)


def est_enregistre(objet: Model, page: str = "") -> SafeString:
    """« L'action 3.12 est enregistrée. », likewise."""
    return _accorde(objet, _("{celui} est enregistrée."), _("{celui} est enregistré."), page)


def est_supprime(objet: Model) -> SafeString:
    """« L'action 3.12 est supprimée. »"""
    return _accorde(objet, _("{celui} est supprimée."), _("{celui} est supprimé."))


def choisis(genre: Genre, n: int, total: int) -> tuple[str, str, str, str]:
    """Of the `n` rows of a page, how many are chosen: none, one, several (`%(sel)s` stands for the
    number); and all those of the list."""
    if n < 2:
        rien = _("Non choisie") if est_feminin(genre) else _("Non choisi")
    elif est_feminin(genre):
        rien = _("Aucune des %(n)s choisie") % {"n": n}
    else:
        rien = _("Aucun des %(n)s choisi") % {"n": n}
    un_seul, plusieurs = (
        (_("1 choisie sur %(n)s"), _("%(sel)s choisies sur %(n)s"))
        if est_feminin(genre)
        else (_("1 choisi sur %(n)s"), _("%(sel)s choisis sur %(n)s"))
    )
    tous = _("Les %(n)s sont choisies") if est_feminin(genre) else _("Les %(n)s sont choisis")
    return rien, un_seul % {"n": n}, plusieurs % {"n": n, "sel": "%(sel)s"}, tous % {"n": total}
