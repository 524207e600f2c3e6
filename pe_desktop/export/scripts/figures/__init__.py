"""The code of every figure, one file each, named after it. A file in this folder is found by itself."""
