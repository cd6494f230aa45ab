package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.HeaderSource;
import org.crashtag.layout.pdb.PdbTypes;
import org.crashtag.source.SymbolStore;
import org.crashtag.storage.LocalStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the layout of a type. */
@Command(
    name = "layout",
    mixinStandardHelpOptions = true,
    description = "Prints a type of a C header or a PDB as the debugger's dt does.",
    footer = {
      "",
      "Example: crashtag layout --arch arm64 pipelines/layouts/eventlog.h EVENTLOG",
      "         crashtag layout symbols 'Wdf01000!_FX_DUMP_DRIVER_INFO_ENTRY'"
    })
final class LayoutCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "Target architecture: x64, x86 or arm64. Default: x64, or the PDB's own.")
  private Architecture architecture;

  @Mixin private DefineOption defines;

  @Option(
      names = "-I",
      paramLabel = "DIR",
      description =
          "Also look for the files that the header includes in this folder. Can be repeated.")
  private List<Path> includePath = new ArrayList<>();

  // Read where errors are printed.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Parameters(
      index = "0",
      paramLabel = "HEADER|PDB",
      description = "A C header, a PDB, or the folder of a symbol store.")
  private Path file;

  @Parameters(
      index = "1",
      paramLabel = "TYPE",
      description = "The name of the type; in a symbol store, module!TYPE.")
  private String type;

  LayoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, UnknownTypeException {
    switch (LayoutFile.of(file)) {
      case PDB -> {
        if (!defines.values().isEmpty() || !includePath.isEmpty()) {
          throw new UsageException("-D and -I are for headers; " + file + " is a PDB");
        }
        printOfPdb();
      }
      case HEADER -> printOfHeader();
    }
    return ExitCode.DONE;
  }

  private void printOfPdb() throws UnknownTypeException {
    PdbTypes types = new PdbTypes(new SymbolStore(new LocalStorage(), file.toString()));
    Architecture wanted = architecture;
    if (wanted == null) {
      Set<Architecture> there = types.architectures(type);
      wanted = there.contains(Architecture.X64) ? Architecture.X64 : there.iterator().next();
    }
    print(types.type(type, wanted), wanted);
  }

  private void printOfHeader() throws IOException, UnknownTypeException {
    HeaderSource source = HeaderSource.of(file, includePath, defines.values());
    Architecture wanted = architecture == null ? Architecture.X64 : architecture;
    print(source.type(type, wanted), wanted);
  }

  private void print(CType found, Architecture wanted) {
    new TypeText(terminal.out()).print(found, wanted.label());
  }
}
