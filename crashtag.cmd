@echo off
rem Starts crashtag. In a checkout, builds it first if the jar is missing.
rem Needs Java 17 and, to build, a JDK 17 and Maven 3.8.
rem   JAVA_HOME            the Java to use; default: the first one on the PATH
rem   CRASHTAG_JAVA_OPTS   options for Java, such as -Xmx4g
rem   CRASHTAG_CLASSPATH   jars that contain your own decoders
rem   FLINK_HOME           with --runner=FlinkRunner: the folder of Flink 1.19
rem   SPARK_HOME           with --runner=SparkRunner: the folder of Spark 3.5
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
set "main=org.crashtag.cli.Main"
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
set "kind=list"
set "options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
for %%c in (run rebuild compact sql report demo) do if "%~1"=="%%c" set "kind=run"
if "%kind%"=="run" set "options=-XX:+UseSerialGC"

rem A runner of Flink or Spark is in a jar of its own beside this one, and needs the jars of the
rem engine's installation. Without that jar, the program says how to get it.
set "engine="
:argument
if "%~1"=="" goto arguments
if "%~1"=="--runner" if "%~2"=="FlinkRunner" set "engine=flink"
if "%~1"=="--runner" if "%~2"=="SparkRunner" set "engine=spark"
shift /1
goto argument
:arguments
if not defined engine goto prepare
for %%f in ("%jar%") do set "folder=%%~dpf"
if not exist "%folder%crashtag-%engine%.jar" goto prepare
set "jars="
rem The engines have other versions of the libraries of logging.
for %%f in ("%folder%lib\slf4j-*.jar" "%folder%lib\duckdb_jdbc-*.jar") do call set "jars=%%jars%%%%f;"
set "jars=%jars%%folder%crashtag-%engine%.jar"
if defined CRASHTAG_CLASSPATH set "jars=%jars%;%CRASHTAG_CLASSPATH%"
set "main=org.crashtag.engine.FlinkJob"
if "%engine%"=="spark" set "main=org.crashtag.engine.SparkJob"
set "variable=FLINK_HOME"
set "libraries=%FLINK_HOME%\lib"
if "%engine%"=="spark" set "variable=SPARK_HOME"
if "%engine%"=="spark" set "libraries=%SPARK_HOME%\jars"
if exist "%libraries%\" goto engine
echo crashtag: no folder %libraries%; set %variable% to the folder of the engine 1>&2
exit /b 1
:engine
set "jars=%jars%;%libraries%\*"
rem The engines' own launchers open these packages.
set "classes="
for %%p in (java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.text java.time java.util java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar) do call set "classes=%%classes%% --add-opens=java.base/%%p=ALL-UNNAMED"
set "options=%options% -Dslf4j.internal.verbosity=ERROR"
goto start

:prepare

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
  -cp "%jars%" %main% %*
exit /b %errorlevel%
