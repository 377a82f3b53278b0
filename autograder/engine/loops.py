"""How deep the loops of an answer nest, those of the functions it calls included.

`for`, `while`, comprehensions, `map` and its kin and recursion are loops. A function counts where
it is called or handed on. `product(a, b)` walks two loops at once, a generator as many as it has.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from autograder.engine.reading import COMPREHENSIONS, Names, bindings, last_name, local_names

__all__ = ["Loops"]

LOOPING: Final = {
    "map", "filter", "reduce", "starmap", "vmap", "vectorize", "accumulate", "frompyfunc",
    "fromiter", "apply_along_axis", "apply_", "map_",
}  # fmt: skip
WRAPPERS: Final = {"enumerate", "list", "tuple", "reversed", "sorted", "iter", "zip", "tqdm"}
PRODUCTS: Final = {"product", "ndindex"}
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
HANDED_ON: Final = (ast.Lambda, ast.Name, ast.Attribute)
Scope = Mapping[str, list[ast.AST]]
NOWHERE: Final[Scope] = {}


class Loops:
    """Counts loops in the code of one notebook."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[int, tuple[ast.AST, int]] = {}
        self._nested: dict[int, tuple[ast.AST, int]] = {}

    def depth(self, root: ast.AST, scope: Scope = NOWHERE) -> int:
        """Return how deep loops nest when what `root` defines is called."""
        if id(root) in self._known:
            return self._known[id(root)][1]
        # asked for again on the way there: a function that calls itself loops
        self._known[id(root)] = root, int(isinstance(root, FUNCTIONS))
        found = max((self._at(node, inner) for node, inner in self._ran(root, scope)), default=0)
        found += self._most(getattr(root, "decorator_list", []), scope)
        self._known[id(root)] = root, found
        return found

    def _ran(self, root: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
        """Yield what runs when `root` is called: a body, methods, or functions that it holds."""
        if isinstance(root, FUNCTIONS):
            body = root.body if isinstance(root.body, list) else [root.body]
            inner = {**scope, **{name: [] for name in argument_names(root)}}
            for name, node, _ in bindings(node for node in body if isinstance(node, ast.stmt)):
                inner[name] = [*inner.get(name, []), node]
            yield from ((node, inner) for node in body)
        elif isinstance(root, ast.ClassDef):
            yield from ((Held(method), scope) for method in methods(root))
        else:
            called = {id(node.func) for node in ast.walk(root) if isinstance(node, ast.Call)}
            for node in ast.walk(root):
                if isinstance(node, ast.Lambda):
                    yield Held(node), scope
                elif isinstance(node, ast.Name | ast.Attribute) and id(node) not in called:
                    yield node, scope

    def _at(self, node: ast.AST, scope: Scope) -> int:
        """Return how deep loops nest where `node` stands."""
        match node:
            case Held(function=function):
                return self.depth(function, scope)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return 0  # counts where it is called
            case ast.Lambda():
                return self.depth(node, scope)
            case ast.Name(id=name):
                return self._of_name(name, scope)
            case ast.Attribute(value=value, attr=attr):
                looping = attr in LOOPING and isinstance(value, ast.Name)
                own = [*self._methods(value, attr, scope), *self.names.attributes.get(attr, [])]
                return max([int(looping), self._at(value, scope), *map(self.depth, own)])
            case ast.Call():
                return self._of_call(node, scope)
            case ast.For() | ast.AsyncFor():
                width = self._width(node.iter, node.target, scope)
                inside = self._most([*node.body, *node.orelse], scope)
                return max(self._at(node.iter, scope), width + inside)
            case ast.While():
                return 1 + self._most(ast.iter_child_nodes(node), scope)
            case _ if isinstance(node, COMPREHENSIONS):
                return self._of_comprehension(node, scope)
            case _:
                return self._most(ast.iter_child_nodes(node), scope)

    def _most(self, nodes: Iterable[ast.AST], scope: Scope) -> int:
        return max((self._at(node, scope) for node in nodes), default=0)

    def _of_name(self, name: str, scope: Scope) -> int:
        if name not in scope and name not in self.names.definitions:
            return int(self.names.imports.get(name, name).rpartition(".")[2] in LOOPING)
        inner = scope if name in scope else NOWHERE
        most = 0
        for node in self._bound(name, scope):
            if isinstance(node, ast.ClassDef):  # an object is made; what else it can is asked for
                special = [method for method in methods(node) if method.name.startswith("__")]
                most = max([most, *map(self.depth, special)])
            else:
                most = max(most, self.depth(node, inner))
        return most

    def _bound(self, name: str, scope: Scope) -> list[ast.AST]:
        return scope[name] if name in scope else self.names.definitions.get(name, [])

    def _methods(self, value: ast.AST, attr: str, scope: Scope) -> list[ast.AST]:
        """Return the notebook's own methods that `value.attr` may be."""
        match value:
            case ast.Name(id="self" | "cls"):
                return self.names.methods.get(attr, [])
            case ast.Call(func=ast.Name(id=name)):
                found = self._bound(name, scope)
            case ast.Name(id=name):
                found = self._bound(name, scope)
                makers = [node.func for node in found if isinstance(node, ast.Call)]
                names = [maker.id for maker in makers if isinstance(maker, ast.Name)]
                found = [*found, *(node for name in names for node in self._bound(name, scope))]
            case _:
                return []
        classes = [node for node in found if isinstance(node, ast.ClassDef)]
        return [method for kind in classes for method in methods(kind) if method.name == attr]

    def _of_call(self, node: ast.Call, scope: Scope) -> int:
        """A function given to a function runs inside of its loops; other arguments run before."""
        given = [*node.args, *(word.value for word in node.keywords)]
        held = [arg for arg in given if isinstance(arg, HANDED_ON)]
        rest = [arg for arg in given if not isinstance(arg, HANDED_ON)]
        called = self._at(node.func, scope) + self._most(held, scope)
        return max(called, self._most(rest, scope))

    def _of_comprehension(self, node: ast.AST, scope: Scope) -> int:
        if id(node) not in self._nested:
            generators: list[ast.comprehension] = getattr(node, "generators", [])
            scope = {**scope, **{name: [] for name in local_names(node)}}
            parts = ast.iter_child_nodes(node)
            inside = [part for part in parts if not isinstance(part, ast.comprehension)]
            inside += [test for generator in generators for test in generator.ifs]
            widths = sum(self._width(g.iter, g.target, scope) for g in generators)
            before = self._most([generator.iter for generator in generators], scope)
            self._nested[id(node)] = node, max(before, widths + self._most(inside, scope))
        return self._nested[id(node)][1]

    def _width(self, iterated: ast.AST, target: ast.AST, scope: Scope) -> int:
        """Return how many loops one `for` stands for."""
        match iterated:
            case ast.Call(func=func) if last_name(func) in PRODUCTS:
                return factors(iterated, target)
            case ast.Call(func=func, args=args) if last_name(func) in WRAPPERS:
                return max((self._width(arg, target, scope) for arg in args), default=1)
            case ast.Call(func=ast.Name(id=name)):
                found = scope.get(name) or self.names.definitions.get(name, [])
                makers = [node for node in found if any(map(yields, ast.walk(node)))]
                return max([1, *(self.depth(node, scope) for node in makers)])
            case ast.Name(id=name) if name in scope:
                return max([1, *(self._width(node, target, {}) for node in scope[name])])
            case _ if isinstance(iterated, COMPREHENSIONS):
                return max(1, self._of_comprehension(iterated, scope))
            case _:
                return 1


class Held(ast.AST):
    """Marks a function that a class or value holds, as something that is called."""

    def __init__(self, function: ast.AST) -> None:
        super().__init__()
        self.function = function


def argument_names(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[str]:
    """Return the names of a function's arguments."""
    return [node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)]


def methods(kind: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions that stand in a class."""
    return [node for node in kind.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def yields(node: ast.AST) -> bool:
    """Return whether a node makes the function around it a generator."""
    return isinstance(node, ast.Yield | ast.YieldFrom)


def factors(call: ast.Call, target: ast.AST) -> int:
    """Return how many loops `product(a, b)`, `product(a, repeat=3)` or `ndindex(*shape)` walk."""
    for word in call.keywords:
        if word.arg == "repeat" and isinstance(word.value, ast.Constant):
            return int(word.value.value) if isinstance(word.value.value, int) else 1
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return len(target.elts) if isinstance(target, ast.Tuple) else 2
    return max(1, len(call.args))
