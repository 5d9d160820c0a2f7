"""Who reads a 通知書, and who edits and releases it: what they are to its matter, by the process's own answer."""

from kyodo_portal.common.upwards import is_secretariat

from .kinds import kind_of, kinds


def can_handle(user, letter):
    """Staff at the matter's desk. Whoever the process keeps from judging it (利益相反, 除斥) edits and releases nothing of it."""
    return can_handle_matter(user, letter.subject)


def can_handle_matter(user, matter):
    """The same of all the letters of one matter."""
    kind = kind_of(matter.process.key)
    handles = kind is not None and user.is_authenticated and user.is_staff
    return handles and bool({*kind.desk} & matter.process.roles_of(user, matter))


def can_read(user, letter):
    """A released one: the people of the body that it went to, and who accompanies it; at every time those who handle it."""
    own = letter.is_released and bool({*letter.kind.readers} & _roles(user, letter))
    return own or can_handle(user, letter)


def _roles(user, letter):
    return letter.kind.process.roles_of(user, letter.subject)


def sits_at_a_desk(user):
    """Works on the matters of some process that writes letters: the outbox is theirs."""
    return user.is_staff and any({*kind.desk} & kind.process.desks_of(user) for kind in kinds().values())


def can_write_templates(user, obj=None):
    """The secretariat writes what letters say, and who signs them."""
    return user.is_active and is_secretariat(user)


def can_see_templates(user, obj=None):
    """Whoever releases letters reads their templates."""
    return user.is_active and (is_secretariat(user) or sits_at_a_desk(user))
