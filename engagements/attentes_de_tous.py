"""On the desk of the coordination: what it proposes and publishes, and what the parties owe each other."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR, Etat, Publication
from partenariat.poste.attentes import Attente, Ligne, Palier, Qui, jour_de, nom_de
from partenariat.presentation.formats import date_longue


def de_la_coordination(personne: Any, sauf: Collection[int] = ()) -> list[Attente]:
    """Its own acts: what both signed and is not published, what is not proposed yet. Then what waits for the
    parties: to sign, to confirm or contest, to answer. A constant number of queries.

    Args:
        sauf: the keys of those that wait on this very desk for another reason.
    """
    ouverts = list(
        Engagement.objects.modifiables_par(personne)
        .filter(
            Q(publication__in=(Publication.BROUILLON, Publication.AUX_PARTIES))
            | Q(conteste=True)
            | Q(a_verifier=True)
        )
        .select_related("partie", "envers", "plan")
        .prefetch_related("signatures")
        .order_by("propose_le", "plan", "cle_code", "id")
    )
    signables = [e for e in ouverts if e.publication == Publication.AUX_PARTIES and e.etat == Etat.PROPOSE]
    tenus = [e for e in ouverts if (e.conteste or e.a_verifier) and e.etat in EN_VIGUEUR]
    prefetch_related_objects(tenus, "declarations__verifications")
    return [
        Attente(
            "a-publier",
            _("Publier un engagement"),
            lambda n: ngettext("%(n)s texte à relire", "%(n)s textes à relire", n) % {"n": n},
            _("Relire et publier"),
            [e for e in ouverts if e.etat != Etat.PROPOSE and e.peut("publier", personne)],
            _a_publier,
        ),
        Attente(
            "a-proposer",
            _("Proposer un engagement"),
            lambda n: ngettext("%(n)s brouillon", "%(n)s brouillons", n) % {"n": n},
            _("Relire et proposer"),
            [e for e in ouverts if e.peut("proposer", personne)],
            _a_proposer,
        ),
        Attente(
            "signatures-des-parties",
            _("Signatures des parties"),
            lambda n: ngettext("%(n)s engagement à signer", "%(n)s engagements à signer", n) % {"n": n},
            _("Voir"),
            _en_ordre(signables, _a_signer, sauf),
            _a_signer,
            Qui.AUTRES,
        ),
        Attente(
            "contestations-des-parties",
            _("Réponses à une contestation"),
            lambda n: ngettext("%(n)s parole contestée", "%(n)s paroles contestées", n) % {"n": n},
            _("Voir"),
            _en_ordre([e for e in tenus if e.conteste], _conteste, sauf),
            _conteste,
            Qui.AUTRES,
        ),
        Attente(
            "verifications-des-parties",
            _("Vérifications des parties"),
            lambda n: ngettext("%(n)s déclaration à vérifier", "%(n)s déclarations à vérifier", n) % {"n": n},
            _("Voir"),
            _en_ordre([e for e in tenus if not e.conteste], _a_verifier, sauf),
            _a_verifier,
            Qui.AUTRES,
        ),
    ]


def _en_ordre(
    engagements: list[Engagement], dire: Callable[[Engagement], Ligne], sauf: Collection[int]
) -> list[Engagement]:
    """In the order of their rows, without those that wait elsewhere."""
    restent = [e for e in engagements if e.pk not in sauf]
    return sorted(restent, key=lambda e: (*dire(e).rang, e.cle_code, e.pk))


def _ligne(engagement: Engagement, dit: str, **reste: Any) -> Ligne:
    adresse = reverse("admin:engagements_engagement_change", args=[engagement.pk])
    entre = gettext("%(partie)s envers %(envers)s.") % {
        "partie": engagement.partie,
        "envers": engagement.envers,
    }
    return Ligne(
        nom_de(engagement), adresse, fiche=adresse, dit=f"{entre} {dit}", code=engagement.code, **reste
    )


def _a_publier(engagement: Engagement) -> Ligne:
    return _ligne(
        engagement,
        gettext("Signé par les deux parties."),
        etat=engagement.etat,
        mot=str(engagement.get_etat_display()),
        depuis=jour_de(max((s.le for s in engagement.signatures.all()), default=engagement.propose_le)),
    )


def _a_proposer(engagement: Engagement) -> Ligne:
    note = engagement.note_retour
    dit = gettext("Repris en brouillon : %(note)s") % {"note": note} if note else gettext("En brouillon.")
    return _ligne(engagement, dit, etat="prevu", mot=gettext("Brouillon"), palier=Palier.LIBRE)


def _a_signer(engagement: Engagement) -> Ligne:
    signatures = engagement.signatures.all()
    signe = {s.organisation_id for s in signatures}
    manquent = [o for o in (engagement.partie, engagement.envers) if o.pk not in signe]
    if len(manquent) == 1:
        dit = gettext("%(organisation)s n'a pas encore signé.") % {"organisation": manquent[0]}
    else:
        dit = gettext("Aucune des deux parties n'a encore signé.")
    depuis = max((s.le for s in signatures), default=engagement.propose_le)
    return _ligne(engagement, dit, etat="propose", mot=gettext("Proposé"), depuis=jour_de(depuis))


def _conteste(engagement: Engagement) -> Ligne:
    parole = engagement.parole
    verdicts = parole.verifications.all() if parole else ()
    dit = gettext("%(organisation)s n'a pas encore répondu, ni déclaré de nouveau.") % {
        "organisation": engagement.partie
    }
    return _ligne(
        engagement,
        dit,
        etat="conteste",
        mot=gettext("Contesté"),
        palier=Palier.RETARD,
        depuis=jour_de(max((v.le for v in verdicts), default=None)),
    )


def _a_verifier(engagement: Engagement) -> Ligne:
    parole = engagement.parole
    dit = gettext("Déclaré le %(date)s; %(organisation)s ne l'a ni confirmé ni contesté.") % {
        "date": date_longue(parole.le) if parole else "",
        "organisation": engagement.envers,
    }
    return _ligne(
        engagement,
        dit,
        etat="a_verifier",
        mot=gettext("Déclaration à vérifier"),
        depuis=jour_de(parole.le) if parole else None,
    )
