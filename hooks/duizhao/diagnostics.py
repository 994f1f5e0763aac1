"""What a run has to say about its sources: places, findings, and the one table of codes.

Every finding carries a code from `CODES`, a place, and a message that ends in the next step.
The handbook (docs/guide/codes.md) has one entry for each code; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Severity(StrEnum):
    """How much a finding matters: an error ends a build, a warning ends a strict one."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def label(self) -> str:
        """The word shown to writers."""
        return {"error": "错误", "warning": "警告", "info": "提示", "off": "关闭"}[self.value]

    @property
    def rank(self) -> int:
        """0 for what matters most."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source: a path relative to the project, always with `/`; line and column from 1.

    Line 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def within(self, text: str, offset: int) -> Location:
        """The place of `offset` in a text that starts here."""
        line_start = text.rfind("\n", 0, offset) + 1
        line = self.line + text.count("\n", 0, line_start)
        column = offset - line_start + (1 if line_start else self.column)
        return Location(self.file, line, column)

    def each_within(self, text: str, offsets: Iterable[int]) -> Iterator[Location]:
        """The places of ascending `offsets`, in one pass over the text."""
        line, last = self.line, 0
        for offset in offsets:
            start = text.rfind("\n", last, offset) + 1
            if start:
                line += text.count("\n", last, start)
                last = start
            column = offset - last + (1 if last else self.column)
            yield Location(self.file, line, column)

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


_INNER = str.maketrans("“”", "‘’")


def quoted(title: str) -> str:
    """A title in quotation marks; its own become inner ones."""
    return f"“{title.translate(_INNER)}”"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its severity unless the project sets another, and its words."""

    id: str
    severity: Severity
    title: str
    message: str

    def at(self, place: Location, /, **details: object) -> Diagnostic:
        """A finding of this kind at `place`; `details` fill the message."""
        if "title" in details:
            # The message puts quotation marks around a title: its own become inner ones.
            details["title"] = str(details["title"]).translate(_INNER)
        return Diagnostic(place, self.id, self.severity, self.message.format(**details))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, ready to be shown."""

    place: Location
    code: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        mark = "" if self.severity is Severity.ERROR else f"{self.severity.label}："
        return f"{self.place}: {self.code} {mark}{self.message}"


def by_place(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Without repetition, in the order of the sources."""
    return tuple(sorted(set(findings), key=lambda it: (it.place, it.code, it.message)))


