@echo off
rem Starts crashtag. In a checkout, builds it first if the jar is missing.
rem Needs Java 17 and, to build, a JDK 17 and Maven 3.8.
rem   JAVA_HOME            the Java to use; default: the first one on the PATH
rem   CRASHTAG_JAVA_OPTS   options for Java, such as -Xmx4g
rem   CRASHTAG_CLASSPATH   jars that contain your own decoders
rem   CRASHTAG_CACHE       folder for prepared classes, which make commands start sooner; "none" for
rem                        no such folder; default: crashtag in LOCALAPPDATA
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
set "jar=%home%crashtag.jar"
if exist "%jar%" goto built
set "jar=%home%target\crashtag.jar"
if exist "%jar%" goto built
echo crashtag: building, once ... 1>&2
pushd "%home%"
call mvn -q -B package -DskipTests || (popd & exit /b 1)
popd
:built
set "jars=%jar%"
if defined CRASHTAG_CLASSPATH set "jars=%jars%;%CRASHTAG_CLASSPATH%"
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "kind=list"
set "options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
for %%c in (run rebuild compact sql demo) do if "%~1"=="%%c" set "kind=run"
if "%kind%"=="run" set "options=-XX:+UseSerialGC"
rem Runs spend less time in the second compiler if it compiles only what is used ten times as often.
set "late=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
set "late=%late% -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
for %%c in (run rebuild demo) do if "%~1"=="%%c" set "options=-XX:+UseSerialGC %late%"

rem The first call of a kind archives the classes it loaded; later calls map the archive instead of
rem reading the jars. Java ignores an archive of another Java or of other jars, so its name contains
rem the dates of both.
if not defined CRASHTAG_CACHE if defined LOCALAPPDATA set "CRASHTAG_CACHE=%LOCALAPPDATA%\crashtag"
set "classes="
if not defined CRASHTAG_CACHE goto start
if "%CRASHTAG_CACHE%"=="none" goto start
if not exist "%CRASHTAG_CACHE%" mkdir "%CRASHTAG_CACHE%" 2>nul
set "place="
for %%f in ("%jar%") do set "place=%%~ff %%~zf %%~tf"
for %%f in ("%java%") do if not "%%~$PATH:f"=="" (set "place=%place% %%~t$PATH:f") else set "place=%place% %%~tf"
set "place=%place::=%"
set "place=%place:\=_%"
set "place=%place:/=%"
set "place=%place: =_%"
set "archive=%CRASHTAG_CACHE%\%kind%-%place%.jsa"
if exist "%archive%" (
  set "classes=-Xshare:auto "-XX:SharedArchiveFile=%archive%""
) else (
  set "classes="-XX:ArchiveClassesAtExit=%archive%""
)

:start
"%java%" -Xmx512m -Dfile.encoding=UTF-8 -Xlog:disable %classes% %options% %CRASHTAG_JAVA_OPTS% ^
  -cp "%jars%" org.crashtag.cli.Main %*
exit /b %errorlevel%
