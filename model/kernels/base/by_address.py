"""Tables that kernels hand to each other by one address instead of array by array.

Numba hands a named tuple over as the words of all its arrays, some three hundred for a county's tables, at
every call that is not copied into its caller, and writes all of them into what the compiler reads. Python
goes on seeing a named tuple; on the way in, its arrays are laid out once in memory, and kernels get where.
"""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, lower_getattr_generic, models, register_model, typeof_impl, unbox

_word: Any = ir.IntType(32)


class TablesType(types.Type):
    """What Numba knows of a named tuple of tables: the type of each, by name."""

    def __init__(self, name: str, fields: tuple[str, ...], members: tuple[Any, ...]) -> None:
        self.fields, self.members = fields, members
        # Short, as it becomes part of the name of every kernel that is handed the tables.
        content = blake2b(repr([(field, str(each)) for field, each in self.items()]).encode(), digest_size=8)
        super().__init__(f"{name}-{content.hexdigest()}")

    def items(self) -> list[tuple[str, Any]]:
        """The fields in their order, each with its type."""
        return list(zip(self.fields, self.members, strict=True))


def by_address[C: type](tables: C) -> C:
    """Let kernels be handed instances of a named tuple of arrays, and of such tuples, by address."""

    def typeof(value: Any, context: Any) -> TablesType:
        members = tuple(typeof_impl(each, context) for each in value)
        return TablesType(tables.__name__, value._fields, members)

    typeof_impl.register(tables)(typeof)
    return tables


register_model(TablesType)(models.OpaqueModel)


def _layout(context: Any, tables: TablesType) -> Any:
    """The arrays one after the other; tables within tables are part of the same piece of memory."""
    return ir.LiteralStructType(
        [
            _layout(context, each) if isinstance(each, TablesType) else context.get_value_type(each)
            for each in tables.members
        ]
    )


def _at(context: Any, builder: Any, tables: TablesType, address: Any, place: int) -> Any:
    """Where a member stands."""
    start = builder.bitcast(address, _layout(context, tables).as_pointer())
    return builder.gep(start, [_word(0), _word(place)], inbounds=True)


@infer_getattr
class _Fields(AttributeTemplate):
    key = TablesType

    def generic_resolve(self, tables: TablesType, name: str) -> Any:
        return dict(tables.items()).get(name)


@lower_getattr_generic(TablesType)  # type: ignore[untyped-decorator]
def _field(context: Any, builder: Any, tables: TablesType, address: Any, name: str) -> Any:
    place = tables.fields.index(name)
    member, there = tables.members[place], _at(context, builder, tables, address, place)
    if isinstance(member, TablesType):
        return builder.bitcast(there, cgutils.voidptr_t)
    return impl_ret_borrowed(context, builder, member, _parts(builder, there))


def _parts(builder: Any, there: Any) -> Any:
    """An array's description, word for word: what a kernel does not ask for is then not read.

    No kernel writes to it. The compiler cannot see that, and would read it again after each write to a table.
    """
    kind = there.type.pointee
    value = ir.Constant(kind, ir.Undefined)
    for place in range(len(kind.elements)):
        part = builder.load(builder.gep(there, [_word(0), _word(place)], inbounds=True))
        part.set_metadata("invariant.load", builder.module.add_metadata([]))
        value = builder.insert_value(value, part, place)
    return value


@unbox(TablesType)  # type: ignore[untyped-decorator]
def _from_python(tables: TablesType, instance: Any, c: Any) -> NativeValue:
    room = cgutils.alloca_once(c.builder, _layout(c.context, tables))
    address = c.builder.bitcast(room, cgutils.voidptr_t)
    failed, cleanups = _lay_out(tables, instance, address, c)

    def cleanup() -> None:
        for each in reversed(cleanups):
            each()

    # Past here the compiler must not see that this memory is what was just written: what kernels read of it
    # is declared never to change.
    kind = ir.FunctionType(cgutils.voidptr_t, [cgutils.voidptr_t])
    hidden = c.builder.asm(kind, "", "=r,0,~{memory}", [address], True)
    return NativeValue(hidden, is_error=failed, cleanup=cleanup)


def _let_go(c: Any, member: Any, native: Any) -> None:
    """Give back what was held while the kernel ran: Numba does so for arrays that it hands over itself."""
    if native.cleanup is not None:
        native.cleanup()
    if c.context.enable_nrt:
        c.context.nrt.decref(c.builder, member, native.value)


def _lay_out(tables: TablesType, instance: Any, address: Any, c: Any) -> tuple[Any, list[Any]]:
    """Write the arrays of a tuple to an address; whether one was refused, and what to call afterwards."""
    failed, cleanups = cgutils.false_bit, []
    for place, member in enumerate(tables.members):
        each = c.pyapi.tuple_getitem(instance, place)
        there = _at(c.context, c.builder, tables, address, place)
        if isinstance(member, TablesType):
            wrong, more = _lay_out(member, each, c.builder.bitcast(there, cgutils.voidptr_t), c)
            cleanups += more
        else:
            native = c.unbox(member, each)
            wrong = native.is_error
            c.builder.store(native.value, there)
            cleanups.append(partial(_let_go, c, member, native))
        failed = c.builder.or_(failed, wrong)
    return failed, cleanups
