"""`python -m assistant` is the program `lvping`."""

from assistant.cli import main

if __name__ == "__main__":
    main()
