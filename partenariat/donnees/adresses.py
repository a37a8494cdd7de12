"""Two addresses of the Web that lead to one document, though they are not written alike.

A last slash, an anchor within the page, the case of the host, `http` for `https` change nothing of where they
lead; an anchor that is itself a path (`#/…`, `#!…`) does.
"""

import re

ANCRE = r"#[^/!]*$"
DEBUT = r"^https?://[^/?#]*"


def memes(une: str, autre: str) -> bool:
    return _reduite(une) == _reduite(autre)


def _reduite(adresse: str) -> str:
    adresse = re.sub(ANCRE, "", adresse)
    adresse = re.sub(
        DEBUT, lambda trouve: trouve[0].lower().replace("http://", "https://"), adresse, flags=re.I
    )
    return adresse.rstrip("/")


def sans_detour(sql: str) -> str:
    """The same, in SQL: what is equal of two addresses that lead to one document."""
    ancre = f"regexp_replace({sql}, '{ANCRE}', '')"
    debut = f"replace(lower(coalesce(substring({sql} from '(?i){DEBUT}'), '')), 'http://', 'https://')"
    return f"rtrim({debut} || regexp_replace({ancre}, '(?i){DEBUT}', ''), '/')"