def adjusted(
    findings: Iterable[Diagnostic], severities: Mapping[str, Severity]
) -> tuple[Diagnostic, ...]:
    """`findings` with the project's own severities; those switched off are left out."""
    result = []
    for finding in findings:
        severity = severities.get(finding.code, finding.severity)
        if severity is Severity.OFF:
            continue
        result.append(Diagnostic(finding.place, finding.code, severity, finding.message))
    return tuple(result)


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Whether a build must end with these."""
    return any(it.severity is Severity.ERROR for it in findings)


def nearest(word: str, candidates: Iterable[str]) -> str:
    """“（是不是“c01”？）” for the candidate closest to `word`; empty when none is close."""
    best, best_distance = "", len(word) // 2 + 1
    for candidate in sorted(candidates):
        distance = _distance(word.casefold(), candidate.casefold(), best_distance)
        if distance < best_distance:
            best, best_distance = candidate, distance
    return f"（是不是“{best}”？）" if best else ""


def _distance(a: str, b: str, limit: int) -> int:
    """Edits that turn `a` into `b` (Levenshtein), or `limit` when there are at least as many."""
    if abs(len(a) - len(b)) >= limit:
        return limit
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return min(row[-1], limit)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# Families: 1xx sources, 2xx items, 3xx links, 4xx completeness, 5xx ledger, 6xx text, 7xx sealing.
# fmt: off
UNREADABLE = Code("DZ101", _E, "文件读不出来", "文件读不出来（{reason}）；请检查文件是否存在、是否被其他程序占用、有没有读取权限")
NOT_UTF8 = Code("DZ102", _E, "编码不是 UTF-8", "文件不是 UTF-8 编码{guess}；请在编辑器里选“另存为”，编码选 UTF-8")
BOM = Code("DZ103", _W, "文件开头有 BOM", "文件开头有看不见的 BOM 标记；请另存为“UTF-8（无 BOM）”")
BAD_YAML = Code("DZ104", _E, "YAML 写法有误", "YAML 写法有误：{reason}")
YAML_TAB = Code("DZ105", _E, "YAML 缩进不是半角空格", "缩进里有{name}；YAML 只能用半角空格缩进，请改成半角空格")
WRONG_TYPE = Code("DZ106", _E, "内容的类型不对", "“{key}”应是{expected}，这里写的是{found}；例如：{example}")
UNKNOWN_KEY = Code("DZ107", _E, "不认识的字段", "不认识字段“{key}”{nearest}；可用的字段：{known}")
DUPLICATE_KEY = Code("DZ108", _E, "字段重复", "“{key}”在第 {line} 行已经写过；请合并成一处")
BAD_VALUE = Code("DZ109", _E, "取值不对", "“{key}”不能写“{value}”{nearest}；可用的取值：{known}")
CONTROL = Code("DZ110", _E, "有控制字符或乱码", "这里有控制字符或乱码（{name}），可能是文件没有存完整；请删掉它，或从备份恢复")
YAML_FEATURE = Code("DZ111", _E, "不用的 YAML 写法", "这里用了 YAML 的{feature}，本工具不用它；请直接写出内容，以 & * ! 开头的文字请加引号")
NO_EDITION = Code("DZ112", _E, "找不到年度版本", "data/ 下没有年度版本{edition}；{known}")
MISSING_KEY = Code("DZ113", _E, "缺少必填字段", "缺少字段“{key}”；请补上，例如：{example}")
UNKNOWN_FILE = Code("DZ114", _W, "不认识的文件", "{folder} 里只放 {known}，这个文件没有用上{nearest}；请改名或移走")
UNLISTED_PART = Code("DZ115", _W, "文件没有列入报告", "这个文件没有列在 report.yml 的 parts 里，不会出现在报告中；请在 parts 里写上 {part}，或移走文件")
BAD_SETTING = Code("DZ116", _E, "设置有误", "mkdocs.yml 的 extra.duizhao 里，{reason}")
COMMENT_TEXT = Code("DZ117", _W, "文字被当成注释", "“{text}”起的文字成了注释，不会显示；是内容就给整段文字加引号，是注释就在 # 后面空一格")
NOT_TAKEN = Code("DZ118", _W, "不能采用的链接或文件", "{reason}，没有采用；{step}")
UNSAFE_LINK = Code("DZ119", _E, "链接的地址不能用", "链接的地址“{target}”不能用；请改成以 https:// 开头的网址，或者把文件放到 {folder} 里，写成 files/文件名")
NOT_PUBLISHED = Code("DZ120", _I, "没有放进网站的文件", "{reason}，没有放进网站；{step}")
MIXED_UNITS = Code("DZ121", _E, "分单位和不分单位的报告混在一起", "{year} 年有 {count} 个单位（{units}），又有一份不分单位的报告，网站首页上会找不到各单位；请把不分单位的那份移到 {folders}，或移走")
TOO_MUCH = Code("DZ123", _E, "YAML 太大或嵌套太深", "YAML {reason}")
ADDRESS_TAKEN = Code("DZ125", _E, "地址已被占用", "{what}“{name}”与{taken}地址相同，会互相覆盖；{step}")

DUPLICATE_ID = Code("DZ201", _E, "编号重复", "编号“{id}”在 {first} 已经用过；请把其中一个改成 {free}")
NO_ID = Code("DZ202", _E, "标题没有编号", "标题“{title}”没有编号；请在行末写上 {{#{free}}}（下一个未用的编号）")
NO_HEADING = Code("DZ203", _E, "YAML 里的编号没有对应标题", "{file} 里没有编号为“{id}”的标题{nearest}；请给标题写上 {{#{id}}}，或删掉这一条")
NO_FACTS = Code("DZ204", _W, "标题没有对应的 YAML 条目", "{file} 里没有“{id}”这一条；请加上一行“{id}:”")
WRONG_ID = Code("DZ205", _E, "编号不合规则", "“{id}”不能用作这里的编号；{part} 里的{label}用字母 {letter} 加数字，例如 {{#{free}}}")
WRONG_LEVEL = Code("DZ206", _E, "标题层级不对", "标题“{title}”的层级不对：{reason}")
EMPTY_HEADING = Code("DZ207", _E, "标题是空的", "编号“{id}”的标题没有文字；请写上这一条的首句")
EMPTY_ASPECT = Code("DZ208", _W, "方面下没有条目", "方面“{title}”（{id}）下面没有任何条目；请补上条目，或删掉这个方面")
NO_TITLE = Code("DZ209", _E, "部分没有标题", "文件里没有一级标题；请在开头写上部分的标题，例如：# {example}")
BAD_ANCHOR = Code("DZ210", _E, "小标题的编号不能用", "“{id}”不能用作小标题的编号；请写字母开头、本部分里没有用过、也不像条目编号的名字，或删掉它")

UNKNOWN_ID = Code("DZ301", _E, "链接指向不存在的编号", "没有编号“{id}”{nearest}；请改成已有的编号，或删掉这个链接")
WRONG_KIND = Code("DZ302", _E, "链接指向的类别不对", "“{field}”只能列{expected}，而“{id}”是{found}；{step}")
SELF_LINK = Code("DZ303", _E, "链接指向自己", "“{id}”链接到了自己；请删掉这个链接")
DUPLICATE_LINK = Code("DZ304", _W, "链接重复", "“{id}”在“{field}”里写了两次；请删掉一个")
UNKNOWN_MENTION = Code("DZ305", _E, "正文里的链接指向不存在的编号", "正文里的“{text}”要链接到“{id}”，但没有这个编号{nearest}；不是链接的话，请把 [ 写成 \\[")
BAD_REFERENCE = Code("DZ306", _E, "编号写法不对", "“{value}”不是编号；请写成 c01 或 2022/c01 这样的编号，有几个就写成 [c01, c02]")
MISSING_TARGET = Code("DZ307", _E, "链接的文件不存在", "链接的文件“{target}”不存在；请检查文件名，或把文件放到 {expected}")
SUSPECT = Code("DZ308", _W, "对应关系待复核", "“{title}”（{id}）的对应关系由{by}在 {date} 确认，后来有变化：{changes}；请核对是否仍然得当，再运行 duizhao confirm {ref}")
CARRIED_CLOSED = Code("DZ309", _W, "接续的措施已经销号", "“{id}”在 {date} 已经记为“{status}”，不用再接续；没有完成，请在 {file} 里记下重新启动的原因，完成了就删掉 carried_from")
NOT_EARLIER = Code("DZ310", _E, "不是往年的编号", "“{field}”只能写 {year} 年以前的编号，而“{id}”不是；请改成往年的编号，或删掉")
NOT_CARRIED = Code("DZ311", _I, "往年没有销号的措施没有接续", "{label}“{title}”（{id}）没有销号，本年度也没有接续；请在接续它的{label}里写 carried_from: {id}，完成了就在 {file} 里记下销号")

NO_CAUSE = Code("DZ401", _W, "问题没有原因", "{label}“{title}”（{id}）没有写明{missing}；请运行 duizhao suggest {report} 看看可能是哪些，写进 {file} 的 causes；确实没有的不要凑，写 accepted: {{DZ401: {{reason: 理由, by: 谁决定的, date: 年-月-日}}}}")
NO_MEASURE = Code("DZ402", _W, "问题没有措施", "{label}“{title}”（{id}）没有对应的{missing}；请运行 duizhao suggest {report} 看看可能是哪些，写进 {file} 的 measures；确实没有的不要凑，写 accepted: {{DZ402: {{reason: 理由, by: 谁决定的, date: 年-月-日}}}}")
UNUSED_CAUSE = Code("DZ403", _W, "原因没有被任何问题引用", "{label}“{title}”（{id}）没有对应任何{missing}；请在相应{missing}的 causes 里写上 {id}")
UNUSED_MEASURE = Code("DZ404", _W, "措施没有被任何问题引用", "{label}“{title}”（{id}）没有对应任何{missing}；请在相应{missing}的 measures 里写上 {id}")
NO_PART = Code("DZ405", _E, "报告缺少规定的部分", "报告缺少“{part}”部分；请在 report.yml 的 parts 里写上 {part}，并建立 {file}")
NO_PART_FILE = Code("DZ406", _E, "部分的文件不存在", "report.yml 的 parts 列了“{part}”，但没有文件 {file}；请建立它，或从 parts 里删掉")
UNCONFIRMED = Code("DZ407", _I, "对应关系待确认", "“{title}”（{id}）的对应关系是建议，还没有人确认；核对后请运行 duizhao confirm {ref}，或写 confirmed: {{by: 姓名, date: 年-月-日}}")
UNFILLED = Code("DZ408", _I, "台账信息未填", "{label}“{title}”（{id}）还没有填：{missing}")
REPORT_UNFILLED = Code("DZ409", _I, "报告信息未填", "报告还没有填：{missing}")
EMPTY_PART = Code("DZ410", _W, "部分没有内容", "“{title}”部分没有内容；请补上，或从 report.yml 的 parts 里删掉 {part}")
NO_EXAMPLE = Code("DZ411", _I, "问题没有举例", "{label}“{title}”（{id}）没有举例（{words}……）；请核对是否需要补充具体表现")
IDLE_ACCEPTANCE = Code("DZ412", _W, "已说明的缺口并不存在", "{label}“{title}”（{id}）已经有对应的{other}，accepted 里的 {code} 说的是没有；请删掉 {code}，或者删掉对应关系")
ACCEPTED = Code("DZ413", _I, "缺口已说明", "{label}“{title}”（{id}）没有对应的{missing}，已说明：{reason}；以后有了，请写上对应关系，删掉 accepted")

NOT_A_DATE = Code("DZ501", _E, "不是日期", "“{value}”不是日期，请写成 {example} 这样的年-月-日{more}")
LOG_ORDER = Code("DZ502", _E, "台账记录的先后不对", "{date} 的记录排在 {previous} 之后，先后不对；请按日期从早到晚排列")
UNKNOWN_STATUS = Code("DZ503", _E, "不认识的状态", "不认识状态“{value}”{nearest}；可用的状态：{known}")
NO_EVIDENCE = Code("DZ504", _W, "销号没有佐证", "“{title}”（{id}）在 {date} 记为“{status}”，但没有佐证材料；请写 evidence: files/文件名")
OVERDUE = Code("DZ505", _W, "措施逾期", "“{title}”（{id}）应在 {due} 前完成，今天是 {today}，已逾期 {days} 天；请在 log 里记下进展，或把 due 改成新的时限")
NO_REASON = Code("DZ506", _W, "重新启动没有说明", "“{title}”（{id}）销号后在 {date} 又有记录“{status}”；这是新的一轮，请写明 reason: 原因")
FUTURE_LOG = Code("DZ507", _W, "台账记录的日期在将来", "记录的日期 {date} 晚于今天（{today}）；请检查年份")
EVIDENCE_MISSING = Code("DZ508", _W, "佐证文件不存在", "佐证文件“{target}”不存在；请把文件放到 {expected}，或改正文件名")
EVIDENCE_OUTSIDE = Code("DZ510", _E, "佐证的地址不能用", "佐证“{target}”{reason}；请把文件放到 {folder} 里，写成 evidence: files/文件名")
DUE_MOVED = Code("DZ511", _I, "完成时限改过", "“{title}”（{id}）的完成时限，{date} 发布时是 {before}，现在{now}；确是改期，请在 log 里添一条记录写明缘由，改错了请改回")
LOG_CHANGED = Code("DZ512", _W, "已有的记录变了", "“{title}”（{id}）{what}，{date} 发布时就有，现在{now}；已有的记录不删不改，请恢复原样，要更正就另添一条记录写明缘由")
EVIDENCE_GONE = Code("DZ513", _W, "佐证少了", "“{title}”（{id}）在 {entry} 的记录，{date} 发布时有佐证“{target}”，现在没有了；请恢复，换了材料就另添一条记录写明缘由")

HALF_WIDTH = Code("DZ601", _W, "中文里夹了半角标点", "中文里夹了半角标点“{mark}”，请改成“{right}”：……{context}……")
UNBALANCED = Code("DZ602", _W, "引号或括号不成对", "{mark} 没有配对：……{context}……；请补上另一半")
TYPED_NUMBER = Code("DZ603", _W, "标题里写了序号", "标题以序号“{number}”开头；序号由程序编排，请删掉，否则会重复")
STRAY_BOLD = Code("DZ604", _W, "未转义的 **", "这里的 ** 按隐去的文字原样显示，但别的 Markdown 软件会把它当成加粗；请写成 \\*\\*")
FINAL_STOP = Code("DZ605", _W, "标题以句号结尾", "条目标题是首句，句号由程序加上；请删掉末尾的“。”")
HASH_TEXT = Code("DZ606", _W, "行首的 # 不是标题", "行首的 # 后面没有空格，按正文处理，但别的 Markdown 软件会把它当成标题；请写成 \\#，要作标题就在 # 后面空一格")
COPIED = Code("DZ607", _I, "与别处雷同", "这一句与 {where}（{place}）{alike}：{texts}；请核对是否照抄{more}")
INVISIBLE = Code("DZ608", _W, "看不见的字符", "这里有看不见的字符（{name}），检索和比对会因此找不到这几个字；请删掉它：……{context}……")
HTML_COMMENT = Code("DZ609", _W, "注释会显示出来", "正文里没有注释的写法，“{text}”会照原样显示在网页和 Word 里；请删掉，备注写到 YAML 里 # 的后面，确实是正文就写成 \\<!--")

SEALED_CHANGED = Code("DZ701", _E, "已封存的文件被改动", "这个文件在 {date} 封存，现在的内容不一样；请恢复原样，要更正就先运行 duizhao amend {year} --reason 更正的原因")
SEALED_NEW = Code("DZ702", _E, "已封存的年度多了文件", "{date} 封存时没有这个文件；请移走，要补充就先运行 duizhao amend {year} --reason 补充的原因")
SEALED_GONE = Code("DZ703", _E, "已封存的文件不见了", "{date} 封存时有这个文件；请从备份恢复，要删去就先运行 duizhao amend {year} --reason 删去的原因")
BAD_SEAL = Code("DZ704", _E, "封存记录读不懂", "封存记录{reason}；它由程序写，不能手工修改，请从备份或归档包恢复")
NO_SEAL = Code("DZ705", _E, "已归档而没有封存记录", "state 写着 archived，但没有封存记录 {file}；请从备份或归档包恢复它，还没有封存过就改成 state: final，再运行 duizhao publish {year} --seal")
ERRATUM_OPEN = Code("DZ706", _I, "勘误还没有发布", "{date} 打开的勘误（{reason}）还没有发布，已改动 {count} 个文件；{step}")
ERRATUM_FILE = Code("DZ707", _I, "勘误改动的文件", "这个文件随勘误{change}，发布后重新封存")
SHARED_CHANGED = Code("DZ708", _I, "封存后改过公用的词汇", "{date} 封存的 {year} 年度用的是改动以前的这个文件；重新生成的页面会用现在的叫法，已发布的不受影响")
BAD_PUBLICATION = Code("DZ709", _W, "上一次发布的记录读不懂", "上一次发布的记录{reason}，没有与它比较；请用 duizhao verify 核验公开文件夹，或从备份恢复")
# fmt: on

CODES: dict[str, Code] = {it.id: it for it in list(globals().values()) if isinstance(it, Code)}
