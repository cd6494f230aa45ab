package org.crashtag.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.crashtag.decode.Decoders;
import org.crashtag.publish.IcebergTables;
import org.crashtag.sql.EngineFiles;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.OutputFolder;
import org.crashtag.table.Tables;

/**
 * What follows each commit of a run: the statements for engines, and Iceberg's metadata. A run goes
 * on if its tables can't be published, because its rows are committed and more may follow; the
 * fault is reported at its end.
 */
final class Publication implements CommitListener {
  private final EngineFiles statements;
  private final IcebergTables iceberg;
  private Optional<IOException> fault = Optional.empty();
  private boolean behind;

  /**
   * @param begins whether tables are published that weren't before
   */
  Publication(boolean begins) {
    this.statements = new EngineFiles(Tables.all(Decoders.load().tables()));
    this.iceberg = tables(UpkeepOptions.GRACE, begins);
  }

  /** Publishes all tables that this program knows. */
  static IcebergTables tables(Duration grace, boolean begins) {
    return new IcebergTables(Tables.all(Decoders.load().tables()), grace, begins);
  }

  @Override
  public void committed(Storage storage, OutputFolder output) throws IOException {
    statements.committed(storage, output);
    try {
      iceberg.committed(storage, output);
      fault = Optional.empty();
      behind = false;
    } catch (IOException e) {
      fault = Optional.of(e);
      behind = true;
    }
  }

  /** Whether not all tables could be published the last time. */
  boolean isBehind() {
    return behind;
  }

  /**
   * Why not all tables are published; empty if they are, if they need not be, or if the fault has
   * been taken.
   */
  Optional<IOException> takeFault() {
    Optional<IOException> taken = fault;
    fault = Optional.empty();
    return taken;
  }

  /** The values of an option. */
  enum Format {
    iceberg
  }
}
