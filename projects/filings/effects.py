"""What hooks of matters with 届いた紙 are put together of."""


def all_of(*effects):
    """One effect of these; None among them is none."""

    def effect(subject, **answers):
        for each in filter(None, effects):
            each(subject, **answers)

    return effect
