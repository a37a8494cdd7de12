"""On the desk: what waits for whoever keeps the plan up to date, and what they submitted."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from actions import gestes, lectures, relecture
from actions.demandees import avec_demandes, demandes_dites, q_demandee
from actions.ecrivables import ecrivables_par
from actions.models import Action, Indicateur, Jalon, Mesure, Nouvelle
from actions.models.action import ActionQuerySet
from actions.models.etats import VISIBLES_DU_PUBLIC, Echeancier, Fraicheur, Publication, Visibilite
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import jour
from partenariat.models import Organisation, RepondPour
from partenariat.parties.suppleances import remplaces_par
from partenariat.poste import sources
from partenariat.poste.attentes import D_ICI, Attente, EnBase, Fait, Ligne, Palier, Qui, jour_de, nom_de
from partenariat.presentation.formats import date_longue, il_y_a
from partenariat.presentation.texte import passages
from partenariat.retraits.citations import abreger
from partenariat.retraits.lectures import recents_de
from partenariat.retraits.modele import RetraitQuerySet
from partenariat.retraits.registre import est_retire

SILENCIEUSE = (Fraicheur.A_RAFRAICHIR, Fraicheur.PERIMEE)
FAITS = 10
LOURDS = (
    "description",
    "description_en",
    "texte_officiel",
    "faits_sources",
    "recherche",
    "recherche_code",
)
"""What a row does not show."""


def adresse_de_la_nouvelle(action: Action) -> str:
    """Where one gives news of an action."""
    return reverse("nouvelle-en-une-minute", args=[action.pk])


def retires(organisation: Organisation) -> RetraitQuerySet:
    """What was withdrawn lately of the actions that it leads or works at, and of what it says of itself."""
    actions = Action.objects.filter(
        Q(responsable__in=RepondPour(organisation.pk)) | Q(collaborations=organisation)
    )
    return recents_de(actions, Organisation.objects.filter(pk=organisation.pk))


def a_nourrir(actions: ActionQuerySet) -> ActionQuerySet:
    """Those, with their readings and what they are asked, that owe news: late, with a date or a measure due
    soon, silent, or asked for."""
    return actions.publiques().filter(
        q_demandee()
        | Q(echeancier=Echeancier.EN_RETARD)
        | lectures.q_attendue(jour(), D_ICI)
        | Q(fraicheur__in=SILENCIEUSE)
        | Q(Exists(a_mesurer().filter(action=OuterRef("pk"))))
    )


RANG = ("palier", "rang_le", "cle_code", "pk")
"""What the desk sorts by; the last one is of one action alone."""


def a_nourrir_de(personne) -> ActionQuerySet:
    """Those of this person's desk, the most pressing first, each with its `palier` and the day that presses
    (`pour`), if one does."""
    jalons = Jalon.objects.ouverts().filter(echeance__lte=jour() + D_ICI).order_by("echeance", "id")
    miennes = avec_demandes(_miennes(personne), personne).annotate(note_interne_le=_derniere_note_interne())
    dues = a_nourrir(miennes).prefetch_related(
        Prefetch("jalons", jalons, to_attr="jalons_attendus"),
        Prefetch("indicateurs", a_mesurer(), to_attr="mesures_attendues"),
    )
    return _en_ordre(dues)


def _derniere_note_interne() -> Subquery:
    internes = Nouvelle.objects.filter(action=OuterRef("pk"), visibilite=Visibilite.INTERNE)
    return Subquery(internes.order_by("-date", "-id").values("date")[:1])


def _en_ordre(dues: ActionQuerySet) -> ActionQuerySet:
    """The most pressing first: the very order of their rows (`Ligne.rang`)."""
    mesure = a_mesurer().filter(action=OuterRef("pk")).values("cible_annee")[:1]
    fin = Case(When(prochaine_echeance__lte=jour() + D_ICI, then="prochaine_echeance"))
    retard = Q(echeancier=Echeancier.EN_RETARD) | Q(pour__lt=jour())
    return dues.annotate(
        # PostgreSQL passes over what is null.
        pour=Least(fin, DernierJour(Subquery(mesure)), output_field=DateField()),
        palier=Case(
            When(retard, then=Value(Palier.RETARD)),
            When(pour__isnull=False, then=Value(Palier.DATE)),
            default=Value(Palier.QUELQU_UN),
        ),
        rang_le=Coalesce("pour", "frais_depuis", Value(date.max), output_field=DateField()),
    ).order_by(*RANG)


class DernierJour(Func):
    """The end of a year."""

    function = "make_date"
    template = "%(function)s(%(expressions)s, 12, 31)"
    output_field = DateField()


def _miennes(personne) -> ActionQuerySet:
    return (
        ecrivables_par(personne)
        .avec_lectures()
        .annotate(d_ailleurs=_d_ailleurs(personne))
        .select_related("plan", "responsable")
        .defer(*LOURDS)
    )


def _d_ailleurs(personne) -> ExpressionWrapper:
    """Whether an action is of another unit than that of this person, who keeps both (`UnitesDe`)."""
    coordonne = personne.a_role("coordination")
    ailleurs = Q(pk=None) if coordonne else ~Q(responsable=personne.organisation_id)
    return ExpressionWrapper(ailleurs, BooleanField())


def a_mesurer() -> QuerySet[Indicateur]:
    """The indicators, of public actions in force, whose target falls soon, or fell, and that nobody has
    measured in its year or since."""
    derniere = (jour() + D_ICI + timedelta(days=1)).year - 1
    faites = Mesure.objects.filter(indicateur=OuterRef("pk"), date__year__gte=OuterRef("cible_annee"))
    return Indicateur.objects.filter(
        ~Exists(faites.order_by()), lectures.q_tenue("action__"), cible_annee__lte=derniere
    ).order_by("cible_annee", "id")


def attentes(request: HttpRequest) -> Iterator[Attente]:
    """A constant number of queries, whatever the number of actions; one for who keeps none."""
    personne = request.user
    if not personne.is_authenticated or not personne.a_role("coordination", "redaction"):
        return
    miennes = _miennes(personne)
    # During an absence, what the absent began and submitted is theirs too.
    pour = {personne.pk, *remplaces_par(personne)}
    yield Attente(
        "nouvelles",
        _("Donner des nouvelles"),
        lambda n: ngettext("%(n)s action, une minute", "%(n)s actions, une minute chacune", n) % {"n": n},
        _("Donner des nouvelles"),
        EnBase(a_nourrir_de(personne)),
        _nouvelle,
        genre="action",
    )
    soumises = list(relecture.soumises(miennes).select_related("soumise_par"))
    yield Attente(
        "a-valider",
        _("Valider"),
        lambda n: ngettext("%(n)s action à valider", "%(n)s actions à valider", n) % {"n": n},
        _("Relire et valider"),
        [action for action in soumises if action.peut_valider(personne)],
        _a_valider,
    )
    brouillons = [
        action
        for action in miennes.filter(publication=Publication.BROUILLON)
        .filter(~Q(note_retour="") | Q(auteur__in=pour))
        .select_related("auteur")
        .annotate(depuis=_en_brouillon_depuis())
        .order_by("depuis", "cle_code", "id")
        if not est_retire(action.titre)
    ]
    coordonne = personne.a_role("coordination")
    siennes = [a for a in brouillons if not coordonne or a.auteur_id in pour]
    yield Attente(
        "renvoyees",
        _("Corriger et soumettre de nouveau"),
        lambda n: (
            ngettext("%(n)s action renvoyée avec une note", "%(n)s actions renvoyées avec une note", n)
            % {"n": n}
        ),
        _("Corriger"),
        [action for action in siennes if action.note_retour],
        _renvoyee,
    )
    yield Attente(
        "brouillons",
        _("Finir et soumettre"),
        lambda n: ngettext("%(n)s brouillon à vous", "%(n)s brouillons à vous", n) % {"n": n},
        _("Continuer"),
        [action for action in siennes if not action.note_retour],
        lambda action: _brouillon(action, personne),
    )
    yield Attente(
        "soumises",
        _("Soumises à la validation"),
        lambda n: ngettext("%(n)s action à valider", "%(n)s actions à valider", n) % {"n": n},
        _("Voir"),
        [action for action in soumises if action.soumise_par_id in pour],
        lambda action: _soumise(action, personne),
        Qui.AUTRES,
    )
    yield Attente(
        "renvoyees-aux-unites",
        _("Renvoyées à leur unité"),
        lambda n: ngettext("%(n)s action à corriger", "%(n)s actions à corriger", n) % {"n": n},
        _("Voir"),
        [action for action in brouillons if action not in siennes],
        _renvoyee,
        Qui.AUTRES,
    )


def _en_brouillon_depuis() -> Coalesce:
    """When an action that is a draft became one: what it was before was replaced then, or it was created."""
    siens = evenements_de(Action).filter(pgh_obj=OuterRef("pk"))
    autre = siens.exclude(publication=Publication.BROUILLON).order_by("-pgh_id").values("remplace_le")[:1]
    return Coalesce(Subquery(autre), Subquery(siens.order_by("pgh_id").values("pgh_created_at")[:1]))


def _fiche(action: Action) -> str:
    return reverse("admin:actions_action_change", args=[action.pk])


def _ligne(action: Any, etat: str, mot: str, adresse: str = "", *, dit: str = "", **reste: Any) -> Ligne:
    publique = action.publication == Publication.PUBLIEE
    if action.d_ailleurs:
        unite = format_html('<strong lang="fr">{}</strong>', action.responsable)
        dit = format_html("{} · {}", unite, dit) if dit else unite
    return Ligne(
        nom_de(action),
        adresse or _fiche(action),
        etat,
        mot,
        fiche=action.get_absolute_url() if publique else _fiche(action),
        code=action.code,
        dit=dit,
        **reste,
    )


def _nouvelle(action: Any) -> Ligne:
    """Args: `action`: as `a_nourrir_de` reads them."""
    palier, pour = Palier(action.palier), action.pour
    mesures = [date(indicateur.cible_annee, 12, 31) for indicateur in action.mesures_attendues]
    if pour in mesures and palier == Palier.RETARD:
        etat, mot = Echeancier.EN_RETARD.value, gettext("Mesure en retard")
    elif pour in mesures:
        etat, mot = Echeancier.A_SURVEILLER.value, gettext("Mesure attendue")
    elif pour or palier == Palier.RETARD or action.fraicheur in SILENCIEUSE:
        etat, mot = action.etat("echeancier" if pour else "fraicheur")
    else:
        etat, mot = "reponse", gettext("On vous demande des nouvelles")
    return _ligne(
        action,
        etat,
        mot,
        adresse_de_la_nouvelle(action),
        palier=palier,
        pour=pour,
        depuis=action.frais_depuis,
        dit=format_html_join(" ", "{}", ((raison,) for raison in _raisons(action))),
    )


def _raisons(action: Any) -> Iterator[str]:
    """Why it owes news, each in a sentence; who asks for it first."""
    for phrase in demandes_dites(action):
        yield format_html("<strong>{}</strong>", phrase)
    if jalons := action.jalons_attendus:
        titre = abreger(jalons[0].traduit("titre"), 90)
        phrase = (
            gettext("« %(titre)s » était attendu le %(date)s.")
            if jalons[0].en_retard
            else gettext("« %(titre)s », attendu le %(date)s.")
        ) % {"titre": titre, "date": date_longue(jalons[0].echeance)}
        yield passages(phrase, [titre] if jalons[0].reste_francais("titre") else [])
        if n := len(jalons) - 1:
            yield ngettext("%(n)s autre jalon de même.", "%(n)s autres jalons de même.", n) % {"n": n}
    if action.fin and not action.en_continu and action.fin <= jour() + D_ICI:
        phrase = (
            gettext("Sa fin était prévue le %(date)s.")
            if action.fin < jour()
            else gettext("Fin de l'action le %(date)s.")
        )
        yield phrase % {"date": date_longue(action.fin)}
    for indicateur in action.mesures_attendues[:1]:
        phrase = (
            gettext("La mesure de %(annee)s manque encore.")
            if date(indicateur.cible_annee, 12, 31) < jour()
            else gettext("Mesure de %(annee)s à entrer.")
        )
        yield phrase % {"annee": indicateur.cible_annee}
    yield from _silence(action)


def _silence(action: Any) -> Iterator[str]:
    """Since when the public was told nothing; and that the house was, by an internal note."""
    depuis, note = action.frais_depuis, action.note_interne_le
    notee = note is not None and (depuis is None or note >= depuis)
    if action.fraicheur in SILENCIEUSE:
        if action.maj_le:
            phrase = (
                gettext("Sans nouvelle publique depuis le %(date)s; note interne %(quand)s.")
                if notee
                else gettext("Sans nouvelles depuis le %(date)s.")
            )
        else:
            phrase = (
                gettext(
                    "Aucune nouvelle publique depuis sa publication, le %(date)s; note interne %(quand)s."
                )
                if notee
                else gettext("Aucune nouvelle depuis sa publication, le %(date)s.")
            )
        yield phrase % {"date": date_longue(depuis), "quand": il_y_a(note) if notee else ""}
    elif notee:
        yield gettext("Note interne %(quand)s : le public ne la lit pas.") % {"quand": il_y_a(note)}


def _a_valider(action: Action) -> Ligne:
    dit = gettext("Soumise par %(qui)s, %(unite)s.") % {
        "qui": action.soumise_par or gettext("un compte fermé"),
        "unite": action.responsable,
    }
    adresse = reverse("admin:actions_action_relire", args=[action.pk])
    return _ligne(
        action, "a_verifier", gettext("À valider"), adresse, dit=dit, depuis=jour_de(action.soumise_le)
    )


def _soumise(action: Action, personne) -> Ligne:
    if action.soumise_par_id == personne.pk:
        dit = gettext("Soumise par vous; la coordination la relit.")
    else:
        dit = gettext("Soumise par %(qui)s; la coordination la relit.") % {"qui": action.soumise_par}
    return _ligne(action, "a_verifier", gettext("À valider"), dit=dit, depuis=jour_de(action.soumise_le))


def _renvoyee(action: Any) -> Ligne:
    """Args: `action`: with `depuis`."""
    note = format_html('<q lang="fr">{}</q>', abreger(action.note_retour, 160))
    return _ligne(action, "reponse", gettext("Renvoyée"), dit=note, depuis=jour_de(action.depuis))


def _brouillon(action: Any, personne) -> Ligne:
    """Args: likewise."""
    if action.auteur_id == personne.pk:
        dit = gettext("Votre brouillon n'est pas encore soumis.")
    else:
        dit = gettext("Le brouillon de %(qui)s n'est pas encore soumis.") % {"qui": action.auteur}
    return _ligne(
        action, "prevu", gettext("Brouillon"), dit=dit, depuis=jour_de(action.depuis), palier=Palier.LIBRE
    )


def faits(request: HttpRequest) -> Iterator[Fait]:
    """The news that this account wrote, of actions that it may still read. One query."""
    personne = request.user
    if not personne.is_authenticated:
        return
    miennes = Action.objects.modifiables_par(personne)
    siennes = Nouvelle.objects.filter(
        Q(action__in=miennes) | Q(action__in=Action.objects.consultables()), auteur=personne
    )
    for nouvelle in siennes.select_related("action__plan").order_by("-cree_le", "-id")[:FAITS]:
        action = nouvelle.action
        adresse = action.get_absolute_url() if action.publication in VISIBLES_DU_PUBLIC else _fiche(action)
        yield Fait(nouvelle.cree_le, gettext("Nouvelle"), nom_de(action), adresse)


def inscrire() -> None:
    """Called once, when the application is ready."""
    sources.inscrire(attentes=attentes, faits=faits)
    gestes.inscrire()
