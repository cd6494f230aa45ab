package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.crashtag.decode.declared.Architecture;
import org.crashtag.decode.declared.UnknownTypeException;
import org.crashtag.decode.declared.header.HeaderFolder;
import org.crashtag.decode.declared.header.HeaderSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how a type lies in memory. */
@Command(
    name = "layout",
    mixinStandardHelpOptions = true,
    description = "Prints a structure of a C header as the debugger's dt does.",
    footer = {"", "Example: crashtag layout --arch arm64 pipelines/layouts/eventlog.h EVENTLOG"})
final class LayoutCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      defaultValue = "x64",
      description = "What the driver is compiled for: x64, x86 or arm64. Default: x64.")
  private Architecture architecture;

  @Option(names = "--verbose", description = "A stack trace with each error.")
  private boolean verbose;

  @Parameters(index = "0", paramLabel = "HEADER", description = "The C header.")
  private Path file;

  @Parameters(index = "1", paramLabel = "TYPE", description = "The type's name in it.")
  private String type;

  LayoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, UnknownTypeException {
    Path header = Files.isSymbolicLink(file) ? file.toRealPath() : file;
    Path folder = header.getParent() == null ? Path.of("") : header.getParent();
    HeaderSource source =
        HeaderSource.of(new HeaderFolder(folder), header.getFileName().toString());
    new TypeText(terminal.out()).print(source.type(type, architecture), architecture.label());
    return ExitCode.DONE;
  }
}
