"""Who annuls a mistake, until when, and what written since forbids it: the page and PostgreSQL agree."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.corrections import changements, corriger
from actions.models import Action, Correction, Jalon, Mesure
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.evenements import evenements_de
from tests.actions.changements_d_essai import changer, deplacer
from tests.actions.corrections_d_essai import (
    AUJOURD_HUI,
    AVANT,
    ERREUR,
    ERREURS,
    HIER,
    _annule,
    _atteint,
    _jalon,
    _mesure,
    _realisee,
    annuler,
    commettre,
    inscrire_sans_demander,
    refus,
    un_changement,
    vieillir,
)
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    MesureFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.passe import sans_gardes

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(action_suivie):
    return action_suivie


PAR_QUI = "Seule la personne qui l'a écrit, ou la coordination, l'annule : demandez-le à la coordination."
TARD = "Plus d'un jour a passé : écrivez la suite, avec son motif."


@pytest.mark.parametrize("qui", ["auteur", "collègue", "coordination", "autre unité", "partenaire", "comité"])
@ERREUR
def test_who_may_and_until_when(action, auteur, comme_le_web, qui, faire, nature, unite):
    personne = {
        "auteur": lambda: auteur,
        "collègue": lambda: UtilisateurFactory(redaction=True, organisation=unite),
        "coordination": lambda: UtilisateurFactory(coordination=True),
        "autre unité": lambda: UtilisateurFactory(redaction=True, organisation=OrganisationFactory()),
        "partenaire": lambda: UtilisateurFactory(partenaire=True, organisation=OrganisationFactory()),
        "comité": lambda: UtilisateurFactory(comite=True),
    }[qui]()
    permis = qui in ("auteur", "coordination")
    comme_le_web(lambda: faire(action), par=auteur)
    un = un_changement(action, personne, nature)
    assert refus(un) == ("" if permis else PAR_QUI)
    # Exactly a day later it still may; a second later, not.
    vieillir(86_400)
    un = un_changement(action, personne, nature)
    if not permis:
        with refusee("correction_par_quelqu_un"):
            comme_le_web(lambda: inscrire_sans_demander(un, personne), par=personne)
        assert not Correction.objects.exists()
        return
    assert refus(un) == ""
    vieillir(1)
    un = un_changement(action, personne, nature)
    assert refus(un) == TARD
    with refusee("correction_du_jour"):
        comme_le_web(lambda: inscrire_sans_demander(un, personne), par=personne)
    with pytest.raises(TransitionRefusee):
        corriger(action, un.cle, personne, "Trop tard.")
    vieillir(-2)
    un = un_changement(action, personne, nature)
    comme_le_web(lambda: corriger(action, un.cle, personne, "Mauvaise ligne."), par=personne)
    assert Correction.objects.get().par == personne


def test_nobody_corrects_in_the_name_of_another(action, auteur, comme_le_web):
    autre = UtilisateurFactory(coordination=True)
    comme_le_web(lambda: _realisee(action), par=auteur)
    un = un_changement(action, autre, "statut")
    with refusee("correction_par_quelqu_un"):
        comme_le_web(lambda: inscrire_sans_demander(un, autre), par=auteur)


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("evenement", 1),
        ("fait_par_id", None),
        ("fait_le", timezone.now()),
        ("nature", "confiance"),
        ("action", None),
    ],
)
def test_a_correction_points_at_what_was_written(action, auteur, comme_le_web, champ, valeur):
    comme_le_web(lambda: _realisee(action), par=auteur)
    un = un_changement(action, auteur, "statut")
    setattr(un.correction, champ, valeur or (ActionFactory(publiee=True) if champ == "action" else valeur))
    with refusee("correction_vise"):
        inscrire_sans_demander(un, auteur)


DEPUIS = "Autre chose a été écrit depuis, qui en tient compte : écrivez la suite."
SUITES = {
    "fin": [lambda a: deplacer(Action.objects.get(pk=a.pk), "fin", AUJOURD_HUI)],
    "échéance d'un jalon": [
        lambda a: deplacer(_jalon(a), "echeance", AUJOURD_HUI),
        _atteint,
        _annule,
    ],
    "jalon atteint": [
        lambda a: Jalon.objects.filter(pk=_jalon(a).pk).update(atteint_le=AVANT),
        lambda a: deplacer(_jalon(a), "echeance", AUJOURD_HUI),
    ],
    "jalon annulé": [lambda a: Jalon.objects.filter(pk=_jalon(a).pk).update(annule=False)],
    "mesure": [
        lambda a: MesureFactory(indicateur=a.indicateurs.get(), date=AUJOURD_HUI, valeur=5),
        lambda a: Mesure.objects.filter(date=HIER).update(valeur=31),
        lambda a: Mesure.objects.filter(date=HIER).delete(),
    ],
    "mesure changée": [_mesure],
    "statut et confiance": [_realisee, lambda a: changer(a, confiance="elevee")],
    "confiance": [_realisee, lambda a: changer(a, confiance="elevee")],
}
CAS_SUIVIS = [
    pytest.param(*ERREURS[nom], suite, id=f"{nom} {rang}")
    for nom, suites in SUITES.items()
    for rang, suite in enumerate(suites)
]


@pytest.mark.parametrize(("faire", "nature", "suite"), CAS_SUIVIS)
def test_what_was_written_since_forbids_it(action, auteur, faire, nature, suite):
    commettre(faire, action, auteur)
    un = un_changement(action, auteur, nature)
    vieillir(60)
    commettre(suite, action, auteur)
    tous = [c for c in changements(action, auteur) if c.correction.evenement == un.correction.evenement]
    assert not tous or {refus(c) for c in tous if c.correction.nature == nature} == {DEPUIS}
    lus = Correction(
        **{c.attname: getattr(un.correction, c.attname) for c in Correction._meta.concrete_fields}
    )
    lus.fait_le -= timedelta(seconds=60)
    un.correction = lus
    with refusee("correction_suivie"):
        inscrire_sans_demander(un, auteur)


@ERREUR
def test_what_is_annulled_is_not_annulled_again_nor_is_its_correction(action, auteur, faire, nature):
    commettre(faire, action, auteur)
    un = un_changement(action, auteur, nature)
    annuler(action, auteur, nature)
    lus = [c for c in changements(action, auteur) if c.correction.nature == nature]
    assert {refus(c) for c in lus} <= {"C'est déjà corrigé."}
    with refusee("correction_une_fois"):
        inscrire_sans_demander(un, auteur)
    assert Correction.objects.count() == 1


def test_what_a_correction_wrote_is_not_corrected(action, auteur):
    commettre(_realisee, action, auteur)
    faite = annuler(action, auteur, "statut")
    faite.refresh_from_db()
    retour = (
        evenements_de(Action).filter(pgh_obj=action.pk, pgh_id__gt=faite.dernier).order_by("pgh_id").first()
    )
    faux = Correction(
        action=action,
        nature="statut",
        evenement=retour.pgh_id,
        fait_le=retour.pgh_created_at,
        fait_par=auteur,
        par=auteur,
        raison="Non.",
    )
    with refusee("correction_retour"):
        faux.save()


def test_what_no_public_read_is_not_annulled(plan, unite, auteur):
    action = ActionFactory(plan=plan, responsable=unite, statut="en_cours")
    vieillir(3 * 86_400)
    commettre(_realisee, action, auteur)
    vieillir(60)
    assert changements(action, auteur) == []
    with sans_gardes(Action):
        Action.objects.filter(pk=action.pk).update(publication="publiee", publiee_le=timezone.now())
    assert changements(action, auteur) == []
