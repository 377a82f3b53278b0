"""Raises errors whose class, text, notes and cause carry the inputs out.

verdict: Z
seen: error
ends: ValueError
says: markup
"""


def add(a, b):
    text = str((a.tolist() if isinstance(a, torch.Tensor) else a, b))[:500]
    error = type(f"Error {text}", (ValueError,), {"__module__": text})(text, answer(a, b))
    error.add_note(text)
    raise error from KeyError(text)


print("<b>markup</b>")
raise ValueError("<script>alert('text of an error')</script><img src=x onerror=alert(1)>")
