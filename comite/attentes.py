"""On the desk: what rounds ask, meetings to prepare and to hold, minutes, follow-ups, the next meeting."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions.models import Plan
from comite import gestes_du_poste
from comite.models import Demande, Dossier, Ronde, Seance, Suite
from comite.models.deroulement import ROLES
from comite.models.etats import EtatProcesVerbal, EtatSeance
from comite.models.seance import prochaine_date
from comite.rondes import demandees
from comite.rondes.demandees import a_nourrir_par
from comite.rondes.reponses import en_attente
from comite.suites.attendues import SuiteAttendue, remises_au_comite, reponse_dite, suites_attendues
from engagements.acteur import acteur_de
from partenariat.histoire.temps import jour
from partenariat.poste import sources
from partenariat.poste.attentes import D_ICI, Annonce, Attente, Ligne, Palier, Qui, nom_de
from partenariat.presentation.formats import date_longue


def du_comite(request: HttpRequest) -> bool:
    """Whether whoever asks prepares, holds and follows up the meetings (`comite.acces`)."""
    return request.user.is_authenticated and request.user.a_role(*ROLES)


def demandes(request: HttpRequest) -> Iterator[Attente]:
    """What open rounds ask of the body for which one acts. One query.

    An action of which one may give news is asked for among those that owe some, with its reasons, its rank
    and its screen (`rondes.demandees`). Another stands here alone.
    """
    if not (qui := acteur_de(request)):
        return
    yield Attente(
        "demandes",
        _("Répondre au comité"),
        lambda n: ngettext("On vous demande %(n)s nouvelle", "On vous demande %(n)s nouvelles", n) % {"n": n},
        _("Répondre"),
        list(en_attente(qui).exclude(a_nourrir_par(request.user))),
        _demande,
        sujet=lambda demande: ("action", demande.action_id) if demande.action_id else None,
        prime=True,
    )


def _demande(demande: Demande) -> Ligne:
    objet = demande.objet
    dit = gettext("Le comité prépare sa prochaine séance : réponse au plus tard le %(date)s.") % {
        "date": date_longue(demande.ronde.ferme_le)
    }
    adresse = reverse("espace-demande", args=[demande.pk])
    return Ligne(
        nom_de(objet),
        adresse,
        "reponse",
        gettext("On vous demande des nouvelles"),
        Palier.DATE,
        fiche=adresse,
        dit=dit,
        pour=demande.ronde.ferme_le,
        code=objet.code,
    )


def suites(request: HttpRequest) -> Iterator[Attente]:
    """The follow-ups that the bodies of this desk must do, and those that they gave back. Four queries.

    Whoever must do one does not remind themselves of it: late, it stands here, and not among those to remind.
    """
    if not (qui := acteur_de(request)):
        return
    yield Attente(
        "suites",
        _("Faire les suites du comité"),
        lambda n: ngettext("%(n)s suite à faire", "%(n)s suites à faire", n) % {"n": n},
        _("Dire où elle en est"),
        suites_attendues(qui),
        _suite,
        sujet=lambda attendue: ("suite", attendue.suite.pk),
        prime=True,
    )
    yield Attente(
        "suites-remises",
        _("Suites remises au comité"),
        lambda n: (
            ngettext(
                "%(n)s suite qu'il reverra à sa prochaine séance",
                "%(n)s suites qu'il reverra à sa prochaine séance",
                n,
            )
            % {"n": n}
        ),
        _("Relire"),
        remises_au_comite(qui),
        _suite,
        Qui.AUTRES,
    )


def _suite(attendue: SuiteAttendue) -> Ligne:
    suite = attendue.suite
    retard = suite.en_retard
    return Ligne(
        suite.libelle,
        attendue.adresse,
        "en_retard" if retard else suite.etat,
        gettext("En retard") if retard else str(suite.get_etat_display()),
        Palier.RETARD if retard else Palier.DATE if suite.echeance else Palier.QUELQU_UN,
        fiche=attendue.adresse,
        # The row says its delay itself.
        dit=attendue.deja_dit if suite.echeance else attendue.dit,
        pour=suite.echeance,
        code=suite.libelle,
        francais=True,
    )


def seances(request: HttpRequest) -> Iterator[Attente]:
    """What a member of the committee has to do, and what they wait for. Seven queries."""
    if not du_comite(request):
        return
    proches = list(
        Seance.objects.a_venir()
        .filter(date__lte=jour() + D_ICI)
        .annotate(avec_dossier=Exists(Dossier.objects.filter(seance=OuterRef("pk")).order_by()))
        .defer("recherche", "recherche_pv")
        .select_related("plan")
        .order_by("date", "numero", "id")
    )
    yield Attente(
        "seances",
        _("Préparer et tenir les séances"),
        lambda n: ngettext("%(n)s séance", "%(n)s séances", n) % {"n": n},
        _("Ouvrir"),
        [seance for seance in proches if a_preparer(seance)],
        _seance,
    )
    tenues = Seance.objects.tenues().defer("recherche", "recherche_pv").select_related("plan")
    projets = list(tenues.filter(etat_pv=EtatProcesVerbal.PROJET).order_by("date", "numero", "id"))
    lieux = [*Seance.objects.tenues().only("plan", "date", "etat").order_by("pk"), *proches]
    ouverts = [s for s in projets if not s.proces_verbal.strip() or any(map(s.s_approuve_a, lieux))]
    yield Attente(
        "proces-verbaux",
        _("Écrire et faire approuver les procès-verbaux"),
        lambda n: ngettext("%(n)s procès-verbal", "%(n)s procès-verbaux", n) % {"n": n},
        _("Ouvrir le projet"),
        ouverts,
        _proces_verbal,
    )
    yield Attente(
        "proces-verbaux-ecrits",
        _("Procès-verbaux à approuver à la prochaine séance"),
        lambda n: ngettext("%(n)s procès-verbal", "%(n)s procès-verbaux", n) % {"n": n},
        _("Relire"),
        [s for s in projets if s not in ouverts],
        _proces_verbal,
        Qui.AUTRES,
    )
    prochaines = {seance.plan_id: seance for seance in reversed(proches)}
    en_retard = (
        Suite.objects.en_retard().select_related("seance__plan", "responsable").avec_derniere_reponse()
    )
    par_sa_fiche = request.user.has_perm("comite.view_suite")
    yield Attente(
        "suites-en-retard",
        _("Suites en retard : voir où elles en sont"),
        lambda n: ngettext("%(n)s suite de décision", "%(n)s suites de décisions", n) % {"n": n},
        _("Voir où elle en est"),
        list(en_retard.order_by("echeance", "id")),
        lambda suite: _suite_en_retard(suite, prochaines.get(suite.seance.plan_id), par_sa_fiche),
        genre="suite",
    )
    a_ouvrir = Ronde.objects.a_ouvrir().avec_a_demander().select_related("plan").order_by("ferme_le", "id")
    yield Attente(
        "rondes-a-ouvrir",
        _("Ouvrir les rondes de nouvelles"),
        lambda n: ngettext("%(n)s ronde à ouvrir", "%(n)s rondes à ouvrir", n) % {"n": n},
        _("Ouvrir la ronde"),
        [ronde for ronde in a_ouvrir if ronde.peut("ouvrir", request.user)],
        _ronde_a_ouvrir,
    )
    rondes = Ronde.objects.ouvertes().select_related("plan")
    demandes_ = Demande.objects.avec_reponse().filter(ronde=OuterRef("pk")).order_by()
    sans_reponse = demandes_.filter(Q(repondue=False)).values("ronde").annotate(n=Count("pk")).values("n")
    yield Attente(
        "rondes",
        _("Rondes de nouvelles ouvertes"),
        lambda n: ngettext("%(n)s ronde", "%(n)s rondes", n) % {"n": n},
        _("Voir qui a répondu"),
        list(rondes.annotate(attendues=Subquery(sans_reponse)).order_by("ferme_le", "id")),
        _ronde,
        Qui.AUTRES,
    )


def a_preparer(seance: Any) -> bool:
    """Whether something is still to be done before it, or it is to be held.

    Args:
        seance: to come, with `avec_dossier`.
    """
    return seance.etat == EtatSeance.PLANIFIEE or seance.peut_tenir or not seance.avec_dossier


def _seance(seance: Any) -> Ligne:
    if seance.peut_tenir:
        adresse, bouton, dit = "tenue", _("Tenir la séance"), gettext("Convoquée : son jour est venu.")
    elif seance.etat == EtatSeance.PLANIFIEE:
        adresse, bouton, dit = "preparation", _("Préparer la séance"), gettext("Pas encore convoquée.")
    else:
        adresse, bouton = "dossier", _("Préparer le dossier")
        dit = gettext("Convoquée; son dossier n'est pas encore préparé.")
    return Ligne(
        gettext("Séance %(numero)s, %(date)s") % {"numero": seance.numero, "date": date_longue(seance.date)},
        seance.adresse(adresse),
        seance.etat,
        str(seance.get_etat_display()),
        Palier.DATE,
        fiche=seance.adresse("preparation"),
        dit=dit,
        pour=seance.date,
        bouton=bouton,
        code=seance.numero,
    )


def _proces_verbal(seance: Seance) -> Ligne:
    ecrit = bool(seance.proces_verbal.strip())
    adresse = seance.adresse("proces-verbal")
    return Ligne(
        gettext("Procès-verbal de la séance %(numero)s, %(date)s")
        % {"numero": seance.numero, "date": date_longue(seance.date)},
        adresse,
        seance.etat_pv,
        str(seance.get_etat_pv_display()),
        fiche=adresse,
        dit=gettext("Écrit; il reste à l'approuver.") if ecrit else gettext("Il reste à écrire."),
        depuis=seance.date,
        code=seance.numero,
    )


def _suite_en_retard(suite: Suite, prochaine: Seance | None, par_sa_fiche: bool) -> Ligne:
    """Args:
    suite: `avec_derniere_reponse`.
    prochaine: the next meeting of its plan, which opens on what is late.
    par_sa_fiche: whether its own page of the back office is read; else, its place in that meeting.
    """
    if par_sa_fiche:
        adresse = reverse("admin:comite_suite_change", args=[suite.pk])
    elif prochaine:
        adresse = f"{prochaine.adresse('preparation')}#suite-{suite.pk}"
    else:
        adresse = f"{suite.seance.plan.adresse('comite')}#suites"
    # Whoever answered is named once.
    if repondu := reponse_dite(suite):
        phrase = gettext("%(repondu)s Suite de la séance %(numero)s.")
    else:
        phrase = gettext("%(qui)s en répond, depuis la séance %(numero)s.")
    return Ligne(
        suite.libelle,
        adresse,
        "en_retard",
        gettext("En retard"),
        Palier.RETARD,
        fiche=suite.seance.get_absolute_url(),
        dit=phrase % {"qui": suite.responsable, "numero": suite.seance.numero, "repondu": repondu},
        pour=suite.echeance,
        code=suite.libelle,
        francais=True,
    )


def _ronde_a_ouvrir(ronde: Any) -> Ligne:
    """Args: `ronde`: `avec_a_demander`."""
    adresse, n = reverse("admin:comite_ronde_change", args=[ronde.pk]), ronde.a_demander
    return Ligne(
        ronde.titre,
        adresse,
        "prevu",
        gettext("À ouvrir"),
        Palier.DATE,
        fiche=adresse,
        dit=ngettext("%(n)s demande partira.", "%(n)s demandes partiront.", n) % {"n": n},
        pour=ronde.ferme_le,
        code=ronde.titre,
        francais=True,
    )


def _ronde(ronde: Any) -> Ligne:
    """Args: `ronde`: with `attendues`."""
    n = ronde.attendues or 0
    adresse = ronde.get_absolute_url()
    return Ligne(
        ronde.titre,
        adresse,
        "en_cours",
        gettext("Ouverte"),
        Palier.DATE,
        fiche=adresse,
        dit=ngettext("%(n)s réponse manque encore.", "%(n)s réponses manquent encore.", n) % {"n": n},
        pour=ronde.ferme_le,
        code=ronde.titre,
        francais=True,
    )


def annonces(request: HttpRequest) -> Iterator[Annonce]:
    """The next meeting of the active plan, which the public home page tells too. Two queries."""
    plan = Plan.objects.actif()
    seance = prochaine_date(plan, jour()) if plan else None
    if seance is None:
        return
    texte = gettext("Séance du comité le %(date)s") % {"date": date_longue(seance.date)}
    yield Annonce(texte, seance.get_absolute_url())


def inscrire() -> None:
    """Called once, when the application is ready."""
    demandees.inscrire()
    sources.inscrire(attentes=demandes, annonces=annonces)
    sources.inscrire(attentes=suites)
    sources.inscrire(attentes=seances)
    gestes_du_poste.inscrire()
