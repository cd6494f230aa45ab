package org.crashtag.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a shell's completion script. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script that makes bash or zsh complete commands and options.",
    footer = {"", "Example: source <(crashtag completion bash)"})
final class CompletionCommand implements Callable<Integer> {
  /** Shells whose completion is known. */
  enum Shell {
    bash,
    zsh
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  // Both read the same script, which asks which of them it is.
  @SuppressWarnings("UnusedVariable")
  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    return ExitCode.DONE;
  }
}
