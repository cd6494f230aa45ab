package org.crashtag.decode.messages;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.messages.SourceFiles.Kind;
import org.crashtag.decode.messages.SourceFiles.SourceFile;
import org.crashtag.layout.pdb.PdbOpener;
import org.crashtag.layout.pdb.PdbSymbols;
import org.crashtag.storage.Storage;

/** Lists the messages in .tmf files and PDBs. */
public final class MessageList {
  private final Storage storage;
  private final PdbOpener pdbs;

  /**
   * @param storage of all files
   * @param pdbs opens those that are PDBs
   */
  public MessageList(Storage storage, PdbOpener pdbs) {
    this.storage = storage;
    this.pdbs = pdbs;
  }

  /** Receives the content of each file. */
  public interface Visitor {
    /** A message. */
    void message(String path, TraceMessage message);

    /**
     * An entry that cannot be used.
     *
     * @param line of a .tmf file, or of a PDB's annotation, from 1
     */
    void unusable(String path, long line, String reason);

    /** A file of which the rest cannot be used. */
    void fault(String path, String reason);

    /** The end of a file, or of its usable part. */
    void end(String path);
  }

  /**
   * Visits the messages of files, folders and symbol stores.
   *
   * @throws NoSourceException if a path does not exist, or has neither a .tmf file nor a PDB
   */
  public void each(List<String> paths, Visitor visitor) throws IOException, NoSourceException {
    for (SourceFile file : new SourceFiles(storage).find(paths, List.of(Kind.TMF, Kind.PDB))) {
      String path = file.entry().path();
      try {
        read(file.kind(), path, new NamedSink(path, visitor));
      } catch (MalformedException e) {
        visitor.fault(path, CatalogBuilder.describe(e));
      } catch (IOException e) {
        visitor.fault(path, "cannot be read: " + e.getMessage());
      }
      visitor.end(path);
    }
  }

  private void read(Kind kind, String path, TmfReader.Sink sink) throws IOException {
    switch (kind) {
      case TMF -> {
        try (SeekableByteChannel channel = storage.open(path)) {
          TmfFile.read(channel, sink);
        }
      }
      case PDB -> {
        try (SeekableByteChannel channel = pdbs.open(path);
            PdbSymbols pdb = new PdbSymbols(channel)) {
          PdbMessages.read(pdb, sink);
        }
      }
      case MANIFEST -> throw new IllegalArgumentException("a manifest has no messages of drivers");
    }
  }

  private record NamedSink(String path, Visitor visitor) implements TmfReader.Sink {
    @Override
    public void message(TraceMessage message) {
      visitor.message(path, message);
    }

    @Override
    public void unusable(long line, String reason) {
      visitor.unusable(path, line, reason);
    }
  }
}
