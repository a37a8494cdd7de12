"""The staff's small Markdown: what it keeps, and that no text keeps its parser busy."""

import time

import pytest

from partenariat.presentation.texte import texte_riche

MOTIFS_LENTS = [
    "<a ", "<!--", "<![CDATA[", "<?", "</", "<http://", "<a@b", "&lt;", "![", "[a](", "![a][", "[a][b]\n",
    "[a](<", "[a]: b\n", "[" + "x" * 200, "*a ", "**a_", "_a", "***a", "`a", "`` ` ", "\\[", "> ",
    "- a\n  - b\n", "1. a\n", "=\n", "a\n---\n", "* * *\n", "* * x\n", "# a\n", "a\n\n", "    a\n\n", "  \n",
]  # fmt: skip


@pytest.mark.parametrize("motif", MOTIFS_LENTS)
def test_twice_the_text_is_never_much_more_than_twice_the_work(motif):
    """Up to the bound: beyond, it is shown as it is."""

    def secondes(longueur: int) -> float:
        source = motif * (longueur // len(motif))
        temps = []
        for _fois in range(2):
            debut = time.process_time()
            texte_riche(source)
            temps.append(time.process_time() - debut)
        return min(temps)

    assert secondes(20_000) < 3 * secondes(10_000) + 0.5


def test_what_is_no_markdown_of_ours_is_text():
    html = texte_riche("Un titre\n===\n\n* * *\n\n![x](https://a.test) <https://b.test/> 1 < 2")
    assert "Un titre" in html
    assert "===" not in html
    assert 'href="https://b.test/"' in html
    assert "1 &lt; 2" in html
    assert "<img" not in html
