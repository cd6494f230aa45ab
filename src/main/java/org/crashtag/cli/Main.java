package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.bytes.Nearest;
import org.crashtag.decode.DecoderException;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storages;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. */
@Command(
    name = "crashtag",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "What drivers recorded in Windows crash dumps, a fleet at a time, as SQL tables.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "\"crashtag COMMAND --help\" describes a command and shows an example."})
public final class Main implements Callable<Integer> {
  private static final Map<String, Class<?>> COMMANDS = commands();

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    // Libraries may have left threads running.
    System.exit(run(terminal, arguments));
  }

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("list", ListCommand.class);
    commands.put("show", ShowCommand.class);
    commands.put("extract", ExtractCommand.class);
    commands.put("sample", SampleCommand.class);
    commands.put("decoders", DecodersCommand.class);
    commands.put("tables", TablesCommand.class);
    commands.put("layout", LayoutCommand.class);
    commands.put("messages", MessagesCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("runs", RunsCommand.class);
    commands.put("rejects", RejectsCommand.class);
    commands.put("sql", SqlCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("ddl", DdlCommand.class);
    commands.put("publish", PublishCommand.class);
    commands.put("rebuild", RebuildCommand.class);
    commands.put("compact", CompactCommand.class);
    commands.put("expire", ExpireCommand.class);
    commands.put("demo", DemoCommand.class);
    commands.put("completion", CompletionCommand.class);
    commands.put("man", ManCommand.class);
    commands.put("help", HelpCommand.class);
    return commands;
  }

  /** Commands that are about the other ones. */
  private static final Set<Class<?>> ABOUT_ALL =
      Set.of(HelpCommand.class, CompletionCommand.class, ManCommand.class);

  /**
   * Preparing a command takes time. If the named command doesn't need the others, only that one is
   * prepared.
   */
  private static void addCommands(CommandLine line, String... arguments) {
    Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named != null && !ABOUT_ALL.contains(named)) {
      line.addSubcommand(arguments[0], named);
    } else {
      COMMANDS.forEach(line::addSubcommand);
    }
  }

  /** Runs one command line and returns the exit code. */
  static int run(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Main(terminal), new Commands(terminal));
    addCommands(line, arguments);
    line.setUsageHelpWidth(Terminal.DEFAULT_COLUMNS);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Location.class, Location::new);
    line.registerConverter(Path.class, Main::localPath);
    line.setOut(new PrintWriter(forPicocli(terminal.out()), true, UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.interactive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, given) -> usage(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failure(terminal, e, command));
    int exitCode = line.execute(arguments);
    try {
      terminal.out().flush();
      return exitCode;
    } catch (UnwritableException e) {
      return unwritable(terminal, e);
    }
  }

  /** A URI would be taken for folders of this machine. */
  private static Path localPath(String text) {
    if (Storages.isUri(text)) {
      throw new CommandLine.TypeConversionException(text + " is not a path on this machine");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException(text + " is not a path: " + e.getReason());
    }
  }

  /** Picocli would print a stack trace. The fault is printed after the last flush. */
  private static OutputStream forPicocli(PrintStream results) {
    return new FilterOutputStream(results) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        try {
          results.write(bytes, from, length);
        } catch (UnwritableException e) {
          throw e.getCause();
        }
      }

      @Override
      public void flush() {
        flushIfWritable(results);
      }
    };
  }

  private static void flushIfWritable(PrintStream out) {
    try {
      out.flush();
    } catch (UnwritableException e) {
      // Printed after the last flush.
    }
  }

  /** Prints nothing if the reader has closed the pipe. */
  private static int unwritable(Terminal terminal, UnwritableException e) {
    if (!e.isClosedPipe()) {
      terminal.err().println("crashtag: standard output: " + DumpFiles.words(e.getCause()));
    }
    return ExitCode.FAILED;
  }

  private static int usage(Terminal terminal, ParameterException e) {
    flushIfWritable(terminal.out());
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("crashtag: " + Escape.text(message(terminal, e)));
    terminal.err().println("Try \"" + name + " --help\".");
    return ExitCode.USAGE;
  }

  private static String message(Terminal terminal, ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      CommandLine command = e.getCommandLine();
      if (word.startsWith("-")) {
        return unknownOption(terminal, word.replaceFirst("=.*", ""), command);
      }
      if (command.getParent() == null) {
        return "no command " + word + Nearest.hint(word, List.copyOf(COMMANDS.keySet()));
      }
      boolean isQuery = command.getCommandSpec().userObject() instanceof SqlCommand;
      return "unexpected argument "
          + word
          + (isQuery ? "; put the query in quotation marks, as in \"select 1\"" : "");
    }
    return e.getMessage();
  }

  /** Suggests the commands that have the option, or a similar option. */
  private static String unknownOption(Terminal terminal, String option, CommandLine command) {
    CommandLine all = new CommandLine(new Main(terminal), new Commands(terminal));
    COMMANDS.forEach(all::addSubcommand);
    List<String> others = new ArrayList<>();
    all.getSubcommands()
        .forEach(
            (name, other) -> {
              if (other.getCommandSpec().optionsMap().containsKey(option)) {
                others.add(name);
              }
            });
    return "unknown: "
        + option
        + (others.isEmpty()
            ? Nearest.hint(option, command.getCommandSpec().optionsMap().keySet())
            : "; it is an option of the commands " + String.join(", ", others));
  }

  private static int failure(Terminal terminal, Exception e, CommandLine command) {
    if (e instanceof UnwritableException) {
      return ExitCode.FAILED;
    }
    flushIfWritable(terminal.out());
    if (e instanceof UsageException) {
      return usage(terminal, new ParameterException(command, e.getMessage()));
    }
    boolean verbose = isVerbose(command);
    boolean isUnexpected = e instanceof RuntimeException && !(e instanceof DecoderException);
    String message = e.getMessage() == null || isUnexpected ? e.toString() : "";
    if (e instanceof IOException fault) {
      message = DumpFiles.words(fault);
    } else if (message.isEmpty()) {
      message = e.getMessage();
    }
    terminal.err().println("crashtag: " + Escape.text(message));
    if (verbose) {
      e.printStackTrace(terminal.err());
    }
    return ExitCode.FAILED;
  }

  private static boolean isVerbose(CommandLine command) {
    CommandLine.ParseResult parsed = command.getParseResult();
    return parsed != null && parsed.hasMatchedOption("--verbose");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.err());
    return ExitCode.USAGE;
  }
}
