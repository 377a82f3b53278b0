"""Runs programs through magics, under the policy of the sandbox.

verdict: N
says: as confined
"""
shell = get_ipython()
shell.run_line_magic("cd", "/tmp")
whole = shell.getoutput("(id -u; cat /etc/shadow; ls @COURSE@ @PROJECT@/tests) 2> /dev/null")
%env WORKBOOK_CANARY=mine
%system kill -9 @GRADER@
try:
    !touch @SENTINEL@/left-by-an-attack /usr/left-by-an-attack 2>/dev/null
except OSError:
    pass  # no terminal for it
shell.run_cell_magic("bash", "", "echo magic; sleep 1000 > /dev/null 2>&1 &")
shell.run_line_magic("alias_magic", "print time")
print("as confined" if len(whole) == 1 and whole[0] != "0" else whole)
