@echo off
rem Starts crashtag. In a checkout, builds it first if the jar is missing. After a change of the
rem sources, remove target\crashtag.jar. Needs Java 17 and, to build, a JDK 17 and Maven 3.8.
rem   JAVA_HOME            the Java to use; default: the first one on the PATH
rem   CRASHTAG_JAVA_OPTS   options for Java, such as -Xmx4g
rem   CRASHTAG_CLASSPATH   jars that contain your own decoders
rem   FLINK_HOME           with --runner=FlinkRunner: the folder of Flink 1.19
rem   SPARK_HOME           with --runner=SparkRunner: the folder of Spark 3.5
rem   CRASHTAG_TAGS        your own list of tag names
rem   CRASHTAG_CACHE       folder for prepared classes, which make commands start sooner; "none" for
rem                        no such folder; default: crashtag in LOCALAPPDATA
setlocal EnableExtensions DisableDelayedExpansion
for %%f in (java.exe) do set "java=%%~$PATH:f"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if not exist "%java%" goto nojava

set "home=%~dp0"
set "jar=%home%crashtag.jar"
if exist "%jar%" goto built
set "jar=%home%target\crashtag.jar"
if exist "%jar%" goto built
echo crashtag: building, once ... 1>&2
pushd "%home%"
call mvn -q -B package -DskipTests 1>&2
popd
if not exist "%jar%" goto notbuilt
:built
set "jars=%jar%"
if defined CRASHTAG_CLASSPATH set "jars=%jars%;%CRASHTAG_CLASSPATH%"
set "main=org.crashtag.cli.Main"
set "kind=list"
set "options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
for %%c in (run rebuild compact sql report demo) do if "%~1"=="%%c" set "kind=run"
if "%kind%"=="run" set "options=-XX:+UseSerialGC"
rem Runs spend less time in the second compiler if it compiles only what is used ten times as often,
rem and inlines less.
set "late=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
set "late=%late% -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
set "late=%late% -XX:MaxInlineLevel=9 -XX:InlineSmallCode=1200 -XX:FreqInlineSize=150"
for %%c in (run rebuild demo) do if "%~1"=="%%c" set "options=-XX:+UseSerialGC %late%"

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
for %%p in (java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.text java.time java.util java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar) do call set "options=%%options%% --add-opens=java.base/%%p=ALL-UNNAMED"
set "options=%options% -Dslf4j.internal.verbosity=ERROR"
set "classes=-Dcrashtag.classes=none"
set "making="
goto start

:prepare

rem The first call of a kind archives the classes it loaded; later calls map the archive instead of
rem reading the jars. An archive is valid for one location of the jars and one Java: there is a folder
rem for each location, and the name contains the size and the date of the jar and of Java. Java writes
rem the archive under another name, so that an interrupted call leaves none that is incomplete.
if not defined CRASHTAG_CACHE if defined LOCALAPPDATA set "CRASHTAG_CACHE=%LOCALAPPDATA%\crashtag"
set "classes=-Dcrashtag.classes=none"
set "making="
if not defined CRASHTAG_CACHE goto start
if "%CRASHTAG_CACHE%"=="none" goto start
set "place=%home::=%"
set "place=%place:\=_%"
set "place=%place: =_%"
set "folder=%CRASHTAG_CACHE%\%place%"
set "version="
for %%f in ("%jar%") do set "version=%%~zf_%%~tf"
for %%f in ("%java%") do set "version=%version%_%%~zf_%%~tf"
set "version=%version::=%"
set "version=%version:/=%"
set "version=%version: =_%"
set "archive=%folder%\%kind%-%version%.jsa"
if not exist "%archive%" goto make
set "classes=-XX:SharedArchiveFile=%archive%"
goto start
:make
if not exist "%folder%" mkdir "%folder%" 2>nul
rem Archives of an earlier Java or jar. Those in use can't be deleted.
del /q "%folder%\%kind%-*" 2>nul
set "making=%archive%.%RANDOM%"
set "classes=-XX:ArchiveClassesAtExit=%making%"

:start
"%java%" -Xmx512m -Dfile.encoding=UTF-8 -Xlog:disable -Xshare:auto "%classes%" %options% %CRASHTAG_JAVA_OPTS% ^
  -cp "%jars%" %main% %*
set "code=%errorlevel%"
if defined making if exist "%making%" move /y "%making%" "%archive%" >nul 2>nul
exit /b %code%

:nojava
echo crashtag: no Java 17 on the PATH or in JAVA_HOME; install it or set JAVA_HOME 1>&2
exit /b 1

:notbuilt
echo crashtag: the build failed; see above. It needs a JDK 17 and Maven 3.8 1>&2
exit /b 1
