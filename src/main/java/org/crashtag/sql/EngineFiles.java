package org.crashtag.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/**
 * Keeps the statements for every engine in the output folder, as {@code _sql/<engine>.sql}: those
 * of the committed runs, whoever reads them when.
 */
public final class EngineFiles implements CommitListener {
  private final List<TableSchema> tables;

  /**
   * @param tables all that this program knows
   */
  public EngineFiles(List<TableSchema> tables) {
    this.tables = List.copyOf(tables);
  }

  @Override
  public void committed(Storage storage, OutputFolder output) throws IOException {
    List<String> runs = output.runs();
    if (runs.isEmpty() || areCurrent(storage, output, runs.get(runs.size() - 1))) {
      return;
    }
    EngineStatements statements = new EngineStatements(output.path(), output.manifests(), tables);
    // What a kill leaves of it, the next recovery removes.
    String staging = output.staging("sql");
    boolean any = false;
    for (Engine engine : Engine.values()) {
      byte[] script = statements.script(engine).getBytes(UTF_8);
      any |= write(storage, output.path() + "/_sql", staging, engine.fileName(), script);
    }
    if (any) {
      storage.force(output.path() + "/_sql");
      storage.delete(staging);
    }
  }

  /**
   * Whether each file begins as that of the latest run would: committed runs never change, so the
   * rest is the same, and a run over nothing new needs not read what all runs before it hold.
   */
  private static boolean areCurrent(Storage storage, OutputFolder output, String run)
      throws IOException {
    Manifest latest = output.manifest(run);
    for (Engine engine : Engine.values()) {
      String file = output.path() + "/_sql/" + engine.fileName();
      byte[] head = EngineStatements.head(engine, output.path(), latest).getBytes(UTF_8);
      if (storage.find(file).isEmpty() || !Arrays.equals(read(storage, file, head.length), head)) {
        return false;
      }
    }
    return true;
  }

  /** Whether there was another file, or none. */
  private static boolean write(
      Storage storage, String folder, String staging, String name, byte[] script)
      throws IOException {
    String file = folder + "/" + name;
    if (storage.find(file).isPresent()
        && Arrays.equals(read(storage, file, Integer.MAX_VALUE), script)) {
      return false;
    }
    String fresh = staging + "/" + name;
    try (OutputStream stream = storage.create(fresh)) {
      stream.write(script);
    }
    storage.force(fresh);
    storage.replace(fresh, file);
    return true;
  }

  private static byte[] read(Storage storage, String file, int most) throws IOException {
    try (InputStream stream = Channels.newInputStream(storage.open(file))) {
      return stream.readNBytes(most);
    }
  }
}
