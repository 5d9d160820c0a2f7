from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "団体・主体"

    def ready(self):
        from .directory import area_map  # noqa: F401  registers its check
