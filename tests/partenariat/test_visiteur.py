"""The visitor's address is what our own proxy wrote, never what the visitor wrote."""

import pytest
from django.test import RequestFactory

from partenariat.entree.visiteur import adresse_du_visiteur, reseau

MANDATAIRE = "10.0.0.1"


def requete(entete: str | None, directe: str = MANDATAIRE):
    entetes = {} if entete is None else {"HTTP_X_FORWARDED_FOR": entete}
    return RequestFactory().get("/", REMOTE_ADDR=directe, **entetes)


@pytest.mark.parametrize(
    ("entete", "attendue"),
    [
        pytest.param(None, MANDATAIRE, id="aucune"),
        pytest.param("", MANDATAIRE, id="vide"),
        pytest.param("203.0.113.7", "203.0.113.7", id="une"),
        pytest.param("198.51.100.1, 203.0.113.7", "203.0.113.7", id="deux"),
        pytest.param("1.1.1.1, 198.51.100.1, 203.0.113.7", "203.0.113.7", id="trois"),
        # Two lines of one header reach WSGI as one.
        pytest.param("1.1.1.1,203.0.113.7", "203.0.113.7", id="deux lignes jointes"),
        pytest.param("203.0.113.7:4431", "203.0.113.7", id="port"),
        pytest.param("2001:db8::7", "2001:db8::7", id="IPv6"),
        pytest.param("[2001:db8::7]", "2001:db8::7", id="IPv6 entre crochets"),
        pytest.param("[2001:DB8:0::7]:4431", "2001:db8::7", id="IPv6 et port"),
        pytest.param("fe80::1%eth0", "fe80::1", id="IPv6 et interface"),
        pytest.param("::ffff:203.0.113.7", "203.0.113.7", id="IPv4 écrite en IPv6"),
        pytest.param("203.0.113.7, n'importe quoi", MANDATAIRE, id="dernière illisible"),
        pytest.param("203.0.113.7,", MANDATAIRE, id="dernière vide"),
        pytest.param("unknown", MANDATAIRE, id="inconnue"),
        pytest.param("[]", MANDATAIRE, id="crochets vides"),
        pytest.param("203.0.113.777", MANDATAIRE, id="impossible"),
    ],
)
def test_behind_our_proxy_the_address_is_the_last_one(entete, attendue, settings):
    settings.MANDATAIRE = True
    assert adresse_du_visiteur(requete(entete)) == attendue


@pytest.mark.parametrize("entete", [None, "203.0.113.7", "198.51.100.1, 203.0.113.7"])
def test_without_a_proxy_the_header_says_nothing(entete, settings):
    settings.MANDATAIRE = False
    assert adresse_du_visiteur(requete(entete, "192.0.2.9")) == "192.0.2.9"


def test_no_address_at_all_is_no_failure(settings):
    settings.MANDATAIRE = True
    assert adresse_du_visiteur(requete("x", "")) == ""
    assert reseau("") == ""


@pytest.mark.parametrize(
    ("une", "autre", "memes"),
    [
        pytest.param("2001:db8:1:2::7", "2001:db8:1:2:ffff:ffff:ffff:ffff", True, id="même /64"),
        pytest.param("2001:db8:1:2::7", "2001:db8:1:3::7", False, id="/64 voisin"),
        pytest.param("203.0.113.7", "203.0.113.8", False, id="IPv4"),
    ],
)
def test_an_ipv6_visitor_is_his_whole_network(une, autre, memes):
    assert (reseau(une) == reseau(autre)) is memes
