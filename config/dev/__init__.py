"""What `./dev` does once it is inside the virtual environment: engines, processes, tests, checks.

Nothing here is imported by the product, and nothing here imports the product: the commands start
processes and hand them an environment.
"""
