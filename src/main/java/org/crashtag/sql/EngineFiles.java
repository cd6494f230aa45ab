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
 * Writes the statements for every engine to {@code _sql/<engine>.sql} in the output folder. They
 * always match the committed runs.
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
    // If this is interrupted, the next recovery removes the rest.
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
   * Whether each file begins like that of the latest run. Committed runs never change, so the rest
   * is the same too, and a run without new files need not read all manifests.
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

  /** Whether the file was different or missing. */
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
