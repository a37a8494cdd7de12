"""The log of the back office (`LogEntry`), which keeps what each record was called: blanked too."""

import json

from django.contrib.admin.models import LogEntry

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.retraits.caviardage import Citees, citent
from partenariat.retraits.citations import Mots, sans_citation, sans_les_mots


def caviarder_le_journal(mots: Mots, simuler: bool) -> Citees:
    empreintes = []
    for entree in LogEntry.objects.order_by("pk").iterator():
        avant = entree.object_repr, entree.change_message
        apres = sans_les_mots(avant[0], mots), _sans(avant[1], mots)
        if apres == avant:
            continue
        empreintes.append(empreinte_texte("\n".join(avant)))
        if not simuler:
            LogEntry.objects.filter(pk=entree.pk).update(object_repr=apres[0], change_message=apres[1])
    return {"journal de l'administration": empreintes} if empreintes else {}


def _sans(message: str, mots: Mots) -> str:
    """Django writes it as JSON whose accents are escaped; a person, as a sentence."""
    if not message.startswith("["):
        return sans_les_mots(message, mots)
    lu = json.loads(message)
    masque = json.loads(sans_citation(json.dumps(lu, ensure_ascii=False), mots))
    return message if masque == lu else json.dumps(masque)


def inscrire() -> None:
    """Called once, when the application is ready."""
    citent(caviarder_le_journal, LogEntry)
