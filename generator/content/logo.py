"""A guide's logo: a drawing of shapes and nothing else, since a picture in SVG could hold scripts and lead elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree

LOGO = "logo.svg"
_SPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = "circle ellipse g line path polygon polyline rect svg title".split()
_ATTRIBUTES = (
    "aria-hidden class cx cy d fill fill-opacity fill-rule height id opacity points r role rx ry stroke stroke-linecap stroke-linejoin "
    "stroke-opacity stroke-width transform version viewBox width x x1 x2 y y1 y2").split()


def wrong_with_logo(text: str) -> tuple[int, str]:
    """What a logo may not be, with its line; 0 and nothing when it is a plain drawing."""
    if (odd := re.search(r"<!(?!--)|<\?(?!xml )|&", text)) is not None:
        return _line(text, odd.start()), f"holds {odd[0]!r}, which a plain drawing has no need of."
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return error.position[0], "is no SVG that can be read."
    if root.tag != f"{_SPACE}svg":
        return 1, "does not begin with <svg xmlns=\"http://www.w3.org/2000/svg\">."
    for element in root.iter():
        name = element.tag.removeprefix(_SPACE)
        if name not in _SHAPES:
            return _line(text, text.find(f"<{name}")), f"holds <{name}>; a logo is made of {', '.join(_SHAPES)}."
        for attribute, value in element.attrib.items():
            if attribute not in _ATTRIBUTES or "(" in value and attribute != "transform":
                return _line(text, text.find(attribute)), f"has {attribute}=\"{value[:40]}\" on <{name}>; a logo has shapes and plain colours alone."
    return 0, ""


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, max(position, 0)) + 1
