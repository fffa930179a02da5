@echo off
rem Runs jiaosuo; installs it first, once, from the wheels beside this file: jiaosuo.bat COMMAND ...
setlocal
for %%v in (3.13 3.12) do (
    py -%%v -I "%~dp0install.py" --fits >nul 2>nul
    if not errorlevel 1 (
        py -%%v -I "%~dp0install.py" %*
        goto end
    )
)
python -I "%~dp0install.py" --fits >nul 2>nul
if not errorlevel 1 (
    python -I "%~dp0install.py" %*
    goto end
)
echo jiaosuo: no Python that this bundle fits was found; READ-ME.txt says which. Install one of them first. 1>&2
cmd /c exit 1
:end
exit /b %errorlevel%
