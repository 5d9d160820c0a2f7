"""The whole content of a city as open files: JSON Lines, uploads, schema, manifest; written by `export_city`, read back by `import_city`.

taken    which models and columns, and why others are not
values   a column's value in JSON, and back
schema   JSON Schema of each file, and the page docs/open-files.md
manifest what an export says of itself
places   a folder or a ZIP file, written and read alike
writing  the export
incoming the same looked through, before anything is written
rows     a line as a row, and what is wrong with one, in words
import_actions  the rows and files of an export into an empty database
"""
