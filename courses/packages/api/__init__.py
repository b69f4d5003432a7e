"""Course packages over HTTP: kept in the console, played by learners, their files served to a sandboxed frame."""

from __future__ import annotations

from courses.packages.api.blueprints import blueprint, pages
from courses.packages.api.keeping import CoursePackages, OneCoursePackage, PackagePreviews
from courses.packages.api.playing import MyPackage, MyPackageCommits, MyPackageLaunches
from courses.packages.api.serving import package_file, package_runtime
from courses.packages.api.statements import statements

__all__ = [
    "CoursePackages",
    "MyPackage",
    "MyPackageCommits",
    "MyPackageLaunches",
    "OneCoursePackage",
    "PackagePreviews",
    "blueprint",
    "package_file",
    "package_runtime",
    "pages",
    "statements",
]
