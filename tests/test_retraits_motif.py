"""The public reason of a withdrawal never says what is withdrawn; one that did is replaced."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partenariat.models import Retrait
from partenariat.retraits.modele import RetraitRefuse
from partenariat.retraits.registre_de_fichier import exporter, rejouer
from tests.actions.refus import modifie, refusee
from tests.factories import (
    ActionFactory,
    JalonFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.retraits import MOTIF, demander, retirer

pytestmark = pytest.mark.django_db
COURRIEL = "camille.roy@exemple.test"
QUI_REPETE = {
    "tel quel": f"C'était l'adresse {COURRIEL}, personnelle.",
    "autre casse": f"C'était {COURRIEL.upper()}.",
    "seul": COURRIEL,
}
AUTRE = "Il s'agissait d'une adresse personnelle."


@pytest.fixture
def partie():
    return OrganisationFactory(courriel_public=COURRIEL)


@pytest.fixture
def ancien(partie):
    """A withdrawal that was confirmed before the rule, with what goes with none."""
    ActionFactory(responsable=partie, publiee=True)
    retrait = retirer(partie, champ="courriel_public")
    modifie(retrait, motif=QUI_REPETE["tel quel"])
    return retrait


@pytest.mark.parametrize("motif", QUI_REPETE.values(), ids=QUI_REPETE)
def test_a_reason_that_says_what_goes_is_not_asked_with(partie, motif):
    with pytest.raises(ValidationError, match="sans en citer les mots"):
        demander(partie, champ="courriel_public", motif=motif)
    assert not Retrait.objects.exists()


@pytest.mark.parametrize("dit", ["titre de l'action", "nouvelle", "jalon"])
def test_nor_one_that_says_what_goes_with_it(dit):
    action = ActionFactory(plan=PlanFactory(actif=True), publiee=True, titre="Ouvrir zirconium")
    NouvelleFactory(action=action, texte="Voici vanadium partout.", publique=True)
    JalonFactory(action=action, titre="Livrer rhodium")
    mots = {
        "titre de l'action": "Ouvrir zirconium",
        "nouvelle": "Voici vanadium partout.",
        "jalon": "Livrer rhodium",
    }
    with pytest.raises(ValidationError, match="sans en citer les mots"):
        demander(action, motif=f"On y lit: {mots[dit]}")


def test_nor_is_it_confirmed(partie):
    """The record may say since then what the reason already said."""
    action = ActionFactory(plan=PlanFactory(actif=True), publiee=True, titre="Ouvrir un local")
    demande = demander(action, champ="titre", motif="Ce titre nomme Camille Roy.")
    action.titre = "Camille Roy"
    action.save()
    with pytest.raises(RetraitRefuse, match="demandez-le à nouveau"):
        demande.confirmer(UtilisateurFactory(coordination=True))


def test_the_form_refuses_it_where_it_is_typed(partie, client_de):
    coordination = client_de(UtilisateurFactory(coordination=True))
    adresse = f"{reverse('admin:partenariat_retrait_add')}?de=partenariat_organisation:{partie.pk}"
    page = coordination.get(adresse)
    chose = next(
        cle for _n, choix in page.context["adminform"].form.fields["chose"].choices if isinstance(choix, list)
        for cle, dit in choix if COURRIEL in dit
    )  # fmt: skip
    envoi = {"chose": chose, "cause": "renseignement_personnel", "motif": QUI_REPETE["tel quel"]}
    refus = coordination.post(adresse, envoi)
    assert list(refus.context["adminform"].form.errors) == ["motif"]
    assert not Retrait.objects.exists()
    coordination.post(adresse, {**envoi, "motif": AUTRE})
    assert Retrait.objects.get().motif == AUTRE


def test_a_reason_that_said_it_is_replaced_by_the_coordination(ancien, client, client_de):
    publiques = ["/retraits/", "/en/retraits/", f"/plans/actif/organisations/{ancien.objet.slug}/"]
    assert COURRIEL in client.get(publiques[0]).content.decode()
    qui = UtilisateurFactory(coordination=True)
    coordination = client_de(qui)
    adresse = reverse("admin:partenariat_retrait_change", args=[ancien.pk])
    assert "Remplacer le motif" in coordination.get(adresse).content.decode()
    for refuse in (QUI_REPETE["seul"], "", "N/A"):
        page = coordination.post(adresse, {"nouveau_motif": refuse, "_remplacer": "1"})
        assert list(page.context["adminform"].form.errors) == ["nouveau_motif"], refuse
    coordination.post(adresse, {"nouveau_motif": AUTRE, "_remplacer": "1"})
    ancien.refresh_from_db()
    assert (ancien.motif, ancien.motif_par) == (AUTRE, qui)
    for publique in publiques:
        page = client.get(publique).content.decode()
        assert COURRIEL not in page, publique
    assert exporter()[0]["motif"] == AUTRE


def test_what_went_with_it_says_the_other_reason_too():
    action = ActionFactory(plan=PlanFactory(actif=True), publiee=True)
    JalonFactory(action=action)
    retrait = retirer(action)
    retrait.remplacer_le_motif(AUTRE, UtilisateurFactory(coordination=True))
    assert set(Retrait.objects.values_list("motif", flat=True)) == {AUTRE}
    assert Retrait.objects.count() > 1


def test_an_older_copy_does_not_bring_the_former_reason_back(ancien):
    registre = [{**dit, "motif": AUTRE} for dit in exporter()]
    assert rejouer(registre) == 0
    ancien.refresh_from_db()
    assert ancien.motif == AUTRE


@pytest.mark.parametrize("etat", ["demande", "refuse"])
def test_only_that_of_a_confirmed_one_is_replaced(partie, etat):
    retrait = demander(partie, champ="courriel_public")
    if etat == "refuse":
        retrait.refuser(UtilisateurFactory(coordination=True))
    with pytest.raises(RetraitRefuse):
        retrait.remplacer_le_motif(AUTRE, UtilisateurFactory(coordination=True))


def test_by_nobody_else_than_the_coordination(ancien):
    with pytest.raises(RetraitRefuse):
        ancien.remplacer_le_motif(AUTRE, UtilisateurFactory(redaction=True))


@pytest.mark.xdist_group("role_web")
def test_the_web_replaces_it_under_its_own_name_alone(comme_le_web, ancien):
    moi, autre = UtilisateurFactory(coordination=True), UtilisateurFactory(coordination=True)
    redaction = UtilisateurFactory(redaction=True)
    lui = Retrait.objects.filter(pk=ancien.pk)
    for nomme, par in ((autre, moi), (redaction, redaction), (None, moi), (autre, None)):
        with refusee("retrait_motif_remplace"):
            comme_le_web(lambda nomme=nomme: lui.update(motif=MOTIF, motif_par=nomme), par=par)
    comme_le_web(lambda: ancien.remplacer_le_motif(AUTRE, moi), par=moi)
    ancien.refresh_from_db()
    assert ancien.motif == AUTRE
