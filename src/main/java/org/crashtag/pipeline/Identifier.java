package org.crashtag.pipeline;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.dump.Dump;
import org.crashtag.dump.DumpHeader;
import org.crashtag.source.ChannelContent;
import org.crashtag.source.Content;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.source.Window;
import org.crashtag.storage.Storage;

/** Finds out what a source is. */
final class Identifier {
  private final Storage storage;

  Identifier(Storage storage) {
    this.storage = storage;
  }

  Sighting identify(SourceFile file) {
    try (Content content = new ChannelContent(storage, file.path())) {
      return identify(file, content);
    } catch (IOException e) {
      return unreadable(file, e);
    }
  }

  private static Sighting identify(SourceFile file, Content content) throws IOException {
    Window window = new Window(content);
    Bytes start = window.peek(0, Dump.FIRST_READ);
    SourceKind kind = SourceKind.of(start);
    return switch (kind) {
      case DUMP -> identifyDump(file, content, window);
      case MINIDUMP -> new Sighting(file, null, kind, null, 0, content.bytesRead(), null);
      case OTHER -> {
        Reject reject = start.length() == 0 ? empty() : null;
        yield new Sighting(file, null, kind, null, 0, content.bytesRead(), reject);
      }
      case CAB, ZIP, SEVEN_ZIP, GZIP, ZSTD, XZ, TAR, RAR -> {
        Reject reject =
            new Reject(Stage.READ, null, null, 0L, Reason.UNSUPPORTED, kind.label() + " archives");
        yield new Sighting(file, null, kind, null, 0, content.bytesRead(), reject);
      }
    };
  }

  private static Reject empty() {
    return new Reject(Stage.HEADER, null, null, 0L, Reason.EMPTY, "the file is empty");
  }

  private static Sighting identifyDump(SourceFile file, Content content, Window window)
      throws IOException {
    String dumpId = null;
    try {
      DumpHeader header = DumpHeader.read(window.peek(0, Dump.FIRST_READ));
      dumpId = header.dumpId();
      Dump dump = Dump.read(header, window);
      long behind = content.length() - dump.regionStart().orElse(0L);
      return new Sighting(file, null, SourceKind.DUMP, dumpId, behind, content.bytesRead(), null);
    } catch (MalformedException e) {
      Reject reject = Reject.of(Stage.HEADER, e);
      return new Sighting(file, null, SourceKind.DUMP, dumpId, 0, content.bytesRead(), reject);
    }
  }

  /** A sighting of a source that can't be read. */
  static Sighting unreadable(SourceFile file, IOException fault) {
    return new Sighting(file, null, SourceKind.OTHER, null, 0, 0, unreadable(fault));
  }

  static Reject unreadable(IOException fault) {
    return new Reject(Stage.READ, null, null, null, Reason.UNREADABLE, words(fault));
  }

  private static String words(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (fault instanceof NoSuchFileException) {
      return "it is gone";
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
