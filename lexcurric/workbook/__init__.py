"""What the Excel formats share: looks, safe cells, pages, saving, and reading workbooks from outside."""
