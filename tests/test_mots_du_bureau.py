"""Every page of the back office, for every kind that it holds, read for what no person should have to read:
nouns glued without an article, values of the database, Python's own writing, pictures for words."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, TextChoices
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from actions.models import Action, Report
from engagements.models import Engagement
from partenariat.administration import noms
from partenariat.administration.taches import place_de
from partenariat.models import Equipe, Retrait
from partenariat.textes.equipe import poser_l_inventee
from tests import factories
from tests.factories import (
    ActionFactory,
    DomaineFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.formulaires import envoyer, lire, texte
from tests.retraits import demander

pytestmark = pytest.mark.django_db

SITE = admin.site
TENUS: list[type[Model]] = sorted(SITE._registry, key=lambda modele: modele._meta.label)

VALEURS = sorted(
    {
        str(valeur)
        for choix in TextChoices.__subclasses__()
        if choix.__module__.split(".")[0] in ("partenariat", "actions", "engagements", "comite")
        for valeur in choix.values
        if "_" in valeur
    }
)
"""What the database keeps of a choice, where it is no word (`economie_sociale`)."""

INTERDITS = {
    "a noun without its article": (
        r"Inscrire ?: |: inscrire\b|\bsupplémentaire\b|Ajouter (?!une? |tous )\w|Add "
    ),
    "Django's count of the rows chosen": r"sélectionnée?s?\b|\d+ of \d+ selected",
    "one that is always a man": r"ajouter un nouveau",
    "a table of ties": r"\bobject \(|\bobjet \(",
    "a value of the database": rf"\b(?:{'|'.join(VALEURS)})\b",
    "Python's own writing": r"\{['\"]|\[['\"]|\bNone\b|\bTrue\b|\bFalse\b|<\w+: ",
    "Django's own sentence": r"avec succès|successfully",
    "a question mark alone": r"(?:^|\s)\?(?:\s|$)",
    "a noun after a colon": r": (?:action|jalon|engagement|séance|plan|axe|organisation)s?(?: *$| ›)",
    "an agreement of both genders": r"\w\((?:e|s|es|ne|trice)\)|\w·e\b",
    "English of Django's": (
        r"\b(?:Select|selected|Yes|No|Search|Filter|Delete|Change|History|Save|Home|Log out|Today"
        r"|Now|Currently|Clear|Available|Chosen|Choose|Remove|Please|Hold down|This field"
        r"|Ensure|Enter|Required|Django)\b"
    ),
    "Django's own French": r"S[ée]lectionn|Historique de|Êtes-vous sûr|Administration de Django",
}
IMAGES = re.compile(r"icon-(?:yes|no|unknown)\.svg")
DES_LIGNES = re.compile(r'data-inline-formset="([^"]*)"')


def lue(client: Client, adresse: str) -> str:
    """The page as one reads it, and what its script adds to it."""
    reponse = client.get(adresse)
    assert reponse.status_code == 200, (adresse, reponse.status_code)
    brute = reponse.content.decode()
    assert not IMAGES.search(brute), adresse
    ajouts = re.findall(r'"addText": "(.*?)"', unescape(" ".join(DES_LIGNES.findall(brute))))
    return " ".join([texte(reponse), *(ajout.encode().decode("unicode_escape") for ajout in ajouts)])


def juste(adresse: str, page: str) -> None:
    trouves = {
        quoi: page[max(0, m.start() - 40) : m.end() + 40]
        for quoi, motif in INTERDITS.items()
        if (m := re.search(motif, page))
    }
    assert not trouves, (adresse, trouves)


def fabrique(modele: type[Model]) -> type[DjangoModelFactory] | None:
    return next(
        (
            f
            for f in vars(factories).values()
            if isinstance(f, type) and issubclass(f, DjangoModelFactory) and f._meta.model is modele
        ),
        None,
    )


def un(modele: type[Model]) -> Model:
    """One of that kind; with its parts, where it has many."""
    if modele is Equipe:
        poser_l_inventee()
        return Equipe.objects.get()
    if modele is Retrait:
        return demander(NouvelleFactory(action__publiee=True, texte="Madame Untel"))
    if modele is Report:
        jalon = JalonFactory(action__publiee=True)
        jalon.motif_report = "Fournisseur en retard."
        jalon.echeance = timezone.localdate().replace(year=timezone.localdate().year + 2)
        jalon.save()
        return Report.objects.get()
    if modele is Action:
        action = ActionFactory(publiee=True)
        JalonFactory(action=action)
        NouvelleFactory(action=action)
        MesureFactory(indicateur=IndicateurFactory(action=action))
        ParticipationFactory(action=action)
        action.domaines.add(DomaineFactory(plan=action.plan))
        return action
    if modele is Engagement:
        engagement = EngagementFactory()
        engagement.actions.add(ActionFactory(plan=engagement.plan))
        return engagement
    classe = fabrique(modele)
    assert classe, modele
    return classe()


def changer(objet: Model) -> None:
    """Each choice takes another value where it may, and what comes from a file something: its history has
    them to tell."""
    from django.db import Error, transaction

    for champ in objet._meta.concrete_fields:
        autres = [valeur for valeur, _nom in champ.flatchoices or () if valeur != getattr(objet, champ.name)]
        if champ.get_internal_type() == "JSONField":
            autres = [{"autre_cle": ["a", {"b": 1}], "vrai": True}]
        elif champ.get_internal_type() == "BooleanField":
            autres = [not getattr(objet, champ.name)]
        for valeur in autres:
            try:
                with transaction.atomic():
                    type(objet).objects.filter(pk=objet.pk).update(**{champ.name: valeur})
            except (Error, FieldDoesNotExist):
                continue


ROLES = {"superuser": {"is_superuser": True, "is_staff": True}, "coordination": {"coordination": True}}
ANGLAIS = {"HTTP_ACCEPT_LANGUAGE": "en"}
"""The back office speaks French, whatever the browser prefers: what is English there was not translated."""


@pytest.fixture(params=ROLES)
def bureau(request, client_de) -> Client:
    PlanFactory(actif=True)
    client = client_de(UtilisateurFactory(**ROLES[request.param]))
    client.defaults |= ANGLAIS
    client.superuser = request.param == "superuser"
    return client


def permises(bureau: Client, adresses: dict[str, bool]) -> list[str]:
    """Those that the account may read. What is used, or asked for from elsewhere, says so on another page,
    which is walked too."""
    lues = []
    for adresse, toujours in adresses.items():
        statut = bureau.get(adresse).status_code
        assert statut == 200 or not (toujours and bureau.superuser), (adresse, statut)
        if statut == 200:
            lues.append(adresse)
    return lues


@pytest.mark.parametrize("modele", TENUS, ids=lambda modele: modele._meta.label)
def test_no_page_of_any_kind_says_what_nobody_says(bureau, modele):
    objet = un(modele)
    changer(objet)
    base = f"/admin/{modele._meta.app_label}/{modele._meta.model_name}/"
    siennes = {
        base: True,
        f"{base}add/": False,
        f"{base}{objet.pk}/change/": True,
        f"{base}{objet.pk}/history/": True,
        f"{base}{objet.pk}/delete/": False,
    }
    lues = permises(bureau, siennes)
    assert lues or not bureau.superuser
    for adresse in lues:
        juste(adresse, lue(bureau, adresse))
    if base not in lues:
        return
    filtres = re.findall(r'<a href="(\?[^"]+)"', bureau.get(base).content.decode())
    for filtre in filtres[:30]:
        juste(base + filtre, lue(bureau, base + unescape(filtre)))


@pytest.mark.parametrize("modele", TENUS, ids=lambda modele: modele._meta.label)
def test_no_refusal_does_either(bureau, modele):
    """What an empty form, and a list of which nothing is chosen, answer."""
    objet = un(modele)
    base = f"/admin/{modele._meta.app_label}/{modele._meta.model_name}/"
    for adresse in permises(bureau, {f"{base}add/": False, f"{base}{objet.pk}/change/": False}):
        champs = lire(bureau.get(adresse), f"{modele._meta.model_name}_form")
        if not champs:
            # Only read.
            continue
        vides = {nom: "" for nom in champs if not re.search("_FORMS|csrf|initial-|once|fois|-id$", nom)}
        reponse = envoyer(bureau, adresse, {**champs, **vides})
        if reponse.status_code == 200:
            juste(adresse, texte(reponse))
    for geste in re.findall(r'<option value="(\w+)"', bureau.get(base).content.decode()):
        reponse = bureau.post(base, {"action": geste, "index": "0"}, follow=True)
        dite = texte(reponse)
        assert "cochez d'abord" in dite.replace("’", "'"), geste
        juste(f"{base} {geste}", dite)
    if 'name="action"' in bureau.get(base).content.decode():
        choisi = {"action": "", "index": "0", "_selected_action": objet.pk}
        assert "choisissez d'abord" in texte(bureau.post(base, choisi, follow=True)).replace("’", "'")


def test_no_other_page_does_either(bureau):
    compte = UtilisateurFactory(redaction=True, organisation=OrganisationFactory())
    adresses = ["", "password_change/", f"partenariat/utilisateur/{compte.pk}/password/"]
    adresses += [f"{nom}/" for nom in ("partenariat", "actions", "engagements", "comite")]
    for adresse in permises(bureau, {f"/admin/{adresse}": True for adresse in adresses}):
        juste(adresse, lue(bureau, adresse))


@pytest.mark.parametrize("modele", TENUS, ids=lambda modele: modele._meta.label)
def test_each_kind_has_its_task_its_sentence_and_its_gender(modele):
    _tache, _rang, fiche = place_de(modele)
    assert len(str(fiche.pourquoi).split()) > 4
    assert noms.un(modele).split()[0] in ("un", "une")
    for ligne in SITE._registry[modele].inlines:
        assert noms.un(ligne.model)


def test_a_kind_of_which_nothing_is_said_is_refused():
    journal = apps.get_model("admin", "LogEntry")
    with pytest.raises(LookupError, match="no task"):
        place_de(journal)
    with pytest.raises(LookupError, match="no gender"):
        noms.un(journal)
