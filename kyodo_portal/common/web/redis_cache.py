"""The cache of several machines, in Redis or Valkey (CACHE_URL; the library of requirements/nodes.txt)."""

from django.core.cache.backends import redis
from django.db import OperationalError
from redis.exceptions import RedisError

ASKED = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear")


def _said(name):
    asked = getattr(redis.RedisCacheClient, name)

    def method(self, *args, **kwargs):
        try:
            return asked(self, *args, **kwargs)
        except RedisError as error:
            raise OperationalError(str(error)) from error

    return method


class Client(redis.RedisCacheClient):
    """Says that it is away as the cache in the database does (cache.py), so that whoever asks need not know which of them it is."""

    vars().update({name: _said(name) for name in ASKED})


class RedisCache(redis.RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = Client
