"""Numbers, money, dates and percentages as people of Montréal write them; English under /en/."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from partenariat.histoire.temps import jour, jours_depuis

INSECABLE = "\N{NO-BREAK SPACE}"
LOCALES = FRANCAIS, ANGLAIS = "fr_CA", "en_CA"


def _locale() -> str:
    return ANGLAIS if (get_language() or "").startswith("en") else FRANCAIS


def _francais() -> bool:
    return _locale() == FRANCAIS


def nombre(valeur: int | float | Decimal | None) -> str:
    """« 67 680 », « 13,5 »; blank for None. At most two decimals."""
    if valeur is None:
        return ""
    return _nombre(valeur, _locale())


# A long page writes the same numbers and days over and over, and babel takes its time.
@lru_cache(maxsize=4096)
def _nombre(valeur: int | float | Decimal, locale: str) -> str:
    # Babel rounds a half to the even digit. A true minus sign: a hyphen would be read as one. What rounds to
    # zero has none.
    texte = format_decimal(arrondi(valeur, 2), format="#,##0.##", locale=locale)
    return "0" if texte == "-0" else texte.replace("-", "\N{MINUS SIGN}")


_LETTRES = {
    FRANCAIS: "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    ANGLAIS: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen",
}


def en_lettres(valeur: int) -> str:
    """« sept »; from 17 up in figures."""
    lettres = _LETTRES[_locale()].split()
    return lettres[valeur] if 0 <= valeur < len(lettres) else nombre(valeur)


def arrondi(valeur: int | float | Decimal | Fraction, decimales: int = 0) -> Decimal:
    """Half-up, as people round, and as PostgreSQL does: every rounding of the site."""
    # As it is written: a binary fraction is never quite the half that it looks like.
    ecrite = valeur if isinstance(valeur, Fraction) else Fraction(str(valeur))
    entier = floor(abs(ecrite) * 10**decimales + Fraction(1, 2))
    return Decimal(entier if ecrite >= 0 else -entier).scaleb(-decimales)


def proportion(partie: int, tout: int) -> int | None:
    """0–100, half-up; None of nothing: what is not measured is not zero."""
    return moyenne(100 * partie, tout)


def moyenne(somme: int, effectif: int) -> int | None:
    """A mean, half-up; None of nothing."""
    return int(arrondi(Fraction(somme, effectif))) if effectif else None


def pourcent(valeur: int | None) -> str:
    """« 58 % »; « non mesuré » for None, never 0."""
    if valeur is None:
        return gettext("non mesuré")
    return f"{nombre(valeur)}{INSECABLE}%" if _francais() else f"{nombre(valeur)}%"


def argent(valeur: int | Decimal | None) -> str:
    """Dollars, never rounded: « 2,5 M$ », « 1 499 999 $ », « 800 000 $ »; blank for None."""
    if valeur is None:
        return ""
    if _rond(valeur, 1_000_000):
        texte, unite = nombre(Decimal(valeur) / 1_000_000), "M$"
        return f"{texte}{INSECABLE}{unite}" if _francais() else f"${texte}M"
    return f"{nombre(valeur)}{INSECABLE}$" if _francais() else f"${nombre(valeur)}"


def argent_en_mots(valeur: int | Decimal | None) -> str:
    """Dollars in a sentence: « 2,4 millions de dollars », “$11.7 billion”; blank for None.

    A figure that two decimals would not say whole stays in figures, « 1 499 999 $ »: none is rounded, so that
    none needs « environ ».
    """
    if valeur is None:
        return ""
    for grandeur, (francais, anglais) in _GRANDEURS.items():
        if _rond(valeur, grandeur):
            combien = abs(Decimal(valeur)) / grandeur
            signe = "\N{MINUS SIGN}" if valeur < 0 else ""
            if not _francais():
                return f"{signe}${nombre(combien)}{INSECABLE}{anglais}"
            return f"{signe}{nombre(combien)}{INSECABLE}{_en_dollars(francais, combien)}"
    return argent(valeur)


_GRANDEURS = {1_000_000_000: ("milliard", "billion"), 1_000_000: ("million", "million")}
_LETTRES_DES_GRANDEURS = {"G": "milliard", "M": "million"}
_MONTANT = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:,\d+)?)[ \u00a0\u202f]([GM])\$(?![\w/])"
)


def montants_en_mots(texte: str) -> str:
    """The amounts of a French text that people wrote short: « 11,7 G$ » → « 11,7 milliards de dollars »."""

    def dire(lu: re.Match) -> str:
        combien = Decimal(re.sub(r"\s", "", lu[1]).replace(",", "."))
        return f"{lu[1]}{INSECABLE}{_en_dollars(_LETTRES_DES_GRANDEURS[lu[2]], combien)}"

    return _MONTANT.sub(dire, texte)


def _en_dollars(grandeur: str, combien: Decimal) -> str:
    """In French what is under 2 is singular: « 1,5 million de dollars »."""
    return f"{grandeur}{'s' if combien >= 2 else ''} de dollars"


def _rond(valeur: int | Decimal, grandeur: int) -> bool:
    """Whether two decimals say it whole."""
    return abs(Decimal(valeur)) >= grandeur and not Decimal(valeur) % (grandeur // 100)


# Words after which nothing agrees with the number (« appels d'offres »), and those that never change.
_ARRETENT = ("de", "du", "des", "à", "au", "aux", "en", "par", "pour", "sur", "avec", "sans")
_INVARIABLES = {"mois", "fois", "pays", "repas", "cas", "bus", "cours", "processus", "campus"}


def _singulier(mot: str) -> str:
    if mot.lower() in _INVARIABLES or len(mot) < 3:
        return mot
    if mot.endswith(("eaux", "eux")):
        return mot[:-1]
    if mot.endswith("aux"):
        return f"{mot[:-3]}al"
    return mot.removesuffix("s")


def unite_accordee(valeur: int | Decimal, unite: str) -> str:
    """The unit, written in the plural, as it agrees with `valeur`: « 1 édition », « 0 lit », « 2 lits ».

    In French what is under 2 is singular; in English only 1 is.
    """
    taille = abs(Decimal(valeur))
    if taille >= 2 if _francais() else taille != 1:
        return unite
    mots = unite.split(" ")
    for rang, mot in enumerate(mots):
        if mot in _ARRETENT or "\N{APOSTROPHE}" in mot or "\N{RIGHT SINGLE QUOTATION MARK}" in mot:
            break
        mots[rang] = _singulier(mot)
    return " ".join(mots)


SYMBOLES = ("$", "M$", "%")
"""The units that are no words."""


def mesure(valeur: Decimal | None, unite: str) -> str:
    """A measured value with its unit: « 13,5 M$ », « 97 projets », « 1 édition »; « – » for None."""
    if valeur is None:
        return "–"
    if not _francais() and unite in SYMBOLES:
        return {"$": "${}", "M$": "${}M", "%": "{}%"}[unite].format(nombre(valeur))
    return f"{nombre(valeur)}{INSECABLE}{unite_accordee(valeur, unite)}"


def octets(taille: int | None) -> str:
    """« 12 Ko », « 1,4 Mo »; blank for None. Thousands, as file managers count."""
    if taille is None:
        return ""
    valeur, unite = (taille / 1_000_000, "M") if taille >= 1_000_000 else (max(taille / 1_000, 1), "k")
    ecrite = nombre(arrondi(valeur, 1 if unite == "M" else 0))
    return f"{ecrite}{INSECABLE}{unite.upper()}o" if _francais() else f"{ecrite}{INSECABLE}{unite}B"


def deux_points() -> str:
    """The colon, with the non-breaking blank that French puts before it."""
    return f"{INSECABLE}:" if _francais() else ":"


def _jour(valeur: date | datetime) -> date:
    return timezone.localtime(valeur).date() if isinstance(valeur, datetime) else valeur


def date_longue(valeur: date | datetime | None) -> str:
    """« 9 décembre 2026 », « 1er mars 2027 »; blank for None."""
    if valeur is None:
        return ""
    return _date_longue(_jour(valeur), _francais())


def nom_du_jour_lu() -> str:
    """« Aujourd'hui »; of a past day that is read, its date: « 9 décembre 2026 »."""
    return gettext("Aujourd'hui") if jour() == timezone.localdate() else date_longue(jour())


