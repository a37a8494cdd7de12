"""A cache that Redis keeps for all processes, and that nothing needs: while it is away, each has its own."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

REDIS = "django.core.cache.backends.redis.RedisCache"
DELAI = 0.5
"""Seconds: a page does not wait longer for what it can do without."""
REPIT = 5.0
"""Seconds before Redis is asked again, once it has not answered."""

_absent_jusqu_a: dict[str, float] = {}


def sans_tomber(reglages: dict[str, Any]) -> dict[str, Any]:
    """The settings of a cache: those of Redis are given short delays and `RedisPrudent`."""
    if reglages["BACKEND"] != REDIS:
        return reglages
    delais = {"socket_connect_timeout": DELAI, "socket_timeout": DELAI}
    return {
        **reglages,
        "BACKEND": f"{__name__}.RedisPrudent",
        "OPTIONS": {**delais, **reglages.get("OPTIONS", {})},
    }


class RedisPrudent(BaseCache):
    """Redis; or, while it does not answer, a memory of this process."""

    def __init__(self, serveur: Any, parametres: dict[str, Any]):
        super().__init__(parametres)
        self._redis = RedisCache(serveur, parametres)
        self._nom = str(serveur)
        self._secours = LocMemCache(f"secours {serveur}", {})

    @property
    def absent(self) -> bool:
        """Whether the memory of this process stands in."""
        return _absent_jusqu_a.get(self._nom, 0.0) > monotonic()

    def _faire(self, operation: str, *args: Any, **kwargs: Any) -> Any:
        # The client is imported at the first use, and without it there is no cache: that is said aloud.
        from redis.exceptions import RedisError

        if not self.absent:
            try:
                return getattr(self._redis, operation)(*args, **kwargs)
            except (RedisError, OSError):
                _absent_jusqu_a[self._nom] = monotonic() + REPIT
        return getattr(self._secours, operation)(*args, **kwargs)


def _deleguee(operation: str) -> Callable[..., Any]:
    def methode(self: RedisPrudent, *args: Any, **kwargs: Any) -> Any:
        return self._faire(operation, *args, **kwargs)

    methode.__name__ = operation
    return methode


# What `BaseCache` makes of these (`get_or_set`, `decr`…, their asynchronous twins) goes through them.
for _operation in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "set_many",
    "delete_many",
    "has_key",
    "incr",
    "clear",
):
    setattr(RedisPrudent, _operation, _deleguee(_operation))
