"""By which key the notices of a step are known, and how what it was told is kept."""


def event_of(subject, version):
    """The key of the notices of the step that led to this version; what the step brings with it is told under `key:…`."""
    return f"{subject.process.key}:{subject.pk}:{version}"


def answers_as_json(answers):
    """Answers as JSON: rows by their key, days and numbers as they are written, nothing for what was left empty."""
    return {
        name: value if isinstance(value, (str, int, list)) else str(getattr(value, "pk", value))
        for name, value in answers.items()
        if value not in (None, "")
    }
