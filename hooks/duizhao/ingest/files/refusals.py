"""Why a file cannot be read, and what to do instead: one table of sentences."""

from __future__ import annotations


class UnreadableError(Exception):
    """The file cannot be read; the message says why and what to do, in Chinese."""

    def __init__(self, sentence: str, **fields: object) -> None:
        # Without fields the sentence may hold braces of its own, from a file's name or text.
        super().__init__(sentence.format(**fields) if fields else sentence)


EMPTY = "文件是空的；请检查是不是选错了文件"
TOO_BIG = "文件有 {size} MB，超过 {most} MB；请去掉里面的图片，另存一份再试"
LONG_TEXT = "文本文件有 {size} MB，不像一份报告；请检查是不是选错了文件"
NO_TEXT = "不是文本文件，或者已经损坏；请在 Word 里打开，另存为 .docx 或“纯文本（UTF-8）”再试"
BROKEN_TEXT = "文件标明是 {name} 编码，内容却不是，可能没有存完整；请与原件核对"
FOREIGN = "这是{name}，不是文稿；请检查是不是选错了文件"
ARCHIVE = "这是一个压缩包，不是 Word 文档；请先解开，导入里面的文件"
SHEET = "这是 Excel 表格，不是文稿；请在 Excel 里把文字复制到 Word，或另存为文本再试"
ENCRYPTED = "文件加了密码；请在 Word 里去掉密码，另存一份再试"
DAMAGED = "文件已经损坏或没有传完整；请重新复制一份，或在 Word 里打开并另存"
LOCK = "这是 Word 打开时的临时文件，不是文稿；请导入同一个文件夹里名字不带“~$”的那一个"
HZ = "文本用的是早年的 HZ 编码（~{ … ~}），读不了；请用当初的软件另存为 UTF-8 文本再试"
XML = "这是 XML 数据，不是文稿；请检查是不是选错了文件"
WEB_ARCHIVE = "这是网页存档（MHT），里面没有找到网页；请在 Word 里打开，另存为 .docx 再试"
NO_WORD = "这不是 Word 文档；请在 Word 里打开，另存为 .docx 再试"
TOO_LARGE = "文件解开后大得不正常，可能是有害的压缩文件，没有打开；请核对来源"
ENTITIES = "文件里有 Word 从不使用的 XML 实体定义，可能有害，没有打开；请核对来源"
TOO_DEEP = "文件里的表格或文本框套得太深，没有打开；请核对来源"
NO_OFFICE = "导入 Word 文件要用 office 组件，还没有安装；请运行：pip install 'duizhao[office]'"
NO_LIBREOFFICE = (
    "导入 {suffix} 要用 LibreOffice，这台电脑上没有安装；"
    "请安装它，或在 Word、WPS 里另存为 .docx 再试"
)
NOT_CONVERTED = "LibreOffice 打不开这个文件，可能已经损坏或加了密码；请在 Word 里另存为 .docx 再试"
NO_POPPLER = "导入 PDF 要用 poppler 的 pdftotext，这台电脑上没有安装；请安装它，或改用 Word 文件"
BAD_PDF = "PDF 打不开，可能已经损坏或加了密码；请重新导出一份再试"
SCANNED = "PDF 里没有文字，可能是扫描件；请先做文字识别，或改用 Word 文件"
TOO_SLOW = "转换用了 {seconds} 秒还没有完成，已经停下；请在 Word 里另存为 .docx 再试"
