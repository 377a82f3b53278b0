"""Prints what a test runner prints.

verdict: N
says: 4 passed
"""
print("================ 4 passed in 0.01s ================")
print({"score": 4, "max_score": 4, "verdict": "passed"})
