"""JSON-LD in a page: data for search engines, which no browser runs. A strict CSP lets it stand because it is no script."""

import json

# `</script>` ends the block wherever it stands; U+2028 and U+2029 end a line of a script for old readers.
_ESCAPED = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def ld_text(data):
    """One thing of schema.org as the text of a script block. data: a dict without @context; what is empty is left out."""
    return json.dumps(_without_empty({"@context": "https://schema.org", **data}), ensure_ascii=False).translate(_ESCAPED)


def _without_empty(value):
    if isinstance(value, dict):
        kept = {name: _without_empty(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in (None, "", [], {})}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value
