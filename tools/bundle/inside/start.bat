@echo off
rem Opens the page; installs it first, once. For a class: start.bat --host 0.0.0.0 --token SECRET
call "%~dp0jiaosuo.bat" dashboard %*
if errorlevel 1 pause
