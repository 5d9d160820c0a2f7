"""Who reads and who settles 形態の決めごと."""

from partners.directory.access import is_secretariat


def can_read_specs(user):
    """Everybody in a city office reads them; what of them is for all stands on the page of the form."""
    return user.is_staff


def can_edit_spec(user, spec=None):
    """The secretariat, as long as no year has begun by it: what a year began by stays as it was. Asked without one: any at all."""
    return is_secretariat(user) and (spec is None or not (spec.is_used or spec.state == spec.State.RETIRED))


def can_word_questions(user, asked=None):
    """The secretariat words the questions of an evaluation; those that somebody has answered keep their words."""
    return is_secretariat(user)


def can_renew_spec(user):
    """The secretariat makes a new version, and puts it in use."""
    return is_secretariat(user)
