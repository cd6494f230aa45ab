package org.crashtag.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the help of a command, as its option {@code --help} does. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Prints the help of a command, or the list of commands.",
    footer = {"", "Example: crashtag help run"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command.")
  private String command;

  @Override
  public Integer call() {
    CommandLine program = spec.commandLine().getParent();
    CommandLine line = command == null ? program : program.getSubcommands().get(command);
    if (line == null) {
      List<String> known = List.copyOf(program.getSubcommands().keySet());
      throw new ParameterException(program, "no command " + command + Nearest.hint(command, known));
    }
    line.usage(program.getOut(), program.getColorScheme());
    return ExitCode.DONE;
  }
}
