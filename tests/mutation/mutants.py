"""Wrong versions of a module, one change each: the operators of mutmut, and the words for users left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import ndiff
from functools import cache
from hashlib import sha256
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators, operator_string
from mutmut.mutation.pragma_handling import IgnoredCode

_FUTURE = "from __future__ import annotations\n"
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `function` is None where the code runs when the module is loaded."""

    module: str
    number: int
    """Counts the changes of the module, from 0."""
    function: str | None
    first: int
    last: int
    """The lines that must run for the change to matter, from 1."""

    key: str
    """The same as long as function and change are."""

    @property
    def id(self) -> str:
        """Module and number: scoring.truth#3."""
        return f"{self.module}#{self.number}"


def _string(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """Words for users are left out; other text is changed as mutmut does it."""
    if isinstance(node, cst.SimpleString) and _CHINESE.search(node.value) and '"""' not in node.value:
        yield node.with_changes(value='""')
    elif not isinstance(node, cst.FormattedString):
        yield from operator_string(node)


def _words(node: cst.FormattedString) -> Iterable[cst.FormattedString]:
    if any(isinstance(part, cst.FormattedStringText) and _CHINESE.search(part.value) for part in node.parts):
        yield node.with_changes(parts=[p for p in node.parts if not isinstance(p, cst.FormattedStringText)])


_OPERATORS = [
    *((kind, _string if operator is operator_string else operator) for kind, operator in mutation_operators),
    (cst.FormattedString, _words),
]


class _Visitor(MutationVisitor):
    """Notes with every change where it stands; decorated functions are changed too."""

    def __init__(self) -> None:
        super().__init__(_OPERATORS, IgnoredCode(set(), set(), set()))
        self.places: list[tuple[str | None, int, int]] = []
        self._above: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        self._above.append(node)
        return super().on_visit(node)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        super().on_leave(original_node)
        self._above.pop()

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return False
        if isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString):
            return True
        return super()._skip_node_and_children(node)

    def _create_mutations(self, node: cst.CSTNode) -> None:
        before = len(self.mutations)
        super()._create_mutations(node)
        if count := len(self.mutations) - before:
            self.places += [self._place()] * count

    def _place(self) -> tuple[str | None, int, int]:
        names: list[str] = []
        function, first, last = None, 1, 1
        for node, inside in zip(self._above, [*self._above[1:], None], strict=True):
            position = self.get_metadata(PositionProvider, node, None)
            if position is not None and not isinstance(node, cst.Module):
                last = position.end.line
                if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
                    first = position.start.line
            if function is None and isinstance(node, cst.ClassDef | cst.FunctionDef):
                names.append(node.name.value)
                if isinstance(node, cst.FunctionDef) and isinstance(inside, cst.BaseSuite):
                    function = ".".join(names)
        return function, first, last


@cache
def _parsed(path: Path) -> tuple[cst.Module, _Visitor]:
    visitor = _Visitor()
    module = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8"))).visit(visitor)
    return module, visitor


def mutants_of(path: Path, name: str) -> list[Mutant]:
    """All wrong versions of the module in this file; `name` is its full name."""
    module, visitor = _parsed(path)
    keys: dict[cst.CSTNode | None, str] = {}
    seen: Counter[str | None] = Counter()
    mutants = []
    for number, (function, first, last) in enumerate(visitor.places):
        outer = visitor.mutations[number].contained_by_top_level_function
        if function and outer not in keys:
            keys[outer] = sha256(module.code_for_node(outer).encode()).hexdigest()[:12]
        seen[function] += 1
        key = f"{name}.{function}:{keys.get(outer)}:{seen[function]}"
        mutants.append(Mutant(name, number, function, first, last, key))
    return mutants


def source_of(path: Path, number: int) -> str:
    """The module with this one change."""
    module, visitor = _parsed(path)
    change = visitor.mutations[number]
    changed = module.deep_replace(change.original_node, change.mutated_node)
    assert isinstance(changed, cst.Module)
    return changed.code


def function_source(path: Path, mutant: Mutant) -> str:
    """The changed function alone, in its classes and without decorators."""
    _, visitor = _parsed(path)
    change = visitor.mutations[mutant.number]
    outer = change.contained_by_top_level_function
    assert outer is not None and mutant.function is not None
    function = outer.deep_replace(change.original_node, change.mutated_node)
    assert isinstance(function, cst.FunctionDef)
    body: cst.FunctionDef | cst.ClassDef = function.with_changes(decorators=[])
    for name in reversed(mutant.function.split(".")[:-1]):
        body = cst.ClassDef(cst.Name(name), cst.IndentedBlock([body]))
    return cst.Module([*cst.parse_module(_FUTURE).body, body]).code


@cache
def difference(path: Path, number: int) -> tuple[str, str]:
    """What stands there and what would stand there instead, without the lines that are the same."""
    lines = list(
        ndiff(
            _parsed(path)[0].code.splitlines(keepends=True), source_of(path, number).splitlines(keepends=True)
        )
    )
    return tuple(" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")  # type: ignore[return-value]
