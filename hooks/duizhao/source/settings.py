"""What mkdocs.yml says to the compiler, read without MkDocs: paths, severities and the like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao import diagnostics as dz
from duizhao.access import reason_of
from duizhao.diagnostics import CODES, Diagnostic, Location, Severity, nearest
from duizhao.reading import read_file
from duizhao.run import Settings
from duizhao.source.texts import decode_text
from duizhao.source.yaml_nodes import parse

if TYPE_CHECKING:
    from collections.abc import Collection

    from duizhao.model.places import Places

FILE = "mkdocs.yml"
_KEYS = ("severity", "editor", "similarity", "downloads", "public")
_LEAST_SIMILARITY = 50


def read_settings(root: Path, name: str = FILE, formats: Collection[str] | None = None) -> Settings:
    """Settings of the project at `root`; the defaults where there is no mkdocs.yml.

    `formats` are what `downloads` may name; without them, its names are not judged.
    """
    try:
        data = read_file(root, name)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        return Settings(findings=(dz.UNREADABLE.at(Location(name), reason=reason_of(error)),))
    text, findings = decode_text(data, name)
    if text is None:
        return Settings(findings=tuple(findings))
    tree = parse(text, name, lenient=True)
    if not isinstance(tree.value, dict):
        return Settings(findings=(*findings, *tree.findings))
    return _settings(tree.value, tree.places, [*findings, *tree.findings], formats)


def _settings(
    value: dict[str, Any],
    places: Places,
    findings: list[Diagnostic],
    formats: Collection[str] | None,
) -> Settings:
    extra = value.get("extra")
    own = (extra.get("duizhao") if isinstance(extra, dict) else None) or {}
    path = ("extra", "duizhao")
    if not isinstance(own, dict):
        findings.append(
            dz.BAD_SETTING.at(places.locate(*path), reason="内容要写成一组“字段: 内容”")
        )
        own = {}
    for key in own:
        if key not in _KEYS:
            words = {"key": key, "nearest": nearest(key, _KEYS), "known": "、".join(_KEYS)}
            findings.append(dz.UNKNOWN_KEY.at(places.locate_key(*path, key), **words))
    severities = _severities(own.get("severity") or {}, places, findings)
    return Settings(
        docs=str(value.get("docs_dir") or "docs").strip("./").replace("\\", "/") or "docs",
        directory_urls=str(value.get("use_directory_urls") or "true").lower() != "false",
        site_name=str(value.get("site_name") or Settings.site_name),
        public=_public(own.get("public"), places, findings),
        severities=severities,
        editor=str(own.get("editor", Settings.editor) or ""),
        similarity=_similarity(own.get("similarity"), places, findings),
        host=value,
        downloads=_downloads(own.get("downloads"), places, findings, formats),
        findings=tuple(findings),
    )


def _public(value: Any, places: Places, findings: list[Diagnostic]) -> Path:
    if value is None:
        return Settings.public
    if isinstance(value, str) and value.strip():
        return Path(value.strip())
    reason = "public 要写公开文件夹的位置，例如 public: /srv/duizhao/public"
    findings.append(dz.BAD_SETTING.at(places.locate("extra", "duizhao", "public"), reason=reason))
    return Settings.public


def _similarity(value: Any, places: Places, findings: list[Diagnostic]) -> int:
    if value is None:
        return Settings.similarity
    if value in ("0", "off"):
        return 0
    digits = value.removesuffix("%") if isinstance(value, str) else ""
    percent = int(digits) if digits.isascii() and digits.isdigit() else 0
    if _LEAST_SIMILARITY <= percent <= 100:  # noqa: PLR2004 - per cent
        return percent
    reason = f"similarity 要写 {_LEAST_SIMILARITY} 到 100 的整数，写 off 就不查雷同"
    findings.append(
        dz.BAD_SETTING.at(places.locate("extra", "duizhao", "similarity"), reason=reason)
    )
    return Settings.similarity


def _severities(chosen: Any, places: Places, findings: list[Diagnostic]) -> dict[str, Severity]:
    result: dict[str, Severity] = {}
    path = ("extra", "duizhao", "severity")
    if not isinstance(chosen, dict):
        reason = "severity 要写成一组“代码: 级别”，例如 DZ401: error"
        findings.append(dz.BAD_SETTING.at(places.locate(*path), reason=reason))
        return result
    for code, level in chosen.items():
        if code not in CODES:
            reason = f"没有代码“{code}”{nearest(code, CODES)}；代码见手册"
            findings.append(dz.BAD_SETTING.at(places.locate_key(*path, code), reason=reason))
        elif level not in set(Severity):
            known = "、".join(Severity)
            reason = f"级别“{level}”不认识；可用的级别：{known}"
            findings.append(dz.BAD_SETTING.at(places.locate(*path, code), reason=reason))
        else:
            result[code] = Severity(level)
    return result


def _downloads(
    chosen: Any, places: Places, findings: list[Diagnostic], formats: Collection[str] | None
) -> tuple[str, ...] | None:
    path = ("extra", "duizhao", "downloads")
    if chosen is None:
        return None
    if not isinstance(chosen, list):
        reason = "downloads 要写成列表，例如 [docx, pdf, xlsx]；一种都不要就写 []"
        findings.append(dz.BAD_SETTING.at(places.locate(*path), reason=reason))
        return ()
    for i, name in enumerate(chosen):
        if formats is not None and name not in formats:
            hint, known = nearest(str(name), formats), "、".join(formats)
            reason = f"没有格式“{name}”{hint}；可用的格式：{known}"
            findings.append(dz.BAD_SETTING.at(places.locate(*path, i), reason=reason))
    return tuple(it for it in formats or () if it in chosen)
