"""`python -m newsspider` is the command `newsspider`."""

from newsspider.cli import main

if __name__ == "__main__":
    main()
