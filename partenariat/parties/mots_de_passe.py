"""Passwords that are guessed first: of those of twelve characters, the common ones that were made longer."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGUEUR_MAX = 128

D_ICI = {
    "economiesociale", "montreal", "montréal", "motdepasse", "partenariat", "villedemontreal",
    "villedemontréal", "économiesociale",
}  # fmt: skip
"""What this site makes one think of."""
REPETE = re.compile(r"(.+?)\1+")
COURT = 4
"""A word said again and again says no more than itself: below so many characters, nothing."""


class MotCourant(CommonPasswordValidator):
    """Django's list holds few words of that length: « password » twice, « motdepasse » and its year are these
    same words."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.passwords = {*self.passwords, *D_ICI}

    def validate(self, password: str, user=None) -> None:
        if len(password) > LONGUEUR_MAX:
            raise ValidationError(
                _("Ce mot de passe est trop long : %(n)d caractères au plus.") % {"n": LONGUEUR_MAX}
            )
        mot = password.lower().strip()
        for candidat in (mot, re.sub(r"[\W\d_]+", "", mot)):
            dit = REPETE.fullmatch(candidat)
            seul = dit[1] if dit else candidat
            # Any of the list stands for what is no word at all.
            super().validate("password" if dit and len(seul) < COURT else seul, user)
