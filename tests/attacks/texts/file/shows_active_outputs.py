"""Shows HTML, SVG, JavaScript, Markdown, LaTeX, widgets and pictures that are none.

verdict: S
says: shown
"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, publish_display_data

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)><iframe src=//evil.invalid></iframe>"
display(HTML(SCRIPT), Markdown(SCRIPT), Javascript("alert(3)"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(4)"><script>alert(5)</script></svg>'))
display(Latex(r"$\href{javascript:alert(6)}{x}$ $$</script><script>alert(7)</script>$$"))
publish_display_data({"image/png": '"><script>alert(8)</script>', "text/plain": SCRIPT})
publish_display_data({"image/jpeg": "x' onerror='alert(9)", "application/javascript": "alert(10)"})
publish_display_data({"text/html": SCRIPT, "application/vnd.jupyter.widget-view+json": "{}"})
publish_display_data({"text/plain": "a", "image/png; x=\"><script>": "AAAA"})
print(SCRIPT, "{{7*7}} {% raw %} =cmd|'/c calc'!A1", "\x1b[31mred\x1b[0m\x1b]8;;//evil.invalid\x07x")
print("shown")
