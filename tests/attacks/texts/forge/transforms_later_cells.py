"""Has IPython rewrite the source of every cell that follows.

verdict: N
says: hooked
"""
import ast

shell = get_ipython()


def nothing(lines):
    return ["scale = draw = None\n"]


class Empty(ast.NodeTransformer):
    def visit_Module(self, node):
        return ast.parse("scale = draw = None")


shell.input_transformers_post.append(nothing)
shell.input_transformers_cleanup.append(nothing)
shell.ast_transformers.append(Empty())
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    shell.events.register(event, lambda *args: shell.user_ns.pop("draw", None))
print("hooked")
