"""Who reads and who settles 登録の要件."""

from partners.directory.access import is_secretariat


def can_read_rules(user):
    """Everybody in a city office reads them."""
    return user.is_staff


def can_edit_rule(user, rule=None):
    """The secretariat, as long as nothing was begun by it and it is not over. Asked without one: any at all."""
    return is_secretariat(user) and (rule is None or not (rule.is_used or rule.until))


def can_renew_rule(user):
    """The secretariat makes a new version, and puts it in force."""
    return is_secretariat(user)


def can_edit_pledge(user, pledge=None):
    """The secretariat, as long as no application was begun under a rule with this promise. Asked without one: any at all."""
    return is_secretariat(user) and (pledge is None or not pledge.is_used)
