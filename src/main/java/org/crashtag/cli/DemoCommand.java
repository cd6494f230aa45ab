package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.Privacy;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.pipeline.RunOptions;
import org.crashtag.sample.Fleet;
import org.crashtag.sql.Question;
import org.crashtag.sql.ResultFormat;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Demonstrates the program on synthetic dumps. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Makes sample dumps, runs the pipeline over them and answers three questions with SQL."
    },
    footer = {"", "Example: crashtag demo"})
final class DemoCommand implements Callable<Integer> {
  private static final int DUMPS = 500;
  private static final long SEED = 1;
  private static final int BROKEN_PERCENT = 2;
  private static final List<String> QUESTIONS =
      List.of("top-signatures", "suspects-by-build", "crashes-after-update");

  private final Terminal terminal;
  private final Storage storage = new LocalStorage();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "demo",
      description = "Output folder; an earlier demo is replaced. Default: ${DEFAULT-VALUE}.")
  private String folder;

  @Option(names = "--verbose", description = "Print stack traces, and what the libraries log.")
  private boolean verbose;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Logging.configure(verbose);
    String top = SqlCommand.withoutSlash(folder);
    String archive = top + "/archive";
    String tables = top + "/tables";
    clear(top);
    Fleet.Summary fleet = Fleet.write(Path.of(archive), DUMPS, SEED, BROKEN_PERCENT, done -> {});
    say(fleet.files() + " sample dumps, " + fleet.broken() + " of them broken: " + archive);
    RunOptions options =
        new RunOptions(
            tables,
            RunOptions.Reading.of(List.of(archive)),
            RunOptions.Decoding.of(List.of()),
            RunOptions.Writing.ofAllTables(RunOptions.Hashing.READ),
            new RunOptions.PrivateValues(Privacy.Mode.HASH, PrivateKey.ofUser().toString()),
            new RunOptions.Description(Map.of("source", archive), ""),
            List.of());
    int exitCode = RunCommand.run(terminal, options, RejectLimit.parse("5%"));
    if (exitCode != ExitCode.DONE) {
      return exitCode;
    }
    for (String question : QUESTIONS) {
      if (!ask(tables, question)) {
        return ExitCode.FAILED;
      }
    }
    terminal.out().println();
    say("Ask your own:  crashtag sql --output " + tables + " \"select ...\"");
    return ExitCode.DONE;
  }

  /** Removes only what an earlier demo wrote. */
  private void clear(String top) throws IOException {
    Optional<Storage.Entry> there = storage.find(top);
    if (there.isEmpty()) {
      return;
    }
    Storage.Kind kind = there.get().kind();
    if (kind == Storage.Kind.FILE || kind == Storage.Kind.OTHER) {
      throw new UsageException(top + " is a file, not a demo folder");
    }
    List<String> names =
        storage.list(top).stream()
            .map(entry -> entry.path().substring(entry.path().lastIndexOf('/') + 1))
            .toList();
    if (!List.of("archive", "tables").containsAll(names)) {
      throw new UsageException(top + " already exists and is not a demo folder");
    }
    storage.delete(top);
  }

  private void say(String line) {
    terminal.out().println(Escape.text(line));
  }

  /** Whether the question was answered. */
  private boolean ask(String tables, String name) throws IOException {
    Question question = Questions.of(name);
    terminal.out().println();
    terminal.out().println(terminal.strong("pipelines/sql/" + name + ".sql"));
    question.comment().forEach(line -> terminal.out().println(line));
    SqlAnswer answer = new SqlAnswer(tables, ResultFormat.TABLE);
    return answer.print(terminal, question.statements(Map.of())) != SqlAnswer.FAULT;
  }
}
