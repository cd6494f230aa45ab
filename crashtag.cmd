@echo off
rem Starts crashtag; builds it first where the jar is missing. Needs a JDK 17 and Maven 3.8.
setlocal
set "home=%~dp0"
if not exist "%home%target\crashtag.jar" (
  echo crashtag: building, once ... 1>&2
  pushd "%home%"
  call mvn -q -B package -DskipTests || (popd & exit /b 1)
  popd
)
set "jars=%home%target\crashtag.jar"
if defined CRASHTAG_CLASSPATH set "jars=%jars%;%CRASHTAG_CLASSPATH%"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "archive=list"
if "%~1"=="run" set "archive=run"
if "%~1"=="sql" set "archive=run"
if "%~1"=="demo" set "archive=run"
"%java%" -Xmx512m -XX:+UseSerialGC -Xshare:auto "-XX:SharedArchiveFile=%home%target\%archive%.jsa" -Xlog:disable ^
  %CRASHTAG_JAVA_OPTS% -cp "%jars%" org.crashtag.cli.Main %*
exit /b %errorlevel%
