"""Boxes whose words the browser keeps nowhere."""

# Neither in its list of what was typed before, which the next person at this computer is offered, nor sent away to be spelled.
QUIET = {"autocomplete": "off", "spellcheck": "false"}


def keep_quiet(fields, names):
    """Mark the boxes of these names, as far as they are there."""
    for name in names:
        if name in fields:
            fields[name].widget.attrs.update(QUIET)
