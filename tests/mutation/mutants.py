"""Wrong versions of a module, one change each: the operators of mutmut, and the words for users left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import ndiff
from functools import cache
from hashlib import sha256
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators, operator_string
from mutmut.mutation.pragma_handling import IgnoredCode

_FUTURE = "from __future__ import annotations\n"
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, in a function or in a constant of the module."""

    module: str
    number: int
    """Counts the changes of the module, from 0."""
    function: str | None
    constant: str | None
    first: int
    last: int
    """The lines that must run for a change in a function to matter, from 1."""
    key: str
    """The same as long as the changed part and the change are."""

    @property
    def id(self) -> str:
        """Module and number: scoring.truth#3."""
        return f"{self.module}#{self.number}"


def _string(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """Words for users are left out; other text is changed as mutmut does it."""
    if isinstance(node, cst.SimpleString) and _CHINESE.search(node.value) and '"""' not in node.value:
        yield node.with_changes(value=2 * node.quote)
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
        self.statements: list[cst.CSTNode | None] = []
        """For each change the statement of the module that holds it."""
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
            self.statements += [self._above[1] if len(self._above) > 1 else None] * count

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
    """The wrong versions of the module in this file; `name` is its full name.

    Left out is what cannot be changed while the program runs: fields of classes, default arguments and names of types.
    """
    module, visitor = _parsed(path)
    keys: dict[cst.CSTNode | None, str] = {}
    seen: Counter[str] = Counter()
    mutants = []
    for number, (function, first, last) in enumerate(visitor.places):
        statement = visitor.statements[number]
        outer = visitor.mutations[number].contained_by_top_level_function if function else statement
        constant = None if function else _constant(statement)
        if function is None and constant is None:
            continue
        if outer not in keys:
            keys[outer] = sha256(module.code_for_node(outer).encode()).hexdigest()[:12] if outer else ""
        part = f"{function or constant}:{keys[outer]}"
        seen[part] += 1
        mutants.append(Mutant(name, number, function, constant, first, last, f"{name}.{part}:{seen[part]}"))
    return mutants


def _constant(statement: cst.CSTNode | None) -> str | None:
    """The name that a statement of the module gives a value; None for types, aliases and anything else."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return None
    (line,) = statement.body
    match line:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value):
            pass
        case cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value):
            pass
        case _:
            return None
    names_a_type = (
        isinstance(value, cst.Subscript | cst.BinaryOperation)
        and name.lstrip("_")[0].isupper()
        and not name.isupper()
    )
    makes_a_type = (
        isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value == "TypeVar"
    )
    return None if names_a_type or makes_a_type or name == "__all__" else name


def _change(path: Path, number: int) -> Mutation:
    return _parsed(path)[1].mutations[number]


def function_source(path: Path, mutant: Mutant) -> str:
    """The changed function alone, in its classes and without decorators."""
    change = _change(path, mutant.number)
    outer = change.contained_by_top_level_function
    assert outer is not None and mutant.function is not None
    function = outer.deep_replace(change.original_node, change.mutated_node)
    assert isinstance(function, cst.FunctionDef)
    body: cst.FunctionDef | cst.ClassDef = function.with_changes(decorators=[])
    for name in reversed(mutant.function.split(".")[:-1]):
        body = cst.ClassDef(cst.Name(name), cst.IndentedBlock([body]))
    return cst.Module([*cst.parse_module(_FUTURE).body, body]).code


def constants_source(path: Path, mutant: Mutant) -> Iterator[tuple[str, str]]:
    """The changed constant and those below that are made from it: name and statement."""
    module, visitor = _parsed(path)
    change, own = visitor.mutations[mutant.number], visitor.statements[mutant.number]
    assert own is not None and mutant.constant is not None
    made = {mutant.constant}
    below = False
    for statement in module.body:
        name = _constant(statement)
        if statement is own:
            below = True
            changed = own.deep_replace(change.original_node, change.mutated_node)
            assert isinstance(changed, cst.CSTNode)
            yield mutant.constant, module.code_for_node(changed)
        elif below and name is not None:
            code = module.code_for_node(statement)
            if made.intersection(re.findall(r"\w+", code)):
                made.add(name)
                yield name, code


@cache
def difference(path: Path, number: int) -> tuple[str, str]:
    """What stands there and what would stand there instead, without the lines that are the same."""
    module, change = _parsed(path)[0], _change(path, number)
    wrong = module.deep_replace(change.original_node, change.mutated_node)
    assert isinstance(wrong, cst.Module)
    lines = list(ndiff(module.code.splitlines(keepends=True), wrong.code.splitlines(keepends=True)))
    was, now = (" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return was, now
