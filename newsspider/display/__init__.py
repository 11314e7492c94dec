"""What people see: any value as one line, styles of a terminal, HTML pages that load nothing, reasons in words."""
