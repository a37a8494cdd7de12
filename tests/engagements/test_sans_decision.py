"""A commitment that a plan file withdraws without naming a decision: said so, where one was asked for."""

import pghistory
import pytest
from django.db import IntegrityError, transaction

from engagements.models import Engagement
from engagements.models.etats import Etat
from tests.actions.plan_d_essai import charger, ecrire, exporter
from tests.actions.refus import modifie, refusee
from tests.engagements.engagements_d_essai import avec, en_cours, engagement
from tests.factories import EngagementFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

RETIRE = {"etat": "retire", "motif": "Le local est vendu."}
SEANCES = [
    {
        "numero": "CMO-1",
        "date": "2026-02-11",
        "quorum": {"requis": 2, "presents": 2},
        "decisions": [{"numero": "CMO-1-R1", "libelle": "On y renonce."}],
    }
]
CAS = {
    "signé, sans un mot": (en_cours(**RETIRE), True),
    "signé, par une décision": (en_cours(**RETIRE, decision="CMO-1-R1"), False),
    "signé, expliqué": (en_cours(**RETIRE, sans_decision="L'organisme a fermé."), False),
    "jamais signé": (engagement(**RETIRE), False),
}


@pytest.mark.parametrize(("dit", "inconnue"), CAS.values(), ids=CAS.keys())
def test_a_withdrawal_without_a_decision_is_said_so(tmp_path, client, dit, inconnue):
    charger(ecrire(tmp_path, avec(dit) | {"seances": SEANCES}), "--publier")
    lu = Engagement.objects.get()
    assert lu.decision_inconnue == inconnue
    assert lu.sans_decision == dit.get("sans_decision", "")
    page = client.get(lu.get_absolute_url()).content.decode()
    assert ("Sans décision consignée" in page) == inconnue
    assert charger(ecrire(tmp_path, exporter(), "encore.yaml"), "--publier")[0].startswith("Rien à changer")


@pytest.mark.parametrize(("dit", "inconnue"), CAS.values(), ids=CAS.keys())
def test_it_is_counted_filtered_and_exported(tmp_path, client, client_de, dit, inconnue):
    charger(ecrire(tmp_path, avec(dit) | {"seances": SEANCES}), "--publier")
    lu = Engagement.objects.get()
    liste = lu.plan.adresse("engagements") + "?decision=sans"
    assert ("Aucun engagement" in client.get(liste).content.decode()) == (not inconnue)
    accueil = client.get(lu.plan.get_absolute_url()).content.decode()
    assert ("1 est retiré sans décision consignée" in " ".join(accueil.split())) == inconnue
    tableau = (
        client_de(UtilisateurFactory(comite=True)).get(lu.plan.adresse("tableau-de-bord")).content.decode()
    )
    assert ("Retirés sans décision consignée" in tableau) == inconnue
    assert (f'href="{liste}"' in tableau) == inconnue
    (ligne,) = client.get(lu.plan.adresse("donnees-engagements", format_="json")).json()
    sans = "sans décision consignée" if inconnue else dit.get("sans_decision")
    assert (ligne["decision"], ligne["sans_decision"]) == (dit.get("decision"), sans)
    page = client.get(lu.get_absolute_url()).content.decode()
    assert ("Sans décision du comité" in page) == ("sans_decision" in dit)


@pytest.mark.xdist_group("role_web")
def test_the_web_withdraws_nothing_without_saying_by_which_decision(comme_le_web):
    lu = EngagementFactory(en_cours=True)
    with (
        pghistory.context(user=UtilisateurFactory(coordination=True).pk),
        refusee("engagement_inconnue_du_fichier"),
    ):
        comme_le_web(lambda: modifie(lu, etat=Etat.RETIRE, motif="Sans suite.", decision_inconnue=True))


def test_what_replaces_a_commitment_is_never_replaced_by_it():
    un = EngagementFactory()
    deux, trois = EngagementFactory.create_batch(2, plan=un.plan, partie=un.partie, envers=un.envers)
    Engagement.objects.filter(pk=un.pk).update(remplace=deux)
    Engagement.objects.filter(pk=deux.pk).update(remplace=trois)
    with pytest.raises(IntegrityError, match="ne se remplace pas lui-même"), transaction.atomic():
        Engagement.objects.filter(pk=trois.pk).update(remplace=un)


@pytest.mark.xdist_group("role_web")
@pytest.mark.parametrize(
    "etat", [{}, {"signe": True}, {"en_cours": True}, {"tenu": True}], ids=lambda e: next(iter(e), "propose")
)
@pytest.mark.parametrize(
    "champs",
    [{"decision": "CMO-1-R1"}, {"sans_decision": "L'organisme a fermé."}],
    ids=lambda champs: next(iter(champs)),
)
def test_only_what_is_withdrawn_says_by_which_decision_or_why_without(comme_le_web, etat, champs):
    promis = EngagementFactory(publie=True, **etat)
    with refusee("engagement_decision_du_retrait"):
        comme_le_web(lambda: modifie(promis, **champs))
