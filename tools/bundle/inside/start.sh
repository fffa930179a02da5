#!/bin/sh
# Opens the page; installs it first, once. For a class: sh start.sh --host 0.0.0.0 --token SECRET
exec sh "$(dirname "$0")/jiaosuo.sh" dashboard "$@"
