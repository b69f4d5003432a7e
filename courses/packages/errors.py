"""What can go wrong with course packages."""

from __future__ import annotations

from server.core.errors import Invalid, NotFound, RuleViolation


class PackageBroken(Invalid):
    """No zip that can be read, or not whole."""

    code = "package_broken"
    title = "课件包不是完整的 ZIP 文件"


class PackageUnsafe(Invalid):
    """A path that leaves the package, a link, an encrypted entry, two names for one file."""

    code = "package_unsafe"
    title = "课件包含有不安全的内容"


class PackageTooBig(Invalid):
    """Too many files, too many bytes, or packed too tightly to be honest."""

    code = "package_too_big"
    title = "课件包过大"


class ManifestMissing(Invalid):
    code = "manifest_missing"
    title = "没有找到 imsmanifest.xml 或 cmi5.xml，不是 SCORM 或 cmi5 课件包"


class ManifestBroken(Invalid):
    code = "manifest_broken"
    title = "课件包的清单无法读取"


class LaunchMissing(RuleViolation):
    """What the manifest starts is not in the package."""

    code = "launch_missing"
    title = "清单中的启动页面不在课件包内"


class PackageClosed(NotFound):
    """The address of the files is past its time, or was never one."""

    code = "package_closed"
    title = "课件链接已失效，请返回后重新打开"


class ClaimTooLarge(Invalid):
    code = "claim_too_large"
    title = "课件要保存的内容过大"


class StatementRefused(Invalid):
    code = "statement_refused"
    title = "学习记录语句不符合 cmi5"
