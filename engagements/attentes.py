"""On the desk: what waits for an organisation, of what was promised."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions.lectures import A_JOUR_JUSQU_A, PREAVIS
from engagements import gestes_du_poste
from engagements.acteur import acteur_de
from engagements.attentes_de_tous import de_la_coordination
from engagements.models import Acteur, Engagement
from engagements.models.etats import Etat
from partenariat.histoire.temps import jour
from partenariat.models import Organisation
from partenariat.poste import sources
from partenariat.poste.attentes import Attente, Ligne, Palier, Qui, jour_de, nom_de
from partenariat.presentation.formats import date_longue, deux_points
from partenariat.retraits.lectures import recents


def attentes(request: HttpRequest) -> Iterator[Attente]:
    """Those of the organisation for which one acts, then those of the coordination."""
    siennes = de_l_acteur(qui) if (qui := acteur_de(request)) else []
    yield from siennes
    if request.user.is_authenticated and request.user.a_role("coordination"):
        deja = {e.pk for une in siennes if une.qui != Qui.LIRE for e in une.choses}
        yield from de_la_coordination(request.user, sauf=deja)


def de_l_acteur(acteur: Acteur) -> list[Attente]:
    """A constant number of queries, whatever the number of commitments."""
    miens = list(
        Engagement.objects.ouverts_a(acteur)
        .actionnables()
        .avec_lectures()
        .select_related("partie", "envers", "plan")
        .prefetch_related("signatures", "refus", "contreparties")
        .order_by("echeance", "plan", "cle_code", "id")
    )
    # Whether this person may act depends on all that was done.
    en_vigueur = [e for e in miens if e.en_vigueur]
    prefetch_related_objects(en_vigueur, "declarations__verifications", "preuves__verifications")
    promis = [e for e in en_vigueur if e.peut_declarer(acteur)]
    calmes = [e for e in promis if not e.conteste and not e.en_retard]
    retires = recents(Engagement)
    moi = acteur.organisation.pk
    proposes = [e for e in miens if e.etat == Etat.PROPOSE]
    signes = [e for e in proposes if moi in {s.organisation_id for s in e.signatures.all()}]
    return [
        Attente(
            "retires",
            _("À lire"),
            lambda n: (
                ngettext(
                    "%(n)s engagement dont un texte est retiré",
                    "%(n)s engagements dont un texte est retiré",
                    n,
                )
                % {"n": n}
            ),
            _("Voir"),
            [e for e in miens if e.pk in retires],
            _retire,
            Qui.LIRE,
        ),
        _attente(
            "a-signer",
            _("Signer"),
            lambda n: ngettext("%(n)s texte à signer", "%(n)s textes à signer", n) % {"n": n},
            _("Lire et signer"),
            [e for e in miens if e.peut_signer(acteur)],
            partial(_a_signer, acteur=acteur),
        ),
        _attente(
            "a-verifier",
            _("Confirmer ou contester"),
            lambda n: (
                ngettext("%(n)s déclaration qui vous est faite", "%(n)s déclarations qui vous sont faites", n)
                % {"n": n}
            ),
            _("Confirmer ou contester"),
            [e for e in en_vigueur if e.attend_verification_de(acteur)],
            _a_verifier,
        ),
        _attente(
            "contestes",
            _("Répondre à une contestation"),
            lambda n: ngettext("%(n)s parole contestée", "%(n)s paroles contestées", n) % {"n": n},
            _("Voir la contestation"),
            [e for e in promis if e.conteste],
            _conteste,
        ),
        _attente(
            "en-retard",
            _("Dire où en est ce qui est échu"),
            lambda n: ngettext("%(n)s échéance passée", "%(n)s échéances passées", n) % {"n": n},
            _("Dire où vous en êtes"),
            [e for e in promis if e.en_retard and not e.conteste],
            partial(_a_declarer, palier=Palier.RETARD),
        ),
        _attente(
            "a-declarer",
            _("Déclarer où en sont vos engagements"),
            lambda n: ngettext("%(n)s engagement en vigueur", "%(n)s engagements en vigueur", n) % {"n": n},
            _("Déclarer"),
            [e for e in calmes if attend_des_nouvelles(e)],
            _a_declarer,
        ),
        _attente(
            "a-jour",
            _("Vos engagements dont on a des nouvelles"),
            lambda n: ngettext("%(n)s engagement en vigueur", "%(n)s engagements en vigueur", n) % {"n": n},
            _("Déclarer"),
            [e for e in calmes if not attend_des_nouvelles(e)],
            _a_declarer,
            Qui.PLUS_TARD,
        ),
        _attente(
            "proposes",
            _("Signatures attendues"),
            lambda n: ngettext("%(n)s signature", "%(n)s signatures", n) % {"n": n},
            _("Voir"),
            signes,
            partial(_signe, acteur=acteur),
            Qui.AUTRES,
        ),
        _attente(
            "declares",
            _("Déclarations à vérifier"),
            lambda n: ngettext("%(n)s vérification", "%(n)s vérifications", n) % {"n": n},
            _("Voir"),
            [e for e in promis if e.a_verifier],
            _declare,
            Qui.AUTRES,
        ),
    ]


def attend_des_nouvelles(engagement: Engagement) -> bool:
    """Whether one in force, neither late nor contested, waits for news: none was given, none for as long as
    an action goes stale, or its due date is near."""
    dit, echeance = engagement.declare_le, engagement.echeance
    if dit is None or timezone.localdate(dit) < jour() - A_JOUR_JUSQU_A:
        return True
    return echeance is not None and echeance <= jour() + PREAVIS


def _attente(
    cle: str,
    titre: Promise,
    nom: Callable[[int], str],
    bouton: Promise,
    choses: list[Engagement],
    dire: Callable[[Any], Ligne],
    qui: Qui = Qui.MOI,
) -> Attente:
    """With its commitments in the order of their rows."""
    choses = sorted(choses, key=lambda e: (*dire(e).rang, e.cle_code, e.pk))
    return Attente(cle, titre, nom, bouton, choses, dire, qui)


def _ligne(
    engagement: Engagement,
    etat: str,
    mot: str,
    dit: str,
    adresse: str = "espace-engagement",
    chose: Model | None = None,
    **reste: Any,
) -> Ligne:
    """Args: `chose`: what the act is about, where that is not the commitment."""
    return Ligne(
        nom_de(engagement),
        reverse(adresse, args=[(chose or engagement).pk]),
        etat,
        mot,
        fiche=reverse("espace-engagement", args=[engagement.pk]),
        dit=dit,
        code=engagement.code,
        **reste,
    )


def _retire(engagement: Engagement) -> Ligne:
    dit = gettext("La coordination a retiré quelque chose qui s'y lisait : la page dit quoi, et pourquoi.")
    return _ligne(engagement, "retire", gettext("Retiré"), dit)


def _a_signer(engagement: Engagement, acteur: Acteur) -> Ligne:
    autre = engagement.envers if acteur.organisation.pk == engagement.partie_id else engagement.partie
    dit = gettext("%(organisation)s n'a pas encore signé.") % {"organisation": autre}
    for signature in engagement.signatures.all():
        dit = gettext("%(organisation)s a signé le %(date)s.") % {
            "organisation": autre,
            "date": date_longue(signature.le),
        }
    return _ligne(
        engagement,
        "propose",
        gettext("Proposé"),
        dit,
        "espace-signer",
        depuis=jour_de(engagement.propose_le),
    )


def _signe(engagement: Engagement, acteur: Acteur) -> Ligne:
    autre = engagement.envers if acteur.organisation.pk == engagement.partie_id else engagement.partie
    siennes = [s.le for s in engagement.signatures.all() if s.organisation_id == acteur.organisation.pk]
    dit = gettext("Vous avez signé; %(organisation)s n'a pas encore signé.") % {"organisation": autre}
    return _ligne(engagement, "propose", gettext("Proposé"), dit, depuis=jour_de(max(siennes, default=None)))


def _a_verifier(engagement: Engagement) -> Ligne:
    parole = engagement.parole
    if parole is None:  # pragma: no cover  # `attend_verification_de` holds one
        raise ValueError(engagement)
    genre = parole.get_genre_display().lower()
    dit = f"{engagement.partie}{deux_points()} {genre}, {date_longue(parole.le)}."
    return _ligne(
        engagement,
        "a_verifier",
        gettext("Déclaration à vérifier"),
        dit,
        "espace-verifier",
        parole,
        depuis=jour_de(parole.le),
    )


def _declare(engagement: Engagement) -> Ligne:
    parole = engagement.parole
    dit = gettext("Votre déclaration attend d'être confirmée ou contestée.")
    le = jour_de(parole.le) if parole else None
    return _ligne(engagement, "a_verifier", gettext("Déclaration à vérifier"), dit, depuis=le)


def _conteste(engagement: Engagement) -> Ligne:
    parole = engagement.parole
    dit = gettext("Votre déclaration du %(date)s est contestée.") % {
        "date": date_longue(parole.le) if parole else ""
    }
    verdicts = parole.verifications.all() if parole else ()
    return _ligne(
        engagement,
        "conteste",
        gettext("Contesté"),
        dit,
        palier=Palier.RETARD,
        depuis=jour_de(max((v.le for v in verdicts), default=None)),
    )


def _a_declarer(engagement: Engagement, palier: Palier | None = None) -> Ligne:
    echeance = engagement.echeance
    dit = gettext("Aucune déclaration.")
    if engagement.declare_le:
        dit = gettext("Dernière déclaration : %(date)s.") % {"date": date_longue(engagement.declare_le)}
    if echeance:
        dit = f"{dit} {gettext('Échéance : %(date)s.') % {'date': date_longue(echeance)}}"
    proche = echeance is not None and echeance <= jour() + PREAVIS
    if palier is None:
        palier = Palier.DATE if proche else Palier.LIBRE
    etat, mot = ("en_retard", gettext("En retard")) if palier == Palier.RETARD else engagement.etats[0]
    return _ligne(
        engagement,
        etat,
        mot,
        dit,
        "espace-declarer",
        palier=palier,
        pour=echeance if proche else None,
        depuis=jour_de(engagement.declare_le),
    )


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(attentes=attentes, pour=_pour)
    gestes_du_poste.inscrire()


def _pour(request: HttpRequest) -> Organisation | None:
    qui = acteur_de(request)
    return qui.organisation if qui else None
