"""Writes markup, templates and escape sequences into cells, attachments and metadata.

verdict: S
cells: markup-in-cells
"""
# <script>alert('in a comment')</script> {{7*7}} </pre><img src=x onerror=alert(1)>
TITLE = "</script><svg onload=alert(2)> {% include '/etc/passwd' %}"
