# An installer for Windows: powershell packaging\recipes\msi.ps1 -> dist\Trimtab-VERSION.msi
# Needs `py dev.py package` before, and WiX 5 (`dotnet tool install --global wix --version 5.*`).
# UNTESTED as a whole: nobody has run Trimtab on Windows yet. What to look at first:
#  - whether dist\trimtab\Trimtab.exe opens and dist\trimtab\trimtab-console.exe --help answers;
#  - whether a workbook can be imported from Trimtab.exe: it has no console, its import child talks through pipes;
#  - unsigned, SmartScreen warns; sign the two programs and the MSI with signtool if you have a certificate.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$facts = ConvertFrom-StringData (Get-Content -Raw dist\trimtab.env)
wix build packaging\recipes\trimtab.wxs -arch x64 -d "Version=$($facts.VERSION)" -d "Folder=$PWD\dist\trimtab" `
    -d "Icon=$PWD\build\icons\trimtab.ico" -o "dist\Trimtab-$($facts.VERSION).msi"
if ($LASTEXITCODE) { exit $LASTEXITCODE }
