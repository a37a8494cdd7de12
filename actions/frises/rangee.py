"""An action in one line of a list: when it lasts, what it reached, what is left, over the years of its plan.

The same words stand beside it: it is a picture. `avec_temps` brings what it is drawn from.
"""

from datetime import date
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, TextField, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions.models import Action, ActionQuerySet, Jalon
from actions.models.etats import EtatJalon, Statut
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.temps import Echelle, marque

JALONS = 40
"""Milestones drawn in one line, the first ones."""
MILIEU = "12"
"""Pixels: where the line stands in a drawing 24 high."""


class _EnTexte(Func):
    """One milestone as « 2026-10-31,,f »: its date, when it was reached, whether it is cancelled."""

    function = "concat"
    output_field = TextField()


class _Joints(Func):
    function = "array_to_string"
    output_field = TextField()


def avec_temps(actions: ActionQuerySet) -> ActionQuerySet:
    """With what their lines of time are drawn from: their milestones, `JALONS` at most, as one text."""
    siens = Jalon.objects.filter(action=OuterRef("pk")).order_by("echeance", "pk")
    dits = _EnTexte("echeance", Value(","), "atteint_le", Value(","), "annule")
    joints = _Joints(ArraySubquery(siens.values_list(dits)[:JALONS]), Value(";"))
    return actions.annotate(jalons_en_temps=joints)


def rangee_temps(action: Action, echelle: Echelle) -> SafeString:
    """The line of an action read `avec_temps`, over the days of `echelle`."""
    return _dessiner(
        echelle.debut,
        echelle.fin,
        jour(),
        action.debut,
        action.fin,
        action.statut,
        action.publication,
        action.jalons_en_temps,  # type: ignore[attr-defined]  # `avec_temps` adds it
        get_language() or "",
    )


def _lus(dits: str, action: Action) -> list[tuple[date, str]]:
    """The day and the state of each milestone, by the rule of its page."""
    lus = []
    for dit in filter(None, dits.split(";")):
        echeance, atteint, annule = dit.split(",")
        jalon = Jalon(
            echeance=date.fromisoformat(echeance),
            atteint_le=date.fromisoformat(atteint) if atteint else None,
            annule=annule == "t",
        )
        lus.append((jalon.jour_dessine, jalon.etat_dans(action)[0]))
    return lus


# A list shows the same rows over and over: a line is drawn once a day.
@lru_cache(maxsize=4096)
def _dessiner(
    premier: date,
    dernier: date,
    ici: date,
    debut: date | None,
    fin: date | None,
    statut: str,
    publication: str,
    dits: str,
    _langue: str,
) -> SafeString:
    echelle, action = Echelle(premier, dernier), Action(statut=statut, publication=publication)
    jalons, fini = _lus(dits, action), statut == Statut.REALISEE
    connus = [le for le, etat in jalons if etat == EtatJalon.ATTEINT]
    termine = max([*connus, *([fin] if fin else [])], default=None)
    if fini and termine and termine < echelle.debut:
        mot = format_html("<span>{}</span>", _("terminée en %(an)s") % {"an": termine.year})
        return _cadre(echelle, ici, mot, "")
    debut = debut or min((le for le, _etat in jalons), default=None)
    traits = []
    if debut:
        # What is set aside is known to have lasted until its last milestone, and no longer.
        arret = ici if action.en_vigueur else termine if fini else max(connus, default=debut)
        fait = min(arret or debut, ici)
        if fait > debut and statut != Statut.A_VENIR:
            traits.append(_trait("rt-fait", echelle, debut, fait))
        if action.en_vigueur and fin and fin > max(debut, ici):
            traits.append(_trait("rt-reste", echelle, max(debut, ici), fin))
    traits += [marque(etat, echelle.pct(le), MILIEU) for le, etat in jalons if echelle.contient(le)]
    return _cadre(echelle, ici, "", "".join(traits))


def _trait(genre: str, echelle: Echelle, de: date, a: date) -> str:
    return f'<line class="{genre}" x1="{echelle.pct(de)}" x2="{echelle.pct(a)}" y1="{MILIEU}" y2="{MILIEU}"/>'


def _cadre(echelle: Echelle, ici: date, mot: str, dessin: str) -> SafeString:
    """The years are a background of the stylesheet, where they are about as long as each other."""
    x = echelle.pct(ici)
    aujourd_hui = f'<line class="t-jour" x1="{x}" x2="{x}" y1="4" y2="20"/>' if echelle.contient(ici) else ""
    return mark_safe(  # noqa: S308  # dates and shapes of ours; the words are escaped where they are written
        f'<div class="rt rt--{len(echelle.annees)}" aria-hidden="true">{mot}'
        f'<svg class="temps">{aujourd_hui}{dessin}</svg></div>'
    )
