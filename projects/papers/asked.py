"""Which papers the form of a year asks for."""


def asked_kinds(cycle):
    """[(code, name)] of the papers that the year's form asks for."""
    return []
