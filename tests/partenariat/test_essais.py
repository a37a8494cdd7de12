"""A secret is guessed by nobody, and its owner is kept out by nobody."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from engagements.models.lien_signe import SEL, LienSigne
from partenariat.entree import essais
from partenariat.models import Essai
from tests.factories import MOT_DE_PASSE, OrganisationFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db

CONNEXION = "/compte/connexion/"
ICI, AILLEURS = "203.0.113.7", "198.51.100.20"
EN_TETES = [
    "X-Forwarded-For",
    "X-Real-IP",
    "Forwarded",
    "Client-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "CF-Connecting-IP",
    "True-Client-IP",
    "X-Forwarded",
    "Forwarded-For",
    "Via",
    "User-Agent",
]


@pytest.fixture
def proprietaire():
    return UtilisateurFactory(username="camille")


def essayer(mot_de_passe: str, adresse: str = ICI, compte: str = "camille", client=None, **entetes):
    return (client or Client()).post(
        CONNEXION, {"username": compte, "password": mot_de_passe}, REMOTE_ADDR=adresse, headers=entetes
    )


def entre(reponse) -> bool:
    return SESSION_KEY in reponse.client.session


def rater(adresse: str, compte: str = "camille") -> None:
    assert essais.demander(essais.CONNEXION, adresse, compte) == 0
    essais.rate(essais.CONNEXION, adresse, compte)


def statuts(combien: int, *args, **kwargs) -> list[int]:
    return [essayer(f"faux-{n}", *args, **kwargs).status_code for n in range(combien)]


@pytest.mark.parametrize("nom", EN_TETES)
@pytest.mark.parametrize("mandataire", [False, True], ids=["sans mandataire", "derrière un mandataire"])
def test_twenty_four_wrong_passwords_are_refused_from_the_sixth_whatever_the_header(
    nom, mandataire, proprietaire, settings
):
    settings.MANDATAIRE = mandataire
    vus = []
    for n in range(24):
        entetes = {nom: f"192.0.2.{n}"}
        if mandataire and nom == "X-Forwarded-For":
            entetes = {nom: f"192.0.2.{n}, {ICI}"}
        elif mandataire:
            entetes["X-Forwarded-For"] = ICI
        vus.append(essayer(f"faux-{n}", "10.0.0.1" if mandataire else ICI, **entetes).status_code)
    assert vus == [200] * 5 + [429] * 19
    entetes = {"X-Forwarded-For": AILLEURS} if mandataire else {}
    assert entre(essayer(MOT_DE_PASSE, "10.0.0.1" if mandataire else AILLEURS, **entetes))


def test_what_is_refused_is_not_read_even_where_it_is_right(proprietaire):
    statuts(5)
    reponse = essayer(MOT_DE_PASSE)
    assert (reponse.status_code, entre(reponse)) == (429, False)
    assert 0 < int(reponse["Retry-After"]) <= 900


def test_a_quarter_of_an_hour_later_one_may_try_again_and_refusals_did_not_prolong_it(proprietaire):
    with time_machine.travel(timezone.now(), tick=False) as horloge:
        statuts(5)
        horloge.shift(timedelta(minutes=14))
        assert statuts(3) == [429] * 3
        horloge.shift(timedelta(minutes=1, seconds=1))
        assert entre(essayer(MOT_DE_PASSE))


@pytest.mark.parametrize(
    "ecriture",
    ["CAMILLE", " camille ", "ｃａｍｉｌｌｅ", "Camille\u00a0", "ca mille"],
    ids=["casse", "blancs", "pleine chasse", "insécable", "blanc dedans"],
)
def test_one_account_typed_otherwise_is_the_same_account(ecriture, proprietaire):
    statuts(5)
    assert essayer("faux", compte=ecriture).status_code == 429


def test_a_name_composed_or_not_is_the_same_account():
    assert essais.nom_canonique("rené") == essais.nom_canonique("rene\u0301") == essais.nom_canonique("RENÉ")


def test_an_ipv6_visitor_does_not_change_address_at_will(proprietaire):
    assert [essayer("faux", f"2001:db8::{n:x}").status_code for n in range(1, 8)] == [200] * 5 + [429] * 2


def test_an_account_that_does_not_exist_is_answered_as_one_that_does(proprietaire):
    def lire(compte: str) -> list[tuple[int, str]]:
        reponses = [essayer(f"faux-{n}", compte=compte) for n in range(7)]
        return [(r.status_code, r.content.decode().replace(compte, "")) for r in reponses]

    sans_jeton = [
        [(statut, page.count("<"), "ne vont pas ensemble" in page) for statut, page in lire(compte)]
        for compte in ("camille", "personne")
    ]
    assert sans_jeton[0] == sans_jeton[1]


def test_a_right_password_starts_the_counts_again_but_that_of_the_address(proprietaire):
    for _ in range(4):
        assert statuts(4) == [200] * 4
        assert entre(essayer(MOT_DE_PASSE))


@pytest.mark.parametrize("rates", [9, 30, 500], ids=["calme", "attaqué", "très attaqué"])
def test_however_many_strangers_try_it_the_owner_comes_in_at_once(rates, proprietaire):
    for n in range(rates):
        rater(f"10.{n // 250}.1.{n % 250}")
    assert entre(essayer(MOT_DE_PASSE, AILLEURS))


def test_an_account_that_many_try_makes_wait_longer_and_longer_whoever_failed_there(proprietaire):
    attentes = []
    with time_machine.travel(timezone.now(), tick=False) as horloge:
        for n in range(essais.CALME):
            rater(f"10.0.1.{n}")
        for _ in range(4):
            assert essayer("faux").status_code == 200
            refusee = essayer("faux")
            assert refusee.status_code == 429
            attentes.append(int(refusee["Retry-After"]))
            horloge.shift(timedelta(seconds=attentes[-1]))
        # It is a wait, not a refusal: what was sent too early was not counted.
        assert entre(essayer(MOT_DE_PASSE))
    assert attentes == sorted(set(attentes))
    assert attentes[-1] <= essais.ATTENTE_MAX


def test_one_address_does_not_try_a_password_on_every_account(settings, proprietaire):
    settings.ESSAIS_PAR_ADRESSE = 10
    vus = [essayer("Printemps2026!", compte=f"personne-{n}").status_code for n in range(14)]
    assert vus == [200] * 10 + [429] * 4
    assert entre(essayer(MOT_DE_PASSE, AILLEURS))


def test_whoever_has_an_account_does_not_wipe_out_by_it_what_he_tried_on_others(settings):
    settings.ESSAIS_PAR_ADRESSE = 6
    UtilisateurFactory(username="complice")
    vus = []
    for n in range(9):
        vus.append(essayer("faux", compte=f"personne-{n}").status_code)
        essayer(MOT_DE_PASSE, compte="complice")
    assert vus == [200] * 6 + [429] * 3


def test_a_flood_that_is_refused_writes_nothing(settings):
    settings.ESSAIS_PAR_ADRESSE = 3
    for n in range(20):
        essayer("faux", compte=f"personne-{n}")
    assert Essai.objects.count() == 1 + 2 * 3


def test_neither_name_nor_address_is_kept(proprietaire):
    statuts(2)
    garde = str(list(Essai.objects.values()))
    assert "camille" not in garde
    assert ICI not in garde


def test_what_is_over_is_forgotten(proprietaire):
    with time_machine.travel(timezone.now() - timedelta(minutes=16)):
        statuts(1)
    statuts(1, AILLEURS)
    Essai.objects.perimes().oublier()
    # The account's count began again, and is kept with those of the other address.
    assert Essai.objects.count() == 3


def en_meme_temps(combien: int, faire) -> list:
    """What each gives of so many at once."""
    depart, rendus = threading.Barrier(combien), []

    def un(n: int):
        try:
            depart.wait(30)
            rendus.append(faire(n))
        except Exception as erreur:  # told to the test
            rendus.append(erreur)
        finally:
            connection.close()

    fils = [threading.Thread(target=un, args=(n,)) for n in range(combien)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return rendus


@pytest.mark.django_db(transaction=True)
def test_twenty_four_wrong_passwords_at_once_are_five():
    UtilisateurFactory(username="camille")
    vus = en_meme_temps(24, lambda n: essayer(f"faux-{n}").status_code)
    assert sorted(vus, key=str) == [200] * 5 + [429] * 19


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("comptes", [1, 12], ids=["un compte", "douze comptes"])
def test_twelve_people_come_in_at_once_by_one_address(comptes, settings):
    settings.ESSAIS_PAR_ADRESSE = 6
    for n in range(comptes):
        UtilisateurFactory(username=f"personne-{n}")
    for _ in range(4):
        vus = en_meme_temps(12, lambda n: essayer(MOT_DE_PASSE, compte=f"personne-{n % comptes}").status_code)
        assert vus == [302] * 12
    assert not Essai.objects.exists(), "ce qui a réussi ne compte pas"


@pytest.mark.django_db(transaction=True)
def test_who_comes_in_while_others_fail_leaves_their_failures_counted():
    """Of five at once, one is right: the others stay counted, those that end after it as well."""
    UtilisateurFactory(username="camille")
    quoi = (essais.CONNEXION, ICI, "camille")
    assert [essais.demander(*quoi) for _ in range(5)] == [0] * 5
    essais.reussi(*quoi)
    assert [essais.rate(*quoi) for _ in range(4)] == [1] * 4
    assert statuts(2) == [200, 429]


def test_what_was_being_read_when_its_process_was_stopped_is_a_failure(proprietaire):
    with time_machine.travel(timezone.now(), tick=False) as horloge:
        for _ in range(5):
            essais.demander(essais.CONNEXION, ICI, "camille")
        horloge.shift(essais.LECTURE + timedelta(seconds=1))
        debut = time.perf_counter()
        assert essayer(MOT_DE_PASSE).status_code == 429
        assert time.perf_counter() - debut < 5, "rien n'est plus lu : on n'attend pas"


@pytest.mark.django_db(transaction=True)
def test_what_is_forgotten_waits_for_nobody():
    with time_machine.travel(timezone.now() - timedelta(minutes=16)):
        rater(ICI)
    with transaction.atomic():
        Essai.tenus(essais._cles(essais.CONNEXION, ICI, "camille")[:1], timezone.now())
        en_meme_temps(1, lambda _n: Essai.objects.perimes().oublier())
        assert Essai.objects.count() == 1
    Essai.objects.perimes().oublier()
    assert not Essai.objects.exists()


def test_the_present_password_is_not_guessed_by_a_session_left_open(client_de):
    personne = UtilisateurFactory(username="camille", is_staff=True)
    client = client_de(personne)
    neuf = "une-autre-phrase-de-passe"

    def changer(ancien: str, adresse: str = ICI):
        champs = {"old_password": ancien, "new_password1": neuf, "new_password2": neuf}
        return client.post("/admin/password_change/", champs, REMOTE_ADDR=adresse)

    assert [changer(f"faux-{n}").status_code for n in range(8)] == [200] * 5 + [429] * 3
    assert changer(MOT_DE_PASSE).status_code == 429
    assert changer(MOT_DE_PASSE, AILLEURS).status_code == 302
    personne.refresh_from_db()
    assert personne.check_password(neuf)


def test_the_token_of_a_link_is_not_guessed_and_a_right_one_opens_from_elsewhere(settings):
    settings.ESSAIS_PAR_ADRESSE = 5
    organisation, par = OrganisationFactory(), UtilisateurFactory(coordination=True)
    lien, jeton = LienSigne.ouvrir(organisation=organisation, destinataire="Direction", par=par)

    def ouvrir(jeton: str, adresse: str = ICI) -> int:
        return Client().get(f"/espace/lien/{jeton}/", REMOTE_ADDR=adresse).status_code

    assert [ouvrir(jeton) for _ in range(8)] == [302] * 8
    faux = [signing.dumps([lien.pk, f"{n}"], salt=SEL) for n in range(4)] + ["x", "y", "z"]
    assert [ouvrir(un) for un in faux] == [404] * 5 + [429] * 2
    assert ouvrir(jeton) == 429
    assert ouvrir(jeton, AILLEURS) == 302


@pytest.mark.parametrize("compte", ["connu", "inconnu"])
def test_the_last_tries_are_told_whether_the_account_exists_or_not(compte):
    UtilisateurFactory(username="connu")
    client, dits = Client(), []
    for _ in range(5):
        page = client.post(CONNEXION, {"username": compte, "password": "faux"}).content.decode()
        dits.append(
            [mot for mot in ("Il reste 2 essais", "Il reste 1 essai ", "attendre jusqu") if mot in page]
        )
    assert dits == [[], [], ["Il reste 2 essais"], ["Il reste 1 essai "], ["attendre jusqu"]]
