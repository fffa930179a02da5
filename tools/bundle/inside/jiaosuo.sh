#!/bin/sh
# Runs jiaosuo; installs it first, once, from the wheels beside this file: sh jiaosuo.sh COMMAND ...
here=$(cd "$(dirname "$0")" && pwd)
for name in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3 python; do
    if "$name" -I "$here/install.py" --fits 2>/dev/null; then
        exec "$name" -I "$here/install.py" "$@"
    fi
done
echo "jiaosuo: no Python that this bundle fits was found; READ-ME.txt says which. Install one, or name it: PYTHON=/path/to/python3 sh $0" >&2
echo "jiaosuo：未找到适用的 Python，所需版本见 READ-ME.txt。" >&2
exit 1
