"""Who keeps the schemes: the secretariat all of them, a department its own."""

from django.db.models import Q

from partners.directory.access import is_city_staff, is_secretariat, offices_of


def can_read_schemes(user):
    """Everybody who works in a city office reads them, those that are not shown yet too."""
    return user.is_active and (is_secretariat(user) or is_city_staff(user))


def can_edit_scheme(user, scheme=None):
    """The secretariat, and whoever works in the scheme's department. Asked without one: any at all."""
    if scheme is None:
        return can_read_schemes(user)
    return is_secretariat(user) or scheme.department_id in offices_of(user)


def can_edit_rule(user, rule=None):
    """Whoever keeps its scheme."""
    return can_edit_scheme(user, rule and rule.scheme)


def kept_by(user):
    """The condition on schemes of those that this person keeps, for choices."""
    return Q() if is_secretariat(user) else Q(department__in=offices_of(user))


def offices_kept_by(user, offices):
    """Those of these city offices (a queryset) for which this person may keep schemes: all for the secretariat, otherwise one's own."""
    return offices if is_secretariat(user) else offices.filter(pk__in=offices_of(user))
