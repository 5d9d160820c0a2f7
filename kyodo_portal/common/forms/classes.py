"""Form classes out of form classes."""


def more_of(form_class, *mixins, **more):
    """A subclass with the very boxes of `form_class`: `mixins` stand before it, `more` are its own attributes.

    Of a class statement Django would make every box of a model's columns once more, only to find the same: a page of the admin with five
    tables spent a tenth of its time on that. For classes that were made for this request; boxes of their own need a class statement.
    """
    return type.__new__(type(form_class), form_class.__name__, (*mixins, form_class), more)
