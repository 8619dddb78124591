"""A hook for MkDocs and its forks: the HTML blocks of our pages go through its Markdown unread, the theme's scripts stay out of the site.

Python-Markdown and the engine read raw HTML tag by tag in pure Python, each once more, which was half of the engine's time.
Our blocks need no reading: `render` begins each with the line `<div class="fp">` and ends it with the first blank line. Under an
engine without hooks the same extension is loaded by its name, `generator.engine.blocks` (installed: `fingerpost.engine.blocks`).

No page loads a script of the theme's, nor what its search and the tools of a browser's developers would fetch: 2.4 MB that no reader
asks for.
"""
from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

OPENING = '<div class="fp">'

# Where MkDocs, or its fork, keeps the places of a page, which it holds links from other pages against.
_PLACES = ("mkdocs_extract_anchors", "properdocs_extract_anchors")
_ID = re.compile(r' id="([^"]*)"')


def on_config(config: Any) -> Any:
    """Adds the extension to those that the configuration names."""
    config.markdown_extensions.append(BlocksExtension())
    return config


def on_files(files: Any, config: Any) -> Any:
    """Leaves out the scripts and source maps of themes beneath our own folder."""
    theirs = set(config.theme.dirs[1:])
    for file in list(files):
        if file.src_dir in theirs and (file.src_uri.startswith("assets/javascripts/") or file.src_uri.endswith(".map")):
            files.remove(file)
    return files


class BlocksExtension(Extension):
    """Puts each block of ours aside before anything else looks for HTML."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After white space is made uniform (30), before MkDocs (21) and Python-Markdown (20) look for raw HTML.
        md.preprocessors.register(_Blocks(md), "fingerpost_blocks", 25)


class _Blocks(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        rest = iter(lines)
        for line in rest:
            if line != OPENING:
                kept.append(line)
                continue
            block = [line]
            for line in rest:
                if not line:
                    break
                block.append(line)
            html = "\n".join(block)
            kept += [self.md.htmlStash.store(html), ""]
            for name in _PLACES:
                if name in self.md.treeprocessors:
                    places: Any = self.md.treeprocessors[name]
                    places.present_anchor_ids.update(_ID.findall(html))
        return kept


def makeExtension(**settings: Any) -> BlocksExtension:
    """The extension, for Python-Markdown, which looks for it under this name."""
    return BlocksExtension(**settings)
