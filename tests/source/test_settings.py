"""What mkdocs.yml says to the compiler."""

from __future__ import annotations

from pathlib import Path

import pytest

from duizhao.diagnostics import CODES, Location, Severity, adjusted
from duizhao.export.formats import OFFERED
from duizhao.run import Settings
from duizhao.source.settings import read_settings


def settings_of(folder: Path, text: str) -> Settings:
    """The settings of a project whose mkdocs.yml holds `text`."""
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return read_settings(folder, formats=OFFERED)


def test_defaults(tmp_path: Path) -> None:
    """A project without mkdocs.yml, and an empty one, have the default settings."""
    assert read_settings(tmp_path) == Settings()
    assert settings_of(tmp_path, "") == Settings()
    assert Settings.site_name == "对照"


def test_settings_of_the_host(tmp_path: Path) -> None:
    """The folder of the prose, the form of addresses and the site's name are the host's."""
    settings = settings_of(
        tmp_path, "site_name: 示例\ndocs_dir: ./prose/\nuse_directory_urls: false\n"
    )

    assert (settings.site_name, settings.docs, settings.directory_urls) == ("示例", "prose", False)


def test_own_settings(tmp_path: Path) -> None:
    """Severities and the editor's address stand under `extra.duizhao`."""
    text = "extra: {duizhao: {severity: {DZ401: error, DZ411: off}, editor: ''}}"
    settings = settings_of(tmp_path, text)

    assert settings.findings == ()
    assert settings.severities == {"DZ401": Severity.ERROR, "DZ411": Severity.OFF}
    assert settings.editor == ""


def test_wrong_settings_leave_the_others(tmp_path: Path) -> None:
    """What is wrong is reported, the rest applies."""
    text = "extra: {duizhao: {severity: {DZ401: error, DZ402: 高}, 编辑器: x}}"
    settings = settings_of(tmp_path, text)

    assert settings.severities == {"DZ401": Severity.ERROR}
    unknown, level = map(str, settings.findings)
    assert unknown == (
        "mkdocs.yml:1:55: DZ107 不认识字段“编辑器”；"
        "可用的字段：severity、editor、similarity、downloads、public"
    )
    assert level == (
        "mkdocs.yml:1:51: DZ116 mkdocs.yml 的 extra.duizhao 里，级别“高”不认识；"
        "可用的级别：error、warning、info、off"
    )


def test_public_folder(tmp_path: Path) -> None:
    """Where publications go and are looked for: `public` in the project unless it is said."""
    assert settings_of(tmp_path, "extra: {}").public == Path("public")
    assert settings_of(tmp_path, "extra: {duizhao: {public: /srv/x}}").public == Path("/srv/x")
    wrong = settings_of(tmp_path, "extra: {duizhao: {public: [x]}}")
    assert wrong.public == Path("public")
    (found,) = map(str, wrong.findings)
    assert found == (
        "mkdocs.yml:1:27: DZ116 mkdocs.yml 的 extra.duizhao 里，"
        "public 要写公开文件夹的位置，例如 public: /srv/duizhao/public"
    )


def test_downloads(tmp_path: Path) -> None:
    """The exports of a site can be chosen; an unknown one is reported, none at all is a choice."""
    text = "extra: {duizhao: {downloads: [xlsx, docs, docx]}}"
    settings = settings_of(tmp_path, text)

    assert settings.downloads == ("docx", "xlsx")
    assert "\n".join(map(str, settings.findings)) == (
        "mkdocs.yml:1:37: DZ116 mkdocs.yml 的 extra.duizhao 里，没有格式“docs”（是不是“docx”？）；"
        "可用的格式：docx、pdf、xlsx、csv、ledger-csv、text、json、json-schema、needs-json、oscal-poam"
    )
    assert settings_of(tmp_path, "extra: {duizhao: {downloads: []}}").downloads == ()
    assert settings_of(tmp_path, "").downloads is None


@pytest.mark.parametrize(
    ("value", "percent"),
    [("90", 90), ("50%", 50), ("100", 100), ("0", 0), ("off", 0), ("", 85), ("~", 85)],
)
def test_similarity(value: str, percent: int, tmp_path: Path) -> None:
    """The likeness of copied sentences is a share in per cent, or nothing at all."""
    settings = settings_of(tmp_path, f"extra: {{duizhao: {{similarity: {value}}}}}")

    assert (settings.similarity, settings.findings) == (percent, ())


@pytest.mark.parametrize("value", ["49", "101", "0.9", "高", "-1", "[90]", "８５"])
def test_wrong_similarity(value: str, tmp_path: Path) -> None:
    """Anything else is reported at its place, and the default applies."""
    settings = settings_of(tmp_path, f"extra: {{duizhao: {{similarity: {value}}}}}")

    assert settings.similarity == 85
    reason = "similarity 要写 50 到 100 的整数，写 off 就不查雷同"
    assert list(map(str, settings.findings)) == [
        f"mkdocs.yml:1:31: DZ116 mkdocs.yml 的 extra.duizhao 里，{reason}"
    ]


@pytest.mark.parametrize("text", ["[", "- a\n- b\n", "只有文字", "extra: 1", "extra: {duizhao: }"])
def test_any_file_gives_settings(text: str, tmp_path: Path) -> None:
    """A file that makes no sense gives the default settings, for the host to complain about."""
    settings = settings_of(tmp_path, text)

    assert (settings.docs, settings.severities) == ("docs", {})


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"site_name: \xd5\xe2\n"])
def test_any_bytes_give_settings(data: bytes, tmp_path: Path) -> None:
    """A file in another encoding is reported, and gives the default settings."""
    (tmp_path / "mkdocs.yml").write_bytes(data)
    settings = read_settings(tmp_path)

    assert settings == Settings(findings=settings.findings)
    assert [it.code for it in settings.findings] == ["DZ102"]


def test_severities_apply() -> None:
    """A finding takes the project's severity; one that is switched off is left out."""
    place = Location("data/2022/report.yml")
    found = [CODES[it].at(place, missing="") for it in ("DZ409",)]
    found.append(CODES["DZ303"].at(place, id="p01"))

    assert [(it.code, it.severity) for it in adjusted(found, {"DZ409": Severity.ERROR})] == [
        ("DZ409", Severity.ERROR),
        ("DZ303", Severity.ERROR),
    ]
    assert [it.code for it in adjusted(found, {"DZ303": Severity.OFF})] == ["DZ409"]
