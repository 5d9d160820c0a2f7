"""Two people at one text: a form carries a token of what it was opened with, and whoever saves second is told.

A step has the matter's version for that; a text that is written without a step has this token, whatever it is made of.
"""

import hashlib
import json

ETAG = "etag"  # what the hidden field is called, on every page


def canonical(value):
    """One text for equal values, whatever the order of keys; days and numbers as they are written."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)


def etag_of(*read):
    """A short word that changes when one of these values does. Values: what JSON knows, days, decimals."""
    return hashlib.sha256(canonical(read).encode()).hexdigest()[:32]
