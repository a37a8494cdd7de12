"""Templates are read without their indents, and say the same."""

from django.template import engines


def lire(tmp_path, nom: str, source: str) -> str:
    from django.template.backends.django import DjangoTemplates

    (tmp_path / nom).write_text(source)
    moteur = engines["django"].engine
    ici = DjangoTemplates(
        {
            "NAME": "ici",
            "DIRS": [tmp_path],
            "APP_DIRS": False,
            "OPTIONS": {"loaders": moteur.loaders[0][1][:1], "builtins": moteur.builtins},
        }
    )
    return ici.get_template(nom).render({"n": 2, "dit": "a\n   b"})


def test_indents_are_left_out_and_nothing_else_is(tmp_path):
    source = '  <p class="a\n     b">\n    un\n\tdeux  trois\n    {{ dit }}</p>\n'
    assert lire(tmp_path, "a.html", source) == '<p class="a\nb">\nun\ndeux  trois\na\n   b</p>\n'


def test_what_is_shown_to_the_letter_is_read_to_the_letter(tmp_path):
    for source in ("<pre>\n  a\n</pre>", "<textarea>\n  a\n</textarea>"):
        assert lire(tmp_path, "b.html", source) == source
    assert lire(tmp_path, "c.txt", "  a\n") == "  a\n"


def test_our_pages_are_read_so(client, db):
    assert "\n " not in client.get("/compte/connexion/").content.decode()
