"""The visitor's address: what every limit counts by."""

import re
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

_AVEC_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d+)?|(?P<quatre>[\d.]+):\d+")


def adresse_du_visiteur(request: HttpRequest) -> str:
    """The address that reached us or, behind our proxy, the one that reached the proxy.

    The proxy adds the address that it saw at the end of `X-Forwarded-For`: what stands before was written by
    the visitor, who may write anything. What is no address there leaves the proxy's own.
    """
    directe = _adresse(request.META.get("REMOTE_ADDR", ""))
    if not settings.MANDATAIRE:
        return directe
    return _adresse(request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]) or directe


def a_compter(adresse: str) -> bool:
    """A visitor: not this machine, nor a proxy that nobody told us about, behind which stands everyone."""
    return settings.DEBITS_LOCAUX or not (adresse and ip_address(adresse).is_loopback)


def reseau(adresse: str) -> str:
    """What one visitor holds: an IPv4 address, or the whole /64 where it is IPv6."""
    if not adresse or not isinstance(ip := ip_address(adresse), IPv6Address):
        return adresse
    return f"{IPv6Address(int(ip) >> 64 << 64)}/64"


def _adresse(texte: str) -> str:
    """In its one writing, without its port; empty where it is none."""
    texte = texte.strip()
    if avec_port := _AVEC_PORT.fullmatch(texte):
        texte = avec_port["six"] or avec_port["quatre"] or ""
    try:
        ip = ip_address(texte.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(ip, "ipv4_mapped", None) or ip)