def jour_lu() -> str:
    """« Aujourd'hui, 9 décembre 2026 »; of a past day that is read, its date alone."""
    if jour() != timezone.localdate():
        return nom_du_jour_lu()
    return gettext("Aujourd'hui, %(date)s") % {"date": date_longue(jour())}


def jours(n: int) -> str:
    """« 1 jour », « 26 jours »."""
    return ngettext("%(n)s jour", "%(n)s jours", n) % {"n": nombre(n)}


def dans_combien(le: date) -> str:
    """« dans 13 jours », « aujourd'hui »; of a past day, « 13 jours plus tard », « le jour même ».

    Args:
        le: that day, or a later one than the day that is read.
    """
    n, passe = -jours_depuis(le), jour() != timezone.localdate()
    if n == 0:
        return gettext("le jour même") if passe else gettext("aujourd'hui")
    if passe:
        return gettext("%(jours)s plus tard") % {"jours": jours(n)}
    return gettext("dans %(jours)s") % {"jours": jours(n)}


def il_y_a(le: date) -> str:
    """« il y a 14 jours », « aujourd'hui »; of a day to come, as `dans_combien`."""
    n = jours_depuis(le)
    if n <= 0:
        return dans_combien(le)
    return gettext("il y a %(jours)s") % {"jours": jours(n)}


