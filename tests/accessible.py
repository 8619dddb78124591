"""What keeps somebody from using a page, as WCAG 2.2 (AA) has it, looked for in the browser: the findings that axe-core has had of this
site, as rules of our own, so that each page that a test opens in any case can be looked at without a library.

Contrast (1.4.3, 1.4.11), size of what is pressed (2.5.8), names (4.1.2, 1.1.1) that are what is read (2.5.3), the reach of keys (2.1.1),
and ids that are there once.
"""
from __future__ import annotations

from playwright.sync_api import Page

# Texts that stand out too little from what is behind them: 4.5 to 1, large ones 3 to 1. A text without a size is there for those who do
# not see; what shows in its place is a shape in its colour (3 to 1).
_FAINT = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const known = new Map();
    const rgba = (colour) => {
        if (!known.has(colour)) {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            known.set(colour, canvas.getImageData(0, 0, 1, 1).data);
        }
        return known.get(colour);
    };
    const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const behind = (element) => { for (let at = element; at; at = at.parentElement) {
        const colour = rgba(getComputedStyle(at).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("svg, .fp-sr, .fp-skip, .headerlink, select")) continue;
        const style = getComputedStyle(element), size = parseFloat(style.fontSize);
        const shape = size === 0, large = shape || size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const [one, other] = [light(rgba(style.color)), light(behind(shape ? element.parentElement : element))].sort((a, b) => b - a);
        const ratio = (one + 0.05) / (other + 0.05);
        const said = `${element.className || element.tagName} ${element.textContent.trim().slice(0, 40)} ${ratio.toFixed(2)}`;
        if (ratio < (large ? 3 : 4.5)) found.push(`faint: ${said}`);
    }
    return found;
}"""

# What can be hit and stands alone; a link inside a sentence is as high as its line.
_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=checkbox], [type=radio])")]
    .filter((part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !part.matches(".headerlink, .fp-skip"))
    .filter((part) => { const { width, height } = part.getBoundingClientRect(); return width > 1 && height < 23.9; })
    .filter((part) => {
        const own = part.textContent.trim().length, all = part.closest("p, li, dd, dt, td, th, div, h3").textContent.trim().length;
        return all <= own + 3 || part.closest("nav, ul[class*=fp-chips]");
    })
    .map((part) => `small: ${part.tagName} ${part.textContent.trim()}`)"""

# What has no name for those who hear the page; what scrolls, and no key gets there; what keys get to, and it is not seen; ids that are
# there twice.
_MUTE = """() => {
    const seen = (part) => part.checkVisibility({ visibilityProperty: true });
    const label = (part) => part.getAttribute("aria-label") || (part.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
        .map((id) => document.getElementById(id)?.textContent.trim() ?? "").join(" ") || part.title || "";
    const name = (part) => label(part) || [...(part.labels ?? [])].map((each) => each.textContent.trim()).join(" ")
        || (part.matches("a, button, summary") && part.textContent.trim()) || part.querySelector("img[alt]:not([alt=''])")?.alt || "";
    const spoken = (text) => text.toLowerCase().replace(/[^\\p{L}\\p{N}]+/gu, " ").trim();
    const controls = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea, progress, [role=region]")]
        .filter((part) => !part.closest("[aria-hidden=true]"));
    const drawn = [...document.querySelectorAll("[role=img], img:not([alt])")].filter((part) => !part.closest("[aria-hidden=true]"));
    const reached = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";
    const scrolls = (part) => {
        const { overflowX, overflowY } = getComputedStyle(part);
        return (/auto|scroll/.test(overflowX) && part.scrollWidth > part.clientWidth + 1)
            || (/auto|scroll/.test(overflowY) && part.scrollHeight > part.clientHeight + 1);
    };
    const held = [...document.querySelectorAll("body *")].filter((part) => seen(part) && !part.matches("textarea") && scrolls(part)
        && !part.matches(reached) && !part.querySelector(reached));
    const clipped = (part) => { for (let at = part.parentElement; at; at = at.parentElement) {
        if (getComputedStyle(at).clipPath === "inset(50%)") return true; } return false; };
    const unseen = [...document.querySelectorAll(reached)].filter((part) => seen(part) && clipped(part));
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return [
        ...controls.filter((part) => seen(part) && !name(part)).map((part) => `nameless: ${part.outerHTML.slice(0, 120)}`),
        ...controls.filter((part) => part.matches("a, button") && part.getAttribute("aria-label") && part.checkVisibility()
            && !spoken(part.getAttribute("aria-label")).includes(spoken(part.textContent)))
            .map((part) => `called otherwise: ${part.getAttribute("aria-label")} / ${part.textContent.trim()}`),
        ...drawn.filter((part) => seen(part) && !label(part)).map((part) => `nameless: ${part.outerHTML.slice(0, 120)}`),
        ...held.map((part) => `no key scrolls: ${part.outerHTML.slice(0, 120)}`),
        ...unseen.map((part) => `a stop that is not seen: ${part.outerHTML.slice(0, 120)}`),
        ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `twice: ${id}`),
    ];
}"""


def faint(page: Page) -> list[str]:
    """Texts that cannot be read by everybody, in the colours and the width that the page has now."""
    return list(page.evaluate(_FAINT))


def small(page: Page) -> list[str]:
    """What stands alone and is too small for a finger."""
    return list(page.evaluate(_SMALL))


def mute(page: Page) -> list[str]:
    """What is no use to somebody who hears the page, or has keys alone."""
    return list(page.evaluate(_MUTE))


__all__ = ["faint", "mute", "small"]
