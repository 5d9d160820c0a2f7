from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "kyodo_portal.process"
    verbose_name = "手続き"

    def ready(self):
        from kyodo_portal.common.forms import labels

        from . import checks  # noqa: F401  registers itself
        from .step_labels import asked_by_steps

        labels.MORE.append(asked_by_steps)
