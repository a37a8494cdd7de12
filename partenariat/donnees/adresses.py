"""Two addresses of the Web that lead to one document, though they are not written alike.

A last slash, an empty anchor, the case of the host, `http` for `https` change nothing of where they lead.
"""

import re

DEBUT = r"^https?://[^/?#]*"
FIN = "/?#"
"""What an address may end with and say nothing."""


def memes(une: str, autre: str) -> bool:
    return _reduite(une) == _reduite(autre)


def _reduite(adresse: str) -> str:
    debut = re.match(DEBUT, adresse, flags=re.IGNORECASE)
    lu = debut[0] if debut else ""
    return (lu.lower().replace("http://", "https://") + adresse[len(lu) :]).rstrip(FIN)


def sans_detour(sql: str) -> str:
    """The same, in SQL: what is equal of two addresses that lead to one document."""
    debut = f"replace(lower(coalesce(substring({sql} from '(?i){DEBUT}'), '')), 'http://', 'https://')"
    return f"rtrim({debut} || regexp_replace({sql}, '(?i){DEBUT}', ''), '{FIN}')"
