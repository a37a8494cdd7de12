"""From draft to public: every step, by every person, as a table."""

import pytest
from django.utils import timezone

from actions.models import Action
from partenariat.cycles.pas import TransitionRefusee
from tests.factories import ActionFactory, OrganisationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

PERSONNES = (
    "coordination",
    "superutilisateur",
    "auteur",
    "unite",
    "autre_unite",
    "partenaire",
    "comite",
    "sans_role",
)
ETATS = ("brouillon", "a_valider", "publiee", "archivee")

PAS_VOTRE_BROUILLON = "Seul un brouillon de votre unité peut être soumis."
PAS_LA_COORDINATION = "Seule la coordination peut publier une action."
QUATRE_YEUX = "La personne qui valide n'est ni celle qui écrit ni celle qui soumet : demandez à une autre."
PAS_QUI_A_SOUMIS = "Seule la coordination, ou la personne qui a soumis l'action, la renvoie en brouillon."
PAS_RETIRABLE = "Seule la coordination peut retirer une action publiée."
PAS_ARCHIVABLE = "Seule la coordination peut archiver une action publiée."
EN_BROUILLON = "Cette action est en brouillon : soumettez-la d'abord."
A_VALIDER = "Cette action attend d'être validée, et n'est pas publiée."
EN_LIGNE = "Cette action est publiée : retirez-la d'abord du site."
AUX_ARCHIVES = "Cette action est archivée : retirez-la d'abord du site."

# step → (where it leads; for which (state, person); what is said to another person, by exception, by state)
ETAPES = {
    "soumettre": (
        "a_valider",
        {("brouillon", qui) for qui in ("coordination", "superutilisateur", "auteur", "unite")},
        PAS_VOTRE_BROUILLON,
        {},
        {
            "a_valider": "Cette action est déjà soumise à la validation.",
            "publiee": EN_LIGNE,
            "archivee": AUX_ARCHIVES,
        },
    ),
    "valider": (
        "publiee",
        {("a_valider", qui) for qui in ("coordination", "superutilisateur")},
        PAS_LA_COORDINATION,
        {("a_valider", "auteur"): QUATRE_YEUX},
        {
            "brouillon": EN_BROUILLON,
            "publiee": "Cette action est déjà publiée.",
            "archivee": AUX_ARCHIVES,
        },
    ),
    "renvoyer": (
        "brouillon",
        {("a_valider", qui) for qui in ("coordination", "superutilisateur", "auteur")},
        PAS_QUI_A_SOUMIS,
        {},
        {
            "brouillon": "Cette action est déjà en brouillon.",
            "publiee": EN_LIGNE,
            "archivee": AUX_ARCHIVES,
        },
    ),
    "archiver": (
        "archivee",
        {("publiee", qui) for qui in ("coordination", "superutilisateur")},
        PAS_ARCHIVABLE,
        {},
        {
            "brouillon": EN_BROUILLON,
            "a_valider": A_VALIDER,
            "archivee": "Cette action est déjà archivée.",
        },
    ),
    "retirer": (
        "brouillon",
        {(etat, qui) for etat in ("publiee", "archivee") for qui in ("coordination", "superutilisateur")},
        PAS_RETIRABLE,
        {},
        {"brouillon": "Cette action est déjà en brouillon.", "a_valider": A_VALIDER},
    ),
}


@pytest.fixture
def unite():
    return OrganisationFactory(service=True)


@pytest.fixture
def personnes(unite):
    """One person of each kind; `auteur` wrote the action and submitted it, `unite` is a colleague."""
    return {
        "coordination": UtilisateurFactory(coordination=True),
        "superutilisateur": UtilisateurFactory(superutilisateur=True),
        "auteur": UtilisateurFactory(redaction=True, organisation=unite),
        "unite": UtilisateurFactory(redaction=True, organisation=unite),
        "autre_unite": UtilisateurFactory(redaction=True),
        "partenaire": UtilisateurFactory(partenaire=True),
        "comite": UtilisateurFactory(comite=True),
        "sans_role": UtilisateurFactory(),
    }


