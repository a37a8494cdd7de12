"""Where the commitments stand in the back office, and what each kind is for."""

from django.utils.translation import gettext_lazy as _

from engagements.models import (
    Declaration,
    Engagement,
    LienSigne,
    Passage,
    Preuve,
    Refus,
    Reponse,
    Signature,
    UsageLien,
    Verification,
)
from partenariat.administration import noms
from partenariat.administration.taches import Fiche, Tache, placer

ENGAGEMENTS = Tache(20, "engagements", _("Suivre les engagements"))

placer(
    ENGAGEMENTS,
    Fiche(
        Engagement,
        _("Ce que deux parties se promettent : le texte, qui signe, qui déclare, qui vérifie."),
        compte=True,
    ),
    Fiche(LienSigne, _("L'accès d'une organisation sans compte, pour signer ou répondre.")),
)
noms.accorder(
    feminins=(Declaration, Preuve, Reponse, Signature, Verification), masculins=(Passage, Refus, UsageLien)
)
