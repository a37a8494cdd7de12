"""The code that a person typed, however it is typed: « e 06 » is « E-06 »."""

from django.db.models import Func, TextField

_ACCENTUEES = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_NUES = "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyy"
_BLANCS = "-\u2010\u2011\u2012\u2013\u2014\u2212_ \u00a0\u2009\u202f"


class CleExacte(Func):
    """A code, an acronym, a number, less its case, its accents, its dashes and its blanks.

    Made of PostgreSQL's own functions, so that thousands are compared in a moment and an index may hold it.
    """

    template = f"lower(translate(%(expressions)s, '{_ACCENTUEES}{_BLANCS}', '{_NUES}'))"
    output_field = TextField()