def action_a(etat: str, unite, auteur) -> Action:
    soumission = {} if etat == "brouillon" else {"soumise_par": auteur, "soumise_le": timezone.now()}
    traits = {} if etat == "brouillon" else {etat: True}
    return ActionFactory(**traits, responsable=unite, auteur=auteur, **soumission)


def faire(etape: str, action: Action, personne) -> None:
    if etape in ("renvoyer", "retirer"):
        getattr(action, etape)(personne, "Budget à préciser.")
    else:
        getattr(action, etape)(personne)


@pytest.mark.parametrize("qui", PERSONNES)
@pytest.mark.parametrize("etat", ETATS)
@pytest.mark.parametrize("etape", ETAPES)
def test_each_step_is_open_to_exactly_those_who_may_take_it(etape, etat, qui, unite, personnes):
    arrivee, permis, phrase, exceptions, ailleurs = ETAPES[etape]
    action = action_a(etat, unite, personnes["auteur"])

    assert getattr(action, f"peut_{etape}")(personnes[qui]) is ((etat, qui) in permis)
    if (etat, qui) in permis:
        faire(etape, action, personnes[qui])
        action.refresh_from_db()
        assert action.publication == arrivee
    else:
        with pytest.raises(TransitionRefusee) as refus:
            faire(etape, action, personnes[qui])
        assert refus.value.messages == [ailleurs.get(etat) or exceptions.get((etat, qui), phrase)]
        action.refresh_from_db()
        assert action.publication == etat


@pytest.mark.parametrize("part", ["auteur", "soumise_par"])
@pytest.mark.parametrize("trait", ["coordination", "superutilisateur"])
def test_coordination_cannot_validate_what_it_wrote_or_submitted(trait, part):
    personne = UtilisateurFactory(**{trait: True})
    action = ActionFactory(a_valider=True, **{part: personne})
    assert not action.peut_valider(personne)
    with pytest.raises(TransitionRefusee, match="qui valide n'est ni celle qui écrit"):
        action.valider(personne)


@pytest.mark.parametrize(("etape", "etat"), [("renvoyer", "a_valider"), ("retirer", "publiee")])
@pytest.mark.parametrize("note", ["", "   "])
def test_a_return_to_draft_is_explained(etape, etat, note):
    action = ActionFactory(**{etat: True})
    with pytest.raises(TransitionRefusee, match="Un retour en brouillon s'explique"):
        getattr(action, etape)(UtilisateurFactory(coordination=True), note)
    action.refresh_from_db()
    assert action.publication == etat


def test_a_return_to_draft_keeps_the_note_and_forgets_the_submission():
    action = ActionFactory(a_valider=True)
    action.renvoyer(UtilisateurFactory(coordination=True), " Budget à préciser. ")
    action.refresh_from_db()
    assert action.note_retour == "Budget à préciser."
    assert (action.soumise_par, action.soumise_le, action.validee_par) == (None, None, None)


def test_a_new_submission_clears_the_note():
    action = ActionFactory(note_retour="Budget à préciser.")
    personne = UtilisateurFactory(coordination=True)
    action.soumettre(personne)
    action.refresh_from_db()
    assert (action.note_retour, action.soumise_par) == ("", personne)


def test_an_action_published_again_keeps_the_date_of_its_first_publication():
    coordination, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    action = ActionFactory(publiee=True)
    premiere = action.publiee_le
    action.retirer(coordination, "Erreur.")
    action.soumettre(coordination)
    action.valider(autre)
    action.refresh_from_db()
    assert (action.publiee_le, action.validee_par) == (premiere, autre)


def test_a_closed_account_takes_no_step():
    action = ActionFactory(a_valider=True)
    assert not action.peut_valider(UtilisateurFactory(coordination=True, is_active=False))


@pytest.mark.parametrize(
    ("etat", "publique", "consultable"),
    [
        ("brouillon", False, False),
        ("a_valider", False, False),
        ("publiee", True, True),
        ("archivee", False, True),
    ],
)
def test_only_what_is_published_exists_for_the_public(etat, publique, consultable, unite):
    action = action_a(etat, unite, UtilisateurFactory())
    assert Action.objects.publiques().contains(action) is publique
    assert Action.objects.consultables().contains(action) is consultable
