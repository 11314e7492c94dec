"""What people see: any value as one line, the styles of a terminal, HTML pages that load nothing."""
