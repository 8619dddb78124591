"""One page through the site engine in this process, without the others: what the preview shows a moment after a save.

The engine's own steps for a page, in its order, with the files and the menu of the last whole build.
"""
from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page


class OnePage:
    """The engine as `out/mkdocs.yml` and `out/docs` were when this was made."""

    def __init__(self, out: Path) -> None:
        config = load_config(str(out / "mkdocs.yml"), site_dir=str(out / "site"))
        self._config = config.plugins.on_config(config)
        env = self._config.theme.get_env()
        files = get_files(self._config)
        files.add_files_from_theme(env, self._config)
        self._files = self._config.plugins.on_files(files, config=self._config)
        self._nav = self._config.plugins.on_nav(get_navigation(self._files, self._config), config=self._config, files=self._files)
        self._env = self._config.plugins.on_env(env, config=self._config, files=self._files)

    def html(self, path: str, text: str) -> bytes:
        """The page whose Markdown file stands at `path` in the docs folder and holds `text`, as the engine writes it."""
        file = self._files.get_file_from_path(path) or File.generated(self._config, path, content=text)
        page = file.page if isinstance(file.page, Page) else Page(None, file, self._config)
        file.content_string = text
        page.read_source(self._config)
        page.render(self._config, self._files)
        page.active = True
        try:
            context = get_context(self._nav, self._files, self._config, page)
            return self._env.get_template("main.html").render(context).encode()
        finally:
            page.active = False
