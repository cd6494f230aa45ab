package org.crashtag.cli;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * Prints the manual page in the macros of man(7). picocli's own generator writes AsciiDoc, whose
 * converter would be by far the largest library of the build.
 */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = "Prints the manual page, which describes every command.",
    footer = {"", "Example: crashtag man > crashtag.1 && man ./crashtag.1"})
final class ManCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final StringBuilder page = new StringBuilder();

  @Spec private CommandSpec spec;

  ManCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    macro(".TH CRASHTAG 1 \"\" \"crashtag " + Version.text() + "\" \"User Commands\"");
    macro(".SH NAME");
    text("crashtag - " + String.join(" ", root.usageMessage().description()));
    macro(".SH SYNOPSIS");
    macro(".B crashtag");
    text("COMMAND [OPTION]... [ARGUMENT]...");
    macro(".SH COMMANDS");
    text("\"crashtag help COMMAND\" prints the help of one command.");
    for (CommandLine command : root.subcommands().values()) {
      describe(command.getCommandSpec());
    }
    terminal.out().print(page);
    return ExitCode.DONE;
  }

  private void describe(CommandSpec command) {
    macro(".SS crashtag " + command.name());
    lines(command.usageMessage().description());
    command.positionalParameters().forEach(argument -> describe(argument.paramLabel(), argument));
    for (OptionSpec option : command.options()) {
      String label = option.arity().max() == 0 ? "" : option.paramLabel();
      String between = label.isEmpty() || !option.longestName().startsWith("--") ? "" : "=";
      describe(String.join(", ", option.names()) + between + label, option);
    }
    macro(".PP");
    macro(".nf");
    lines(command.usageMessage().footer());
    macro(".fi");
  }

  private void describe(String term, ArgSpec argument) {
    macro(".TP");
    text(term);
    lines(argument.description());
  }

  private void lines(String... lines) {
    List<String> plain =
        Arrays.stream(lines)
            .map(line -> Ansi.OFF.string(line.replace("%n", "\n").replace("%%", "%")))
            .collect(Collectors.toList());
    text(String.join("\n", plain).strip());
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  /** Text in which nothing is a macro or an escape. */
  private void text(String text) {
    for (String line : text.lines().toList()) {
      String escaped = line.replace("\\", "\\e").replace("-", "\\-");
      macro((escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "") + escaped);
    }
  }
}
