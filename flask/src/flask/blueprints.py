"""``Blueprint`` with static files and commands."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from ._late_names import module_attribute
from .globals import current_app
from .helpers import open_in, send_from_directory, send_static
from .sansio.blueprints import Blueprint as SansioBlueprint
from .sansio.blueprints import BlueprintSetupState as BlueprintSetupState
from .sansio.scaffold import _sentinel

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import os
    import typing as t

    from click import Group

    from .wrappers import Response


class Blueprint(SansioBlueprint):
    __doc__ = SansioBlueprint.__doc__

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | os.PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | os.PathLike[str] | None = None,
        url_prefix: str | None = None,
        subdomain: str | None = None,
        url_defaults: dict[str, t.Any] | None = None,
        root_path: str | None = None,
        cli_group: str | None = _sentinel,
    ) -> None:
        super().__init__(
            name,
            import_name,
            static_folder,
            static_url_path,
            template_folder,
            url_prefix,
            subdomain,
            url_defaults,
            root_path,
            cli_group,
        )

    @cached_property
    def cli(self) -> Group:  # type: ignore[override]
        """The commands of this blueprint, for the ``flask`` tool."""
        from ._cli.group import AppGroup

        group = AppGroup()
        group.name = self.name
        return group

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return how many seconds a file may be cached: ``SEND_FILE_MAX_AGE_DEFAULT``."""
        value: timedelta | int | None = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(value.total_seconds()) if isinstance(value, timedelta) else value

    def send_static_file(self, filename: str) -> Response:
        """Send a file of the blueprint's static folder.

        :raises RuntimeError: there is no static folder.
        """
        return send_static(self, filename, send_from_directory)

    def open_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> t.IO[t.AnyStr]:
        """Open a file relative to :attr:`root_path`, for reading."""
        return open_in(self.root_path, resource, mode, encoding)


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
