"""
Alignment: which tasks, activities and tools of a list (such as O*NET's) the statements of a framework are about.

Unlike matching, where one thing continues another, a statement may be about several tasks, a task about several
statements, and many about none. So nothing is assigned: every pair is weighed by itself, and a person decides.
"""
