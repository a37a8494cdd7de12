import pytest, re, time
from html import unescape
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from partenariat.lancement import demonstration
from actions.models import Plan
pytestmark = pytest.mark.django_db

@pytest.fixture(scope="module")
def demo(base_du_module):
    with base_du_module():
        (part,) = demonstration.manquantes()
        part.charger()
        return Plan.objects.actif()

def test_x(demo):
    from actions.models import Action
    print(demo.slug)
    for q in ["coopérative", "e 06", "1.1", "cmo-2026-01", "CESIM", "cooperatve", "habitaton abordable", "coop Rosemont", "témoins", "Verdun", "11 février", "procès-verbal", "axe habitation", "E-06", "budget"]:
        u=demo.adresse("recherche")
        Client().get(u, {"q": q})
        with CaptureQueriesContext(connection) as c:
            t=time.perf_counter()
            r=Client().get(u, {"q": q})
            d=time.perf_counter()-t
        page=r.content.decode()
        m=re.search(r"<main.*?</main>", page, re.S)[0]
        txt=re.sub(r"\n\s*\n+", "\n", unescape(re.sub(r"<(?!/?mark)[^>]+>", "", m)))
        print("=====", q, r.status_code, len(c), f"{d*1000:.0f} ms")
        print(re.sub(r"[ \n]+", " ", txt)[:1500])
    for x in c.captured_queries: print(x["time"], x["sql"][:300])
