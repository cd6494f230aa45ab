package org.crashtag.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.messages.MessageList;
import org.crashtag.decode.messages.NoSourceException;
import org.crashtag.decode.messages.TraceMessage;
import org.crashtag.source.CompressedPdb;
import org.crashtag.storage.Storage;
import org.crashtag.storage.Storages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the messages of drivers whose text is known. */
@Command(
    name = "messages",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the trace messages in .tmf files and PDBs: GUID, number, source, level and format. With"
          + " \"crashtag run --messages\", the records of drivers get the text of these messages.",
      "",
      "The linker keeps the text in the PDB unless WPP_NO_ANNOTATIONS is defined, and \"pdbcopy"
          + " -p\" makes a public copy without the text of messages that the driver doesn't mark"
          + " as public."
    },
    footer = {"", "Example: crashtag messages falcon.pdb"})
final class MessagesCommand implements Callable<Integer> {
  private final Terminal terminal;

  // Read where errors are printed.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "Print a stack trace with each error.")
  private boolean verbose;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "A .tmf file, a PDB, or a folder of these, for example a symbol store.")
  private List<String> files;

  MessagesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Printer printer = new Printer();
    try {
      Storage storage = Storages.all();
      new MessageList(storage, path -> CompressedPdb.open(storage, path))
          .each(TextOptions.slashed(files), printer);
    } catch (NoSourceException e) {
      throw new UsageException(e.getMessage());
    }
    return printer.failed ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** Prints a line for each message, and one for each file. */
  private final class Printer implements MessageList.Visitor {
    private long messages;
    private boolean failed;

    @Override
    public void message(String path, TraceMessage message) {
      messages++;
      String line =
          String.format(
              Locale.ROOT,
              "%s %5d  %-28s %-23s %s",
              message.guid(),
              message.number(),
              orDash(message.source()),
              orDash(message.levelOrNull()),
              message.shownFormat());
      terminal.out().println(Escape.text(line));
    }

    private static String orDash(String text) {
      return text == null ? "-" : text;
    }

    @Override
    public void unusable(String path, long line, String reason) {
      terminal.complain(path, "line " + line + ": this message is not used: " + reason);
    }

    @Override
    public void fault(String path, String reason) {
      failed = true;
      terminal.complain(path, reason);
    }

    @Override
    public void end(String path) {
      terminal.out().println(Escape.text(path) + ": " + count());
      messages = 0;
    }

    private String count() {
      return messages == 1 ? "1 message" : String.format(Locale.ROOT, "%,d messages", messages);
    }
  }
}
