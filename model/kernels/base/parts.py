"""Kernels that are parts of others: made machine code where they are used, once, with all around them.

Numba optimises each function together with all that it calls, and makes machine code of the lot, level upon
level: what ten kernels deep is called would be compiled ten times, and run as the last of these alone. A part
is brought as far as the compiler's own language, and goes on from there in the kernel that Python calls.
"""

from __future__ import annotations

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.environment import lookup_environment

ENVIRONMENT = "_ZN08NumbaEnv"
"""How names begin of what a function finds its Python objects by, should it raise or print."""


class _Nowhere:
    """Stands for the machine code that a part has not."""

    @staticmethod
    def set_env(name: str, environment: object) -> None:
        """Left to the kernel that has the machine code."""


class PartLibrary(JITCodeLibrary):
    """A part and what it calls, neither optimised nor made machine code."""

    @property
    def codegen(self) -> Any:
        """Asked for by Numba alone, to tell machine code where its Python objects are."""
        return _Nowhere

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """No function of a part is anywhere."""
        self._ensure_finalized()
        return 0

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        """What is kept of a part in a file: there is no object code."""
        return (self.name, "bitcode", self._get_module_for_linking().as_bitcode())


class WholeLibrary(JITCodeLibrary):
    """A kernel that Python calls, with all its parts."""

    def _finalize_final_module(self) -> None:
        super()._finalize_final_module()
        for each in self._final_module.global_variables:
            environment = lookup_environment(each.name) if each.name.startswith(ENVIRONMENT) else None
            if environment is not None:
                self._codegen.set_env(each.name, environment)


class _Into(Compiler):
    """Numba's compiler, with its result kept in a library of our kind."""

    library: type[JITCodeLibrary]

    def define_pipelines(self) -> Any:
        state = self.state
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return super().define_pipelines()


class PartCompiler(_Into):
    """Compiles a part."""

    library = PartLibrary


class WholeCompiler(_Into):
    """Compiles a kernel that Python calls."""

    library = WholeLibrary
