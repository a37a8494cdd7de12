"""The content coding of an answer is the one that the client asked for, and never one that it refused."""

import pytest

from partenariat.presentation.codages import codage_accepte

BR_GZIP = ("br", "gzip")


@pytest.mark.parametrize(
    ("demande", "attendu"),
    [
        pytest.param("", "", id="rien"),
        pytest.param("br", "br", id="brotli"),
        pytest.param("gzip, deflate, br", "br", id="navigateur"),
        pytest.param("gzip, deflate", "gzip", id="sans brotli"),
        pytest.param("GZIP", "gzip", id="majuscules"),
        pytest.param("x-gzip", "gzip", id="ancien nom"),
        pytest.param("deflate, zstd", "", id="que d'autres"),
        pytest.param("brotli", "", id="nom qui contient un autre"),
        pytest.param("br;q=0", "", id="brotli refusé"),
        pytest.param("br;q=0.000", "", id="brotli refusé, trois décimales"),
        pytest.param("br ; Q=0 , gzip", "gzip", id="brotli refusé, gzip non"),
        pytest.param("gzip;q=0, br;q=0", "", id="deux refus"),
        pytest.param("br;q=0.2, gzip;q=0.8", "gzip", id="poids"),
        pytest.param("br;q=0.5, gzip;q=0.5", "br", id="même poids : l'ordre offert"),
        pytest.param("*", "br", id="n'importe lequel"),
        pytest.param("*;q=0", "", id="tout refusé"),
        pytest.param("gzip, *;q=0", "gzip", id="rien d'autre que gzip"),
        pytest.param("br;q=0, *", "gzip", id="n'importe lequel, sauf brotli"),
        pytest.param("identity;q=0", "", id="tel quel refusé, rien d'offert qui soit dit"),
        pytest.param("identity;q=0, *", "br", id="tout sauf tel quel"),
        pytest.param("identity;q=0, gzip;q=0.1", "gzip", id="tel quel refusé, gzip à peine"),
        pytest.param("identity, br;q=0.5", "", id="tel quel préféré"),
        pytest.param("identity;q=0.5, br;q=1", "br", id="brotli préféré"),
        pytest.param("br;q=2, gzip", "gzip", id="poids impossible"),
        pytest.param("br;q=, gzip;q=x", "", id="poids illisibles"),
        pytest.param(",,;q=1,;", "", id="bruit"),
    ],
)
def test_le_codage_est_celui_que_le_client_accepte(demande, attendu):
    assert codage_accepte(demande, BR_GZIP) == attendu


def test_rien_d_offert_rien_de_choisi():
    assert codage_accepte("br, gzip, *", ()) == ""