def en_retard_de(le: date) -> str:
    """« en retard de 26 jours », of a day that is past."""
    return gettext("en retard de %(jours)s") % {"jours": jours(jours_depuis(le))}


def delai(le: date) -> str:
    """What is due on that day, in words: « en retard de 26 jours », « aujourd'hui », « dans 13 jours »."""
    return en_retard_de(le) if jours_depuis(le) > 0 else dans_combien(le)


def depuis_combien(le: date) -> str:
    """« depuis 26 jours », « depuis aujourd'hui », of a day that is come."""
    n = jours_depuis(le)
    return gettext("depuis %(jours)s") % {"jours": jours(n)} if n > 0 else gettext("depuis aujourd'hui")


@lru_cache(maxsize=4096)
def _date_longue(valeur: date, francais: bool) -> str:
    if not francais:
        return format_date(valeur, format="MMMM d, y", locale=ANGLAIS).replace(" ", INSECABLE)
    texte = format_date(valeur, format="d MMMM y", locale=FRANCAIS)
    if valeur.day == 1:
        texte = texte.replace("1 ", "1er ", 1)
    return texte.replace(" ", INSECABLE)


def jour_court(valeur: date | datetime) -> str:
    """« 2 oct. », « 1er mars »: a day whose year is said beside it."""
    return _date_courte(_jour(valeur), _francais(), False)


def date_courte(valeur: date | datetime) -> str:
    """« 9 déc. » of the year being read, « 9 déc. 2025 » of another."""
    le = _jour(valeur)
    return _date_courte(le, _francais(), le.year != jour().year)


def date_courte_entiere(valeur: date | datetime) -> str:
    """« 9 déc. 2025 », “Dec 9, 2025”: with its year, whichever is read."""
    return _date_courte(_jour(valeur), _francais(), True)


@lru_cache(maxsize=4096)
def _date_courte(valeur: date, francais: bool, avec_annee: bool) -> str:
    forme, locale = ("d MMM", FRANCAIS) if francais else ("MMM d", ANGLAIS)
    annee = "" if not avec_annee else " y" if francais else ", y"
    texte = format_date(valeur, format=forme + annee, locale=locale)
    if francais and valeur.day == 1:
        texte = texte.replace("1 ", "1er ", 1)
    return texte.replace(" ", INSECABLE)


def nom_du_mois(valeur: date) -> str:
    """« novembre », “November”."""
    return format_date(valeur, format="LLLL", locale=_locale())


def mois_long(valeur: date) -> str:
    """« novembre 2026 »."""
    return format_date(valeur, format="MMMM y", locale=_locale()).replace(" ", INSECABLE)


def heure(valeur: time | datetime | None) -> str:
    """« 13 h 30 », « 9 h »; blank for None."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime):
        valeur = timezone.localtime(valeur)
    if not _francais():
        return valeur.strftime("%-I:%M %p").lower()
    minutes = f"{INSECABLE}{valeur.minute:02d}" if valeur.minute else ""
    return f"{valeur.hour}{INSECABLE}h{minutes}"


def affichable(valeur: object) -> str:
    """A stored value in words, for « before / after »: dates, yes and no, texts, « – » for nothing."""
    if valeur is None or valeur == "":
        return "–"
    if isinstance(valeur, bool):
        return gettext("oui") if valeur else gettext("non")
    if isinstance(valeur, date):
        return date_longue(valeur)
    return nombre(valeur) if isinstance(valeur, int | Decimal) else str(valeur)
