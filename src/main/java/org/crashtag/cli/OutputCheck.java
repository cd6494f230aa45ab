package org.crashtag.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.bytes.Escape;
import org.crashtag.storage.Storage;
import org.crashtag.store.Verification;

/** Compares the files of an output folder with what its runs wrote. */
final class OutputCheck {
  private final Terminal terminal;
  private final Storage storage;
  private final String folder;

  OutputCheck(Terminal terminal, Storage storage, String folder) {
    this.terminal = terminal;
    this.storage = storage;
    this.folder = folder;
  }

  /** Prints a line for each file that isn't what was written; returns the exit code. */
  int run() throws IOException {
    if (OutputOptions.isEmpty(terminal, folder)) {
      return ExitCode.FAILED;
    }
    AtomicInteger faults = new AtomicInteger();
    Verification verification = new Verification(storage, folder);
    int runs =
        verification.run(
            fault -> {
              faults.incrementAndGet();
              terminal.err().println("crashtag: " + Escape.text(fault));
            });
    if (faults.get() > 0) {
      return ExitCode.FAILED;
    }
    String unchecked =
        verification.partsWithoutChecksum() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d of them have only a length, because an earlier version wrote them",
                verification.partsWithoutChecksum());
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d runs, %,d parts of %,d bytes and the index: all as written%s%n",
            Escape.text(folder),
            runs,
            verification.parts(),
            verification.bytes(),
            unchecked);
    return ExitCode.DONE;
  }
}
