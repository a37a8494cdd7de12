"""Stories, with a picture and a quote or without: none is ever saved."""

from django.utils import timezone

from actions.models import Histoire, Image
from comite.style.exemples import Exemples
from comite.style.promesses import le

TEXTE = (
    "Trois voisines ont repris la cordonnerie du quartier, avec son enseigne et ses outils.\n\n"
    "Un an plus tard, elles y forment deux apprenties."
)


def histoires(exemples: Exemples) -> list[Histoire]:
    """One with all that a story may have; one of words alone."""
    action = exemples.action("1.4", "Reprendre des commerces de proximité")
    titre = "La cordonnerie reste ouverte"
    entiere = Histoire(
        pk=1, action=action, titre=titre, texte=TEXTE, citation="On a gardé l'enseigne, et l'odeur.",
        citation_de="Camille Roy", citation_qualite="sociétaire", accord_le=timezone.localdate(),
        publiee_le=le(-20),
    )  # fmt: skip
    entiere.image = Image(texte="Une enseigne", credit="Dessin : exemple", largeur=180, hauteur=180)
    seule = Histoire(pk=2, action=action, titre="Une première soumission", texte=TEXTE, publiee_le=le(-40))
    seule.image = None
    return [entiere, seule]
