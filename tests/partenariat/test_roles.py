"""What each role may do, and to which actions."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from actions.models import Action
from partenariat.parties import roles
from tests.factories import ActionFactory, OrganisationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

TOUT, SANS_EFFACER, LIRE = "view add change delete", "view add change", "view"
PARTIES_D_ACTION = ("jalon", "nouvelle", "indicateur", "mesure", "document", "participation")
GESTES = ("signature", "refus", "declaration", "verification", "reponse", "preuve", "passage", "usagelien")

# role → kind of thing → what one may do with it. Nothing else.
TABLE = {
    "coordination": {
        "actions.action": f"{TOUT} valider",
        **{f"actions.{nom}": TOUT for nom in PARTIES_D_ACTION},
        **{
            f"actions.{nom}": SANS_EFFACER
            for nom in ("plan", "objectif", "axe", "volet", "domaine", "source", "repere")
        },
        "actions.report": LIRE,
        "actions.correction": LIRE,
        "partenariat.organisation": SANS_EFFACER,
        "partenariat.retrait": SANS_EFFACER,
        "partenariat.synonyme": TOUT,
        "partenariat.textedusite": TOUT,
        "partenariat.equipe": TOUT,
        "partenariat.suppleance": TOUT,
        "actions.image": SANS_EFFACER,
        "actions.histoire": SANS_EFFACER,
        "engagements.engagement": TOUT,
        "engagements.liensigne": SANS_EFFACER,
        **{f"engagements.{nom}": LIRE for nom in GESTES},
        **{f"comite.{nom}": TOUT for nom in ("membre", "ronde", "bilan", "bilanaxe", "suite")},
        **{f"comite.{nom}": SANS_EFFACER for nom in ("seance", "point")},
        **{f"comite.{nom}": LIRE for nom in ("presence", "decision", "demande", "deplacement", "dossier")},
    },
    "redaction": {
        "actions.action": SANS_EFFACER,
        **{f"actions.{nom}": TOUT for nom in PARTIES_D_ACTION},
        "actions.report": LIRE,
        "actions.correction": LIRE,
    },
    "partenaire": {},
    "comite": {},
}


def attendues(role: str) -> set[str]:
    return {
        f"{chose.split('.')[0]}.{geste}_{chose.split('.')[1]}"
        for chose, gestes in TABLE[role].items()
        for geste in gestes.split()
    }


def tenues(role: str) -> set[str]:
    permissions = Permission.objects.filter(group__name=role).values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{code}" for app, code in permissions}


def test_the_roles_are_those_four():
    assert set(Group.objects.values_list("name", flat=True)) == set(TABLE)


@pytest.mark.parametrize("role", TABLE)
def test_each_role_has_exactly_its_permissions(role):
    assert tenues(role) == attendues(role)


@pytest.mark.parametrize("role", TABLE)
def test_what_was_given_or_taken_by_hand_is_put_right_after_a_migration(role):
    groupe = Group.objects.get(name=role)
    groupe.permissions.set(Permission.objects.filter(codename="delete_utilisateur"))
    roles.donner_les_droits()
    assert tenues(role) == attendues(role)


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.nom)
def test_every_permission_that_a_role_names_exists(role):
    for permission in role.permissions:
        app, code = permission.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=code).exists(), permission


def test_no_role_may_touch_an_account_or_a_right():
    for role in TABLE:
        assert not {droit for droit in tenues(role) if droit.startswith("auth.") or "utilisateur" in droit}


@pytest.fixture
def actions():
    """Two actions; `mienne` is that of the unit `service`."""
    service = OrganisationFactory(service=True)
    return {"service": service, "mienne": ActionFactory(responsable=service), "autre": ActionFactory()}


@pytest.mark.parametrize(
    ("compte", "attendu"),
    [
        pytest.param({"superutilisateur": True}, {"mienne", "autre"}, id="superuser"),
        pytest.param({"coordination": True}, {"mienne", "autre"}, id="coordination"),
        pytest.param({"redaction": True, "organisation": "service"}, {"mienne"}, id="its unit's writer"),
        pytest.param({"redaction": True}, set(), id="another unit's writer"),
        pytest.param({"redaction": True, "organisation": None}, set(), id="writer without a unit"),
        pytest.param({"partenaire": True, "organisation": "service"}, set(), id="partner"),
        pytest.param({"comite": True, "organisation": "service"}, set(), id="committee"),
        pytest.param({"organisation": "service"}, set(), id="no role"),
        pytest.param({"is_staff": True, "organisation": "service"}, set(), id="staff without a role"),
        pytest.param({"coordination": True, "is_active": False}, set(), id="closed account"),
        pytest.param({"superutilisateur": True, "is_active": False}, set(), id="closed superuser"),
    ],
)
def test_a_person_may_edit_exactly_what_they_answer_for(compte, attendu, actions):
    if compte.get("organisation"):
        compte = {**compte, "organisation": actions["service"]}
    modifiables = Action.objects.modifiables_par(UtilisateurFactory(**compte))
    assert {nom for nom in ("mienne", "autre") if modifiables.contains(actions[nom])} == attendu


def test_a_visitor_may_edit_nothing(actions):
    assert not Action.objects.modifiables_par(AnonymousUser()).exists()


def test_taking_part_in_an_action_does_not_let_one_edit_it(actions):
    redaction = UtilisateurFactory(redaction=True)
    actions["mienne"].participations.create(organisation=redaction.organisation)
    assert not Action.objects.modifiables_par(redaction).exists()


def test_several_roles_add_up():
    compte = UtilisateurFactory(roles=("redaction", "comite"))
    assert compte.a_role("comite")
    assert compte.a_role("redaction")
    assert not compte.a_role("coordination")
    assert compte.a_role("coordination", "comite")
