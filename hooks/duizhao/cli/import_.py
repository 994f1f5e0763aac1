"""`duizhao import`: files that people work with, into the sources."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.cli.app import main, project_option
from duizhao.cli.import_report import ImportOptions, import_report
from duizhao.cli.ledger import import_ledger


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--edition", help="哪一年，例如 2024；台账默认最新一年。")
@click.option("--unit", help="报告：一年有几个单位时，是哪个单位的。")
@click.option("--force", is_flag=True, help="报告：已有时重新导入；原来的文件移到备份文件夹。")
@click.option("--explain", is_flag=True, help="报告：列出每一处判断的依据，不只是拿不准的。")
@click.option("--interactive", is_flag=True, help="报告：拿不准的地方逐处询问。")
@click.option("--dry-run", is_flag=True, help="报告：只看结果，什么也不写。")
@click.option("--write", is_flag=True, help="台账：写入；不加只是预览。")
@project_option
def import_(
    file: Path,
    edition: str | None,
    unit: str | None,
    project: Path,
    *,
    force: bool,
    explain: bool,
    interactive: bool,
    dry_run: bool,
    write: bool,
) -> None:
    """导入报告（Word、PDF、文本），写成 docs 和 data 里的文件；或导回填好的台账（.xlsx）。

    台账由 duizhao export xlsx 导出；先预览逐格的改动，加 --write 写入。
    """
    if file.suffix.lower() == ".xlsx":
        import_ledger(file, project, edition, write=write)
    else:
        options = ImportOptions(
            edition=edition,
            unit=unit,
            force=force,
            explain=explain,
            interactive=interactive,
            dry_run=dry_run,
        )
        import_report(file, project, options)
